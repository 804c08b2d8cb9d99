package main

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"leadline": main})
}

// TestScripts runs the real command; each script says in its first line what it holds.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       os.Getenv("LEADLINE_UPDATE") != "",
		RequireExplicitExec: true,
		Cmds:                scriptCommands,
		Condition:           func(name string) (bool, error) { return name == "root" && os.Geteuid() == 0, nil },
	})
}
