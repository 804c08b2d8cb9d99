package main

import (
	_ "embed"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"leadline/generator/config"
	"leadline/generator/event"
)

// The manual is the package comment of main.go, in which a reader of the source meets it: there
// is no second text that could say something else.
//
//go:embed main.go
var mainSource string

type manualCommand struct {
	About string `arg:"" optional:"" help:"tables: every table of event files; or the name of one, for its columns. Without it: the manual."`
}

// Help is the text below the flags.
func (manualCommand) Help() string {
	return `Prints the manual: every command, every key of site.toml, what is published and what is not. With the name of a table it prints the columns that an export of it may have. Writes no file.

Examples:

    leadline manual | less
    leadline manual tables
    leadline manual deployments`
}

// Run prints.
func (c manualCommand) Run(to console) error {
	if c.About == "" {
		_, err := io.WriteString(to.out, packageComment(mainSource))
		return err
	}
	if c.About == "tables" {
		return printTables(to.out)
	}
	table, ok := event.TableNamed(c.About)
	if !ok {
		names := []string{"tables"}
		for _, t := range event.Tables {
			names = append(names, t.Name)
		}
		if near := config.Nearest(c.About, names); near != "" {
			return usageError{fmt.Errorf("there is no table %q; did you mean %q?", c.About, near)}
		}
		return usageError{fmt.Errorf("there is no table %q; \"leadline manual tables\" lists them", c.About)}
	}
	return printTable(to.out, table)
}

// packageComment is the comment above "package", without its slashes.
func packageComment(source string) string {
	comment, _, _ := strings.Cut(source, "\npackage ")
	var b strings.Builder
	for line := range strings.Lines(comment + "\n") {
		b.WriteString(strings.TrimPrefix(strings.TrimPrefix(line, "//"), " "))
	}
	return strings.ReplaceAll(b.String(), "\t", "    ")
}

// printTables lists every table with what one of its rows needs.
func printTables(to io.Writer) error {
	w := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "table\tcolumns that it cannot do without")
	for i := range event.Tables {
		t := &event.Tables[i]
		var needed []string
		for _, c := range t.Columns {
			if need := needOf(t, c); strings.HasPrefix(need, "key") || strings.HasPrefix(need, "required") {
				needed = append(needed, c.Name)
			}
		}
		for _, group := range t.OneOf {
			needed = append(needed, "one of "+strings.Join(group, ", "))
		}
		fmt.Fprintf(w, "%s\t%s\n", t.Name, strings.Join(needed, ", "))
	}
	return w.Flush()
}

// printTable lists the columns of a table: name, what it holds, whether it may be left out.
func printTable(to io.Writer, t *event.Table) error {
	w := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "column\tneeded\tholds\n")
	for _, c := range t.Columns {
		fmt.Fprintf(w, "%s\t%s\t%s\n", c.Name, needOf(t, c), holds(c))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	for _, group := range t.OneOf {
		fmt.Fprintf(to, "\nA row needs at least one of %s.\n", strings.Join(group, ", "))
	}
	if t.Scope != "" {
		fmt.Fprintf(to, "\nA row belongs to the time of its %s; later than the as-of instant it is out of scope.\n", t.Scope)
	}
	_, err := fmt.Fprintf(to, "\nAn export with other names is mapped in site.toml: [source.columns], [source.values.COLUMN], [source.constants].\n")
	return err
}

// needOf says whether a column may be left out. A key tells a row from another of the table;
// the last of two with one key counts.
func needOf(t *event.Table, c event.Column) string {
	for _, w := range t.When {
		if w.Column == c.Name {
			return fmt.Sprintf("where %s is %s", w.Enum, w.Value)
		}
	}
	for _, group := range t.OneOf {
		for _, name := range group {
			if name == c.Name {
				return "see below"
			}
		}
	}
	switch {
	case c.Key && c.Blank:
		return "optional, in the key"
	case c.Key:
		return "key"
	case c.Blank:
		return "required, may be blank"
	case c.Required:
		return "required"
	default:
		return "optional"
	}
}

func holds(c event.Column) string {
	switch c.Kind {
	case event.Instant:
		return "a time"
	case event.Flag:
		return "true or false"
	case event.Count:
		return "a whole number"
	case event.Person:
		return "a pseudonym of a person: counted, never shown"
	case event.Enum:
		return strings.Join(c.Values, ", ")
	default:
		return "text"
	}
}
