package fact

import (
	"cmp"
	"slices"
	"sort"

	"leadline/generator/event"
	"leadline/generator/period"
)

// request is one wait as a question to a control about a thing.
type request struct {
	key uint64 // of the thing, the kind of wait and the control
	at  period.Seconds
}

// askedAgain derives asked_again_at: of every wait that has ended, when the same control was
// next asked about the same thing. Where no control is recorded nobody knows.
func (w *Waits) askedAgain() {
	control, requested, ended := w.Index("control"), w.Index("requested_at"), w.Index("ended_at")
	again := w.derive("asked_again_at", event.Instant)
	if control < 0 || ended < 0 {
		return
	}
	keys := w.requestKeys(control)
	var all []request
	for _, c := range w.Chunks {
		for i, at := range c.Values[requested].Times {
			if key := keys[c.first+uint32(i)]; key != 0 {
				all = append(all, request{key, at})
			}
		}
	}
	order := func(a, b request) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.at, b.at)) }
	slices.SortFunc(all, order)
	w.eachChunk(func(_ int, c *Chunk) {
		for i, end := range c.Values[ended].Times {
			key := keys[c.first+uint32(i)]
			if key == 0 || end == 0 {
				continue
			}
			next := sort.Search(len(all), func(n int) bool { return order(all[n], request{key, end}) >= 0 })
			// Its own request is not the next one, if it was decided as it was asked.
			for next < len(all) && all[next].key == key && all[next].at <= c.Values[requested].Times[i] {
				next++
			}
			if next < len(all) && all[next].key == key {
				c.Values[again].Times[i] = all[next].at
			}
		}
	})
}

// requestKeys are the keys of every wait; 0 where no control is recorded.
func (w *Waits) requestKeys(control int) []uint64 {
	of, id, repo, kind := w.Index("entity"), w.Index("entity_id"), w.Index("repo"), w.Index("kind")
	repos, controls := dictHashes(w.Dicts[repo]), dictHashes(w.Dicts[control])
	keys := make([]uint64, w.Len())
	w.eachChunk(func(_ int, c *Chunk) {
		for i, code := range c.Values[control].Codes {
			if code != 0 {
				what := uint64(c.Values[of].Bytes[i])<<8 | uint64(c.Values[kind].Bytes[i])
				keys[c.first+uint32(i)] = event.KeyOf(what, repos[c.Values[repo].Codes[i]], c.Values[id].Hashes[i], controls[code])
			}
		}
	})
	return keys
}
