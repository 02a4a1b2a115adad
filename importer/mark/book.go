package mark

import (
	"errors"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// notePart is how the library finds the notes of a sheet: by the number that both parts of them have.
var notePart = regexp.MustCompile(`^xl/(?:comments|drawings/vmlDrawing)(\d+)\.(?:xml|vml)$`)

// book is a workbook being written.
type book struct {
	*excelize.File
	looks   map[look]int
	notes   map[string]map[string]bool // that were there, by sheet and cell
	refuses *bool                      // see takesNotes
}

// takesNotes tells whether the library can add notes without doing harm to those that are there: it knows
// only parts of the usual names, and no threads of comments.
func (b *book) takesNotes() bool {
	if b.refuses == nil {
		b.refuses = new(bool)
		seen := map[string]int{}
		b.Pkg.Range(func(name, _ any) bool {
			part := name.(string)
			if k := notePart.FindStringSubmatch(part); k != nil {
				seen[k[1]]++
			} else if low := strings.ToLower(part); strings.HasSuffix(low, ".vml") ||
				strings.Contains(low, "comments") {
				*b.refuses = true
			}
			return true
		})
		for _, n := range seen {
			*b.refuses = *b.refuses || n != 2
		}
	}
	return !*b.refuses
}

// hasNote tells whether a cell had a note before.
func (b *book) hasNote(sheet, cell string) bool {
	if b.notes[sheet] == nil {
		if b.notes == nil {
			b.notes = map[string]map[string]bool{}
		}
		b.notes[sheet] = map[string]bool{}
		all, _ := b.GetComments(sheet) // where they cannot be read, none can be added
		for _, c := range all {
			b.notes[sheet][c.Cell] = true
		}
	}
	return b.notes[sheet][cell]
}

// newStream begins a sheet that is written row by row, whose first row stays in view.
func (b *book) newStream(sheet string, widths []float64) (*excelize.StreamWriter, error) {
	s, err := b.NewStreamWriter(sheet)
	if err != nil {
		return nil, err
	}
	for i, width := range widths {
		err = errors.Join(err, s.SetColWidth(i+1, i+1, max(width, 9)))
	}
	return s, errors.Join(err, s.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2",
		ActivePane: "bottomLeft"}))
}

// toFront moves the last sheet before the first, and the sheets' own names with them.
func (b *book) toFront(list, first string) error {
	b.SetActiveSheet(0) // the library moves nothing in a workbook without a view
	if err := b.MoveSheet(list, first); err != nil {
		return err
	}
	if names := b.WorkBook.DefinedNames; names != nil {
		for i, n := range names.DefinedName {
			if n.LocalSheetID != nil {
				moved := *n.LocalSheetID + 1
				names.DefinedName[i].LocalSheetID = &moved
			}
		}
	}
	return nil
}

// forget takes an earlier annotation away: the list of problems, the colours and the notes.
func (b *book) forget() error {
	list := ""
	for _, n := range b.GetDefinedName() {
		if n.Name == problemsMark {
			list = n.Scope
		}
	}
	if list == "" {
		return nil
	}
	b.forgetColors()
	err := b.DeleteSheet(list)
	for _, sheet := range b.GetSheetList() {
		notes, unread := b.GetComments(sheet)
		err = errors.Join(err, unread)
		for _, c := range notes {
			if c.Author == author {
				err = errors.Join(err, b.DeleteComment(sheet, c.Cell))
			}
		}
	}
	return err
}

// forgetColors takes the colours of marks out of all looks of cells.
func (b *book) forgetColors() {
	ours := map[int]bool{}
	for i, f := range b.Styles.Fills.Fill {
		if f.PatternFill != nil && f.PatternFill.FgColor != nil {
			rgb := strings.TrimPrefix(f.PatternFill.FgColor.RGB, "FF")
			ours[i] = slices.Contains(slices.Collect(maps.Values(colors())), rgb)
		}
	}
	for i, xf := range b.Styles.CellXfs.Xf {
		if xf.FillID != nil && ours[*xf.FillID] {
			b.Styles.CellXfs.Xf[i].FillID = new(int)
		}
	}
}
