package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/term"
)

const (
	repaint = 100 * time.Millisecond // on a terminal
	restate = 15 * time.Second       // elsewhere: a log should show that work goes on, no more
)

// progress shows how far a build is: one line that is rewritten on a terminal, a line for
// each stage elsewhere. Rows may be called by many goroutines.
type progress struct {
	to    io.Writer
	width int // of the terminal; 0 when lines are not rewritten
	rows  atomic.Int64
	done  chan struct{}
	ended sync.WaitGroup

	mu    sync.Mutex // guards what follows
	stage string
	since time.Time // begin of the stage
	base  int64     // rows before the stage
}

func newProgress(to io.Writer, quiet bool) *progress {
	p := &progress{to: to, done: make(chan struct{})}
	if quiet {
		p.to = io.Discard
		return p
	}
	p.width = terminalWidth(to)
	p.ended.Add(1)
	go p.paint()
	return p
}

// terminalWidth is 0 for files, pipes and terminals that cannot rewrite a line.
func terminalWidth(to io.Writer) int {
	file, ok := to.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) || os.Getenv("TERM") == "dumb" {
		return 0
	}
	if width, _, err := term.GetSize(int(file.Fd())); err == nil && width > 0 {
		return width
	}
	return 80
}

// Stage begins a stage.
func (p *progress) Stage(name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stage, p.since, p.base = oneLine(name), time.Now(), p.rows.Load()
	if p.width == 0 {
		fmt.Fprintln(p.to, "leadline: "+p.stage)
	}
}

// Rows counts rows read since the last call.
func (p *progress) Rows(n int) { p.rows.Add(int64(n)) }

// Close ends the painting and clears the line. It may be called once.
func (p *progress) Close() {
	close(p.done)
	p.ended.Wait()
	if p.width > 0 {
		fmt.Fprint(p.to, "\r\x1b[K")
	}
}

func (p *progress) paint() {
	defer p.ended.Done()
	every := restate
	if p.width > 0 {
		every = repaint
	}
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		select {
		case <-p.done:
			return
		case now := <-ticker.C:
			p.print(now)
		}
	}
}

func (p *progress) print(now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stage == "" {
		return
	}
	line := status(p.stage, p.rows.Load()-p.base, now.Sub(p.since))
	if p.width == 0 {
		fmt.Fprintln(p.to, "leadline: "+line)
		return
	}
	if runes := []rune(line); len(runes) >= p.width {
		line = string(runes[:p.width-1]) // a wrapped line could not be rewritten
	}
	fmt.Fprint(p.to, "\r"+line+"\x1b[K")
}

// status is "reading: 1,200,000 rows, 400,000 rows/s, 3 s".
func status(stage string, rows int64, took time.Duration) string {
	seconds := took.Seconds()
	if rows == 0 || seconds <= 0 {
		return fmt.Sprintf("%s: %.0f s", stage, seconds)
	}
	return fmt.Sprintf("%s: %s rows, %s rows/s, %.0f s", stage, thousands(rows), thousands(int64(float64(rows)/seconds)), seconds)
}
