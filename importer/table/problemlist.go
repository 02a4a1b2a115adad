package table

import (
	"fmt"
	"strings"

	"plugsheet/schemas/problem"
)

// maxListText is how much of a text the list of problems shows.
const maxListText = 1000

// problemList writes the lines of the list of problems.
type problemList struct {
	words  AnnotateWords
	head   int
	text   textStyle
	link   textStyle
	errors textStyle
	warns  textStyle
	links  strings.Builder
	linked int
}

func newProblemList(b *bookCopy, words AnnotateWords) *problemList {
	const (
		looks = `numFmtId="49" applyNumberFormat="1" applyAlignment="1"`
		wrap  = `<alignment vertical="top" wrapText="1"/>`
	)
	s := b.styles
	wrapped := strings.Replace(wrap, "<alignment", "<alignment"+s.ns, 1)
	plain := s.font("", "")
	return &problemList{
		words:  words,
		head:   s.look(s.font("<b/>", ""), s.fill("FFE7E6E6"), looks, wrapped),
		text:   s.textStyle(plain, 0, looks, wrapped),
		link:   s.textStyle(s.font("<u/>", "FF0563C1"), 0, looks, wrapped),
		errors: s.textStyle(plain, s.fill(lightRed), looks, wrapped),
		warns:  s.textStyle(plain, s.fill(lightYellow), looks, wrapped),
	}
}

func (l *problemList) columns() []newColumn {
	var columns []newColumn
	for _, width := range []float64{11, 22, 10, 56, 30, 56} {
		columns = append(columns, newColumn{width: width, style: l.text.plain})
	}
	return columns
}

func (l *problemList) header(out *newSheet) {
	out.at(1)
	for i, h := range []string{l.words.Severity, l.words.Sheet, l.words.Cell, l.words.Wrong, l.words.Value, l.words.Advice} {
		out.cell(i+1, l.head, h)
	}
}

func (l *problemList) line(out *newSheet, row int, p problemLine, severity string) {
	out.at(row)
	look := l.warns
	if p.note.Severity == problem.Error {
		look = l.errors
	}
	out.cell(1, look.of(severity), severity)
	l.cell(out, 2, l.text, p.sheet)
	where := p.note.At.Cell()
	if where == "" && p.link != "" {
		where = p.link[strings.LastIndexByte(p.link, '!')+1:]
	}
	look = l.text
	if p.link != "" && l.linked < maxLinks {
		look = l.link
		l.linked++
		fmt.Fprintf(&l.links, `<hyperlink ref="C%d" location="%s" display="%s"/>`, row, escapeXML(p.link), escapeXML(where))
	}
	l.cell(out, 3, look, where)
	l.cell(out, 4, l.text, p.note.Title)
	l.cell(out, 5, l.text, p.note.Value)
	l.cell(out, 6, l.text, p.note.Advice)
}

func (l *problemList) cell(out *newSheet, column int, look textStyle, text string) {
	text = problem.Shorten(text, maxListText)
	out.cell(column, look.of(text), text)
}
