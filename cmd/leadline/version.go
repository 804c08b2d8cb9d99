package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
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

// program is the hash of the file that is running, "" where it cannot be had. Of a program
// that was replaced while it ran, Linux still opens the old one by this name; elsewhere a
// running program cannot be replaced in place, or its path is the best there is.
func program() string {
	f, err := os.Open("/proc/self/exe")
	if err != nil {
		path, err := os.Executable()
		if err != nil {
			return ""
		}
		if f, err = os.Open(path); err != nil {
			return ""
		}
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return ""
	}
	return hex.EncodeToString(sum.Sum(nil))
}
