package mark

import (
	"strings"

	"github.com/xuri/excelize/v2"

	"plugsheet/schemas/problem"
)

// gray is the ground of headers.
const gray = "E7E6E6"

// textFormat is the number of the format of text.
const textFormat = 49

// ground is a plain colour behind a cell.
func ground(rgb string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{rgb}}
}

// tone is what a mark's colour depends on; white letters, as in many headers, get a dark ground.
type tone struct {
	severity problem.Severity
	dark     bool
}

// colors are the grounds of marked cells.
func colors() map[tone]string {
	return map[tone]string{
		{problem.Error, false}: "FFC8CD", {problem.Error, true}: "B3131B",
		{problem.Warning, false}: "FFF0B8", {problem.Warning, true}: "7D6008",
	}
}

// look is a look of cells that is derived from another.
type look struct {
	base  int
	color string // of the ground; empty: that of base
	quote bool   // the text is none of a formula, whatever it looks like
}

// look gives the number of a look. Number format, font, borders and alignment are those of its base.
func (b *book) look(l look) int {
	if n, ok := b.looks[l]; ok {
		return n
	}
	if b.looks == nil {
		b.looks = map[look]int{}
	}
	all := b.Styles.CellXfs
	xf := all.Xf[min(max(l.base, 0), len(all.Xf)-1)]
	if l.color != "" {
		// else the cell stays without colour
		if n, err := b.NewStyle(&excelize.Style{Fill: ground(l.color)}); err == nil {
			yes := true
			xf.FillID, xf.ApplyFill = all.Xf[n].FillID, &yes
		}
	}
	if l.quote {
		xf.QuotePrefix = &l.quote
	}
	all.Xf = append(all.Xf, xf)
	all.Count = len(all.Xf)
	b.looks[l] = len(all.Xf) - 1
	return b.looks[l]
}

// marked is a look with the colour of a severity.
func (b *book) marked(base int, severity problem.Severity) int {
	return b.look(look{base: base, color: colors()[tone{severity, b.paleLetters(base)}]})
}

// textLook is a look for a text: one that looks like a formula gets a mark that it is none.
func (b *book) textLook(base int, text string) int {
	if !formulaLike(text) {
		return base
	}
	return b.look(look{base: base, quote: true})
}

// paleLetters tells whether the letters of a look are white.
func (b *book) paleLetters(base int) bool {
	xfs, fonts := b.Styles.CellXfs.Xf, b.Styles.Fonts
	if base < 0 || base >= len(xfs) || xfs[base].FontID == nil || fonts == nil ||
		*xfs[base].FontID >= len(fonts.Font) {
		return false
	}
	font := fonts.Font[*xfs[base].FontID]
	if font == nil || font.Color == nil {
		return false
	}
	c := font.Color
	return c.Theme != nil && *c.Theme == 0 || c.Indexed == 1 || c.Indexed == 9 ||
		strings.HasSuffix(strings.ToUpper(c.RGB), "FFFFFF")
}
