package sheet

import (
	"cmp"
	"context"
	"errors"
	"strconv"
	"strings"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/importer/stage"
	"plugsheet/importer/table"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/bundle/scan"
	"plugsheet/schemas/problem"
)

// Tell notes problems. An error spoils the row that is being read; one that is not about a row spoils
// everything.
func (i *Job) Tell(ps ...problem.Problem) {
	for _, p := range ps {
		if p.Severity != problem.Error {
			continue
		}
		i.Bad = true
		at := rowPlace{p.Position.File, p.Position.Sheet, p.Position.Row}
		if !i.Reading || at.row == 0 {
			i.Blocked = true
		}
		if len(i.BadRows) < problem.Limit {
			i.BadRows[at] = true
		}
	}
	i.Problems.Add(ps...)
}

// rowPlace is a row of a sheet.
type rowPlace struct {
	File, Sheet string
	row         int
}

// Faults tells of what a record's schema refuses. at gives the place for a fault of the record with an index
// and of one of its keys; the zero place means that it has been told of. An error that is none of the data is
// given back.
func (i *Job) Faults(err error, at func(index int, name string) problem.Position) error {
	var invalid *bundle.Invalid
	if !errors.As(err, &invalid) {
		return err
	}
	for _, f := range invalid.Faults {
		parts := strings.Split(strings.TrimPrefix(f.Pointer, "/"), "/")
		index, name := 0, ""
		if n, err := strconv.Atoi(parts[0]); err == nil {
			index = n
			parts = parts[1:]
		}
		if len(parts) > 0 && parts[0] == "product" {
			parts = parts[1:]
		}
		if len(parts) > 0 {
			name = parts[0]
		}
		if p := at(index, name); p != (problem.Position{}) {
			i.Tell(problem.Errorf(p, "schema", "%s %s", name, f.Message))
		}
	}
	return nil
}

// PlaceOf is the cell of a record's key among those of its row; the zero place where an error of the row was
// told of.
func (i *Job) PlaceOf(k kind.Kind, name string, cells []problem.Position) problem.Position {
	if i.ToldAt(cells[0]) {
		return problem.Position{}
	}
	return cells[max(0, field.Index(field.Of(k), name))]
}

// ToldAt tells whether there is an error in a row already, so that what follows from it need not be told.
func (i *Job) ToldAt(at problem.Position) bool {
	return i.BadRows[rowPlace{at.File, at.Sheet, at.Row}] || i.BadRows[rowPlace{at.File, at.Sheet, 0}]
}

// CellName names a cell for a message about another one: with its file and sheet only where they differ.
func (i *Job) CellName(p, other problem.Position) string {
	if p.File == other.File && p.Sheet == other.Sheet {
		return p.Cell()
	}
	return p.String()
}

// tellProgress tells the caller how far the reading has come.
func (i *Job) tellProgress(s *table.Sheet) {
	if i.Progress == nil {
		return
	}
	var done, total int64
	for _, src := range i.Sources {
		d, t := src.Sheet.Size()
		if src.Sheet == s || d == t {
			done += d
		}
		total += t
	}
	i.Progress(stage.Read, done, total)
}

// Tally counts what an import did with the rows.
type Tally struct {
	Counts    bundle.Counts // records that were good
	Customers int           // rows of customers that were good
	Skipped   int           // rows left out for their errors; 0 unless that was asked for
	// SkippedProducts are those of them that are products, each with all its rows. SkippedRows are all of
	// them in the order of the kinds, at most as many as problems are kept.
	SkippedProducts int
	SkippedRows     []SkippedRow
	Unpublished     []Unpublished // products left out as not published, by sheet, column and value
}

// Job is one import under way, as far as those who read its sheets share it.
type Job struct {
	Tally
	Config   config.Config // completed by the Settings sheet and the defaults
	Unspoken bool          // nobody said the language: English is the default
	// Separated tells that somebody said what stands between the labels of a path, so that it is no question.
	Separated bool
	Words     *field.Words
	Allow     scan.Allow      // the shop's own, which is nobody's
	coded     map[string]bool // by header: whether its numbers are those of products; see [scan.IsCoded]

	Problems *problem.List
	Reading  bool              // the rows are being read: headers and settings are good or told of
	Bad      bool              // an error was told of in the row that is being read
	Blocked  bool              // an error was told of that skipping rows does not mend
	BadRows  map[rowPlace]bool // rows with an error; at most as many as problems are kept

	SkipBadRows     bool // rows with errors are left out, and the others written
	WithUnpublished bool // what is not published is taken all the same
	Traced          bool // it is noted which rows were left out as not published

	Sheets  map[kind.Kind][]*table.Sheet
	Sources []*Source
	ByKind  map[kind.Kind][]*Source
	Writer  *bundle.Writer
	Watch   *stage.Watch
	// progress, where not nil, is told the bytes that were read.
	Progress func(stage stage.Stage, done, total int64)
	// Advise gives what the proposal says of a sheet; nil where it says nothing.
	Advise func(ctx context.Context, s *Source) Advice
}

// NewJob is a job of which nothing is read yet.
func NewJob(c config.Config) *Job {
	return &Job{
		Config: c, Problems: &problem.List{}, BadRows: map[rowPlace]bool{}, Watch: stage.New(),
		coded: map[string]bool{}, Sheets: map[kind.Kind][]*table.Sheet{}, ByKind: map[kind.Kind][]*Source{},
	}
}

// SkippedRow is a row that was left out for its errors: a product with all its rows, a variant of a product
// that stays, or a row of another sheet.
type SkippedRow struct {
	Kind  string           `json:"kind"` // of the sheet, as in [Config]; variants for a variant
	At    problem.Position `json:"position"`
	Key   string           `json:"key,omitempty"`   // its reference or id; never of a customer
	Title string           `json:"title,omitempty"` // of a product
}

// Skip notes a row that is left out for its errors, where that is asked for.
func (i *Job) Skip(r *Row) {
	k := r.Source.Reader.Kind
	s := SkippedRow{At: r.Source.Sheet.At(r.Number, 0)}
	switch k {
	case kind.Products:
		s.Key, s.Title = cmp.Or(r.Text[field.Reference], r.Text[field.ID]), r.Text[field.Title]
	case kind.Variants:
		s.Key = r.Text[field.Reference]
	case kind.Customers:
	default:
		s.Key = r.Text[0]
	}
	i.SkipAt(k, s)
}

// SkipVariant notes a row of a sheet of products that adds nothing to its product, for its errors.
func (i *Job) SkipVariant(g *Grouping, r *Row) {
	i.SkipAt(kind.Variants, SkippedRow{At: r.Source.Sheet.At(r.Number, 0), Key: g.Code(r)})
}

// SkipAt counts a row of a kind that is left out, and keeps it as long as there is room.
func (i *Job) SkipAt(k kind.Kind, s SkippedRow) {
	if !i.SkipBadRows {
		return
	}
	s.Kind = string(k)
	i.Skipped++
	if k == kind.Products {
		i.SkippedProducts++
	}
	if len(i.SkippedRows) < problem.Limit {
		i.SkippedRows = append(i.SkippedRows, s)
	}
}
