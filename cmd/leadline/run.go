package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"
)

// The exit codes, as the manual above main explains them.
const (
	exitDone     = 0
	exitProblems = 1
	exitUsage    = 2
	exitSignal   = 128 // plus the signal's number, as shells do
)

// commands is the command line; kong reads it from the tags.
type commands struct {
	Build   buildCommand   `cmd:"" help:"Read the event files and publish the site."`
	Serve   serveCommand   `cmd:"" help:"Build the site, show it on this machine, and rebuild it on every change."`
	Check   checkCommand   `cmd:"" help:"Look for everything that would stop a build; write nothing."`
	Explain explainCommand `cmd:"" help:"Tell how a figure was made, with its rows."`
	Verify  verifyCommand  `cmd:"" help:"Compare a published site with its manifest."`
	Sample  sampleCommand  `cmd:"" help:"Make up an organisation; write its event files and site.toml."`
	Bench   benchCommand   `cmd:"" help:"Measure reading and building on made-up events."`
	Manual  manualCommand  `cmd:"" help:"Print the manual, with every key of site.toml; or the columns of a table."`
	Version versionCommand `cmd:"" help:"Say which program this is."`
}

const description = `Leadline turns exported event files of software delivery into a static site and workbooks.

Begin with "leadline sample --out demo", then "leadline build --config demo/site.toml".
For data of your own read "leadline manual".`

// usageError is wrong usage that only a command itself can find.
type usageError struct{ error }

// console is where a command writes.
type console struct{ out, err io.Writer }

// run does one command and gives the exit code.
func run(args []string, stdout, stderr io.Writer) int {
	var cli commands
	parser := kong.Must(&cli, kong.Name("leadline"), kong.Description(description),
		kong.Writers(stdout, stderr), kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}))
	command, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(stderr, "leadline: %v\nSee \"leadline%s --help\".\n", err, commandOf(err))
		return exitUsage
	}
	ctx, stopped := withSignals()
	command.BindTo(ctx, (*context.Context)(nil))
	err = command.Run(console{stdout, stderr})
	return exitCode(err, stopped(), command.Command(), stderr)
}

// exitCode prints the error, if any, in the one way that all commands share.
func exitCode(err error, stop os.Signal, command string, stderr io.Writer) int {
	var usage usageError
	var printed printedError
	switch {
	case err == nil:
		return exitDone
	case stop != nil && errors.Is(err, context.Canceled):
		fmt.Fprintln(stderr, "leadline: stopped; nothing was published and nothing is left behind")
		number, _ := stop.(syscall.Signal)
		return exitSignal + int(number)
	case errors.As(err, &usage):
		name, _, _ := strings.Cut(command, " ")
		fmt.Fprintf(stderr, "leadline: %v\nSee \"leadline %s --help\".\n", err, name)
		return exitUsage
	case !errors.As(err, &printed):
		fmt.Fprintf(stderr, "leadline: %v\n", err)
	}
	return exitProblems
}

// commandOf is the command that was meant, with a space before it, or "". What follows it are
// the names of its arguments, which nobody is to type.
func commandOf(err error) string {
	var parse *kong.ParseError
	if errors.As(err, &parse) && parse.Context != nil && parse.Context.Command() != "" {
		name, _, _ := strings.Cut(parse.Context.Command(), " ")
		return " " + name
	}
	return ""
}

// withSignals gives a context that the first SIGINT or SIGTERM cancels, and a function that
// ends the watch and says which signal came. A second signal ends the program at once.
func withSignals() (context.Context, func() os.Signal) {
	ctx, cancel := context.WithCancel(context.Background())
	signals := make(chan os.Signal, 1)
	came := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		s, ok := <-signals
		if ok {
			signal.Stop(signals) // the second has its usual effect
			came <- s
			cancel()
		}
	}()
	return ctx, func() os.Signal {
		cancel()
		select {
		case s := <-came:
			return s
		default:
			return nil
		}
	}
}
