package generator

import (
	"leadline/generator/fact"
	"leadline/generator/level"
	"leadline/generator/metric"
)

// notes are what must be known to read the series, in the order of the sets that they are
// evaluated over.
type notes struct {
	teams     [][]fact.Note[level.Team]
	services  [][]fact.Note[level.Service]
	portfolio []fact.Note[level.Portfolio]
}

// notesOf are the notes of the time that figures are computed over.
func notesOf(u *fact.Units, f metric.Frame) notes {
	b := fact.NewNotebook(u, f.Annotations, f.Calendar.Start(0), f.AsOf)
	return notes{notesOfSets(b, u.TeamSets()), notesOfSets(b, u.ServiceSets()), fact.Notes(b, u.Portfolio())}
}

func notesOfSets[L level.Level](b *fact.Notebook, sets []fact.Set[L]) [][]fact.Note[L] {
	out := make([][]fact.Note[L], len(sets))
	for i, s := range sets {
		out[i] = fact.Notes(b, s)
	}
	return out
}
