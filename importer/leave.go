package importer

import (
	"cmp"
	"slices"
	"strings"

	"plugsheet/importer/config"
	"plugsheet/importer/header"
	"plugsheet/importer/kind"
	"plugsheet/importer/sheet"
	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
)

// lack is why a row of products cannot be read: its value for a field is missing, or cannot be read.
type lack struct {
	field   string
	missing bool
}

// lacking are the rows that cannot be read for one reason, in reading order.
type lacking struct {
	lack
	cells []problem.Position
}

// unread are the rows of products that cannot be read.
type unread struct {
	reasons []lacking // each row stands below the first one that it has, and some have none of their own
	rows    int
}

// shownCells is how many cells are named of the rows that are left out for one reason.
const shownCells = 10

// leave decides about rows that cannot be read. Those that the mapping leaves out become warnings, which are
// counted by reason. Of others that are few, where nothing else is wrong, the report says what the mapping
// would have to leave out.
func (i *run) leave() {
	found, ok := i.unread()
	if i.o.SkipBadRows || !ok {
		return
	}
	said := i.Config.LeaveOut[string(kind.Products)]
	if !i.fewRows(found.rows) {
		if len(said) > 0 {
			i.Tell(problem.Errorf(problem.Position{}, "many-left-out",
				"too many rows cannot be read: %d; leaveOut leaves out at most 5 %% of them, or a single one",
				found.rows).Hintf("mend the cells; or, this once: %s", problem.Pastef("--skip-bad-rows")))
		}
		return
	}
	offer := map[string]string{}
	for _, l := range found.reasons {
		if has := said[l.field]; has != l.why() && has != config.Either {
			offer[l.field] = l.with(cmp.Or(offer[l.field], has))
		}
	}
	if len(offer) > 0 {
		i.report.LeaveOut, i.report.Unread = offer, found.rows
		return
	}
	i.spare(found)
}

// spare makes warnings of the errors, and counts the rows.
func (i *run) spare(found unread) {
	spared := problem.List{}
	for _, p := range i.Problems.Sorted() {
		p.Severity = problem.Warning
		spared.Add(p)
	}
	*i.Problems = spared
	for _, r := range found.reasons {
		if len(r.cells) > 0 {
			i.report.Left = append(i.report.Left, LeftOut{Count: len(r.cells), What: "rows", Reason: r.text(),
				Cells: r.cells})
		}
	}
}

// why is the word of plugsheet.yaml for it.
func (l lack) why() string {
	if l.missing {
		return config.Missing
	}
	return config.Unreadable
}

// with is the word of plugsheet.yaml for it and another one.
func (l lack) with(other string) string {
	if other == "" || other == l.why() {
		return l.why()
	}
	return config.Either
}

// text says why the rows are left out, and names the first cells.
func (l lacking) text() problem.Text {
	var cells []string
	for n, at := range l.cells[:min(len(l.cells), shownCells)] {
		name := at.Cell()
		if n == 0 || at.File != l.cells[n-1].File || at.Sheet != l.cells[n-1].Sheet {
			name = at.String()
		}
		cells = append(cells, name)
	}
	if len(l.cells) > shownCells {
		cells = append(cells, "…")
	}
	if l.missing {
		return problem.Textf("no value for %s: %s", l.field, strings.Join(cells, ", "))
	}
	return problem.Textf("%s cannot be read: %s", l.field, strings.Join(cells, ", "))
}

// unread finds the rows with errors and why they have them. It reports false where there are none, and where
// an error is about something else than the values of one row.
func (i *run) unread() (u unread, ok bool) {
	if i.Problems.Errors() == 0 || i.Problems.Dropped() > 0 || i.Blocked {
		return u, false
	}
	errors := each.That(i.Problems.Sorted(), func(p problem.Problem) bool { return p.Severity == problem.Error })
	long := map[problem.Position]bool{}
	for _, p := range errors {
		long[rowOf(p)] = long[rowOf(p)] || p.Code == "long-row"
	}
	rows, at := map[problem.Position]bool{}, map[lack]int{}
	for _, p := range errors {
		l, ok := i.lackOf(p)
		if long[rowOf(p)] {
			l = lack{field: config.WholeRow} // its values stand in wrong columns
		} else if !ok {
			return u, false
		}
		n, known := at[l]
		if !known {
			n, at[l] = len(u.reasons), len(u.reasons)
			u.reasons = append(u.reasons, lacking{lack: l})
		}
		if !rows[rowOf(p)] {
			rows[rowOf(p)] = true
			u.reasons[n].cells = append(u.reasons[n].cells, p.Position)
		}
	}
	u.rows = len(rows)
	return u, true
}

// rowOf is the row in which a problem is.
func rowOf(p problem.Problem) problem.Position {
	at := p.Position
	at.Column = 0
	return at
}

// lackOf is why an error keeps its row from being read; false where it is about more than that row.
func (i *run) lackOf(p problem.Problem) (lack, bool) {
	s := i.sourceOf(p.Position)
	if s == nil || strings.HasPrefix(p.Code, "unsure") || slices.Contains(aboutMore, p.Code) {
		return lack{}, false
	}
	n := s.Title(p.Position.Column)
	if n < 0 || s.Head.Columns[n].Use != header.AsField {
		return lack{}, false
	}
	return lack{s.Reader.Fields[s.Head.Columns[n].Field].Name, p.Code == "missing-value"}, true
}

// aboutMore are the codes of errors of which leaving out the row is no remedy: of two rows nobody knows the
// right one, and persons are to be taken out by hand.
var aboutMore = []string{"duplicate-id", "duplicate-reference", "id-collision", "personal"}

// sourceOf is the sheet of products in which a place is; nil for none.
func (i *run) sourceOf(at problem.Position) *sheet.Source {
	for _, s := range i.ByKind[kind.Products] {
		if whole := s.Sheet.At(at.Row, at.Column); whole == at {
			return s
		}
	}
	return nil
}

// fewRows tells whether so many rows may be left out: at most 5 % of all, or a single one.
func (i *run) fewRows(rows int) bool {
	all := 0
	for _, s := range i.ByKind[kind.Products] {
		all += s.Rows
	}
	return rows < all && (rows == 1 || sheet.Few(rows, all))
}
