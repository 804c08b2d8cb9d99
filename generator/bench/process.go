package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
)

// process runs a program to its end and reads its report from standard output. Arguments
// are passed as they are; there is no shell.
func (b *bench) process(ctx context.Context, program string, args ...string) (run, error) {
	var r run
	var out, errs bytes.Buffer
	c := exec.CommandContext(ctx, program, args...)
	c.Stdout, c.Stderr = &out, &errs
	began := b.Now()
	err := c.Run()
	r.Wall = b.Now().Sub(began).Seconds()
	switch {
	case ctx.Err() != nil:
		return r, ctx.Err()
	case err != nil && errs.Len() > 0: // it has said why
		return r, errors.New(strings.TrimPrefix(strings.TrimSpace(errs.String()), leadline+": "))
	case err != nil:
		return r, fmt.Errorf("%s: %w", filepath.Base(program), err)
	}
	r.CPU = (c.ProcessState.UserTime() + c.ProcessState.SystemTime()).Seconds()
	if err := json.Unmarshal(out.Bytes(), &r); err != nil {
		return r, fmt.Errorf("%s: no report: %w", filepath.Base(program), err)
	}
	return r, nil
}
