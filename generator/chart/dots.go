package chart

import (
	"strings"

	"leadline/generator/unit"
)

const dotSize = 8 // diameter

// dots draws one dot an item. Dots of nearly the same age in one column stand side by
// side around its middle; where a column is too narrow for all, they overlap and the
// number below the column still counts them.
func (c *canvas) dots() {
	const slots = plotHeight/dotSize + 2
	counts := make([][slots]int, c.columns())
	room := max(1, int(c.band*0.9/dotSize))
	c.lineGroup(0)
	c.rule("dots", ` stroke-width="7" stroke-linecap="round" stroke-opacity="0.75"`, func() {
		for i := range c.f.Dots {
			d := &c.f.Dots[i]
			y := c.s.y(d.Value)
			slot := &counts[d.Column][int((y-c.s.top)/dotSize)]
			place := *slot % room
			*slot++
			aside := float64((place+1)/2) * dotSize
			if place%2 == 1 {
				aside = -aside
			}
			c.move(c.x(d.Column)+aside, y)
			c.dot()
		}
	})
	c.raw(`</g>`)
}

// columnNames writes each column's name in at most two lines, and its number of items.
func (c *canvas) columnNames() {
	counts := make([]int, c.columns())
	for i := range c.f.Dots {
		counts[c.f.Dots[i].Column]++
	}
	y, lines := c.stripTop+16, 1.0
	c.raw(`<g class="tick" fill="`, muted, `" text-anchor="middle">`)
	defer c.raw(`</g>`)
	for i := range counts {
		name := ""
		if i < len(c.f.Columns) {
			name = clean(c.f.Columns[i])
		}
		first, second := halves(name, c.band-6)
		c.text(label{x: c.x(i), y: y, s: first, room: c.band - 6})
		if second != "" {
			lines = 2
			c.text(label{x: c.x(i), y: y + 20, s: second, room: c.band - 6})
		}
	}
	for i := range counts {
		c.text(label{x: c.x(i), y: y + 20*lines + 2, s: unit.Plural(counts[i], "dot")})
	}
}

// halves breaks a name that is wider than room at the last space that fits.
func halves(name string, room float64) (string, string) {
	if width(name, wideFont) <= room || strings.HasPrefix(name, isolate) {
		return name, ""
	}
	at := -1
	for i, r := range name {
		if r == ' ' && (at < 0 || width(name[:i], wideFont) <= room) {
			at = i
		}
	}
	if at < 0 {
		return name, ""
	}
	return name[:at], name[at+1:]
}
