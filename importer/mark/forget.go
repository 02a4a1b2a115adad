package mark

import (
	"errors"

	"github.com/xuri/excelize/v2"

	"plugsheet/importer/workbook"
)

// problemsMark is the hidden name by which the sheet of problems of an earlier annotation is found again,
// whatever it is called and wherever it was moved to.
const problemsMark = "plugsheet_problems"

// listOf is the sheet with the list of problems of an earlier annotation; empty: there is none.
func listOf(f *excelize.File) string {
	list := ""
	for _, n := range f.GetDefinedName() {
		if n.Name == problemsMark {
			list = n.Scope
		}
	}
	return list
}

// earlier tells whether a file is an annotated workbook, and whether nobody has saved it since: programs move
// texts to a part of their own when they save.
func earlier(path string) (ours, untouched bool) {
	defer func() { _ = recover() }() // it is no workbook that the library can read
	f, err := excelize.OpenFile(path, excelize.Options{UnzipSizeLimit: maxUnpacked})
	if err != nil {
		return false, false
	}
	defer f.Close()
	list := listOf(f)
	kind, err := f.GetCellType(list, "A1")
	return list != "", err == nil && kind == excelize.CellTypeInlineString
}

// forget takes an earlier annotation away: the list of problems, the colours and the notes.
func forget(b *workbook.Book) error {
	list := listOf(b.File)
	if list == "" {
		return nil
	}
	b.Uncolor(lightRed, darkRed, lightYellow, darkYellow)
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
