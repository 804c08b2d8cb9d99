package workbook

import (
	"fmt"
	"io"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"leadline/generator/metric"
	"leadline/generator/unit"
)

const manyRows = 300_000

// many is a workbook of a large site: every third figure is a share, every seventh absent.
func many(n int) Book {
	from := recorded()
	from.Rows = make([]metric.Row, n)
	share := figure("share", unit.Share, 0.25, 0.13, 0.43, 28)
	share.Part = 7
	for i := range from.Rows {
		f := figure("p50", unit.Seconds, float64(i)*1.37, float64(i), float64(i)*2, i)
		switch {
		case i%7 == 0:
			f = missing(metric.TooFew, 4)
		case i%3 == 0:
			f = share
		}
		from.Rows[i] = row(fmt.Sprintf("team-%03d", i%500), f)
	}
	b := book()
	b.Tables = from.tables()
	return b
}

// Rows are packed as they are made, so memory holds the rows handed in (about 60 MB here), the
// texts that they share and the compressed workbook, not the sheet.
func TestManyRowsStayInBoundedMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 300,000 rows")
	}
	var peak atomic.Uint64
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			peak.Store(max(peak.Load(), m.HeapAlloc))
			select {
			case <-stop:
				return
			case <-time.After(20 * time.Millisecond):
			}
		}
	}()
	out := &counter{}
	if err := Write(out, many(manyRows)); err != nil {
		t.Fatal(err)
	}
	close(stop)
	<-done
	t.Logf("%d rows: at most %d MB of heap, a file of %d MB", manyRows, peak.Load()>>20, out.n>>20)
	if peak.Load() > 300<<20 {
		t.Errorf("%d MB of heap for %d rows; want at most 300", peak.Load()>>20, manyRows)
	}
}

type counter struct{ n int64 }

func (c *counter) Write(p []byte) (int, error) { c.n += int64(len(p)); return len(p), nil }

func BenchmarkWrite(b *testing.B) {
	data := many(10_000)
	b.ReportAllocs()
	for b.Loop() {
		if err := Write(io.Discard, data); err != nil {
			b.Fatal(err)
		}
	}
}
