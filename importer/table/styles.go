package table

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"plugsheet/schemas/problem"
)

// The colours of marked cells. They differ a little from those that Excel offers, so that they are known again.
const (
	lightRed, strongRed       = "FFFFC8CD", "FFB3131B"
	lightYellow, strongYellow = "FFFFF0B8", "FF7D6008"
)

// maxStyles is how many cell styles a workbook gets at most; Excel's limit is 65,490. Cells beyond keep their look.
const maxStyles = 64_000

// styleSheet is a workbook's styles, to which fonts, fills and cell styles can be added. Everything else stays as it is.
type styleSheet struct {
	doc     []byte
	ns      string               // what new elements need to be understood: a declaration of the namespace, or nothing
	at      map[string]int       // by part of the style sheet: where in doc its last child ends
	count   map[string]int       // by part, new ones included
	added   map[string][]byte    // by part
	known   map[string]int       // what was added, by part and XML
	xfs     [][]byte             // cell styles, new ones included
	pale    map[int]bool         // fonts that cannot be read on a light ground
	ours    map[int]bool         // fills of an earlier annotation
	derived map[derivedStyle]int // marked styles
}

type derivedStyle struct {
	base     int
	severity problem.Severity
}

// styleParts are the parts that this package adds to, and what they hold where a style sheet lacks them.
var styleParts = [...]struct {
	name    string
	count   int
	content string
}{
	{"fonts", 1, `<font><sz val="11"/><name val="Calibri"/><family val="2"/></font>`},
	{"fills", 2, `<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>`},
	{"borders", 1, `<border><left/><right/><top/><bottom/><diagonal/></border>`},
	{"cellXfs", 1, `<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>`},
}

// styleOrder is the order that the format demands.
var styleOrder = [...]string{
	"numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors", "extLst",
}

func styleRank(name string) int { return slices.Index(styleOrder[:], name) }

// readStyles reads a style sheet. Colours of an earlier annotation are taken away.
func readStyles(doc []byte, namespace string) (*styleSheet, error) {
	s := &styleSheet{
		at: map[string]int{}, count: map[string]int{}, added: map[string][]byte{}, known: map[string]int{},
		pale: map[int]bool{}, ours: map[int]bool{}, derived: map[derivedStyle]int{},
	}
	ns, _, err := rootOf(doc)
	if err != nil {
		return nil, err
	}
	if ns != "" {
		s.ns = ` xmlns="` + namespace + `"`
	}
	p := styleReader{s: s, x: newRawScanner(bytes.NewReader(doc))}
	for {
		if err := p.x.next(); err != nil {
			return nil, err
		}
		if p.x.kind == rawEOF {
			break
		}
		p.piece()
	}
	if s.doc = p.out; len(s.xfs) == 0 {
		return nil, errXMLBad
	}
	return s, nil
}

// styleReader is a style sheet being read.
type styleReader struct {
	s       *styleSheet
	x       *rawScanner
	out     []byte
	section string // the part of the style sheet
	xf      int    // where in out the cell style began that is being read
}

func (p *styleReader) piece() {
	x := p.x
	switch {
	case x.begins(2):
		p.openSection()
		return
	case x.kind == rawEnd && x.depth == 2:
		p.s.at[x.name], p.section = len(p.out), ""
	case x.kind == rawEnd && x.depth == 1:
		p.missing(len(styleOrder))
	case x.begins(3):
		p.openChild()
	case x.begins(4) && p.section == "fonts" && x.name == "color" && paleColor(x.raw):
		p.s.pale[p.s.count["fonts"]-1] = true
	case x.begins(5) && p.section == "fills" && x.name == "fgColor" && ourColor(x.raw):
		p.s.ours[p.s.count["fills"]-1] = true
	}
	p.out = append(p.out, x.raw...)
	if p.section == "cellXfs" && x.depth == 3 && (x.kind == rawEnd || x.kind == rawClosed) {
		p.s.xfs = append(p.s.xfs, bytes.Clone(p.out[p.xf:]))
	}
}

// openSection begins a part of the style sheet; the count, which is optional, would no longer be true.
func (p *styleReader) openSection() {
	x := p.x
	if rank := styleRank(x.name); rank >= 0 {
		p.missing(rank)
	}
	x.raw = dropAttr(x.raw, "count")
	p.out = append(p.out, x.opened()...)
	p.s.at[x.name], p.section = len(p.out), x.name
	if x.kind == rawClosed {
		p.section = ""
		p.out = append(p.out, x.end()...)
	}
}

// missing writes the parts that should have come before the one with that rank.
func (p *styleReader) missing(rank int) {
	for _, part := range styleParts {
		if _, seen := p.s.at[part.name]; seen || styleRank(part.name) >= rank {
			continue
		}
		p.out = fmt.Appendf(p.out, "<%s%s>%s", part.name, p.s.ns, part.content)
		p.s.at[part.name] = len(p.out)
		p.s.count[part.name] = part.count
		p.out = fmt.Appendf(p.out, "</%s>", part.name)
		if part.name == "cellXfs" {
			p.s.xfs = append(p.s.xfs, []byte(part.content))
		}
	}
}

// openChild counts a font, a fill or a cell style.
func (p *styleReader) openChild() {
	p.s.count[p.section]++
	if p.section != "cellXfs" {
		return
	}
	p.xf = len(p.out)
	if id, err := strconv.Atoi(attrText(p.x.raw, "fillId")); err == nil && p.s.ours[id] {
		p.x.raw = setAttr(p.x.raw, "fillId", "0")
	}
}

// paleColor tells whether a font's colour is white.
func paleColor(tag []byte) bool {
	rgb := attrText(tag, "rgb")
	return attrText(tag, "theme") == "0" || attrText(tag, "indexed") == "9" || attrText(tag, "indexed") == "1" ||
		strings.HasSuffix(strings.ToUpper(rgb), "FFFFFF")
}

func ourColor(tag []byte) bool {
	switch strings.ToUpper(attrText(tag, "rgb")) {
	case lightRed, strongRed, lightYellow, strongYellow:
		return true
	}
	return false
}

// bytes is the style sheet with what was added.
func (s *styleSheet) bytes() []byte {
	names := make([]string, 0, len(s.added))
	for name := range s.added {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int { return s.at[a] - s.at[b] })
	var out []byte
	from := 0
	for _, name := range names {
		out = append(append(out, s.doc[from:s.at[name]]...), s.added[name]...)
		from = s.at[name]
	}
	return append(out, s.doc[from:]...)
}

// add puts an element behind the last of a part and gives its number; what was added before is taken again.
func (s *styleSheet) add(part, element string) int {
	if n, ok := s.known[part+element]; ok {
		return n
	}
	n := s.count[part]
	s.count[part]++
	s.known[part+element] = n
	s.added[part] = append(s.added[part], element...)
	return n
}

// font adds a font of the usual size with some features, such as <b/>, and a colour, if any.
func (s *styleSheet) font(features, color string) int {
	if color != "" {
		color = `<color rgb="` + color + `"/>`
	}
	return s.add("fonts", `<font`+s.ns+`>`+features+`<sz val="11"/>`+color+`<name val="Calibri"/><family val="2"/></font>`)
}

// fill adds a plain colour.
func (s *styleSheet) fill(rgb string) int {
	return s.add("fills", `<fill`+s.ns+`><patternFill patternType="solid"><fgColor rgb="`+rgb+`"/><bgColor indexed="64"/></patternFill></fill>`)
}

// look adds a cell style with a font, a fill and more attributes and content, such as quotePrefix="1".
func (s *styleSheet) look(font, fill int, more, content string) int {
	return s.cell(fmt.Sprintf(`<xf%s fontId="%d" fillId="%d" borderId="0" applyFont="1" applyFill="1" %s>%s</xf>`, s.ns, font, fill, more, content))
}

// cell adds a cell style, given as XML.
func (s *styleSheet) cell(xf string) int {
	n := s.add("cellXfs", xf)
	if n == len(s.xfs) {
		s.xfs = append(s.xfs, []byte(xf))
	}
	return n
}

// marked is a cell style like base, with the colour of the severity: number format, font, borders and alignment stay.
// White letters, as in many headers, get a dark ground.
func (s *styleSheet) marked(base int, severity problem.Severity) int {
	if base < 0 || base >= len(s.xfs) {
		base = 0
	}
	key := derivedStyle{base, severity}
	if n, ok := s.derived[key]; ok {
		return n
	}
	if len(s.xfs) >= maxStyles || len(s.xfs) == 0 {
		return base
	}
	xf := s.xfs[base]
	cut := bytes.IndexByte(xf, '>') + 1
	font, err := strconv.Atoi(attrText(xf[:cut], "fontId"))
	dark := err == nil && s.pale[font]
	color := lightRed
	switch {
	case severity == problem.Warning && dark:
		color = strongYellow
	case severity == problem.Warning:
		color = lightYellow
	case dark:
		color = strongRed
	}
	tag := setAttr(xf[:cut], "fillId", strconv.Itoa(s.fill(color)))
	tag = setAttr(tag, "applyFill", "1")
	n := s.cell(string(tag) + string(xf[cut:]))
	s.derived[key] = n
	return n
}
