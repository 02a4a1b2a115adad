// Package mark writes the copy of inputs in which problems are marked.
package mark

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"plugsheet/importer/table"
	"plugsheet/schemas/files"
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

const hintOut = "choose another name for the annotated copy"

// checkTarget refuses a workbook that would be in the way of something.
func (m *marking) checkTarget(inputs []string) error {
	refuse := func(hint string, reason problem.Text) error {
		return &table.FileError{Path: m.out, Reason: reason, Hint: hint}
	}
	ending := ".xlsx"
	if slices.ContainsFunc(m.sheets, (*table.Sheet).HasMacros) { // which only a file with that ending may have
		ending = ".xlsm"
	}
	if !strings.EqualFold(filepath.Ext(m.out), ending) {
		return refuse(fmt.Sprintf("--annotate %q", strings.TrimSuffix(m.out, filepath.Ext(m.out))+ending),
			problem.Textf("cannot be the name of the annotated workbook: it has to end with %s", ending))
	}
	if slices.ContainsFunc(m.sheets, func(s *table.Sheet) bool { return same(m.out, s.File) }) {
		return refuse(hintOut, problem.Textf("is an input itself, which is never changed"))
	}
	if slices.ContainsFunc(inputs, func(name string) bool { return same(filepath.Dir(m.out), name) }) {
		return refuse("choose another folder for the annotated copy",
			problem.Textf("would lie in the folder that is imported, and be imported with it"))
	}
	switch info, err := os.Lstat(m.out); {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return refuse(hintOut, problem.Textf("is not an ordinary file"))
	}
	switch ours, untouched := earlier(m.out); {
	case !ours:
		return refuse(hintOut,
			problem.Textf("is there already, and is no annotated workbook that could be replaced"))
	case !untouched:
		return refuse(
			"choose another name for the annotated copy, or import it when the problems in it are solved",
			problem.Textf("is an annotated workbook that was saved since, and is not replaced"))
	}
	return nil
}

// same tells whether two paths lead to the same file.
func same(a, b string) bool {
	i, err1 := os.Stat(a)
	j, err2 := os.Stat(b)
	return err1 == nil && err2 == nil && os.SameFile(i, j)
}

// replace writes a file as a whole or not at all. It may be read by whoever may read the
// input that it is a copy of.
func (m *marking) replace(content []byte) error {
	mode := fs.FileMode(0o600)
	if len(m.sheets) > 0 {
		if info, err := os.Stat(m.sheets[0].File); err == nil {
			mode |= info.Mode().Perm() & 0o666
		}
	}
	err := files.WriteFile(m.out, content, mode)
	var p *fs.PathError
	if errors.As(err, &p) {
		return &table.FileError{Path: m.out, Reason: problem.Textf("cannot be written: %s", p.Err.Error()),
			Hint: "choose a folder that you may write to", Err: err}
	}
	return err
}
