// Package mark writes the copy of inputs in which problems are marked.
package mark

import (
	"cmp"
	"context"
	"errors"

	"plugsheet/importer/table"
	"plugsheet/schemas/problem"
)

const (
	// MaxCells is up to how many cells inputs are copied as a whole, counted from column A to the last of
	// each row: about 20,000 rows of 12 columns, which the library holds in some 350 MB.
	MaxCells = 250_000

	maxUnpacked = 256 << 20 // bytes in a workbook that is copied as a whole
	maxNotes    = 5000      // cells with a note; programs open slowly with tens of thousands
	maxNoteText = 2000      // characters of a note
	maxLinks    = 5000      // links of the list of problems
)

// Note is one thing to tell about a place in an input.
type Note struct {
	// where; a row without column is marked in column A, a column in the header, a sheet in A1
	At       problem.Position
	Severity problem.Severity // the colour: light red for errors, light yellow for warnings
	Title    string           // what is wrong
	Value    string           // what stands there
	Advice   string           // what to write instead; may be empty
}

// Options says how the inputs are read and in which language the workbook speaks. The zero value is English.
type Options struct {
	Read     table.Options // as the inputs were read
	Language problem.Language
	Dropped  int // problems that were counted and are not among the notes
}

// Copy is the workbook that was written.
type Copy struct {
	Path string
	Only problem.Text // why it holds only the rows with problems; empty: it holds everything
	Lost []string     // things of worksheets that it lacks, as the format names them, such as "cellWatches"
}

// Annotate writes a copy of the inputs to a workbook in which each cell with a problem has a colour and a
// note, and whose first sheet lists all problems with links to their cells. The inputs, files or folders as
// for [table.Open], stay as they are. Text files become sheets of text cells, one each.
//
// The copy is whole where the inputs have at most [MaxCells] cells, one of them at most is a workbook, and
// the library keeps that: the copy is read back, and every cell and every hidden row and sheet must be as it
// was. Otherwise it holds headers and the rows with problems, each with its row number in column A.
//
// Charts, pivot tables, pictures and macros are kept. What gets lost: digital signatures; that a
// formula gave an empty text, until a spreadsheet program calculates it anew; and what the library does
// not know in a worksheet, which [Copy.Lost] names. Where it could not keep the notes of others, cells
// have colours only, and the list says so.
//
// Out must not be an input, nor lie in a folder that is one; when it exists it must be an annotated
// workbook that nobody has saved since. At most 5,000 cells get a note, all a colour. Errors for the
// person are of type [*table.FileError].
func Annotate(ctx context.Context, inputs []string, out string, notes []Note, o Options) (Copy, error) {
	m := &marking{Language: o.Language, o: o, out: out, notes: notes}
	for _, name := range inputs {
		b, err := table.Open(name, o.Read)
		if err != nil {
			return Copy{}, err
		}
		defer b.Close() // it was only read
		m.sheets = append(m.sheets, b.Sheets...)
	}
	if err := m.checkTarget(inputs); err != nil {
		return Copy{}, err
	}
	c := Copy{Path: out}
	var err error
	if c.Only, err = m.measure(ctx); err != nil {
		return c, err
	}
	if m.whole() {
		var refused *table.FileError
		if err := m.write(ctx); err == nil || ctx.Err() != nil || errors.As(err, &refused) {
			c.Lost = m.lost
			return c, err
		}
		m.shapes, c.Only = nil, problem.Textf("the whole would not be kept as it is")
	}
	return c, m.write(ctx)
}

// measure looks whether the inputs can be copied as a whole, and says why where they cannot.
func (m *marking) measure(ctx context.Context) (why problem.Text, err error) {
	shapes, cells := map[*table.Sheet]table.Shape{}, 0
	for _, s := range m.sheets {
		if s.Format == "xlsx" {
			if cmp.Or(m.base, s.File) != s.File {
				return problem.Textf("there are several workbooks"), nil
			}
			m.base = s.File
		}
		if shapes[s], err = s.Shape(ctx); err != nil {
			return why, err
		}
		if cells += shapes[s].Cells; cells > MaxCells {
			return problem.Textf("the whole has more than %d cells", MaxCells), nil
		}
	}
	m.shapes = shapes
	return why, nil
}
