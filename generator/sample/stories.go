package sample

import "time"

// Story is something that is true in the data, hidden there so that a report can be
// tested against it: what it should find, and what it must not make of it.
type Story struct {
	Team    string // whose page tells it
	Title   string
	True    string
	Says    string
	MustNot string
	tell    func(p *plan, s *service, m int, t *tempo) // s is nil for a team's own work
}

// tell lets every story of a team change the tempo of a month.
func (p *plan) tell(owner *team, s *service, m int, t *tempo) {
	for i := range Stories {
		if Stories[i].Team == owner.id && Stories[i].tell != nil {
			Stories[i].tell(p, s, m, t)
		}
	}
}

// Stories are all of them, by team. "The step" is the first of the newest six months.
var Stories = []Story{
	{Team: "atlas", Title: "A real speed-up", tell: realSpeedUp,
		True:    "From the step on, every stage of a change takes half as long. Deployments, failures and batch size stay as they were.",
		Says:    "Change lead time has about halved and stayed there; change fail rate shows no detectable change.",
		MustNot: "Claim that quality rose too, or name the speed-up as one month's outlier."},
	{Team: "atlas", Title: "More found because more is checked", tell: newScanner,
		True:    "In the step's month a scanner for container images is enabled for all of the team's services: about a dozen old weaknesses a service are seen for the first time. The other checks find as much as before.",
		Says:    "Many findings became visible when a check was added; on what was checked before, nothing detectable changed.",
		MustNot: "Say that security became worse, or count the burst as newly introduced."},
	{Team: "beacon", Title: "Recovery gets faster while failures get smaller", tell: smallerFailures,
		True:    "From the step on, few failures are of severity 1 (three in four before). Within a severity, recovery takes as long as ever.",
		Says:    "Recovery time fell, and the mix of severities changed at the same time.",
		MustNot: "Say that the team recovers faster from a like failure. The team has three people, so whatever is derived from people's behaviour is withheld."},
	{Team: "cobalt", Title: "More deployments, more failures", tell: moreAndWorse,
		True:    "From the step on, deployments come 1.8 times as often and fail about four times as often.",
		Says:    "Deployment frequency rose and change fail rate rose with it; rework too.",
		MustNot: "Present the frequency as an improvement by itself."},
	{Team: "cobalt", Title: "Self-service takes over", tell: selfService,
		True:    "From the step on, nine requests for environments in ten need no person (one in five before). Those that need one take as long as ever.",
		Says:    "Provisioning became quicker because more of it needs no hand-off.",
		MustNot: "Say that the people who provision became quicker."},
	{Team: "compass", Title: "A new baseline, recorded", tell: newBaseline,
		True:    "Thirteen months before the end the stages of a change took half as long, the team recorded a new baseline, and nothing has changed since. The team was north-desk until twenty months before the end.",
		Says:    "Judged against its recorded baseline, no detectable change.",
		MustNot: "Judge the new months against the old level, or compare compass with north-desk."},
	{Team: "delta", Title: "Fewer incidents, because recording stopped", tell: recordingStopped,
		True:    "From the step on, one failure in eight gets an incident record (nearly all before). Roll-backs and hotfixes go on as before.",
		Says:    "Fewer incidents were recorded; the share of known disturbances that have a record fell as well.",
		MustNot: "Say that there are fewer failures, or that recovery improved."},
	{Team: "delta", Title: "A quiet month that means nothing", tell: augustHoliday,
		True:    "The team is on holiday every August: a third of the usual deployments and work items.",
		Says:    "At most: August was unusually quiet, as in earlier years.",
		MustNot: "Speak of a decline, or of a recovery in September."},
	{Team: "ember", Title: "Debt hidden by acceptance", tell: acceptedDebt,
		True:    "From the step on, seven findings in ten are closed by accepting the risk (one in twelve before), within days. The weakness stays.",
		Says:    "Fewer findings are open; the share of closures that are verified fixes fell; exposure-days did not fall.",
		MustNot: "Say that security improved, or that time to fix fell."},
	{Team: "ember", Title: "Two months that stand out and mean nothing", tell: oddMonths,
		True:    "In the fourth month from the end everything took five times as long, in the tenth a fifth; all other months are as usual.",
		Says:    "One month was unusually slow and one unusually quick; no sustained change.",
		MustNot: "Speak of a trend, or of a recovery."},
	{Team: "fjord", Title: "Starting more than it finishes", tell: startsMore,
		True:    "From the step on, 1.7 times as many items are begun and every second one is not finished. What is finished takes as long as ever.",
		Says:    "Work in progress and the age of unfinished items grow; cycle time of finished items shows no detectable change and says little here.",
		MustNot: "Take the unchanged cycle time for good news."},
	{Team: "fjord", Title: "A control that costs waiting and changes nothing",
		True:    "Every production deployment waits a working day and a half for the change board, which has approved all of them. (So it is with every team that has this board.)",
		Says:    "Hours waited, and that no decision of this control changed anything.",
		MustNot: "Say that the control prevents failures, or that removing it is safe: its deterrence cannot be seen in these rows."},
	{Team: "granite", Title: "Bigger batches", tell: biggerBatches,
		True:    "From the step on, half as many deployments carry more than twice as many changes each, and merged changes wait several times as long.",
		Says:    "Deployment frequency fell and lead time rose, in the part between merge and deployment.",
		MustNot: "Say that less work was delivered, or that reviews became slower."},
	{Team: "harbour", Title: "A flaky pipeline", tell: flakyPipeline,
		True:    "From the step on, a quarter of the runs fail and pass when repeated on the same commit (3 % before).",
		Says:    "First-attempt success fell; most of those failures passed on the same commit.",
		MustNot: "Conclude that the changes became worse; change fail rate shows no detectable change."},
	{Team: "harbour", Title: "A service moves between teams",
		True:    "In the middle of a month, 17 months before the end, harbour takes over one of iris's services (the one of the first annotation); its history stays at iris.",
		Says:    "Rows before the day count for iris, rows from that day on for harbour.",
		MustNot: "Show a change of either team's figures as a change of how it works without naming the move."},
	{Team: "harbour", Title: "A control that changes outcomes",
		True:    "The security review takes some hours; more than one decision in three changes or rejects what was asked.",
		Says:    "What was waited, and how often the decision changed something.",
		MustNot: "Put the two controls in an order, or add their hours to a number that says which team is slow."},
	{Team: "harbour", Title: "One busy month", tell: busyMonth,
		True:    "In the eighth month from the end the team deployed three times as often as usual.",
		Says:    "One month was unusually busy.",
		MustNot: "Speak of a sustained rise, or of a fall afterwards."},
	{Team: "iris", Title: "Review wait grows", tell: slowReviews,
		True:    "From the step on, a change waits five times as many working hours for its first review. The other stages stay as they were.",
		Says:    "Review wait grew; lead time grew by about that much.",
		MustNot: "Name pipelines, approvals or batching as the cause; name any reviewer."},
	{Team: "iris", Title: "Earlier checks find more", tell: earlierChecks,
		True:    "From the step on, about one defect in twelve is found in production (one in two before); the number of defects stays.",
		Says:    "The share of escaped defects fell.",
		MustNot: "Say that there are fewer defects."},
	{Team: "lumen", Title: "A mix effect (Simpson)", tell: mixEffect,
		True:    "lumen has a quick and a slow service. From the step on each takes over one and a half times as long as before, but the quick one is deployed far more often and the slow one far less.",
		Says:    "The team's lead time fell, while it rose in both of its services: the mix changed.",
		MustNot: "Say that the team became faster."},
	{Team: "maple", Title: "Two services, one too small to show",
		True:    "maple has two services; two people work on sap-tap, nine on syrup. syrup's pipeline takes half as long since a recorded baseline thirteen months before the end.",
		Says:    "syrup's figures and the team's, for what is derived from people, only where sap-tap's cannot be computed from them.",
		MustNot: "Publish the team's sum and syrup's, so that the rest is sap-tap.", tell: splitTests},
	{Team: "marsh", Title: "Two teams are merged",
		True:    "Fourteen months before the end kelp and reed end, and marsh takes over their services.",
		Says:    "marsh is judged by its own fourteen months.",
		MustNot: "Compare marsh with either of the teams before it."},
	{Team: "orchid", Title: "A team is split in two",
		True:    "Twelve months before the end orchid ends; orchid-core and orchid-web each take some of its services.",
		Says:    "orchid's pages end there; its successors' begin there and are judged by their own twelve months.",
		MustNot: "Compare a successor with orchid, or show orchid as having stopped delivering."},
	{Team: "sprout", Title: "Too early to say",
		True:    "The team and its service are four months old. (sapling's are nine: trial limits.)",
		Says:    "Points only, and that it is too early to judge.",
		MustNot: "Draw limits or claim a change."},
}

func realSpeedUp(p *plan, s *service, m int, t *tempo) {
	if m >= p.step() {
		t.coding, t.pickup, t.review, t.waiting = t.coding/2, t.pickup/2, t.review/2, t.waiting/2
	}
}

func smallerFailures(p *plan, s *service, m int, t *tempo) {
	t.fail, t.severe, t.recorded = 0.4, 0.75, 1
	if m >= p.step() {
		t.severe = 0.05
	}
}

func moreAndWorse(p *plan, s *service, m int, t *tempo) {
	t.fail = 0.06
	if m >= p.step() {
		t.deploys, t.fail = t.deploys*1.8, 0.25
	}
}

func recordingStopped(p *plan, s *service, m int, t *tempo) {
	t.fail, t.recorded = 0.16, 0.96
	if m >= p.step() {
		t.recorded = 0.12
	}
}

func augustHoliday(p *plan, s *service, m int, t *tempo) {
	if time.Unix(p.days.starts[m], 0).UTC().Month() == time.August {
		t.deploys, t.created = t.deploys/3, t.created/3
	}
}

func acceptedDebt(p *plan, s *service, m int, t *tempo) {
	t.findings = 2.5
	if m >= p.step() {
		t.accepted = 0.7
	}
}

func startsMore(p *plan, s *service, m int, t *tempo) {
	if m >= p.step() {
		t.created, t.stuck = t.created*1.7, 0.5
	}
}

func biggerBatches(p *plan, s *service, m int, t *tempo) {
	if m >= p.step() {
		t.deploys, t.batch, t.waiting = t.deploys/2, t.batch*2.2, t.waiting*6
	}
}

func flakyPipeline(p *plan, s *service, m int, t *tempo) {
	if m >= p.step() {
		t.flaky = 0.25
	}
}

func slowReviews(p *plan, s *service, m int, t *tempo) {
	if m >= p.step() {
		t.pickup *= 5
	}
}

// mixEffect: the first of lumen's services is the quick one.
func mixEffect(p *plan, s *service, m int, t *tempo) {
	if s == nil {
		return
	}
	quick := s.index < p.opt.Teams
	length, share := 2.0, 0.7
	if quick {
		length, share = 0.4, 0.3
	}
	if m >= p.step() {
		length, share = length*1.6, 1-share
	}
	t.coding, t.pickup, t.review, t.waiting = t.coding*length, t.pickup*length, t.review*length, t.waiting*length
	t.deploys *= share * 2
}

func newScanner(p *plan, s *service, m int, t *tempo) {
	if m == p.step() {
		t.burst = 12
	}
}

func selfService(p *plan, s *service, m int, t *tempo) {
	t.asked, t.alone = 3, 0.2
	if m >= p.step() {
		t.alone = 0.9
	}
}

// rebaseMonths is how long ago two baselines were recorded.
const rebaseMonths = 13

func newBaseline(p *plan, s *service, m int, t *tempo) {
	if m >= p.opt.Months-rebaseMonths {
		t.coding, t.pickup, t.review, t.waiting = t.coding/2, t.pickup/2, t.review/2, t.waiting/2
	}
}

func oddMonths(p *plan, s *service, m int, t *tempo) {
	times := 1.0
	switch p.opt.Months - m {
	case 4:
		times = 5
	case 10:
		times = 0.2
	}
	t.coding, t.pickup, t.review, t.waiting = t.coding*times, t.pickup*times, t.review*times, t.waiting*times
}

func busyMonth(p *plan, s *service, m int, t *tempo) {
	if p.opt.Months-m == 8 {
		t.deploys *= 3
	}
}

func earlierChecks(p *plan, s *service, m int, t *tempo) {
	t.escaped, t.defects = 0.75, 2
	if m >= p.step() {
		t.escaped = 0.07
	}
}

func splitTests(p *plan, s *service, m int, t *tempo) {
	if s != nil && s.id == "syrup" && m >= p.opt.Months-rebaseMonths {
		t.building = 0.5
	}
}
