package table

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"plugsheet/schemas/problem"
)

const (
	maxNotes    = 5000   // cells of a workbook that get a note; programs open slowly with tens of thousands
	maxNoteText = 2000   // characters of a note
	maxLinks    = 65_000 // links of the list of problems; Excel's limit is 65,530
)

// Note is one thing to tell about a place in an input.
type Note struct {
	At       problem.Position // where; a row without column is marked in column A, a column in the header, a sheet in A1
	Severity problem.Severity // the colour: light red for errors, light yellow for warnings
	Title    string           // what is wrong
	Value    string           // what stands there
	Advice   string           // what to write instead; may be empty
}

// AnnotateOptions says how the inputs are read and what the words on the sheet of problems are. The zero value is English.
type AnnotateOptions struct {
	Read    Options       // as the inputs were read
	Words   AnnotateWords // of the person's language
	Dropped int           // problems that were counted and are not among the notes
}

// AnnotateWords are the texts that the workbook gets. Empty ones are English. The last three hold one %d.
type AnnotateWords struct {
	Problems                                    string // the sheet's name
	Severity, Sheet, Cell, Wrong, Value, Advice string // its headings
	Error, Warning                              string
	Cut                                         string // a text was cut: "is cut after 32,767 characters, the most that a cell holds"
	NotMarked                                   string // "%d more cells are coloured and have no note"
	NotLinked                                   string // "%d more problems have no link"
	NotListed                                   string // "%d more problems are not listed"
}

// Annotate writes a copy of the inputs to a workbook in which each cell with a problem has a colour and a note, and whose
// first sheet lists all problems with links to their cells. The inputs, files or folders as for [Open], stay as they are.
//
// A workbook keeps everything that it holds. Text files become sheets of text cells, one each, in the first workbook, or
// in a new one where no input is a workbook. Every further workbook is annotated in a file of its own: out-2.xlsx and so
// on. The paths of what was written are returned in that order.
//
// Out must not be an input, nor lie in a folder that is one; when it exists it must be an annotated workbook that nobody
// has saved since. It is replaced as a whole or not at all. At most 5,000 cells of a workbook get a note, all a colour.
// Memory does not grow with the inputs, only with the notes. Errors for the person are of type [*FileError].
func Annotate(ctx context.Context, inputs []string, out string, notes []Note, o AnnotateOptions) ([]string, error) {
	a := annotation{o: o, out: out}
	a.o.Words = o.Words.orEnglish()
	defer a.close()
	for _, name := range inputs {
		if err := a.addInput(name); err != nil {
			return nil, err
		}
	}
	if err := a.arrange(notes); err != nil {
		return nil, err
	}
	var written []string
	for _, v := range a.volumes {
		if err := v.write(ctx, a.o); err != nil {
			return written, fmt.Errorf("writing the annotated workbook: %w", err)
		}
		written = append(written, v.path)
	}
	return written, nil
}

// annotation is one call of Annotate.
type annotation struct {
	o       AnnotateOptions
	out     string
	inputs  []string
	books   []*Book
	volumes []*volume
}

// volume is one workbook to be written.
type volume struct {
	path   string
	source string    // the file that it is a copy of; else the first text file
	base   *workbook // nil: there is none
	sheets []*Sheet  // of base
	texts  []*Sheet
	notes  []Note
}

func (a *annotation) close() {
	for _, b := range a.books {
		b.Close() // they were only read
	}
}

func (a *annotation) addInput(name string) error {
	b, err := Open(name, a.o.Read)
	if err != nil {
		return err
	}
	a.inputs = append(a.inputs, name)
	a.books = append(a.books, b)
	return nil
}

// arrange decides which sheet and which note goes into which workbook.
func (a *annotation) arrange(notes []Note) error {
	var texts []*Sheet
	books := map[*workbook]*volume{}
	for _, b := range a.books {
		for _, s := range b.Sheets {
			p, ok := s.source.(*sheetPart)
			if !ok {
				texts = append(texts, s)
				continue
			}
			if books[p.book] == nil {
				books[p.book] = &volume{base: p.book, source: s.File}
				a.volumes = append(a.volumes, books[p.book])
			}
			books[p.book].sheets = append(books[p.book].sheets, s)
		}
	}
	if len(a.volumes) == 0 {
		a.volumes = []*volume{{}}
	}
	if a.volumes[0].texts = texts; a.volumes[0].source == "" && len(texts) > 0 {
		a.volumes[0].source = texts[0].File
	}
	if err := a.checkTargets(); err != nil {
		return err
	}
	byFile := map[string]*volume{}
	for _, v := range slices.Backward(a.volumes) {
		byFile[v.source] = v
	}
	for _, n := range notes {
		v := cmp.Or(byFile[n.At.File], a.volumes[0])
		v.notes = append(v.notes, n)
	}
	return nil
}

// target is the path of the n-th workbook, counted from 0.
func (a *annotation) target(n int, ending string) string {
	if n == 0 {
		return a.out
	}
	return fmt.Sprintf("%s-%d%s", strings.TrimSuffix(a.out, filepath.Ext(a.out)), n+1, ending)
}

func (w AnnotateWords) orEnglish() AnnotateWords {
	return AnnotateWords{
		Problems: cmp.Or(w.Problems, "Problems"), Severity: cmp.Or(w.Severity, "Severity"), Sheet: cmp.Or(w.Sheet, "Sheet"),
		Cell: cmp.Or(w.Cell, "Cell"), Wrong: cmp.Or(w.Wrong, "What is wrong"), Value: cmp.Or(w.Value, "What stands there"),
		Advice: cmp.Or(w.Advice, "What to write"), Error: cmp.Or(w.Error, "error"), Warning: cmp.Or(w.Warning, "warning"),
		Cut:       cmp.Or(w.Cut, "is cut after 32,767 characters, the most that a cell of a workbook holds"),
		NotMarked: cmp.Or(w.NotMarked, "%d more cells are coloured and have no note"),
		NotLinked: cmp.Or(w.NotLinked, "%d more problems are listed without a link"),
		NotListed: cmp.Or(w.NotListed, "%d more problems were found and are not listed"),
	}
}
