package propose

import (
	"plugsheet/importer/config"
	"plugsheet/importer/header"
	"plugsheet/importer/kind"
	"plugsheet/importer/person"
	"plugsheet/importer/sheet"
	"plugsheet/schemas/problem"
)

// lookForPersons tells what each column of the sample holds of persons.
func (p *Sheet) lookForPersons() {
	h := sheet.HeadedRows{Titles: p.sample.titles, Rows: p.sample.rows[:min(len(p.sample.rows), sheet.PersonRows)]}
	p.people = make([]person.Column, len(h.Titles))
	for n, title := range h.Titles {
		p.people[n] = person.Look(title, h.Values(n))
	}
}

// private tells whether a column is left out for what it holds of persons. The import does the same.
func (p *Sheet) private(n int, use header.Column) bool {
	if p.people[n].Secret(p.reader.Kind == kind.Customers) {
		return true
	}
	if use.Use == header.Unused { // that it has become here
		use.Use = header.Extra
	}
	return p.reader.Strays(use, p.people[n])
}

// leaveOut is the outcome for a column that is left out for what it holds of persons; a secret is not shown either.
func (p *Sheet) leaveOut(n int, out Column) Column {
	out.Use, out.Confidence, out.Reason, out.write = config.Ignored, sureWord, problem.Textf("data of persons"), true
	if p.people[n].Secret(p.reader.Kind == kind.Customers) {
		out.Reason, out.Example = problem.Textf("a secret, which is never read"), ""
	}
	return out
}
