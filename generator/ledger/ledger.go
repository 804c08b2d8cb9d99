// Package ledger is what a publication remembers: what it was made from, what it said, and
// what it has taken back since.
//
//	Manifest      what a run was made of (versions, hashes, rows of every file) and what it wrote
//	Series        every published figure, so that the next run can tell what it changes
//	Sentence      every published sentence, as a hash
//	Restatement   a line of the log: one final figure that a later run changed
//
// Compare is the one place where two publications meet. It computes no figure and touches no
// file: generator reads the publication before and writes the new one.
//
// # Provisional, final, restated
//
// A month is provisional until the close lag after its end has passed (Closing). What changes
// before that is expected and is not logged. A change of a figure that was published as final
// is a restatement: one row of the log, with what it was, what it is, the class and the
// cause. The classes are those of the Office for National Statistics' policy on revisions
// (2011): update (late or better data, and what was open when the month was published),
// improvement (another method or definition), correction (an error that somebody recorded).
// A figure that is new because its metric, its unit or its month is new restates nothing, nor
// does one that is gone because the history begins later.
//
// The events have no column for when they were received, so how late rows come cannot be
// measured; the lag is what the site says. A figure that moves after it is the evidence that
// the lag is too short: the log shows how often.
//
// # What a difference may tell
//
// A figure that is withheld, before or now, has a row without any number: the number that a
// reader once saw, or will see, must not stand beside the withheld one. Two versions of a
// person-derived figure can differ by what one person did, and who is counted in them is
// dropped when events are read, so that nobody can say afterwards by how many people they
// differ. Their rows therefore never have a number: they say that the figure changed, of
// which class, and why. (The number of services in a state is not person-derived: it follows
// from states that are published, or withheld, one by one.) For the same reason an old workbook is kept only as long as no
// person-derived figure of a month in it has changed; then it is withdrawn, and the manifest
// keeps its name and hash.
//
// This holds for what is published now. Whoever kept a copy of an earlier publication can
// lay both beside each other, and no later build can prevent that. The site that is replaced
// is not in the output any more; a host's history and its caches may still have it.
//
// # What stays the same
//
// A publication depends on its inputs and on the publication before, and on nothing else.
// Building the same inputs over their own publication changes no byte: nothing differs, so
// no row is added and no revision counted.
package ledger

// The files of the ledger within a site, and the checksums of all of them.
const (
	ManifestFile  = "manifest.json"
	SumsFile      = "SHA256SUMS"
	FiguresFile   = "ledger/figures.jsonl.gz"
	SentencesFile = "ledger/sentences.jsonl.gz"
	LogFile       = "ledger/restatements.jsonl"
)
