package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

type versionCommand struct{}

// Help is the text below the flags.
func (versionCommand) Help() string {
	return `Prints the version, the commit it was built from and the Go release. Writes no file.

Example:

    leadline version`
}

// Run prints the version.
func (versionCommand) Run(to console) error {
	_, err := fmt.Fprintf(to.out, "leadline %s %s %s/%s\n", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}

// version is the module's version; a build from a checkout has its commit in it.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
