// Package metric is where definitions become figures. A definition's [measure] names one of
// a closed set of kinds; each kind is a typed struct, decoded strictly, with one kernel in
// its own file:
//
//	Definition ─► Compute (kernel over a fact.Table, all cells and months at once) ─► Measured
//	Measured + fact.Set[L] ─► Evaluate[L] ─► Series[L] of Result[L]
//
// Evaluate is the one door to figures: it refuses a level that the definition does not
// grant, withholds small groups and small samples with the reason, and nothing else does.
// What figures mean together is left to finding; how they look, to page and workbook.
//
// # Kinds
//
// Figures of a month are computed over any set of cells from the events themselves, so that
// a team, a service and the portfolio are pooled alike. For every kind the cost is linear in
// the rows that it needs (sorting of values apart), and memory is a few bytes a value beside
// counters of cells and months.
//
//   - duration: the time between two instants of what ended in the month, by quantiles of
//     type 7 with order-statistic intervals; optionally of its part up to an instant between.
//     With open = "censored" a Kaplan–Meier estimate with late entry over a window of months,
//     in which what has not ended counts with the time that it was watched (duration.go,
//     censored.go, until.go).
//   - rate: events a week, with the exact Poisson interval and the weeks without one;
//     optionally what the next weeks may bring, by exact resampling of those since the last
//     recorded rebase (rate.go, forecast.go).
//   - share: a numerator over a denominator, with Wilson's interval; optionally its cost in
//     time, its parts by a column, and what is left out (share.go, cost.go, split.go, leftout.go).
//   - stock: how many are open at the month's end and were on average over its time;
//     optionally what falls due, and further conditions (stock.go, stock_further.go).
//   - age: how old the open ones are at the month's end; optionally in bands, against the
//     finished ones, with how many have an instant behind them, with the exposure that the month
//     added, like with like (age.go, against.go, reached.go, exposure.go, alike.go).
//   - breakdown: how many, and how they divide by columns (breakdown.go, division.go).
//   - coverage: which part of required pairs is covered, stale, absent or unknown at the
//     month's end (coverage.go).
//   - direction: whether a part of a whole rises, stays or falls over six months, and never
//     its level (direction.go, heading.go).
//   - bridge: what was open, opened, closed by class and changed hands; it must balance, or
//     the build fails; optionally which share came back (bridge.go, bridge_flows.go,
//     bridge_breaks.go, return.go).
//   - partition: elapsed time by cause, cut at every end of the evidence, so that the parts
//     add up to the second, with intervals from exact sums; optionally the same of what was on
//     its way as the month ended; and what may be called the main cause (partition.go,
//     evidence.go, cut.go, parted.go, spread.go, opened.go, maincauses.go).
//   - answers: how the answers to a survey lie on their scales, and how many answered; no
//     index (answers.go, questions.go, exposed.go).
//
// Each kind can also say which rows are behind its figures, one by one (behind.go): that is for
// whoever explains a figure, and no build asks. method.go has the words of how figures are made.
//
// # Signals
//
// A month is judged by limits over the newest Memory months with a value since the last
// recorded rebase up to itself, so that neither what comes later nor what a history of fixed
// length leaves out changes what was said of it, by rule 1 alone: XmR on the log scale for
// durations and ages, p and u charts for shares and rates (p′ and u′ where months are large),
// the times between events where they are rare. A sustained change is the newest six months
// against the twelve before, and none that a single month makes; see Change and steady.go.
// Windows of months that overlap are never judged: neighbours that share events would agree. What
// is published is told of headlines; the same may be asked of any other figure (line.go),
// by what its months are (nature.go).
//
// # Shapes
//
// How the values behind a month's headline lie is no figure and takes no part in Evaluate:
// AddShapes makes it for the months that have pages, from the same kernels and under the same
// group rules. Of a person-derived metric it holds no single value (shape.go).
//
// # Group rules
//
// A metric that a definition calls person-derived (people = true) is shown for a subject and
// month only where enough people are behind it, and behind everything that can be worked out
// from it and the other figures shown. Both are decided once for all teams, services and the
// portfolio together, at the first Evaluate, and every output prints that one decision:
//
//   - Primary: fewer distinct contributors than the floor (5; 10 for answers; bots never
//     count). Where no row names a contributor the headcount of the teams serves.
//   - Complementary: no sum or difference of published figures, whatever their number, may
//     speak of fewer people than the floor. That is an exact row-space audit over cells
//     (stat.Sums); while it finds a group, the published set with the fewest people that
//     takes part is withheld as well (services before teams before the portfolio, then by
//     id). A set that is still the sum of published ones is shown again: hiding it hides
//     nothing. Cells are services while one team owns them, so a service that changed hands
//     is two of them; rows that no team owns belong to services and the portfolio, and so to
//     what a difference can show.
//
// A withheld figure holds no number: it is not judged, drawn, counted as a state or put into
// limits, and the reason is the same for both rules. Withheld wins over too few,
// whose reason names n; a month in which nobody did anything is no secret and prints as
// that. Person-derived metrics have no minimum, maximum or oldest, which are one person's.
//
// What was on its way as a month ended has other people behind it than what ended in it. Of a
// partition they are counted apart, and its figures of either can be withheld alone.
//
// What this does not do: each metric and month is a system of its own. Figures over windows
// of several months that overlap, or two metrics over nearly the same rows, can be
// subtracted from each other by hand; a kind with such windows must ask for it here. Two
// versions of a figure meet in ledger, which puts no number of a person-derived one beside
// the other; who kept an old copy of the site can. What equations give is kept back for every count; bounds that follow from no count
// being negative are wide only for n, behind which at least as many people stand. A small
// numerator of a group bounds those of its parts: that is what the group rule lets be said
// of the group. Where headcounts serve, few rows may stand for many heads. Who knows a hidden
// group's figure from within can take it off what is derivable, so a team of a hidden pair
// may learn the other's.
package metric
