package generator

import (
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// LEADLINE_SCREENSHOTS does the same where flags are awkward to pass.
var screenshots = flag.String("screenshots", os.Getenv("LEADLINE_SCREENSHOTS"), "write pictures of pages into this folder")

// maxShot is the size that a picture in the repository may have, in bytes.
const maxShot = 250_000

// shot is one picture of the manual: a page as somebody sees it.
type shot struct {
	name, path, from string // the heading to begin with, "" for the page's head
	media, scheme    string
	width, height    int64
}

// shots are the pages that readers begin with, each on a desk, on a telephone, in the dark and
// on paper (A4 is 794 px wide), and the charts of a team.
func (r *rig) shots() (all []shot) {
	for _, page := range []struct{ name, path string }{
		{"home", "index.html"}, {"team", "teams/harbour/" + r.month + "/index.html"},
		{"portfolio", "portfolio/" + r.month + "/index.html"}, {"review", "review/" + r.month + "/harbour/index.html"},
	} {
		all = append(all,
			shot{page.name, page.path, "", "screen", "light", 1280, 1600}, shot{page.name + "-narrow", page.path, "", "screen", "light", 360, 800},
			shot{page.name + "-dark", page.path, "", "screen", "dark", 1280, 1600}, shot{page.name + "-print", page.path, "", "print", "light", 794, 1123})
	}
	team := "teams/harbour/" + r.month + "/index.html"
	return append(all, shot{"team-charts", team, "#domain-flow", "screen", "light", 1280, 1600}, shot{"team-charts-dark", team, "#domain-flow", "screen", "dark", 1280, 1600})
}

// The pictures of the manual: go test ./generator -run TestBrowser/screenshots -screenshots ../.github/screenshots
func (r *rig) testScreenshots(t *testing.T) {
	if *screenshots == "" {
		t.Skip("no -screenshots")
	}
	if err := os.MkdirAll(*screenshots, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, s := range r.shots() {
		tab := r.open(t, r.web(s.path), s.width, s.height)
		features := []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: s.scheme}}
		if _, err := chromedp.Call(tab.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: s.media, Features: features}); err != nil {
			t.Fatal(err)
		}
		if s.media == "print" { // paper has margins
			evaluate[int](tab, `{ const sheet = new CSSStyleSheet(); sheet.replaceSync('body { padding: 14mm }'); document.adoptedStyleSheets = [sheet]; 0 }`)
		}
		if s.from != "" {
			evaluate[int](tab, fmt.Sprintf(`(async () => {
				document.querySelector(%q).scrollIntoView();
				for (let i = 0; i < 300 && !document.querySelector('.is-live'); i++) await new Promise(r => setTimeout(r, 10));
				return 0;
			})()`, s.from))
			tab.settle()
		}
		tab.settle()
		picture, err := chromedp.Run(tab.ctx, chromedp.CaptureScreenshot())
		if err != nil {
			t.Fatal(err)
		}
		data := fewerColours(t, picture)
		if len(data) > maxShot {
			t.Errorf("%s: %d bytes; expected at most %d", s.name, len(data), maxShot)
		}
		if err := os.WriteFile(filepath.Join(*screenshots, s.name+".png"), data, 0o644); err != nil {
			t.Fatal(err)
		}
		tab.close()
	}
}

// fewerColours writes a picture with at most 256 colours. Pages have few; what is lost are
// shades at the edges of letters.
func fewerColours(t *testing.T, data []byte) []byte {
	t.Helper()
	from, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	to := image.NewPaletted(from.Bounds(), colours(from))
	draw.Draw(to, to.Bounds(), from, from.Bounds().Min, draw.Src)
	var buf bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&buf, to); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// colours are the most frequent colours of a picture; one that is close to a more frequent
// one gives its place to rarer colours, such as those of a chart's marks.
func colours(m image.Image) color.Palette {
	count := map[color.RGBA]int{}
	for y := m.Bounds().Min.Y; y < m.Bounds().Max.Y; y++ {
		for x := m.Bounds().Min.X; x < m.Bounds().Max.X; x++ {
			count[color.RGBAModel.Convert(m.At(x, y)).(color.RGBA)]++
		}
	}
	all := slices.SortedFunc(maps.Keys(count), func(a, b color.RGBA) int {
		return cmp.Or(count[b]-count[a], slices.Compare([]uint8{a.R, a.G, a.B}, []uint8{b.R, b.G, b.B}))
	})
	var p color.Palette
	for _, c := range all {
		if len(p) < 256 && !slices.ContainsFunc(p, func(o color.Color) bool { return alike(c, o.(color.RGBA)) }) {
			p = append(p, c)
		}
	}
	return p
}

// alike tells whether two colours differ by less than people see in thin lines.
func alike(a, b color.RGBA) bool {
	r, g, bl := int(a.R)-int(b.R), int(a.G)-int(b.G), int(a.B)-int(b.B)
	return r*r+g*g+bl*bl < 150
}
