package mark

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"plugsheet/importer/table"
	"plugsheet/importer/workbook"
)

// write writes the workbook to its path.
func (m *marking) write(ctx context.Context) (err error) {
	defer func() {
		if p := recover(); p != nil { // the library was never meant for strangers' files
			err = fmt.Errorf("writing the annotated workbook: %v", p)
		}
	}()
	f, copied := excelize.NewFile(), m.base != "" && m.whole()
	if copied {
		if f, err = excelize.OpenFile(m.base, excelize.Options{UnzipSizeLimit: maxUnpacked}); err != nil {
			return err
		}
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	f.Path = m.out // by whose ending the library says what it is
	if err := m.fill(ctx, workbook.New(f), copied); err != nil {
		return err
	}
	var content bytes.Buffer
	if err := f.Write(&content); err != nil {
		return err
	}
	if err := m.replace(content.Bytes()); err != nil || !copied {
		return err
	}
	return m.compare(ctx)
}

// fill names the sheets, puts the list of problems before the others, and writes them all.
func (m *marking) fill(ctx context.Context, b *workbook.Book, copied bool) error {
	list, err := m.arrangeSheets(b, copied)
	if err != nil {
		return err
	}
	m.placeNotes(ctx)
	for _, s := range m.sheets {
		if m.streams(s) {
			err = m.stream(ctx, b, s)
		} else {
			err = m.markSheet(b, s)
		}
		if err != nil {
			return err
		}
	}
	return m.writeList(b, list)
}

// arrangeSheets takes an earlier annotation away, adds the sheet of the list of problems, and names the
// others.
func (m *marking) arrangeSheets(b *workbook.Book, copied bool) (list string, err error) {
	taken, kept := map[string]bool{}, []string(nil)
	if copied {
		if err := forget(b); err != nil {
			return "", err
		}
		kept = b.GetSheetList()
	}
	for _, name := range kept {
		taken[strings.ToLower(name)] = true
	}
	m.takesNotes = b.TakesNotes()
	if list = workbook.FreeName(m.Say("Problems"), taken); !copied {
		err = b.SetSheetName(b.GetSheetName(0), list)
	} else {
		err = b.AddFirst(list)
	}
	m.names = map[*table.Sheet]string{}
	for _, s := range m.sheets {
		if m.streams(s) {
			m.names[s] = workbook.FreeName(s.Title(), taken)
		} else if slices.Contains(kept, s.Name) {
			m.names[s] = s.Name
		}
	}
	return list, err
}

// compare reads the copy back: every cell has to be what it was.
func (m *marking) compare(ctx context.Context) error {
	b, err := table.Open(m.out, table.Options{})
	if err != nil {
		return err
	}
	defer b.Close()
	for _, c := range b.Sheets {
		for _, s := range m.sheets {
			if m.names[s] != c.Name || s.Format != "xlsx" {
				continue
			}
			shape, err1 := c.Shape(ctx)
			was, err2 := s.Digest(ctx)
			is, err3 := c.Digest(ctx)
			if err := errors.Join(err1, err2, err3); err != nil || was != is || c.Hidden != s.Hidden {
				return errors.Join(err, fmt.Errorf("the copy of sheet %q differs", s.Name))
			}
			for _, part := range m.shapes[s].Parts {
				if !slices.Contains(shape.Parts, part) && !slices.Contains(m.lost, part) {
					m.lost = append(m.lost, part)
				}
			}
		}
	}
	return context.Cause(ctx)
}
