package publish

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"strings"
	"testing"
)

// found is what a search says of one text, without what all messages end with.
func found(t *testing.T, rules Rules, name, text string) string {
	t.Helper()
	s := newStage(t)
	write(t, s, map[string]string{name: text})
	var said []string
	for _, p := range s.Check(rules) {
		said = append(said, p.Position.String()+": "+p.Found)
	}
	return strings.Join(said, "|")
}

func TestLeaks(t *testing.T) {
	key := strings.Repeat("aB3", 20)
	for text, want := range map[string]string{
		// Secrets.
		"x ghp_" + key: "1:3: what looks like a secret (ghp_…)", "my_npm_" + key: "1:4: what looks like a secret (npm_…)", "sk_live_" + key: "1:1: what looks like a secret (sk_live_…)",
		"?k=AIza" + key: "1:4: what looks like a secret (AIza…)", "pypi-" + key: "1:1: what looks like a secret (pypi-…)", "xoxb-123-456-789-abc": "1:1: what looks like a secret (xoxb-…)",
		"eyJhbGciOiJIUzI1.eyJzdWIiOiIxMjM0.SflKxwRJSMeKKF2QT4": "1:1: what looks like a secret (eyJ…)", "-----BEGIN RSA PRIVATE KEY-----": "1:6: what looks like a secret (-----BEGIN …)",
		"ghp_short sk_livery npm_config AKIA eyJhbGciOiJIUzI1 BEGIN RSA": "", "\\u003cghp_" + key: "1:7: what looks like a secret (ghp_…)",
		// Network.
		"at 10.1.2.3.": "1:4: a network address", "http://172.16.0.9:80/": "1:8: a network address", "fe80::1ff:fe23:4567:890a": "1:1: a network address", "[2a02:26f0:6c00::210]": "1:2: a network address",
		"version 1.2.3 1.2.3.4.5 v1.2.3.4 a1.2.3.4 300.1.2.3 1.2.3.4-rc 127.0.0.1 192.0.2.7 12.5.3 2001:db8::1 ::1": "",
		"12:30:45 10:00:00Z a::b c::d::e std::a::b::c 00:1a:2b:3c:4d:5e":                                            "", `<path d="M8 1.5.5.5 3.5.5.5"/>`: "", `<p d="x">1.5.5.5</p>`: "1:10: a network address",
		"ci.corp": "1:4: the name of an internal host", "https://build.eu.internal/x": "1:18: the name of an internal host", "printer.local.": "1:9: the name of an internal host",
		"corp internal .local a.localhost x.internal.go settings.local() a.lane local.example.org": "",
		// Ids.
		"(CVE-2026-12345)": "1:2: the id of a vulnerability", "ghsa-abcd-ef12-3456": "1:1: the id of a vulnerability", "CVE-2026-1 CVE GHSA-abcd-ef12 ghsa": "",
		// People.
		"ask @ada": "1:5: what looks like a person's handle (@…)", "@ada_l: hi": "1:1: what looks like a person's handle (@…)", "\u2060@ada": "1:4: what looks like a person's handle (@…)",
		"@media @import a@b é@ada @ab @babel/core x/@types @1st": "",
		"Ada Lovelace": "1:1: a name", "ada.lovelace": "1:1: a name", "LOVELACE, ADA": "1:1: a name", "Ada&nbsp;Lovelace": "1:1: a name", "“Ada\u00a0Lovelace”": "1:4: a name", "%20Ada+Lovelace": "1:4: a name",
		"\"\\nAda Lovelace\"": "1:4: a name", "<td>ada-lovelace</td>": "1:5: a name", "Ada Byron Lovelace": "", "Ada": "", "Adas Lovelace": "", "Ada Lovelaces": "", "Ada</td><td>Lovelace": "",
		"Zoe\u0308 Mu\u0308ller": "1:1: a name", "ZOË MÜLLER": "1:1: a name", "Zoe Mueller": "", "O&#39;Brien": "1:7: a name", "graceh": "1:1: a name", "graceh2 xgraceh": "", "Tolkien": "1:1: a name", "Harbour Lane": "",
		"FEATHERSTONEHAUGH, Jo": "1:1: a name", "Featherstonehaughs Jo": "", "\\u003cFeatherstonehaugh Jo": "1:7: a name",
	} {
		names := NewCanaries()
		for _, name := range []string{"Ada Lovelace", "Zoë Müller", "O'Brien", "graceh", "J. R. Tolkien", "Harbour Lane", "Featherstonehaugh Jo"} {
			if !names.Add(name, "a name") {
				t.Fatalf("%s cannot be searched for", name)
			}
		}
		names.Except([]byte("the report of Harbour Lane"))
		if got := strings.TrimPrefix(found(t, Rules{Leaks: Leaks{Canaries: names}}, "x.csv", text), "x.csv:"); got != want {
			t.Errorf("%q\n got %s\nwant %s", text, got, want)
		}
	}
}

// What a private site may hold, and what the owner permits, is no leak; secrets always are.
func TestLeaksThatArePermitted(t *testing.T) {
	const text = "10.1.2.3 ci.corp CVE-2026-12345 team@example.org @platform ghp_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	rules := Rules{Leaks: Leaks{Identifiers: true, Hosts: true, Allowed: []string{"team@example.org", "@platform"}}}
	if got := found(t, rules, "x.txt", text); got != "x.txt:1:60: what looks like a secret (ghp_…)" {
		t.Error(got)
	}
	rules = Rules{Leaks: Leaks{Allowed: []string{"10.1.2.3", "ci.corp", "cve-2026-12345", "team@example.org", "@platform"}}}
	if got := found(t, rules, "x.txt", text); got != "x.txt:1:60: what looks like a secret (ghp_…)" {
		t.Error(got)
	}
}

func TestCanariesThatCannotBeSearchedFor(t *testing.T) {
	names := NewCanaries()
	for _, name := range []string{"", "Li", "J. Li", "12345678", "a b c d e f g", "\xff\xfe words", "--"} {
		if names.Add(name, "a name") {
			t.Errorf("%q is searched for", name)
		}
	}
	names.Add("Ada Lovelace", "a name")
	names.Add("ada lovelace", "a name")
	names.Add("graceh", "a name")
	names.Except([]byte("graceh"))
	if n, skipped := names.Count(); n != 1 || skipped != 1 {
		t.Errorf("%d names, %d skipped", n, skipped)
	}
}

// Packed files are opened, and the names of files are searched; what is found in a name is in
// no message.
func TestLeaksInPackedFilesAndNames(t *testing.T) {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	fmt.Fprint(w, strings.Repeat(`{"a":"nothing"}`+"\n", 10_000)+`{"a":"jo@example.org"}`+"\n")
	w.Close()
	if got := found(t, Rules{}, "ledger/figures.jsonl.gz", packed.String()); got != "ledger/figures.jsonl.gz:1:1: an e-mail address in figures.jsonl" {
		t.Error(got)
	}
	if got := found(t, Rules{}, "x.gz", "no gzip"); !strings.HasPrefix(got, "x.gz:1:1: cannot be searched: ") {
		t.Error(got)
	}
	unpack := map[string]Unpack{".bin": func(data []byte, see func([]byte)) error { see([]byte("jo@example.org")); return nil }}
	if got := found(t, Rules{Unpack: unpack}, "x.bin", "?"); got != "x.bin:1:1: an e-mail address in it" {
		t.Error(got)
	}
	names := NewCanaries()
	names.Add("Ada Lovelace", "a name")
	if got := found(t, Rules{Leaks: Leaks{Canaries: names}}, "teams/ada-lovelace/a.html", "<p id=x><p id=x>"); strings.Contains(got, "ada") || !strings.Contains(got, "teams/…/a.html:1:1: a name in its name") {
		t.Error(got)
	}
}

// A search in pieces finds what a search of the whole finds, wherever the pieces end.
func FuzzLeaks(f *testing.F) {
	f.Add([]byte("Ada Lovelace 10.1.2.3 ghp_ \\u0041 %41 &#39;"))
	f.Add([]byte("\\"))
	f.Add([]byte("a::::b@"))
	f.Add([]byte("\x88\x880\x88@0.YY"))
	names := NewCanaries()
	names.Add("Ada Lovelace", "a name")
	f.Fuzz(func(t *testing.T, data []byte) {
		p := &page{reader: &reader{checker: &checker{rules: Rules{Leaks: Leaks{Canaries: names}}}}, name: "x", data: data}
		p.search(data, "") // must not leave the bytes
		after := append([]byte("<a>\n"), data...)
		other := &page{reader: p.reader, name: "x", data: after}
		other.search(after, "")
		if (len(p.problems) == 0) != (len(other.problems) == 0) && !bytes.HasPrefix(data, []byte("\\")) {
			t.Errorf("%q: %v, after a line %v", data, p.problems, other.problems)
		}
	})
}
