package mark

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"plugsheet/importer/table"
)

// author is who the notes are from. Notes of this author are taken away when a workbook is annotated again.
const author = "plugsheet"

// problemsMark is the hidden name by which the sheet of problems of an earlier annotation is found again,
// whatever it is called and wherever it was moved to.
const problemsMark = "plugsheet_problems"

// write writes the workbook to its path.
func (m *marking) write(ctx context.Context) (err error) {
	defer func() {
		if p := recover(); p != nil { // the library was never meant for strangers' files
			err = fmt.Errorf("writing the annotated workbook: %v", p)
		}
	}()
	f := excelize.NewFile()
	if m.copiesBase() {
		if f, err = excelize.OpenFile(m.base, excelize.Options{UnzipSizeLimit: maxUnpacked}); err != nil {
			return err
		}
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	f.Path = m.out // by whose ending the library says what it is
	if err := m.fill(ctx, &book{File: f}); err != nil {
		return err
	}
	var content bytes.Buffer
	if err := f.Write(&content); err != nil {
		return err
	}
	if err := m.replace(content.Bytes()); err != nil || !m.copiesBase() {
		return err
	}
	return m.compare(ctx)
}

// copiesBase tells whether the workbook begins as a copy of another.
func (m *marking) copiesBase() bool { return m.base != "" && m.whole() }

// fill names the sheets, puts the list of problems before the others, and writes them all.
func (m *marking) fill(ctx context.Context, b *book) error {
	list, streamed, err := m.arrangeSheets(b)
	if err != nil {
		return err
	}
	if err := m.placeNotes(ctx); err != nil {
		return err
	}
	for _, s := range m.sheets {
		if slices.Contains(streamed, s) {
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

// arrangeSheets takes an earlier annotation away and adds the sheets to be written.
func (m *marking) arrangeSheets(b *book) (list string, streamed []*table.Sheet, err error) {
	taken, kept := map[string]bool{}, []string(nil)
	if m.copiesBase() {
		if err := b.forget(); err != nil {
			return "", nil, err
		}
		kept = b.GetSheetList()
	}
	for _, name := range kept {
		taken[strings.ToLower(name)] = true
	}
	if list = freeName(m.Say("Problems"), taken); len(kept) == 0 {
		err = b.SetSheetName(b.GetSheetName(0), list)
	} else if _, err = b.NewSheet(list); err == nil {
		err = b.toFront(list, kept[0])
	}
	m.names = map[*table.Sheet]string{}
	for _, s := range m.sheets {
		switch {
		case m.whole() && s.Format == "xlsx" && slices.Contains(kept, s.Name):
			m.names[s] = s.Name
		case !m.whole() || s.Format != "xlsx":
			m.names[s] = freeName(s.Title(), taken)
			streamed = append(streamed, s)
			_, added := b.NewSheet(m.names[s])
			err = errors.Join(err, added)
		}
	}
	b.SetActiveSheet(0)
	return list, streamed, err
}

// markSheet colours the cells of a sheet and gives them notes.
func (m *marking) markSheet(b *book, s *table.Sheet) error {
	for _, k := range m.cells[s] {
		m.link(s, k, k.place)
		style, err := b.GetCellStyle(s.Name, k.name())
		if err != nil {
			return err
		}
		if err := b.SetCellStyle(s.Name, k.name(), k.name(), b.marked(style, k.severity)); err != nil {
			return err
		}
		if err := m.note(b, s.Name, k.name(), m.text(k.notes)); err != nil {
			return err
		}
	}
	return nil
}

// note gives a cell a note, where it has none of somebody else.
func (m *marking) note(b *book, sheet, cell, text string) error {
	if m.noted == maxNotes || !b.takesNotes() || b.hasNote(sheet, cell) {
		m.bare++
		return nil
	}
	m.noted++
	lines := 2 + len(text)/45 + strings.Count(text, "\n")
	return b.AddComment(sheet, excelize.Comment{
		Cell: cell, Author: author, Width: 280, Height: uint(min(lines, 24) * 18),
		Paragraph: []excelize.RichTextRun{{Text: text}},
	})
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
			shape, err := c.Shape(ctx)
			if err != nil || c.Hidden != s.Hidden || !sameRows(ctx, s, c) {
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

// sameRows tells whether two sheets hold the same.
func sameRows(ctx context.Context, a, b *table.Sheet) bool {
	next, stop := iter.Pull2(filled(ctx, b))
	defer stop()
	for number, row := range filled(ctx, a) {
		if n, other, ok := next(); !ok || n != number || other != row {
			return false
		}
	}
	_, _, more := next()
	return !more && ctx.Err() == nil
}

// filled goes through the rows that hold something: their numbers, and all that is in them as text. The
// library does not write that a formula gives an empty text, which a spreadsheet program finds out by itself.
func filled(ctx context.Context, s *table.Sheet) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		for row, err := range s.Rows(ctx) {
			text := ""
			for i, c := range row.Cells {
				if c.Kind != table.Blank && (c.Kind != table.Error || !strings.HasPrefix(c.Raw, "=")) {
					text += fmt.Sprintf("%d%+v", i, c)
				}
			}
			if text != "" || err != nil {
				if !yield(row.Number, fmt.Sprint(text, row.Hidden, err)) {
					return
				}
			}
		}
	}
}
