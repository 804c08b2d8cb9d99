package metric

import (
	"fmt"
	"strings"

	"leadline/generator/level"
	"leadline/generator/unit"
)

// The words in which a figure's making is told, on its page and on a terminal: one home, so
// that both say the same. Package stat names the source of each method.
const (
	byOrder    = "95 % interval from order statistics (exact binomial)"
	byQuantile = "Quantiles of type 7 (Hyndman and Fan), " + byOrder
	byWilson   = "numerator over denominator, 95 % interval by Wilson's method"
	byPoisson  = "95 % interval exact for a Poisson count"
	noInterval = "no interval, because nothing is sampled"
)

// Method says by which statistic a level's figures of a month are made, and by which
// interval: a sentence without its full stop.
func (d *Definition) Method(at level.Name) string {
	if d.Policies[at] == Counted {
		return "Services are counted by what their own months say: no name and no value is kept, and nothing is said of fewer services than the floor"
	}
	return d.Measure.(interface{ method() string }).method()
}

func (d *Duration) method() string {
	if !d.isCensored() {
		return byQuantile
	}
	text := "Kaplan–Meier estimate with late entry, in which what has not ended counts with the time that it was watched, 95 % interval on the log(−log) scale with Greenwood's variance"
	if d.window() > 1 {
		text += fmt.Sprintf(", over the %d months that end with this one", d.window())
	}
	return text
}

func (r *Rate) method() string {
	return "The number over the length of the month in weeks, " + byPoisson
}

func (s *Share) method() string { return "Share, " + byWilson }

func (s *Stock) method() string {
	return "Those that are open at the last instant of the month, all of them: " + noInterval
}

func (a *Age) method() string {
	return "Ages at the last instant of the month: quantiles of type 7 (Hyndman and Fan), " + byOrder
}

func (b *Breakdown) method() string {
	if len(b.Headline) > 0 {
		return "Share, " + byWilson
	}
	return "The number of the month, " + byPoisson
}

func (c *Coverage) method() string {
	return "State at the last instant of the month; share, " + byWilson
}

func (d *Direction) method() string {
	return fmt.Sprintf("Sign of Theil–Sen's line through up to %d months of the same %s, %s", directionMonths, unit.Noun(2, d.Each), noInterval)
}

func (b *Bridge) method() string {
	return "Terms that must balance, or nothing is published; share, " + byWilson
}

func (p *Partition) method() string {
	return "Time in sum over elapsed time in sum, to the second; 95 % interval over items by linearisation (Cochran) on the logit scale"
}

func (a *Answers) method() string {
	return "Answers counted by value of their scale, without mean or interval: everybody was asked, and who did not answer is no random part"
}

// Observations is how many things of which kind are behind a figure: "57 changes".
func (d *Definition) Observations(n int) string {
	noun := "row"
	switch m := d.Measure.(type) {
	case *Direction:
		noun = "month"
	case *Answers:
		noun = "invitation"
	case interface{ noun() string }:
		noun = m.noun()
	}
	return unit.Plural(n, noun)
}

// Conditions are the definition's conditions on rows, "is_bot = false and outcome = success";
// "" where every row counts.
func (d *Definition) Conditions() string {
	return strings.TrimPrefix(commonOf(d.Measure).conditionText(), " with ")
}
