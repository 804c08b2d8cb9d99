package narrative

import (
	"fmt"
	"strconv"
	"strings"

	"leadline/generator/diag"
)

// text holds the body to what the front matter promises and the page can fill in: every
// stage has its heading and its generated block, and no block asks for anything else.
func (c *guideChecker) text(g *Guide) {
	blocks, headings := map[string]bool{}, map[string]bool{}
	wanted, empty := false, true
	for i, line := range strings.Split(string(g.Body), "\n") {
		line = strings.TrimSpace(line)
		empty = empty && line == ""
		if heading, ok := strings.CutPrefix(line, "## "); ok {
			headings[heading] = true
		}
		if wanted {
			c.generated(g, diag.Position{File: g.File, Line: g.Line + i}, line)
			blocks[line] = true
		}
		wanted = line == generatedFence
	}
	if empty {
		c.add(diag.Position{File: g.File, Line: g.Line}, "there is no text", "the document below the front matter", "")
	}
	for i, s := range g.Stages {
		if s.Title != "" && !headings[s.heading()] {
			c.add(c.index.Position("stage", i, "title"), fmt.Sprintf("the text has no heading of stage %d", i), "## "+s.heading(), "write what to do in this stage below it")
		}
		if !blocks[s.block()] {
			c.add(c.index.Position("stage", i), fmt.Sprintf("the text does not show stage %d", i), "a block of code of the kind generated that says "+s.block(), "put it below the stage's heading")
		}
	}
}

// generatedFence begins a block of code that the page replaces by what it makes from the
// definitions or from the stages, so that the text cannot drift from them:
//
//	```generated
//	roll-up
//	```
const generatedFence = "```generated"

// block is what a generated block says to show the stage.
func (s Stage) block() string { return "stage " + strconv.Itoa(s.Number) }

func (c *guideChecker) generated(g *Guide, at diag.Position, what string) {
	if what == "roll-up" {
		return
	}
	for _, s := range g.Stages {
		if what == s.block() {
			return
		}
	}
	c.add(at, fmt.Sprintf("%q cannot be generated", what), "roll-up, or stage with the number of one of this document's stages", "")
}
