package main

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"leadline/generator/diag"
)

func TestList(t *testing.T) {
	var problems diag.Problems
	for i := range 332 {
		problems = append(problems, diag.Problem{Position: diag.Position{File: "d.csv", Line: 332 - i}, Found: "\x1b[2Jwrong\u202e"})
	}
	var few, all, named bytes.Buffer
	list(&few, problems, false, "")
	list(&named, problems, false, "public/data/rejects.csv")
	list(&all, problems, true, "public/data/rejects.csv")
	lines := strings.Split(few.String(), "\n")
	if len(lines) != 22 || lines[0] != "d.csv:1: \ufffd[2Jwrong\ufffd" || lines[20] != "and 312 more; --verbose lists all" {
		t.Errorf("%q", lines)
	}
	if !strings.HasSuffix(named.String(), "\nand 312 more, all in public/data/rejects.csv\n") {
		t.Errorf("%q", named.String())
	}
	if n := strings.Count(all.String(), "\n"); n != 332 {
		t.Errorf("%d lines, want 332", n)
	}
}

func TestThousands(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 999: "999", 1000: "1,000", -1234567: "-1,234,567", -100: "-100", 12345678: "12,345,678"} {
		if got := thousands(n); got != want {
			t.Errorf("thousands(%d) = %s, want %s", n, got, want)
		}
	}
	if got := counted(1, "page") + counted(2000, "page"); got != "1 page2,000 pages" {
		t.Error(got)
	}
}

func TestStatus(t *testing.T) {
	if got := status("reading", 1_200_000, 3*time.Second); got != "reading: 1,200,000 rows, 400,000 rows/s, 3 s" {
		t.Error(got)
	}
	if got := status("writing", 0, 0); got != "writing: 0 s" {
		t.Error(got)
	}
}

// TestProgressPlain holds that a log gets one line for each stage, and no control character.
func TestProgressPlain(t *testing.T) {
	var out bytes.Buffer
	p := newProgress(&out, false)
	var group sync.WaitGroup
	for i := range 3 {
		p.Stage(fmt.Sprintf("stage %d\r", i))
		for range 4 {
			group.Go(func() { p.Rows(10) })
		}
		group.Wait()
	}
	p.Close()
	if got, want := out.String(), "leadline: stage 0\ufffd\nleadline: stage 1\ufffd\nleadline: stage 2\ufffd\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if p.rows.Load() != 120 {
		t.Errorf("%d rows", p.rows.Load())
	}
}

// TestProgressTerminal holds that the line fits, is rewritten, and is gone at the end.
func TestProgressTerminal(t *testing.T) {
	var out bytes.Buffer
	p := &progress{to: &out, width: 12, done: make(chan struct{})}
	p.Stage("reading deployments")
	p.print(p.since)
	p.Close()
	if got, want := out.String(), "\rreading dep\x1b[K\r\x1b[K"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestQuiet(t *testing.T) {
	var out bytes.Buffer
	p := newProgress(&out, true)
	p.Stage("reading")
	p.Close()
	if out.Len() > 0 {
		t.Errorf("%q", out.String())
	}
}
