package sheet

import (
	"slices"
	"strings"
	"unicode/utf8"

	"plugsheet/importer/field"
	"plugsheet/importer/header"
	"plugsheet/importer/kind"
	"plugsheet/importer/table"
	"plugsheet/schemas/bundle/scan"
	"plugsheet/schemas/problem"
)

// What goes into the bundle is looked at as plugsheet scan looks at files, cell by cell, before it is
// written. What counts depends on whose words they are: a bot's answers and a form are the shop's own, who
// may be written to; a catalog names makers, so that an address of an office within a longer text is only
// told of.

// PublicCell is a text that goes into the bundle, and where it stands.
type PublicCell struct {
	At     problem.Position
	Kind   kind.Kind
	Header string // of its column
	Text   string
	Coded  bool // numbers in it are those of products
}

// CheckPublic tells of what looks personal in a cell.
func (i *Job) CheckPublic(c PublicCell) {
	find := scan.Find
	if c.Coded {
		find = scan.FindCoded
	}
	found := find(c.Text, i.Allow)
	for _, f := range found {
		if f.Code == "phone" && len(found) > 1 && found[0].Code != "phone" && found[0].Code != "email" {
			continue // the end of an IBAN or of a card's number
		}
		whole := utf8.RuneCountInString(c.Text) <= utf8.RuneCountInString(f.Text)+15
		if p, ok := c.judge(f, whole); ok {
			i.Tell(p)
		}
	}
}

// judge tells what is wrong with something that looks personal; false where nothing is.
func (c PublicCell) judge(f scan.Finding, whole bool) (problem.Problem, bool) {
	own := c.Kind != kind.Products && c.Kind != kind.Variants && c.Kind != kind.Categories
	bot := slices.Contains([]kind.Kind{kind.BotScenarios, kind.BotAnswers, kind.BotHours}, c.Kind)
	severity := problem.Error
	switch {
	case f.Code == "phone" && own, f.Code == "email" && own && isOffice(f.Text):
		return problem.Problem{}, false
	case f.Code == "phone" && !whole, f.Code == "email" && (bot || !whole && isOffice(f.Text)):
		severity = problem.Warning
	}
	p := problem.Errorf(c.At, "personal",
		"the cell holds what looks like %s, which the bundle would make public", f.Name).WithValue(f.Masked)
	p.Severity = severity
	switch {
	case whole && !own && c.Header != "":
		return p.Hintf("in plugsheet.yaml: %s",
			problem.Pastef("columns: { %s: { %q: ignore } }", c.Kind, c.Header)), true
	case whole && !own:
		return p.Hintf("take it out"), true
	}
	return p.Hintf("take it out; or, if it is no person's, in plugsheet.yaml: %s",
		problem.Pastef("allow: [%q]", f.Text)), true
}

// offices are what addresses of an office begin with, that are nobody's own, in eight languages.
var offices = rowWords.Exact("office")

// isOffice tells whether an e-mail address is that of an office: its first word is none of a person.
func isOffice(address string) bool {
	local, _, _ := strings.Cut(strings.ToLower(address), "@")
	first, _, _ := strings.Cut(strings.ReplaceAll(local, "_", "."), ".")
	return offices()[local] || offices()[first] || offices()[strings.ReplaceAll(local, "-", "")]
}

// CheckRow looks at the fields of a row, in all languages.
func (i *Job) CheckRow(r *Row) {
	k := r.Source.Reader.Kind
	if k == kind.Customers || k == kind.Settings {
		return
	}
	for f, text := range r.Text {
		if coded := isCoded(k, f); scan.Suspect(text, coded) && !r.Broken[f] && !r.lent(f) {
			i.CheckPublic(PublicCell{r.At(f), k, r.HeaderOf(f), text, coded})
		}
	}
	if k == kind.Products || k == kind.Variants {
		return // other languages are among the keywords there
	}
	for _, c := range r.Source.Head.Local {
		if cell := r.Cell(c.Number); cell.Text != "" && !IsError(&cell) {
			i.CheckPublic(PublicCell{r.Source.Sheet.At(r.Number, c.Number), k, c.Title, cell.Text, false})
		}
	}
}

// lent tells whether the value of a field stands in the cell of another: the id and the reference of a
// product lend theirs.
func (r *Row) lent(f int) bool {
	if !r.Source.Reader.Kind.SellsThings() || r.Text[field.ID] != r.Text[field.Reference] {
		return false
	}
	return f == field.ID && !r.OwnID || f == field.Reference && r.Column[f] == 0 && r.OwnID
}

// CheckKeyword looks at a cell that is kept for the search.
func (i *Job) CheckKeyword(r *Row, c *header.Column, cell table.Cell) {
	if !scan.Suspect(cell.Text, false) {
		return // most cells: the header need not be looked at
	}
	at := r.Source.Sheet.At(r.Number, c.Number)
	coded, known := i.coded[c.Title]
	if !known {
		coded = scan.IsCoded(c.Title)
		i.coded[c.Title] = coded
	}
	i.CheckPublic(PublicCell{at, r.Source.Reader.Kind, c.Title, cell.Text, coded})
}

// isCoded tells whether numbers in a field are ids, references, prices or addresses of pages.
func isCoded(k kind.Kind, f int) bool {
	switch k {
	case kind.Products, kind.Variants:
		return !field.IsProse(f)
	case kind.Categories:
		return f != field.CategoryLabel
	}
	return false
}
