package importer

import (
	"plugsheet/importer/config"
	"plugsheet/importer/kind"
	"plugsheet/importer/person"
	"plugsheet/schemas/problem"
)

// lookForPersons tells what each column of the sample holds of persons.
func (p *ProposedSheet) lookForPersons() {
	h := headedRows{titles: p.sample.titles, rows: p.sample.rows[:min(len(p.sample.rows), personRows)]}
	p.people = make([]person.Column, len(h.titles))
	for n, title := range h.titles {
		p.people[n] = person.Look(title, h.values(n))
	}
}

// private tells whether a column is left out for what it holds of persons. The import does the same.
func (p *ProposedSheet) private(n int, use column) bool {
	if p.people[n].Secret(p.reader.kind == kind.Customers) {
		return true
	}
	if use.use == unused { // that it has become here
		use.use = extra
	}
	return p.reader.strays(use, p.people[n])
}

// leaveOut is the outcome for a column that is left out for what it holds of persons; a secret is not shown either.
func (p *ProposedSheet) leaveOut(n int, out ProposedColumn) ProposedColumn {
	out.Use, out.Confidence, out.Reason, out.write = config.Ignored, sureWord, problem.Textf("data of persons"), true
	if p.people[n].Secret(p.reader.kind == kind.Customers) {
		out.Reason, out.Example = problem.Textf("a secret, which is never read"), ""
	}
	return out
}
