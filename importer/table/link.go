package table

import (
	"cmp"
	_ "embed"
	"slices"
	"strings"
	"unicode/utf8"

	"plugsheet/importer/table/xlsx"
	"plugsheet/schemas/words"
)

const (
	maxSheetLinks = 500_000 // links of one sheet; Excel itself stops at 65,530
	maxAddress    = 4096    // bytes of an address
	maxOpenLinks  = 1000    // links over several rows that cover the same row
)

// sheetLink is a link behind some cells.
type sheetLink struct {
	rows, columns span
	id, location  string
	address       string
}

// addLink notes a link; its address stands in another part, under the id.
func (l *layout) addLink(x *xlsx.Scanner) {
	id := linkID(x)
	if id == "" || len(l.links) >= maxSheetLinks {
		return // without an id it leads to another cell
	}
	from, to, _ := strings.Cut(x.Attr("ref"), ":")
	link := sheetLink{id: strings.Clone(id), location: x.Attr("location")}
	link.columns.first, link.rows.first = xlsx.CellRef([]byte(from))
	link.columns.last, link.rows.last = xlsx.CellRef([]byte(cmp.Or(to, from)))
	if link.columns.first > 0 && link.rows.first > 0 {
		l.links = append(l.links, link)
	}
}

// resolveLinks gives the links of a sheet their addresses. Those that lead to no web page are dropped.
func (p *sheetPart) resolveLinks(l *layout) error {
	if len(l.links) == 0 {
		return nil
	}
	targets := map[string]string{}
	name := linksOf(p.name)
	if err := p.book.allow(name, maxPart); err != nil {
		return err
	}
	err := p.book.scan(name, func(x *xlsx.Scanner) error {
		if string(x.Name) == "Relationship" &&
			strings.HasSuffix(strings.ToLower(x.Attr("Type")), "/hyperlink") {
			if target := webAddress(x.Attr("Target")); target != "" && len(targets) < maxSheetLinks {
				targets[strings.Clone(x.Attr("Id"))] = target
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for i := range l.links {
		link := &l.links[i]
		link.address = targets[link.id]
		if link.address != "" && link.location != "" && !strings.Contains(link.address, "#") {
			link.address += "#" + link.location
		}
	}
	l.links = slices.DeleteFunc(l.links, func(k sheetLink) bool { return k.address == "" })
	slices.SortStableFunc(l.links, func(a, b sheetLink) int { return a.rows.first - b.rows.first })
	return nil
}

// webAddress is a text that can lead to a web page: an address with http or https, or one without a scheme,
// which a base may stand before. It is empty for others, such as mailto:, files and places in the workbook.
func webAddress(text string) string {
	text = strings.TrimSpace(text)
	scheme, _, found := strings.Cut(text, ":")
	switch {
	case text == "", len(text) > maxAddress, !utf8.ValidString(text), strings.ContainsAny(text[:1], `#\\[`):
		return ""
	case strings.EqualFold(scheme, "http"), strings.EqualFold(scheme, "https"):
		return text
	case found && !strings.ContainsAny(scheme, "/?#."):
		return ""
	}
	return text
}

// linkFiller puts links behind the cells of a sheet, row by row.
type linkFiller struct {
	waiting []sheetLink // by first row
	active  []sheetLink
}

func (f *linkFiller) fill(number int, cells []Cell) []Cell {
	if len(f.waiting) == 0 && len(f.active) == 0 {
		return cells
	}
	f.active = slices.DeleteFunc(f.active, func(k sheetLink) bool { return k.rows.last < number })
	for len(f.waiting) > 0 && f.waiting[0].rows.first <= number {
		if next := f.waiting[0]; next.rows.last >= number && len(f.active) < maxOpenLinks {
			f.active = append(f.active, next)
		}
		f.waiting = f.waiting[1:]
	}
	for _, k := range f.active {
		for column := k.columns.first; column <= min(k.columns.last, len(cells)); column++ {
			if c := &cells[column-1]; c.Kind != Blank && c.Link == "" {
				c.Link = k.address
			}
		}
	}
	return cells
}

// formulaLink is what a formula such as HYPERLINK("https://shop.example/p/1","Open") leads to.
type formulaLink struct {
	address string // empty where the formula is another, or calculates it
	label   string // what it shows, where the formula says it
}

// linkFormulas are the functions that lead to an address, in capitals.
var linkFormulas = words.InFile(formulaText).Exact("link")

//go:embed formulas.txt
var formulaText string

// readFormulaLink reads a formula, without the = before it.
func readFormulaLink(formula []byte) formulaLink {
	if len(formula) < len(`BILD("x")`) || len(formula) > 2*maxAddress {
		return formulaLink{}
	}
	name, rest, ok := strings.Cut(strings.TrimSpace(string(formula)), "(")
	if !ok {
		return formulaLink{}
	}
	name = strings.ToUpper(strings.TrimSpace(name))
	if name == "IFERROR" || name == "__XLUDF.DUMMYFUNCTION" {
		return exportedFormula(rest)
	}
	if !linkFormulas()[strings.TrimPrefix(name, "_XLFN.")] {
		return formulaLink{}
	}
	address, rest, ok := literal(rest)
	if !ok {
		return formulaLink{}
	}
	l := formulaLink{address: webAddress(address)}
	if rest = strings.TrimSpace(rest); rest != "" && strings.ContainsAny(rest[:1], ",;") {
		label, rest, ok := literal(rest[1:])
		switch {
		case !ok: // it is calculated
		case rest == ")", strings.ContainsAny(rest[:1], ",;"):
			l.label = strings.TrimSpace(label)
		default:
			return formulaLink{}
		}
		return l
	}
	if rest != ")" {
		return formulaLink{}
	}
	return l
}

// exportedFormula reads how Google Sheets exports functions that Excel lacks:
// IFERROR(__xludf.DUMMYFUNCTION("IMAGE(""https://shop.example/i/1.jpg"")"),"").
func exportedFormula(rest string) formulaLink {
	const dummy = "__xludf.dummyfunction("
	if strings.HasPrefix(strings.ToLower(rest), dummy) {
		rest = rest[len(dummy):]
	}
	inner, _, ok := literal(rest)
	if upper := strings.ToUpper(inner); !ok || strings.HasPrefix(upper, "IFERROR") ||
		strings.HasPrefix(upper, "__XLUDF") {
		return formulaLink{}
	}
	return readFormulaLink([]byte(inner))
}

// literal reads a text in quotes, or several joined by &.
func literal(s string) (text, rest string, ok bool) {
	var b strings.Builder
	for {
		s = strings.TrimSpace(s)
		if s == "" || s[0] != '"' {
			return "", s, false
		}
		for s = s[1:]; ; {
			before, after, closed := strings.Cut(s, `"`)
			if !closed {
				return "", s, false
			}
			b.WriteString(before)
			if s = after; s == "" || s[0] != '"' {
				break
			}
			b.WriteByte('"')
			s = s[1:]
		}
		s = strings.TrimSpace(s)
		if s == "" || s[0] != '&' {
			return b.String(), s, s != ""
		}
		s = s[1:]
	}
}

// text is what the cell of the formula shows: what the formula says, else the text that was calculated, else
// the address. It is empty where the cell's own text is to be taken.
func (l formulaLink) text(c rawCell) string {
	if l.label == "" && c.has && len(c.value) > 0 &&
		(c.kind == "str" || c.kind == "s" || c.kind == "inlineStr") {
		return ""
	}
	return cmp.Or(l.label, l.address)
}
