package fact

import (
	"strings"

	"leadline/generator/event"
)

// reasonClasses says as what a dismissal closes a finding, by its reason in lower case with
// underscores. The reasons are those of
//   - Dependabot alerts (REST API, dismissed_reason): fix_started, inaccurate, no_bandwidth,
//     not_used, tolerable_risk;
//   - GitHub code scanning (dismissed_reason): false positive, won't fix, used in tests;
//   - GitHub secret scanning (resolution): false_positive, wont_fix, revoked, used_in_tests,
//     pattern_edited, pattern_deleted;
//   - GitLab (dismissal reason): acceptable risk, false positive, mitigating control, used in
//     tests, not applicable;
//
// and the classes' own names, for exports that were mapped before. An acceptance is without
// expiry until an exception says otherwise.
var reasonClasses = map[string]uint8{
	"tolerable_risk":  acceptedWithoutExpiry,
	"acceptable_risk": acceptedWithoutExpiry,
	"accepted_risk":   acceptedWithoutExpiry,
	"no_bandwidth":    acceptedWithoutExpiry, // nobody has the time: the weakness stays
	"wont_fix":        acceptedWithoutExpiry,
	"not_applicable":  acceptedWithoutExpiry, // GitLab: known, in a part that will not be updated

	"inaccurate":      falsePositive,
	"not_used":        falsePositive, // the vulnerable code is never called
	"used_in_tests":   falsePositive, // never in production
	"not_exploitable": falsePositive,

	"mitigating_control": mitigated,

	"fix_started":     suppressed, // the alert is off, the fix is not in
	"pattern_edited":  suppressed, // the rule no longer looks
	"pattern_deleted": suppressed,
	"auto_dismissed":  suppressed,
	"ignored":         suppressed,
	"muted":           suppressed,
	"rule_disabled":   suppressed,
	"path_excluded":   suppressed,

	"severity_lowered":    reclassified,
	"severity_downgraded": reclassified,
	"below_threshold":     reclassified,

	"revoked": fixedUnverified, // of a secret
	"fixed":   fixedUnverified,

	"out_of_scope":  scopeRemoved,
	"asset_retired": scopeRemoved,

	"fixed_verified":   fixedUnverified, // only a scan verifies
	"fixed_unverified": fixedUnverified, "mitigated": mitigated, "risk_accepted": acceptedWithoutExpiry,
	"accepted_without_expiry": acceptedWithoutExpiry, "suppressed": suppressed, "reclassified": reclassified,
	"false_positive": falsePositive, "scope_removed": scopeRemoved, "duplicate": duplicate,
}

// reasonForm is a reason as reasonClasses writes it.
func reasonForm(text string) string {
	return strings.NewReplacer(" ", "_", "-", "_", "'", "", "’", "").Replace(strings.ToLower(strings.TrimSpace(text)))
}

// reasonTable is every recorded reason with its class. Reason 0 is none: unclassified.
type reasonTable struct {
	class []uint8
	text  []string
	own   uint32 // where the codes of the findings' own reasons begin
}

func newReasons(events, rows *event.Rows) (t reasonTable) {
	t.add(events, "reason")
	t.own = uint32(len(t.text))
	t.add(rows, "dismissed_reason")
	return t
}

func (t *reasonTable) add(rows *event.Rows, column string) {
	t.class, t.text = append(t.class, unclassified), append(t.text, "")
	if rows == nil || rows.Index(column) < 0 {
		return
	}
	dict := rows.Dicts[rows.Index(column)]
	for code := 1; code < dict.Len(); code++ {
		text := reasonForm(dict.Text(uint32(code)))
		class, known := reasonClasses[text]
		if !known {
			class = unclassified
		}
		t.class, t.text = append(t.class, class), append(t.text, text)
	}
}

// What the "to" of a status event means: it opens, it is dismissed for a reason, it says
// nothing that is understood; any other number is a code of ClosedAs.
const (
	stateOpen      uint32 = 0
	stateDismissed uint32 = 1000
	stateUnknown   uint32 = 1001
)

// statusClasses are the states that tools write beside the canonical open, fixed and
// dismissed (GitHub: auto_dismissed; GitLab: detected, confirmed, resolved).
var statusClasses = map[string]uint32{
	"open": stateOpen, "reopened": stateOpen, "detected": stateOpen, "confirmed": stateOpen, "new": stateOpen,
	"dismissed": stateDismissed, "closed": stateDismissed,
	"resolved": uint32(fixedUnverified), "remediated": uint32(fixedUnverified),
}

// meanings are the columns of finding_events by code.
type meanings struct {
	toColumn, fromColumn, reasonColumn int
	status                             []uint32
	severity, from                     []uint8
}

func meaningsOf(rows *event.Rows) meanings {
	m := meanings{toColumn: rows.Index("to"), fromColumn: rows.Index("from"), reasonColumn: rows.Index("reason")}
	m.severity, m.from = severityCodes(rows, m.toColumn), severityCodes(rows, m.fromColumn)
	if m.toColumn < 0 {
		return m
	}
	dict := rows.Dicts[m.toColumn]
	for code := range dict.Len() {
		m.status = append(m.status, statusOf(reasonForm(dict.Text(uint32(code)))))
	}
	return m
}

func statusOf(text string) uint32 {
	if state, ok := statusClasses[text]; ok {
		return state
	}
	if class, ok := reasonClasses[text]; ok {
		return uint32(class)
	}
	return stateUnknown
}

func (m *meanings) statusOf(c *event.Chunk, i int) uint32 {
	if m.toColumn < 0 {
		return stateUnknown
	}
	return m.status[c.Columns[m.toColumn].Codes[i]]
}

func (m *meanings) reasonAt(c *event.Chunk, i int) uint32 {
	if m.reasonColumn < 0 {
		return 0
	}
	return c.Columns[m.reasonColumn].Codes[i]
}

func (m *meanings) fromSeverity(c *event.Chunk, i int) uint8 {
	if m.fromColumn < 0 {
		return 0
	}
	return m.from[c.Columns[m.fromColumn].Codes[i]]
}

// severities are those of the vulnerabilities table.
var severities = func() []string {
	table, _ := event.TableNamed("vulnerabilities")
	c, _ := table.Column("severity")
	return c.Values
}()

var severityNone = severityCode("none")

// severityCode is the enum byte of a severity, 0 for any other text.
func severityCode(text string) uint8 {
	for i, s := range severities {
		if s == text {
			return uint8(i + 1)
		}
	}
	return 0
}

func severityCodes(rows *event.Rows, column int) (out []uint8) {
	if column < 0 {
		return nil
	}
	for code := range rows.Dicts[column].Len() {
		out = append(out, severityCode(reasonForm(rows.Dicts[column].Text(uint32(code)))))
	}
	return out
}
