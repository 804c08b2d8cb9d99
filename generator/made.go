package generator

import (
	"io/fs"
	"os"
	"slices"
	"time"

	"leadline/generator/event"
	"leadline/generator/ledger"
)

// take notes what a build is made from before anything of it is read.
func (s *site) take() (err error) {
	if !s.remembers() {
		return nil
	}
	s.made, err = s.madeOf(s.written)
	s.stamps = s.stampsOf()
	return err
}

// settled reports whether the inputs are still what they were when the build began. That a
// file was touched is reason enough to doubt it.
func (s *site) settled() bool {
	written, err := os.ReadFile(s.options.Config)
	if err != nil {
		return false
	}
	made, err := s.madeOf(written)
	return err == nil && made == s.made && slices.Equal(s.stamps, s.stampsOf())
}

// madeOf is one hash of everything that decides what a build writes and says, but the bytes
// of event files, of which it has names and sizes.
func (s *site) madeOf(written []byte) (string, error) {
	o := s.options
	made := []any{o.Config, o.Out, o.Strict, o.KeepGoing, o.Version, s.asOf.Unix(), ledger.Hash(written), s.sourceFiles(), s.zoneChanges()}
	names, _ := s.canaryFile() // one that cannot be read was refused
	made = append(made, o.Only, o.Draft, ledger.Hash(names))
	for _, folder := range []fs.FS{s.content, s.templates, s.assets} {
		sum, err := hashFolder(folder)
		if err != nil {
			return "", err
		}
		made = append(made, sum)
	}
	return hashOf(made), nil
}

// sourceFiles are the names and sizes of event files, in the order of site.toml.
func (s *site) sourceFiles() (list [][]any) {
	s.eachEventFile(func(table string, name string) {
		info, err := os.Stat(disk(s.root).full(name))
		if err == nil {
			list = append(list, []any{table, name, info.Size()})
		}
	})
	return list
}

// stampsOf are the times of modification of event files.
func (s *site) stampsOf() (list []time.Time) {
	s.eachEventFile(func(_, name string) {
		info, err := os.Stat(disk(s.root).full(name))
		if err == nil {
			list = append(list, info.ModTime())
		}
	})
	return list
}

func (s *site) eachEventFile(see func(table, name string)) {
	for _, table := range event.Tables {
		for _, source := range s.sources[table.Name] {
			for _, name := range source.Files {
				see(table.Name, name)
			}
		}
	}
}

// zoneChanges is when the clocks of the site's zones change: the list comes from the machine,
// whose next update may move a day.
func (s *site) zoneChanges() (list []int64) {
	zones := []*time.Location{s.config.Zone}
	for _, source := range s.config.Sources {
		if source.Zone != nil {
			zones = append(zones, source.Zone)
		}
	}
	for _, zone := range zones {
		for at := time.Unix(0, 0).In(zone); at.Before(s.asOf); {
			_, offset := at.Zone()
			_, end := at.ZoneBounds()
			if list = append(list, at.Unix(), int64(offset)); end.IsZero() {
				break
			}
			at = end
		}
	}
	return list
}
