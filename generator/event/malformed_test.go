package event

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"io/fs"
)

const teamsHeader = "item_id,seq,at,to_status\n"

// item is a source of one file of work_item_transitions, changed as a case needs.
func item(name string, change func(*Source)) Source {
	s := source("work_item_transitions", name)
	if change != nil {
		change(&s)
	}
	return s
}

func utf16(text string) string {
	b := []byte{0xff, 0xfe}
	for _, c := range text {
		b = append(b, byte(c), byte(c>>8))
	}
	return string(b)
}

// Every way in which a file can be wrong, and what is said about it.
func TestMalformed(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	row := "a,1,2026-01-02T03:04:05Z,done\n"
	for _, c := range []struct {
		name, file, text string
		change           func(*Source)
		want             string
	}{
		{name: "sound", file: "a.csv", text: teamsHeader + row},
		{name: "header only", file: "a.csv", text: teamsHeader},
		{name: "byte order mark", file: "a.csv", text: "\xef\xbb\xbf" + teamsHeader + row},
		{name: "no line end", file: "a.csv", text: strings.TrimSuffix(teamsHeader+row, "\n")},
		{name: "empty lines", file: "a.csv", text: "\n\r\n" + teamsHeader + "\n\r\n" + row + "\n\n"},
		{name: "semicolons", file: "a.csv", text: strings.ReplaceAll(teamsHeader+row, ",", ";"), change: func(s *Source) { s.Delimiter = ';' }},
		{name: "tabs", file: "a.tsv", text: strings.ReplaceAll(teamsHeader+row, ",", "\t")},
		{name: "declared UTF-16", file: "a.csv", text: utf16(teamsHeader + row), change: func(s *Source) { s.Encoding = "utf-16" }},
		{name: "declared Windows", file: "a.csv", text: teamsHeader + "a,1,2026-01-02T03:04:05Z,gepr\xfcft\n", change: func(s *Source) { s.Encoding = "windows-1252" }},
		{name: "empty JSON Lines", file: "a.jsonl", text: ""},
		{name: "blank JSON Lines", file: "a.jsonl", text: " \n\r\n"},
		{name: "constant", file: "a.csv", text: "item_id,seq,at\na,1,2026-01-02T03:04:05Z\n", change: func(s *Source) { s.Constants = map[string]string{"to_status": "done"} }},
		{name: "constant in JSON Lines", file: "a.jsonl", text: `{"item_id":"a","seq":1,"at":"2026-01-02T03:04:05Z"}`, change: func(s *Source) { s.Constants = map[string]string{"to_status": "done"} }},
		{name: "column map", file: "a.csv", text: "Item,seq,at,to_status\n" + row, change: func(s *Source) { s.Columns = map[string]string{"item_id": "Item"} }},
		{name: "unix time", file: "a.csv", text: teamsHeader + "a,1,1700000000.5,done\n", change: func(s *Source) { s.TimeFormat = "unix" }},
		{name: "offset without colon, declared", file: "a.csv", text: teamsHeader + "a,1,2026-01-02T03:04:05+0200,done\n", change: func(s *Source) { s.TimeFormat = "2006-01-02T15:04:05-0700" }},
		{name: "clock with zone", file: "a.csv", text: teamsHeader + "a,1,2026-01-02 03:04:05,done\n", change: func(s *Source) { s.Zone = berlin }},
		{name: "missing marker mapped", file: "a.csv", text: teamsHeader + "a,1,2026-01-02T03:04:05Z,n/a\n", change: func(s *Source) { s.Values = map[string]map[string]string{"to_status": {"n/a": "unknown"}} }},

		{name: "empty", file: "a.csv", text: "", want: "a.csv: the file is empty; expected at least a line of column names; export it again, or remove it"},
		{name: "empty packed", file: "a.csv.gz", text: "", want: "a.csv.gz: the file is empty; expected at least a line of column names; export it again, or remove it"},
		{name: "only empty lines", file: "a.csv", text: "\n\n", want: "a.csv: the file is empty; expected at least a line of column names; export it again, or remove it"},
		{name: "missing", file: "", text: "", want: `none.csv: there is no such file; expected a complete, readable file; correct the pattern in site.toml`},
		{name: "ending", file: "a.xlsx", text: "x", want: "a.xlsx: the name's ending tells no format; expected .csv, .tsv, .jsonl, .ndjson or .parquet, and .gz or .zst after it; declare format for this source"},
		{name: "truncated gzip", file: "a.csv.gz", text: gzipped(teamsHeader + row)[:30], want: "a.csv.gz: the file ends too early; expected a complete, readable file; export or copy it again"},
		{name: "not gzip", file: "a.csv.gz", text: teamsHeader, want: "a.csv.gz: the file cannot be read: gzip: invalid header; expected a complete, readable file; export it again, or correct the pattern in site.toml"},
		{name: "truncated zstd", file: "a.csv.zst", text: zstandard(teamsHeader + row)[:30], want: "a.csv.zst: the file ends too early; expected a complete, readable file; export or copy it again"},
		{name: "packed without ending", file: "a.csv", text: gzipped(teamsHeader), want: "a.csv: this file is compressed with gzip; expected text; end its name with .gz"},
		{name: "UTF-16", file: "a.csv", text: utf16(teamsHeader), want: `a.csv: the text is UTF-16; expected UTF-8; declare encoding = "utf-16" for this source`},
		{name: "UTF-16 without mark", file: "a.csv", text: utf16(teamsHeader)[2:], want: `a.csv: the text is UTF-16; expected UTF-8; declare encoding = "utf-16" for this source`},
		{name: "duplicate column", file: "a.csv", text: "item_id,seq,at,to_status,at\n", want: `a.csv:1: two columns are named "at"; expected each name once; rename or drop one of them in the export`},
		{name: "missing column", file: "a.csv", text: "item-id,seq,at,to_status\n", want: `a.csv:1: no column "item_id"; the file has "item-id", "seq", "at", "to_status"; expected the column item_id of table work_item_transitions; did you mean "item-id"? map it under [source.columns], or give it under [source.constants]`},
		{name: "missing name in JSON Lines", file: "a.jsonl", text: `{"item_id":"a","seq":1,"at":"2026-01-02T03:04:05Z"}`, want: `a.jsonl: no column "to_status"; the file has "item_id", "seq", "at"; expected the column to_status of table work_item_transitions; map it under [source.columns], or give it under [source.constants]`},
		{name: "delimiter", file: "a.csv", text: strings.ReplaceAll(teamsHeader, ",", ";"), want: `a.csv:1: the header is one column "item_id;seq;at;to_status"; expected columns separated by ","; declare delimiter = ";" for this source`},
		{name: "open header", file: "a.csv", text: "\"item_id,seq\n", want: "a.csv:1:1: the header has a misplaced quote; expected a line of column names; mend the header"},
		{name: "unknown mapped column", file: "a.csv", text: teamsHeader, change: func(s *Source) { s.Columns = map[string]string{"itemid": "x"} }, want: `site.toml:7: [source.columns] names the column "itemid", which table work_item_transitions does not have; expected one of item_id, seq, at, to_status, from_status, to_category; did you mean "item_id"? `},
		{name: "bad constant", file: "a.csv", text: teamsHeader, change: func(s *Source) { s.Constants = map[string]string{"seq": "one"} }, want: `site.toml:7: constant seq = "one"; expected a whole number from 0 to 2147483647; leave unknown numbers empty`},
		{name: "bad delimiter", file: "a.csv", text: teamsHeader, change: func(s *Source) { s.Delimiter = '"' }, want: `site.toml:7: delimiter = "\""; expected one ASCII character that is neither a quote nor a line end; correct site.toml`},
		{name: "bad layout", file: "a.csv", text: teamsHeader, change: func(s *Source) { s.TimeFormat = "dd.mm.yyyy" }, want: `site.toml:7: time_format = "dd.mm.yyyy"; expected rfc3339, unix, unix_ms, date, or a Go layout of the time 2006-01-02 15:04:05 -07:00; write the layout with exactly these numbers, without a zone's abbreviation`},

		{name: "not UTF-8", file: "a.csv", text: teamsHeader + row + "b,1,2026-01-02T03:04:05Z,gepr\xfcft\n", want: `a.csv:3:30: bytes that are not UTF-8; expected UTF-8 text; declare encoding = "windows-1252" or export as UTF-8`},
		{name: "ragged", file: "a.csv", text: teamsHeader + "a,1\n", want: "a.csv:2:1: 2 fields; expected 4, as in the header; mend the export"},
		{name: "bare quote", file: "a.csv", text: teamsHeader + "a\"b,1,2026-01-02T03:04:05Z,done\n", want: "a.csv:2:2: a quote within a field; expected quotes around the whole field, and quotes within it doubled; mend the export"},
		{name: "late quote", file: "a.csv", text: teamsHeader + "\"a\nb\"c,1,2026-01-02T03:04:05Z,done\n", want: "a.csv:3:2: a quote within a field; expected quotes around the whole field, and quotes within it doubled; mend the export"},
		{name: "open quote", file: "a.csv", text: teamsHeader + "a,\"1,2026-01-02T03:04:05Z,done\n" + row, want: "a.csv:2:3: a quote that is never closed; expected a closing quote; mend the export"},
		{name: "long line", file: "a.csv", text: teamsHeader + strings.Repeat("x", 50<<20) + "\n" + row, want: "a.csv:2:1: the record is longer than 1024 kB; expected short records; mend the export"},
		{name: "long JSON line", file: "a.jsonl", text: `{"item_id":"a","seq":1,"at":"2026-01-02T03:04:05Z","to_status":"x"}` + "\n" + strings.Repeat("x", 5<<20) + "\n", want: "a.jsonl:2:1: the line is longer than 1024 kB; expected short records; mend the export"},
		{name: "open quote, much text", file: "a.csv", text: teamsHeader + "\"" + strings.Repeat(row, 1<<17), want: "a.csv:2:1: a quote that is never closed; expected a closing quote; mend the export"},
		{name: "empty key", file: "a.csv", text: teamsHeader + ",1,2026-01-02T03:04:05Z,done\n", want: "a.csv:2:1: item_id is empty; expected a value in every row: it tells rows apart; mend the export"},
		{name: "empty required", file: "a.csv", text: teamsHeader + "a,1,,done\n", want: "a.csv:2:5: at is empty; expected a value in every row; mend the export"},
		{name: "negative", file: "a.csv", text: teamsHeader + "a,-1,2026-01-02T03:04:05Z,done\n", want: `a.csv:2:3: seq = "-1"; expected a whole number from 0 to 2147483647; leave unknown numbers empty`},
		{name: "decimal", file: "a.csv", text: teamsHeader + "a,1.0,2026-01-02T03:04:05Z,done\n", want: `a.csv:2:3: seq = "1.0"; expected a whole number from 0 to 2147483647; leave unknown numbers empty`},
		{name: "no zone", file: "a.csv", text: teamsHeader + "a,1,2026-01-02T03:04:05,done\n", want: `a.csv:2:5: at = "2026-01-02T03:04:05"; expected a time with an offset from UTC, as in 2026-01-31T12:00:00Z; declare timezone for this source`},
		{name: "offset without colon", file: "a.csv", text: teamsHeader + "a,1,2026-01-02T03:04:05+0200,done\n", want: `a.csv:2:5: at = "2026-01-02T03:04:05+0200"; expected a time as 2026-01-31T12:00:00Z or 2026-01-31T12:00:00+01:00; declare time_format for this source, or export such times`},
		{name: "day", file: "a.csv", text: teamsHeader + "a,1,2026-01-02,done\n", want: `a.csv:2:5: at = "2026-01-02"; expected a time as 2026-01-31T12:00:00Z or 2026-01-31T12:00:00+01:00; declare time_format for this source, or export such times`},
		{name: "year 1", file: "a.csv", text: teamsHeader + "a,1,0001-01-01T00:00:00Z,done\n", want: `a.csv:2:5: at = "0001-01-01T00:00:00Z"; expected a time from 1970 to 2106; leave unknown times empty, or map this value to "" under [source.values.at]`},
		{name: "year 9999", file: "a.csv", text: teamsHeader + "a,1,9999-12-31T00:00:00Z,done\n", want: `a.csv:2:5: at = "9999-12-31T00:00:00Z"; expected a time from 1970 to 2106; leave unknown times empty, or map this value to "" under [source.values.at]`},
		{name: "skipped hour", file: "a.csv", text: teamsHeader + "a,1,2026-03-29T02:30:00,done\n", change: func(s *Source) { s.Zone = berlin }, want: `a.csv:2:5: at = "2026-03-29T02:30:00"; expected a time that clocks in Europe/Berlin show; export times with an offset`},
		{name: "enum", file: "a.csv", text: "item_id,seq,at,to_status,to_category\na,1,2026-01-02T03:04:05Z,done,Finished\n", want: `a.csv:2:31: to_category = "Finished"; expected one of todo, doing, waiting, done; map it under [source.values.to_category]`},
		{name: "quoted second line", file: "a.csv", text: teamsHeader + "\"a\nb\",x,2026-01-02T03:04:05Z,done\n", want: `a.csv:3:4: seq = "x"; expected a whole number from 0 to 2147483647; leave unknown numbers empty`},

		{name: "JSON list", file: "a.jsonl", text: "[1]\n", want: `a.jsonl:1:1: a line that is not a JSON object; expected one object a line, as {"column": "value"}; export as JSON Lines`},
		{name: "JSON cut", file: "a.jsonl", text: `{"item_id":"a"`, want: "a.jsonl:1:15: malformed JSON: it ends too early; expected one JSON object a line; mend the export"},
		{name: "JSON twice", file: "a.jsonl", text: `{"seq":1,"seq":2}`, want: "a.jsonl:1:10: malformed JSON: "},
		{name: "JSON trailing", file: "a.jsonl", text: `{"item_id":"a","seq":1,"at":"2026-01-02T03:04:05Z","to_status":"x"} {}`, want: "a.jsonl:1:70: text after the object; expected one object a line; export as JSON Lines"},
		{name: "JSON nested", file: "a.jsonl", text: `{"item_id":"a","seq":1,"at":{},"to_status":"x"}`, want: "a.jsonl:1:29: at is an object; expected a time; export a single value"},
		{name: "JSON number for time", file: "a.jsonl", text: `{"item_id":"a","seq":1,"at":12,"to_status":"x"}`, want: `a.jsonl:1:29: at = "12"; expected a time as 2026-01-31T12:00:00Z or 2026-01-31T12:00:00+01:00; declare time_format for this source, or export such times`},
		{name: "JSON control", file: "a.jsonl", text: "{\"item_id\":\"a\x01\",\"seq\":1,\"at\":\"2026-01-02T03:04:05Z\",\"to_status\":\"x\"}", want: "a.jsonl:1:"},
		{name: "JSON not UTF-8", file: "a.jsonl", text: "{\"item_id\":\"a\xff\"}", want: "a.jsonl:1:14: bytes that are not UTF-8; expected UTF-8 text; "},

		{name: "no Parquet", file: "a.parquet", text: "PAR1", want: "a.parquet: not a sound Parquet file: only 4 bytes; expected a complete Parquet file; export or copy it again"},
		{name: "cut Parquet", file: "a.parquet", text: "PAR1xxxxxxxxxxxxxxxx", want: "a.parquet: not a sound Parquet file: its end is missing; expected a complete Parquet file; export or copy it again"},
		{name: "greedy Parquet", file: "a.parquet", text: "PAR1xxxxxxxx\xff\xff\xff\x7fPAR1", want: "a.parquet: not a sound Parquet file: its footer claims 2147483647 bytes of 20; expected a complete Parquet file; export or copy it again"},
	} {
		t.Run(c.name, func(t *testing.T) {
			fsys, name := fstest.MapFS{}, "none.csv"
			if c.file != "" {
				name = c.file
				fsys[name] = &fstest.MapFile{Data: []byte(c.text)}
			}
			got := problems(t, fsys, item(name, c.change), "to_status", "to_category", "at")
			if c.want == "" && got != "" || !strings.HasPrefix(got, c.want) {
				t.Errorf("\n got %s\nwant %s", got, c.want)
			}
			if strings.Count(got, "\n") > 1 {
				t.Errorf("%d lines", strings.Count(got, "\n")+1)
			}
		})
	}
}

func TestDirectory(t *testing.T) {
	fsys := fstest.MapFS{"a.csv": &fstest.MapFile{Mode: fs.ModeDir}}
	want := "a.csv: this is a directory; expected a file; end the pattern in site.toml with a file name, as in *.csv"
	if got := problems(t, fsys, item("a.csv", nil)); got != want {
		t.Errorf("got %s", got)
	}
}
