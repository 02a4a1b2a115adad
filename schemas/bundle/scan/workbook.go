package scan

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"plugsheet/schemas/problem"
)

// Parts of a workbook (ISO/IEC 29500), in lower case.
const (
	workbookPart = "xl/workbook.xml"
	linksPart    = "xl/_rels/workbook.xml.rels"
	sharedPart   = "xl/sharedstrings.xml"
	sheetsFolder = "xl/worksheets"
)

// workbook is an xlsx file, or another archive, that is looked into. It is read by the standard library
// alone, and only as far as a finding needs it: the spreadsheet library belongs to the importer.
type workbook struct {
	*scan
	*unpacking
	name  string
	parts map[string]*zip.File // by name in lower case

	sheets map[string]string // names of the sheets, by part
	shared map[int]string    // the shared texts that hold something personal, by number
}

// look looks into each cell, and into everything else that a person may have written.
func (b *workbook) look() bool {
	b.sheets, b.shared = map[string]string{}, map[int]string{}
	whole := b.readNames() && b.readShared()
	for _, name := range slices.Sorted(maps.Keys(b.parts)) {
		f := b.parts[name]
		switch folder := path.Dir(name); {
		case f.Mode().IsDir(), name == sharedPart, name == linksPart, name == workbookPart:
		case folder == sheetsFolder && path.Ext(name) == ".xml":
			data, ok := b.part(f)
			whole = b.sheet(b.sheetName(name), data) && ok && whole
		case path.Ext(name) == ".xml" || path.Ext(name) == ".rels":
			whole = b.other(f, 0) && whole
		default: // images, printers' settings and macros are parts of many, and nothing that cells hold
			data, _ := b.part(f)
			b.rest(b.name+"!"+f.Name, data)
		}
	}
	return whole
}

func (b *workbook) sheetName(part string) string {
	if name := b.sheets[part]; name != "" {
		return name
	}
	return path.Base(part)
}

// readNames reads the sheets' names.
func (b *workbook) readNames() bool {
	ids := map[string]string{}
	ok := b.elements(workbookPart, func(e xml.StartElement) {
		if e.Name.Local == "sheet" {
			ids[attribute(e, "id")] = attribute(e, "name")
		}
	})
	return b.elements(linksPart, func(e xml.StartElement) {
		if name := ids[attribute(e, "Id")]; e.Name.Local == "Relationship" && name != "" {
			target := strings.ToLower(attribute(e, "Target"))
			if !strings.HasPrefix(target, "/") {
				target = "/xl/" + target
			}
			b.sheets[strings.TrimPrefix(path.Clean(target), "/")] = name
		}
	}) && ok
}

// elements gives each element of a part that begins.
func (b *workbook) elements(part string, see func(e xml.StartElement)) bool {
	f := b.parts[part]
	if f == nil {
		return true
	}
	data, ok := b.part(f)
	return each(data, func(t xml.Token) {
		if e, is := t.(xml.StartElement); is {
			see(e)
		}
	}) && ok
}

// readShared reads the texts that cells share.
func (b *workbook) readShared() bool {
	f := b.parts[sharedPart]
	if f == nil {
		return true
	}
	data, ok := b.part(f)
	number := 0
	var text strings.Builder
	return each(data, func(t xml.Token) {
		switch t := t.(type) {
		case xml.CharData:
			text.Write(t)
		case xml.EndElement:
			if t.Name.Local != "si" {
				return
			}
			if len(personal(text.String())) > 0 {
				b.shared[number] = text.String()
			}
			number++
			text.Reset()
		}
	}) && ok
}

// sheet looks into the cells of one.
func (b *workbook) sheet(name string, data []byte) bool {
	at := problem.Position{File: b.name, Sheet: name}
	kind := ""
	var text strings.Builder
	return each(data, func(t xml.Token) {
		switch t := t.(type) {
		case xml.StartElement:
			b.attributes(at, t)
			switch t.Name.Local {
			case "row":
				at.Row, at.Column = row(attribute(t, "r"), at.Row+1), 0
			case "c":
				at.Column = column(attribute(t, "r"), at.Column+1)
				kind = attribute(t, "t")
				text.Reset()
			case "sheetData":
				at.Row = 0
			}
		case xml.CharData:
			text.Write(t)
		case xml.EndElement:
			switch t.Name.Local {
			case "c":
				b.cell(at, kind, text.String())
				text.Reset()
			case "sheetData":
				at.Row, at.Column = 0, 0
				text.Reset()
			case "f": // a formula's text is in the way of its value
				b.text(at, problem.Textf("the cell"), text.String())
				text.Reset()
			}
		}
	})
}

// cell looks into one.
func (b *workbook) cell(at problem.Position, kind, text string) {
	if kind == "s" {
		number, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil {
			return
		}
		text = b.shared[number]
	}
	b.text(at, problem.Textf("the cell"), text)
}

// paragraphs are elements that keep what is within them together, whatever else they are made of.
var paragraphs = []string{"si", "p", "h", "comment", "text", "table-cell"}

// markup looks at the texts of an XML part, and at addresses in its attributes, where links stand.
func (b *workbook) markup(name string, data []byte) bool {
	at := problem.Position{File: name}
	var text strings.Builder
	flush := func() {
		b.text(at, problem.Textf("the file"), text.String())
		text.Reset()
	}
	ok := each(data, func(t xml.Token) {
		switch t := t.(type) {
		case xml.StartElement:
			b.attributes(at, t)
		case xml.CharData:
			text.Write(t)
		case xml.EndElement:
			if slices.Contains(paragraphs, t.Name.Local) {
				flush()
			}
		}
	})
	flush()
	return ok
}

// attributes looks at those of an element. Numbers in them are a program's.
func (b *workbook) attributes(at problem.Position, e xml.StartElement) {
	for _, a := range e.Attr {
		if strings.Contains(encodedAt.Replace(a.Value), "@") {
			b.text(at, problem.Textf("a link or setting"), digits.ReplaceAllString(a.Value, "#"))
		}
	}
}

// each gives the tokens of an XML document; false where it is none.
func each(data []byte, see func(t xml.Token)) bool {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.Strict = false
	// what is looked for reads the same
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	for {
		t, err := d.RawToken()
		if err != nil {
			return errors.Is(err, io.EOF)
		}
		see(t)
	}
}

// attribute is the value of one by its local name; empty where there is none.
func attribute(e xml.StartElement, name string) string {
	i := slices.IndexFunc(e.Attr, func(a xml.Attr) bool {
		return a.Name.Local == name && a.Name.Space != "xmlns"
	})
	if i < 0 {
		return ""
	}
	return e.Attr[i].Value
}

// row is the number of a row as the file has it, or else the next one.
func row(text string, next int) int {
	if n, err := strconv.Atoi(text); err == nil {
		return n
	}
	return next
}

// column is that of a cell's name, such as 28 of AB7, or else the next one.
func column(cell string, next int) int {
	n := 0
	for i := 0; i < len(cell) && i < 4 && cell[i] >= 'A' && cell[i] <= 'Z'; i++ {
		n = n*26 + int(cell[i]-'A') + 1
	}
	if n == 0 {
		return next
	}
	return n
}
