package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"
	"unicode/utf16"

	"github.com/rogpeppe/go-internal/testscript"
)

// scriptCommands are what the scripts need beside testscript's own.
var scriptCommands = map[string]func(ts *testscript.TestScript, neg bool, args []string){
	"exits":   exits,
	"bytes":   writeBytes,
	"utf16":   toUTF16,
	"gzipped": toGzip,
	"cut":     cut,
	"appears": appears,
}

// exits runs a program and compares its exit code: exits 2 leadline --nonsense.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	want, err := strconv.Atoi(args[0])
	if neg || err != nil {
		ts.Fatalf("usage: exits code command [argument…]")
	}
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// writeBytes replaces Go's escapes in a file, such as \xff and \r: bytes file.
func writeBytes(ts *testscript.TestScript, neg bool, args []string) {
	change(ts, args, func(data []byte) []byte {
		var out bytes.Buffer
		for len(data) > 0 {
			if data[0] != '\\' {
				out.WriteByte(data[0])
				data = data[1:]
				continue
			}
			r, multi, rest, err := strconv.UnquoteChar(string(data), 0)
			ts.Check(err)
			if multi {
				out.WriteRune(r)
			} else {
				out.WriteByte(byte(r))
			}
			data = []byte(rest)
		}
		return out.Bytes()
	})
}

// toUTF16 encodes a file as UTF-16, little endian, with a byte order mark.
func toUTF16(ts *testscript.TestScript, neg bool, args []string) {
	change(ts, args, func(data []byte) []byte {
		out := []byte{0xff, 0xfe}
		for _, unit := range utf16.Encode([]rune(string(data))) {
			out = append(out, byte(unit), byte(unit>>8))
		}
		return out
	})
}

// toGzip compresses a file in place.
func toGzip(ts *testscript.TestScript, neg bool, args []string) {
	change(ts, args, func(data []byte) []byte {
		var out bytes.Buffer
		w := gzip.NewWriter(&out)
		_, err := w.Write(data)
		ts.Check(errors.Join(err, w.Close()))
		return out.Bytes()
	})
}

// cut removes the last third of a file.
func cut(ts *testscript.TestScript, neg bool, args []string) {
	change(ts, args, func(data []byte) []byte { return data[:len(data)*2/3] })
}

// appears waits until a file matches: appears pattern.
func appears(ts *testscript.TestScript, neg bool, args []string) {
	for range 1000 {
		if found, _ := filepath.Glob(ts.MkAbs(args[0])); len(found) > 0 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	ts.Fatalf("%s did not appear", args[0])
}

func change(ts *testscript.TestScript, args []string, how func([]byte) []byte) {
	if len(args) != 1 {
		ts.Fatalf("expected one file")
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), how([]byte(ts.ReadFile(args[0]))), 0o644))
}
