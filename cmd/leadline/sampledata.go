package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"leadline/generator/sample"
)

func (c sampleCommand) options() sample.Options {
	return sample.Options{Seed: c.Seed, Events: int64(c.Events), Format: c.Format, Compress: c.Compress,
		Months: c.Months, Teams: c.Teams, Services: c.Services, Workers: c.Workers}
}

// writeSample writes the event files and the site.toml that declares them.
func writeSample(ctx context.Context, o sample.Options, create sample.Create) error {
	sources, err := sample.Write(ctx, o, create)
	if err != nil {
		return err
	}
	site, err := create("site.toml")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(site, `# A made-up organisation: seed %d, %d events. Nobody in it exists.
[site]
name = "Harbour (made-up data)"
timezone = "UTC"
as_of = %s
history_months = %d
page_months = %d

[publish]
show = ["annotations", "decisions"]
`, o.Seed, o.Events, (o.End + 1).Start(time.UTC).Format(time.DateOnly), o.Months, pageMonths(o))
	for _, s := range sources {
		_, more := fmt.Fprint(site, "\n", s.TOML(""))
		err = errors.Join(err, more)
	}
	return errors.Join(err, site.Close())
}

// pageMonths keeps the pages of a thousand services under the gigabyte that hosts permit.
func pageMonths(o sample.Options) int {
	if o.Events > 20_000_000 {
		return min(3, o.Months)
	}
	return min(13, o.Months)
}
