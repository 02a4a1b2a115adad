package table

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The shapes of notes stand in a part of their own, in VML: the yellow boxes that a spreadsheet program shows.

const (
	shapeBlock = 1024 // numbers of shapes in a block
	noteWidth  = 45   // letters in a line of a note
	noteRows   = 24   // rows that the box of a note covers at most
)

// emptyShapes is a part without shapes.
const emptyShapes = `<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" ` +
	`xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data=""/></o:shapelayout></xml>`

const noteShape = `<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">` +
	`<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>`

var (
	blocksPattern = regexp.MustCompile(`(<o:idmap\b[^>]*\bdata=["'])([0-9, ]*)(["'])`)
	shapePattern  = regexp.MustCompile(`(?s)<v:shape\b.*?</v:shape>`)
	rowPattern    = regexp.MustCompile(`<x:Row>\s*(\d+)\s*</x:Row>`)
	columnPattern = regexp.MustCompile(`<x:Column>\s*(\d+)\s*</x:Column>`)
)

// lastBlock is the highest block of shape numbers that is in use.
func lastBlock(doc []byte) int {
	last := 0
	for _, m := range blocksPattern.FindAllSubmatch(doc, -1) {
		for n := range strings.SplitSeq(string(m[2]), ",") {
			if b, err := strconv.Atoi(strings.TrimSpace(n)); err == nil {
				last = max(last, b)
			}
		}
	}
	return last
}

// knownShapes tells whether a part is written as spreadsheet programs do, so that shapes can be added to it.
func knownShapes(doc []byte) bool {
	return bytes.Contains(doc, []byte(`xmlns:v="urn:schemas-microsoft-com:vml"`)) && bytes.Contains(doc, []byte(`xmlns:x="urn:`)) &&
		bytes.Contains(doc, []byte(`xmlns:o="urn:`)) && blocksPattern.Match(doc) && bytes.LastIndex(doc, []byte("</xml>")) >= 0
}

// dropShapes takes the notes of some cells out.
func dropShapes(doc []byte, cells map[string]bool) []byte {
	if len(cells) == 0 {
		return doc
	}
	return shapePattern.ReplaceAllFunc(doc, func(shape []byte) []byte {
		row, column := rowPattern.FindSubmatch(shape), columnPattern.FindSubmatch(shape)
		if row == nil || column == nil || !bytes.Contains(shape, []byte("Note")) {
			return shape
		}
		r, err1 := strconv.Atoi(string(row[1]))
		c, err2 := strconv.Atoi(string(column[1]))
		if err1 == nil && err2 == nil && cells[mark{row: r + 1, column: c + 1}.cell()] {
			return nil
		}
		return shape
	})
}

// addShapes adds a box for each mark; last is the last block of numbers in use, and is moved on.
func addShapes(doc []byte, marks []mark, last *int) []byte {
	if len(marks) == 0 {
		return doc
	}
	var shapes bytes.Buffer
	if !bytes.Contains(doc, []byte(`id="_x0000_t202"`)) {
		shapes.WriteString(noteShape)
	}
	var blocks []string
	for i, m := range marks {
		if i%(shapeBlock-1) == 0 {
			*last++
			blocks = append(blocks, strconv.Itoa(*last))
		}
		writeShape(&shapes, m, *last*shapeBlock+1+i%(shapeBlock-1))
	}
	doc = blocksPattern.ReplaceAllFunc(doc, func(found []byte) []byte {
		m := blocksPattern.FindSubmatch(found)
		all := blocks
		if len(m[2]) > 0 {
			all = append([]string{string(m[2])}, blocks...)
		}
		return []byte(string(m[1]) + strings.Join(all, ",") + string(m[3]))
	})
	at := bytes.LastIndex(doc, []byte("</xml>"))
	return bytes.Join([][]byte{doc[:at], shapes.Bytes(), doc[at:]}, nil)
}

// writeShape writes the box of a note: right of the cell, as high as its text needs.
func writeShape(w *bytes.Buffer, m mark, number int) {
	lines := 1
	for line := range strings.Lines(m.note) {
		lines += 1 + utf8.RuneCountInString(line)/noteWidth
	}
	left, top := min(m.column, lastSheetColumn-5), max(m.row-2, 0)
	bottom := top + max(3, min(lines, noteRows))
	if bottom >= lastSheetRow {
		top, bottom = lastSheetRow-(bottom-top)-1, lastSheetRow-1
	}
	fmt.Fprintf(w, `<v:shape id="_x0000_s%d" type="#_x0000_t202" style="position:absolute;margin-left:60pt;margin-top:2pt;width:240pt;height:80pt;`+
		`z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>`+
		`<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>`+
		`<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>%d, 15, %d, 2, %d, 15, %d, 4</x:Anchor>`+
		`<x:AutoFill>False</x:AutoFill><x:Row>%d</x:Row><x:Column>%d</x:Column></x:ClientData></v:shape>`,
		number, left, top, left+4, bottom, m.row-1, m.column-1)
}
