package table

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// problemsMark is the hidden name by which the sheet of problems of an earlier annotation is found again, whatever it is
// called and wherever it was moved to.
const problemsMark = "plugsheet_problems"

// filterName is the name that a sheet's filter needs beside the filter itself.
const filterName = "_xlnm._FilterDatabase"

// bookSheet is a sheet that is added to the workbook's list.
type bookSheet struct{ name, link string }

// bookPart is the workbook part being written anew: more sheets, another active sheet, some names.
type bookPart struct {
	x        *rawScanner
	out      bytes.Buffer
	main     string
	links    string
	first    *bookSheet  // added before the others; nil: the sheet of problems exists
	last     []bookSheet // added behind the others
	active   int         // number of the sheet of problems, from 0
	names    string      // the content of the names to add, as XML without namespaces
	space    string
	nextID   int
	viewed   bool // the workbook has a view
	named    bool // the names are written
	dropping bool // inside a name of the earlier sheet of problems
}

// behindNames are the elements that stand behind the names.
var behindNames = [...]string{
	"calcPr", "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes", "webPublishing", "fileRecoveryPr",
	"webPublishObjects", "extLst",
}

// rewrite gives the part anew.
func (p *bookPart) rewrite(doc []byte) ([]byte, error) {
	var err error
	if p.nextID, err = lastSheetID(doc); err != nil {
		return nil, err
	}
	p.x = newRawScanner(bytes.NewReader(doc))
	for {
		if err := p.x.next(); err != nil {
			return nil, err
		}
		if p.x.kind == rawEOF {
			return p.out.Bytes(), nil
		}
		p.piece()
	}
}

// lastSheetID is the highest number of a sheet.
func lastSheetID(doc []byte) (int, error) {
	x, last := newRawScanner(bytes.NewReader(doc)), 0
	for {
		if err := x.next(); err != nil || x.kind == rawEOF {
			return last, err
		}
		if x.begins(3) && x.name == "sheet" {
			if id, err := strconv.Atoi(attrText(x.raw, "sheetId")); err == nil {
				last = max(last, id)
			}
		}
	}
}

func (p *bookPart) piece() {
	x := p.x
	switch {
	case x.begins(1) && x.ns != "":
		p.space = ` xmlns="` + p.main + `"`
	case x.begins(3) && x.name == "workbookView":
		p.viewed = true
		x.raw = dropAttr(setAttr(x.raw, "activeTab", strconv.Itoa(p.active)), "firstSheet")
	case x.begins(2) && x.name == "sheets":
		p.beginSheets()
		return
	case x.kind == rawEnd && x.depth == 2 && x.name == "sheets":
		p.addSheets(p.last)
	case x.begins(2) && x.name == "definedNames" && x.kind == rawClosed:
		return // it would be a second one
	case x.begins(3) && x.name == "definedName":
		p.definedName()
	case x.kind == rawEnd && x.depth == 2 && x.name == "definedNames":
		p.out.WriteString(strings.ReplaceAll(p.names, "<definedName", "<definedName"+p.space))
		p.named = true
	case x.begins(2) && slices.Contains(behindNames[:], x.name), x.kind == rawEnd && x.depth == 1:
		p.addNames()
	}
	if !p.dropping {
		p.out.Write(x.raw)
	} else if x.kind == rawEnd && x.depth == 3 {
		p.dropping = false
	}
}

func (p *bookPart) beginSheets() {
	if !p.viewed { // views of sheets refer to one of the workbook
		fmt.Fprintf(&p.out, `<bookViews%s><workbookView activeTab="%d"/></bookViews>`, p.space, p.active)
	}
	closed := p.x.kind == rawClosed
	p.out.Write(p.x.opened())
	if p.first != nil {
		p.addSheets([]bookSheet{*p.first})
	}
	if closed {
		p.addSheets(p.last)
		p.out.WriteString(p.x.end())
	}
}

func (p *bookPart) addSheets(sheets []bookSheet) {
	for _, s := range sheets {
		p.nextID++
		fmt.Fprintf(&p.out, `<sheet%s xmlns:r="%s" name="%s" sheetId="%d" r:id="%s"/>`, p.space, p.links, escapeXML(s.name), p.nextID, s.link)
	}
}

// definedName moves a sheet's own names on when a sheet came before it, and drops those that are written anew.
func (p *bookPart) definedName() {
	x := p.x
	sheet, err := strconv.Atoi(attrText(x.raw, "localSheetId"))
	if err != nil {
		return
	}
	if p.first != nil {
		x.raw = setAttr(x.raw, "localSheetId", strconv.Itoa(sheet+1))
		return
	}
	name := attrText(x.raw, "name")
	p.dropping = sheet == p.active && (name == problemsMark || name == filterName) && x.kind == rawOpen
}

// addNames writes the names where the workbook had none.
func (p *bookPart) addNames() {
	if !p.named {
		p.named = true
		p.out.WriteString("<definedNames" + p.space + ">" + p.names + "</definedNames>")
	}
}

// problemsAt finds the sheet of problems of an earlier annotation, as a number from 0; -1 when there is none.
func problemsAt(doc []byte) (int, error) {
	x := newRawScanner(bytes.NewReader(doc))
	for {
		if err := x.next(); err != nil || x.kind == rawEOF {
			return -1, err
		}
		if x.begins(3) && x.name == "definedName" && attrText(x.raw, "name") == problemsMark {
			if n, err := strconv.Atoi(attrText(x.raw, "localSheetId")); err == nil {
				return n, nil
			}
		}
	}
}

// emptyBook is a workbook without sheets, to which sheets are added.
func emptyBook() map[string]string {
	return map[string]string{
		typesPart: xmlHeader + `<Types xmlns="` + typesSpace + `"><Default Extension="rels" ContentType="` + relsType + `"/>` +
			`<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ` +
			`ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`,
		"_rels/.rels": xmlHeader + `<Relationships xmlns="` + linksSpace + `"><Relationship Id="rId1" Type="` + linkSpace +
			`/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml": xmlHeader + `<workbook xmlns="` + mainSpace + `" xmlns:r="` + linkSpace + `"><sheets/></workbook>`,
	}
}
