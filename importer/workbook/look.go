package workbook

import (
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Gray is the ground of headers.
const Gray = "E7E6E6"

// textFormat is the number of the format of text.
const textFormat = 49

// look is a look of cells that is derived from another.
type look struct {
	base   int
	ground string // colour behind the cell; empty: that of base
	quoted bool   // the text is none of a formula, whatever it looks like
}

// Ground is a plain colour behind a cell.
func Ground(rgb string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{rgb}}
}

// Look adds a look of text cells, so that what is typed there keeps its zeros.
func (b *Book) Look(s excelize.Style) int {
	s.NumFmt = textFormat
	n, _ := b.NewStyle(&s) // 0, a plain one, when the library does not take it
	return n
}

// Colored is a look with another ground, for white letters the dark one. Number format, font, borders and
// alignment are those of its base.
func (b *Book) Colored(base int, light, dark string) int {
	if style, err := b.GetStyle(base); err == nil && style.Font != nil && white(style.Font) {
		return b.derive(look{base: base, ground: dark})
	}
	return b.derive(look{base: base, ground: light})
}

func white(f *excelize.Font) bool {
	return f.ColorTheme != nil && *f.ColorTheme == 0 || f.ColorIndexed == 1 || f.ColorIndexed == 9 ||
		strings.HasSuffix(strings.ToUpper(f.Color), "FFFFFF")
}

// Uncolor takes grounds out of all looks of cells.
func (b *Book) Uncolor(rgb ...string) {
	gone := map[int]bool{}
	for i, f := range b.Styles.Fills.Fill {
		if f.PatternFill != nil && f.PatternFill.FgColor != nil {
			gone[i] = slices.Contains(rgb, strings.TrimPrefix(f.PatternFill.FgColor.RGB, "FF"))
		}
	}
	for i, xf := range b.Styles.CellXfs.Xf {
		if xf.FillID != nil && gone[*xf.FillID] {
			b.Styles.CellXfs.Xf[i].FillID = new(int)
		}
	}
}

// Text is a cell of text. What looks like a formula is quoted, so that it does not become one when somebody
// edits the cell.
func (b *Book) Text(base int, text string) excelize.Cell {
	if formulaLike(text) {
		base = b.derive(look{base: base, quoted: true})
	}
	return excelize.Cell{StyleID: base, Value: text}
}

func (b *Book) derive(l look) int {
	if n, ok := b.derived[l]; ok {
		return n
	}
	all := b.Styles.CellXfs
	xf := all.Xf[min(max(l.base, 0), len(all.Xf)-1)]
	if l.quoted {
		xf.QuotePrefix = &l.quoted
	} else if n, err := b.NewStyle(&excelize.Style{Fill: Ground(l.ground)}); err == nil {
		// else without colour
		yes := true
		xf.FillID, xf.ApplyFill = all.Xf[n].FillID, &yes
	}
	all.Xf = append(all.Xf, xf)
	all.Count = len(all.Xf)
	b.derived[l] = all.Count - 1
	return b.derived[l]
}

// formulaLike tells whether a spreadsheet program would not take a typed text as it is.
func formulaLike(text string) bool { return text != "" && strings.IndexByte("=+-@\t\r'", text[0]) >= 0 }
