package sample

import (
	"bufio"
	"context"
	"io"
	"os"
	"runtime"
	"strconv"
	"testing"
	"time"
)

type bf struct {
	*bufio.Writer
	f *os.File
}

func (b bf) Close() error { b.Flush(); return b.f.Close() }

func TestZZ(t *testing.T) {
	dir := os.Getenv("ZZ_DIR")
	if dir == "" {
		t.Skip()
	}
	os.MkdirAll(dir, 0o755)
	n, _ := strconv.ParseInt(os.Getenv("ZZ_N"), 10, 64)
	start := time.Now()
	_, err := Write(context.Background(), Options{Seed: 1, Events: n, Format: os.Getenv("ZZ_F"), Workers: 2}, func(name string) (io.WriteCloser, error) {
		f, err := os.Create(dir + "/" + name)
		return bf{bufio.NewWriterSize(f, 1<<20), f}, err
	})
	if err != nil {
		t.Fatal(err)
	}
	var ms runtime.MemStats
	runtime.ReadMemStats(&ms)
	t.Logf("%v %.0f rows/s sys %d MB", time.Since(start), float64(n)/time.Since(start).Seconds(), ms.Sys>>20)
}
