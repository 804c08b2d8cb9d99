package publish

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/net/html"
	"pgregory.net/rapid"
)

func newStage(t testing.TB) *Stage {
	t.Helper()
	s, err := NewStage(filepath.Join(t.TempDir(), "public"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Abort() })
	return s
}

func write(t testing.TB, s *Stage, files map[string]string) {
	t.Helper()
	for path, text := range files {
		if err := s.Write(path, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
}

// A page of each kind stands in this tree; the cases below lead to it.
var neighbours = map[string]string{
	"index.html":             `<html><body><h1 id="start">Home</h1></body></html>`,
	"404.html":               `<a href="/leadline/teams/">Teams</a><link rel="stylesheet" href="/leadline/assets/site.css">`,
	"assets/site.css":        `.a{background:url("mark.svg")} .b{fill:url(#x)} .c{background:url(data:image/png;base64,AA)}`,
	"assets/site.js":         `"use strict";`,
	"assets/mark.svg":        `<svg xmlns="http://www.w3.org/2000/svg"><defs><g id="m"></g></defs></svg>`,
	"teams/index.html":       `<h1 id="caf%C3%A9">Teams</h1><p id="naïve">x</p>`,
	"downloads/2026-03.json": `{"a":1}`,
}

func TestCheckAcceptsAGoodPage(t *testing.T) {
	s := newStage(t)
	write(t, s, neighbours)
	write(t, s, map[string]string{"teams/blue/index.html": `<!doctype html><html lang="en"><head>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'"><title>Blue</title>
<link rel="stylesheet" href="../../assets/site.css"><link rel="icon" href="data:image/svg+xml,%3Csvg/%3E">
<link rel="canonical" href="https://example.org/teams/blue/">
<script src="../../assets/site.js" defer></script></head><body>
<a href="../">Teams</a> <a href="..">Teams</a> <a href="../#na%C3%AFve">x</a> <a href="../../index.html#start">Home</a>
<a href="#here">here</a> <a href="#top">top</a> <a href="#">top</a> <a href="">this</a> <a href="./?q=1#here">this</a>
<a href="https://example.org/a?b=c#d">out</a> <a href="mailto:team.reports@example.org">write</a>
<img src="../../assets/mark.svg" srcset="../../assets/mark.svg 2x, data:image/png;base64,AA 3x" alt="">
<svg><clipPath id="here"></clipPath><g clip-path="url(#here)" fill="none"><use href="#here"/><use href="../../assets/mark.svg#m"/></g></svg>
<p aria-describedby="here note">x</p><p id="note">style="x" onclick="y" &lt;style&gt;</p>
<script type="application/json" id="data">{"a":"\u003ca href='nowhere'>\u003c/script>"}</script>
<a href="../../downloads/2026-03.json">data</a></body></html>`})
	rules := Rules{Root: "/leadline/", Leaks: Leaks{Allowed: []string{"team.reports@example.org"}}, Policy: "default-src 'none'"}
	rules.Policy = "" // 404.html of the neighbours states none
	if problems := s.Check(rules); len(problems) > 0 {
		t.Fatal(problems)
	}
}

func TestCheckSaysWhatIsWrong(t *testing.T) {
	for page, want := range map[string]string{
		`<a href="gone.html">x</a>`:                                   `2:1: href "gone.html" leads to p/gone.html, which is not published; mend the address or publish the page`,
		`<a href="../teams">x</a>`:                                    `2:1: href "../teams" names a folder without a closing /; end it with /`,
		`<a href="#gone">x</a>`:                                       `2:1: href names #gone, which is not on this page; mend the address or add the id`,
		`<a href="../teams/#gone">x</a>`:                              `2:1: href names #gone on teams/index.html, which has no such id; mend the address or add the id`,
		`<i id="a"></i> <b id="a"></b>`:                               `2:16: the id "a" is used twice, first in line 2; give one of them another id`,
		`<a href="/teams/">x</a>`:                                     `2:1: href "/teams/" begins at the host's top, where the site may not be; write it relative to the page`,
		`<a href="../../x.html">x</a>`:                                `2:1: href "../../x.html" leaves the site; write it relative to the page`,
		`<a href="//evil.example/">x</a>`:                             `2:1: href "//evil.example/" leads to a host with the scheme left open; write https:// or a relative address`,
		`<a href="javascript:alert(1)">x</a>`:                         `2:1: href "javascript:alert(1)" has the scheme javascript; use https, http, mailto or a relative address`,
		`<a href="JAVA&#115;cript:x">x</a>`:                           `2:1: href "JAVAscript:x" has the scheme javascript; use https, http, mailto or a relative address`,
		`<a href="java&#9;script:x">x</a>`:                            `2:1: href "java\tscript:x" has a blank, a backslash or a control character; escape it or leave it out`,
		`<a href="\\evil.example">x</a>`:                              `2:1: href "\\\\evil.example" has a blank, a backslash or a control character; escape it or leave it out`,
		`<a href="%zz">x</a>`:                                         `2:1: href "%zz" has a broken % escape; mend the escape`,
		`<a href="%2e%2e/%2e%2e/x">x</a>`:                             `2:1: href "%2e%2e/%2e%2e/x" leaves the site; write it relative to the page`,
		`<img src="https://cdn.example/a.png">`:                       `2:1: src "https://cdn.example/a.png" is fetched from outside the site; publish the file with the site`,
		`<script src="data:text/plain,x">`:                            `2:1: src "data:text/plain,x" is fetched from outside the site; publish the file with the site`,
		`<link rel=stylesheet href=https://x.y/>`:                     `2:1: href "https://x.y/" is fetched from outside the site; publish the file with the site`,
		`<img srcset="a.png 2x">`:                                     `2:1: srcset "a.png" leads to p/a.png, which is not published; mend the address or publish the page`,
		`<script>x</script>`:                                          `2:1: an inline script is blocked by the security policy; use a script of the site, or type application/json for data`,
		`<svg><script type="application/json">"<p onclick>"</script>`: `2:38: the data of a script holds a <; expected \u003c; escape the data for HTML`,
		`<svg><![CDATA[ > <!-- ]]><p onclick=x>-->`:                   `2:6: a CDATA section is read differently in a page and in a drawing; leave it out`,
		`<xmp>`:                                         `2:1: <xmp> is read differently by different browsers; leave it out`,
		`<p style="color:red">`:                         `2:1: a style attribute is blocked by the security policy; use a class`,
		`<style>p{}</style>`:                            `2:1: <style> is blocked by the security policy; leave it out`,
		`<svg><title><STYLE>`:                           `2:13: <style> is blocked by the security policy; leave it out`,
		`<noscript><base href="x">`:                     `2:11: <base> is blocked by the security policy; leave it out|2:11: href "x" leads to p/x, which is not published; mend the address or publish the page`,
		`<p OnClick="x">`:                               `2:1: onclick is a handler, which the security policy blocks; use a script of the site`,
		`<form action="x">`:                             `2:1: action sends data, which the site never does; leave it out`,
		`<p aria-labelledby="no one">`:                  `2:1: aria-labelledby names #no, which is not on this page; mend the address or add the id|2:1: aria-labelledby names #one, which is not on this page; mend the address or add the id`,
		`<path fill="url(x.svg#a)">`:                    `2:1: fill is drawn from another file; expected url(#…); define it on this page`,
		`<path fill="url(#a)">`:                         `2:1: fill names #a, which is not on this page; mend the address or add the id`,
		`<meta http-equiv=refresh content="0; url=x/">`: `2:1: refresh "x/" leads to p/x/index.html, which is not published; mend the address or publish the page`,
		`<td>Jo.Do@example.org</td>`:                    `2:5: an e-mail address; expected no person and no secret in any output; find out which input it came from; what means something else is permitted by publish.allowed in site.toml`,
		`ghp_0123456789012345678901234567890123456789`:  `2:1: what looks like a secret (ghp_…); expected no person and no secret in any output; find out which input it came from; what means something else is permitted by publish.allowed in site.toml`,
		`v@1.2.3 @media me@host a @ b.de`:               ``,
	} {
		s := newStage(t)
		write(t, s, neighbours)
		write(t, s, map[string]string{"p/index.html": "<!doctype html>\n" + page})
		var got []string
		for _, p := range s.Check(Rules{Root: "/leadline/"}) {
			got = append(got, strings.TrimPrefix(p.Error(), "p/index.html:"))
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%s\n got %s\nwant %s", page, strings.Join(got, "|"), want)
		}
		if _, err := s.Swap(); (err == nil) != (want == "") {
			t.Errorf("%s: Swap after the check: %v", page, err)
		}
		s.Abort()
	}
}

func TestCheckAsksForThePolicyBeforeAnythingLoads(t *testing.T) {
	s := newStage(t)
	write(t, s, map[string]string{
		"a.html":   `<meta http-equiv="Content-Security-Policy" content="default-src 'none'"><link rel="icon" href="a.svg">`,
		"b.html":   `<link rel="icon" href="a.svg"><meta http-equiv="Content-Security-Policy" content="default-src 'none'">`,
		"c.html":   `<meta http-equiv="Content-Security-Policy" content="default-src *">`,
		"a.svg":    `<svg></svg>`,
		"site.css": "@import 'x.css';\na{background:url(https://cdn.example/x.png)}",
	})
	want := `b.html:1:1: the page loads something before it states its security policy; put the policy first in the head
c.html:1:1: the security policy is "default-src *"; expected "default-src 'none'"
site.css:1:1: @import loads one style sheet from another; put them into one file
site.css:2:14: url "https://cdn.example/x.png" is fetched from outside the site; publish the file with the site`
	if got := s.Check(Rules{Policy: "default-src 'none'"}).Error(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestCheckReadsWorkbooks(t *testing.T) {
	s := newStage(t)
	book := excelize.NewFile()
	book.SetCellValue("Sheet1", "A1", "asked Jo.Do@example.org")
	var packed bytes.Buffer
	if err := book.Write(&packed); err != nil {
		t.Fatal(err)
	}
	write(t, s, map[string]string{"downloads/a.xlsx": packed.String()})
	problems := s.Check(Rules{})
	if len(problems) != 1 || !strings.HasPrefix(problems[0].Found, "an e-mail address in xl/") {
		t.Fatal(problems)
	}
}

func TestCheckLeavesVendoredFilesAlone(t *testing.T) {
	s := newStage(t)
	write(t, s, map[string]string{"assets/echarts.LICENSE.txt": "Jo <jo@example.org>", "data/x.csv": "jo@example.org"})
	got := s.Check(Rules{Vendored: []string{"assets/"}}).Error()
	if !strings.HasPrefix(got, "data/x.csv:1:1: an e-mail address") || strings.Contains(got, "assets") {
		t.Fatal(got)
	}
}

func TestCheckListsTwentyProblemsOfAPage(t *testing.T) {
	s := newStage(t)
	write(t, s, map[string]string{"a.html": strings.Repeat("<p style=x>\n", 50)})
	problems := s.Check(Rules{})
	if len(problems) != 20 || !strings.HasSuffix(problems[19].Error(), "use a class; 30 more problems in this file") {
		t.Fatal(len(problems), problems)
	}
}

func TestCheckLimitsTheSize(t *testing.T) {
	s := newStage(t)
	write(t, s, map[string]string{"a.txt": strings.Repeat("x", 3_000_000)})
	want := "the site has 3.0 MB; expected at most 2.0 MB; publish fewer months (page_months in site.toml)"
	if got := s.Check(Rules{Limit: 2_000_000}).Error(); got != want {
		t.Fatal(got)
	}
}

func TestCheckDoesNotDependOnWorkers(t *testing.T) {
	s := newStage(t)
	for i := range 200 {
		write(t, s, map[string]string{fmt.Sprintf("p%d/index.html", i): fmt.Sprintf(`<a href="../p%d/#x">a</a><p style=x>`, (i*7)%220)})
	}
	one, many := s.Check(Rules{Workers: 1}).Error(), s.Check(Rules{Workers: 8}).Error()
	if one != many || strings.Count(one, "\n") != 399 {
		t.Fatal("the order of the readers shows in the result", strings.Count(one, "\n"))
	}
}

// FuzzCheck: whatever stands in a page, Check ends, and a page that it passes has, as a full
// parser sees it, nothing that the policy blocks.
func FuzzCheck(f *testing.F) {
	f.Add(`<a href="x">`, "a{background:url(x)}")
	f.Add(`<svg><title><script>x</script></title>`, "@import")
	f.Add(`<svg><![CDATA[ > <!-- ]]><script>x</script>-->`, "url(")
	f.Add(`<svg><script type="application/json"><p onclick=x></script>`, "")
	f.Add(`<noscript><p style=x></noscript>`, "")
	f.Fuzz(func(t *testing.T, text, style string) {
		s := newStage(t)
		defer s.Abort()
		write(t, s, map[string]string{"index.html": text, "a.svg": text, "a.css": style, "a.csv": text, "a.xlsx": text})
		var found []string
		for _, p := range s.Check(Rules{Workers: 1}) {
			if p.File == "index.html" {
				found = append(found, p.Error())
			}
		}
		if blocked := blockedIn(t, text); blocked != "" && len(found) == 0 {
			t.Errorf("%s passed", blocked)
		}
	})
}

// blockedIn parses a page as a browser does, with and without scripts, and names the first
// thing in it that the policy blocks.
func blockedIn(t *testing.T, text string) string {
	for _, scripting := range []bool{true, false} {
		root, err := html.ParseWithOptions(strings.NewReader(text), html.ParseOptionEnableScripting(scripting))
		if err != nil {
			t.Skip(err)
		}
		for n := range root.Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			kind := ""
			for _, a := range n.Attr {
				if a.Key == "style" || strings.HasPrefix(a.Key, "on") && len(a.Key) > 2 {
					return a.Key
				}
				if a.Key == "type" || a.Key == "src" || a.Key == "href" {
					kind += a.Val
				}
			}
			if n.Data == "style" || n.Data == "iframe" || n.Data == "script" && kind == "" {
				return n.Data
			}
		}
	}
	return ""
}

// Where the quick reading accepts a page, it finds what the full reading finds.
func expectSameReading(t interface{ Errorf(string, ...any) }, text string) (accepted bool) {
	c := &checker{stage: &Stage{}, rules: Rules{Policy: "default-src 'none'"}, files: []File{{Path: "a/index.html"}, {Path: "x.html"}},
		index: map[string]int32{"a/index.html": 0, "x.html": 1}, ids: make([][]uint64, 2), jumps: make([][]jump, 2)}
	read := func(walk func(*page) bool) (string, bool) {
		p := new(page)
		p.begin(newReader(c), 0, []byte(text))
		accepted := walk(p)
		p.settle()
		return fmt.Sprint(p.ids, p.checker.jumps[0], p.end()), accepted
	}
	quick, accepted := read((*page).quick)
	full, _ := read(func(p *page) bool { p.full(); return true })
	if accepted && quick != full {
		t.Errorf("%q\nquick %s\n full %s", text, quick, full)
	}
	return accepted
}

func FuzzQuick(f *testing.F) {
	f.Add(`<!doctype html><a href="x" ID="y" style="z">a</a><script type="application/json">{}</script><b id="y">`)
	f.Add(`<svg viewBox="0 0 1 1"><title id="a">t</title><use href="#b"/></svg><p on="x" onX="&#39;&amp;x&copy;&copy=1">`)
	f.Add(`<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;"><script src="a.js"></script>`)
	f.Fuzz(func(t *testing.T, text string) { expectSameReading(t, text) })
}

// Pages put together from pieces that matter, which chance bytes seldom are.
func TestQuickReadingAgrees(t *testing.T) {
	pieces := strings.Split(`<a|<A|<svg|<script|<title|<style|<noscript|<textarea|<meta|<p|<p2|</a>|</script>|</scr|</title>|</noscript>|>|>|>|/>| | |`+
		` id="a"| ID="b"| href="#a"| href="../x.html#q"| href=x| href='x'| HREF="&#47;x"| src="x"| src| style="x"| onclick="y"| onClick="y"|`+
		` type="application/json"| http-equiv="refresh"| content="0;url=x"| aria-labelledby="a b"| fill="url(#a)"| viewBox="0"|`+
		`text|{"a":1}|&lt;|&copy|"|'|=|<|<!--|-->|<!doctype html>|<?x>|<![CDATA[|]]>|é`+"|\x00|\r|\n|\xff", "|")
	accepted := 0
	rapid.Check(t, func(t *rapid.T) {
		if expectSameReading(t, strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 12).Draw(t, "pieces"), "")) {
			accepted++
		}
	})
	if !expectSameReading(t, string(teamPage(1))) {
		t.Error("a page of the site is not read quickly")
	}
	t.Log(accepted, "pages were read quickly")
}
