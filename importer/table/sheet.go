package table

import (
	"context"
	"errors"
	"strconv"

	"plugsheet/importer/table/xlsx"
	"plugsheet/schemas/problem"
)

// lastSheetRow is the last row that the format knows.
const lastSheetRow = 1_048_576

const hintStray = "delete what stands there, or the empty rows and columns before it, and save the file"

// sheetPart is one worksheet of a workbook.
type sheetPart struct {
	book   *workbook
	name   string
	layout *layout // once it is known; guarded by the sheet's lock
}

// rows implements source.
func (p *sheetPart) rows(ctx context.Context, s *Sheet, yield func(Row, error) bool) {
	if err := p.eachRow(ctx, s, yield); err != nil {
		if ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		yield(Row{}, err)
	}
}

// prepare reads what has to be known before the first row. A sheet that is not well-formed is read as far as
// it goes; late is then the error for its end, should the rows not have met it.
func (p *sheetPart) prepare(ctx context.Context, s *Sheet) (shared *sharedTexts, l *layout, late, err error) {
	if shared, err = p.book.sharedOnce(ctx); err != nil {
		return nil, nil, nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if p.layout != nil {
		return shared, p.layout, nil, nil
	}
	l, err = p.readLayout(ctx, false)
	if errors.Is(err, xlsx.ErrBad) {
		l, err = p.readLayout(ctx, true)
	}
	if errors.Is(err, xlsx.ErrBad) || errors.Is(err, xlsx.ErrCut) {
		return shared, &layout{}, err, nil
	}
	if err != nil {
		return nil, nil, nil, p.damaged(s, 0, 0, err)
	}
	p.layout, s.hidden = l, l.hidden
	return shared, l, nil, nil
}

// damaged adds where it was to what went wrong.
func (p *sheetPart) damaged(s *Sheet, row, column int, err error) error {
	err = p.book.damaged(p.name, err)
	var f *FileError
	if errors.As(err, &f) && f.At == (problem.Position{}) {
		f.At = s.At(row, column)
	}
	return err
}

// sheetReader goes through the rows of one worksheet.
type sheetReader struct {
	x      *xlsx.Scanner
	sheet  *Sheet
	book   *workbook
	shared *sharedTexts
	links  linkFiller
	merges mergeFiller
	row    rowBuilder
	seen   int // cells of the file so far, blank ones too
	slots  int // cells yielded so far, blank ones in between too
	most   int // of either: maxCells
	text   int // bytes of the text and the links of the cells yielded so far
	texts  int // of them at most
	value  []byte
}

func (p *sheetPart) eachRow(ctx context.Context, s *Sheet, yield func(Row, error) bool) error {
	shared, l, late, err := p.prepare(ctx, s)
	if err != nil {
		return err
	}
	r, _, err := p.book.part(ctx, p.name, &s.done)
	if err != nil {
		return err
	}
	defer r.Close()
	sr := &sheetReader{x: xlsx.NewScanner(r), sheet: s, book: p.book, shared: shared, most: maxCells,
		texts: p.book.mostText(p.name)}
	sr.merges.waiting, sr.links.waiting = l.merges, l.links
	switch err := sr.each(yield); {
	case err == errEnough:
		return nil
	case err != nil:
		return p.damaged(s, sr.row.number, sr.row.column, err)
	case late != nil:
		return p.damaged(s, 0, 0, late)
	}
	return nil
}

// errEnough says that the caller wants no more rows.
var errEnough = errors.New("enough")

// each goes to the rows and yields them. What follows the rows is not read again.
func (r *sheetReader) each(yield func(Row, error) bool) error {
	for err := range r.x.Starts() {
		if err != nil {
			return err
		}
		if string(r.x.Name) != "sheetData" {
			continue
		}
		for depth := r.x.Depth; ; {
			if more, err := r.below(depth); err != nil || !more {
				return err
			}
			if string(r.x.Name) == "row" {
				if err := r.readRow(yield); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// below goes to the next start of an element inside the one whose content has this depth; false at its end.
func (r *sheetReader) below(depth int) (bool, error) {
	for {
		tok, err := r.x.Next()
		switch {
		case err != nil:
			return false, err
		case tok == xlsx.Start:
			return true, nil
		case tok == xlsx.EOF:
			return false, xlsx.ErrCut
		case tok == xlsx.End && r.x.Depth < depth:
			return false, nil
		}
	}
}

// readRow reads the row whose start was just read, and yields it when it holds something.
func (r *sheetReader) readRow(yield func(Row, error) bool) error {
	hidden := r.startRow()
	for depth := r.x.Depth; ; {
		more, err := r.below(depth)
		if err != nil {
			return err
		}
		if !more {
			break
		}
		if string(r.x.Name) != "c" {
			err = r.x.SkipElement()
		} else {
			err = r.readCell()
		}
		if err != nil {
			return err
		}
	}
	if r.row.number > lastSheetRow {
		return r.sheet.refuse(0, 0, hintStray, "has a row %d, more than the %d of the format", r.row.number,
			lastSheetRow)
	}
	cells := r.merges.fill(r.row.number, r.links.fill(r.row.number, r.row.finish()))
	r.row.cells = cells[:0]
	if r.slots += len(cells); r.slots > r.most {
		return r.sheet.refuse(r.row.number, 0, hintStray, "has more than %d cells", r.most)
	}
	for i := range cells {
		r.text += len(cells[i].Text) + len(cells[i].Link)
	}
	if r.text > r.texts {
		return r.sheet.refuse(r.row.number, 0, hintBomb,
			"holds more than %d MiB of text, more than %d times what it is packed into",
			r.texts>>20, maxRatio)
	}
	if len(cells) > 0 && !yield(Row{Number: r.row.number, Cells: cells, Hidden: hidden}, nil) {
		return errEnough
	}
	return nil
}

func (r *sheetReader) startRow() (hidden bool) {
	number := r.row.number + 1
	named := false
	for a := (xlsx.Attributes{Rest: r.x.Attrs}); a.Next(); {
		switch string(a.Name) {
		case "r":
			if n, err := strconv.Atoi(string(a.Value)); err == nil && n > 0 {
				number, named = n, true
			}
		case "hidden":
			hidden = xlsx.IsTrue(a.Value)
		}
	}
	r.row.start(number, named)
	return hidden
}

// rawCell is a cell as the file has it.
type rawCell struct {
	kind    string // its t
	style   int
	value   []byte // decoded
	has     bool   // there was a value, be it empty
	formula bool
	link    formulaLink // of a formula that makes a link or shows a picture
}

func (r *sheetReader) readCell() error {
	c, err := r.startCell()
	if err != nil {
		return err
	}
	c.value = r.value[:0]
	for depth := r.x.Depth; ; {
		more, err := r.below(depth)
		if err != nil {
			return err
		}
		if !more {
			break
		}
		switch string(r.x.Name) {
		case "v":
			c.has = true
			c.value, err = r.element(c.value[:0])
		case "is":
			c.has, c.kind = true, "inlineStr"
			c.value, err = richText(r.x, c.value[:0])
		case "f":
			c.formula = true
			if c.has {
				err = r.x.SkipElement()
			} else {
				c.value, err = r.element(c.value[:0])
				c.link = readFormulaLink(c.value)
			}
		default:
			err = r.x.SkipElement()
		}
		if err != nil {
			return err
		}
	}
	r.value = c.value
	return r.setCell(c)
}

// startCell reads the attributes of a cell and moves to its column.
func (r *sheetReader) startCell() (rawCell, error) {
	c := rawCell{kind: "n"}
	column, row := r.row.column+1, 0
	for a := (xlsx.Attributes{Rest: r.x.Attrs}); a.Next(); {
		switch string(a.Name) {
		case "r":
			if col, n := xlsx.CellRef(a.Value); col > 0 {
				column, row = col, n
			}
		case "s":
			c.style = digits(a.Value)
		case "t":
			c.kind = cellKind(a.Value)
		}
	}
	if !r.row.named && row > 0 {
		r.row.number, r.row.named = row, true
	}
	r.row.column = column
	if r.seen++; r.seen > r.most {
		return c, r.sheet.refuse(r.row.number, 0, hintStray, "has more than %d cells", r.most)
	}
	return c, nil
}

// cellKind gives a constant for the known types, so that no cell allocates one.
func cellKind(t []byte) string {
	for _, known := range [...]string{"n", "s", "str", "inlineStr", "b", "e", "d"} {
		if string(t) == known {
			return known
		}
	}
	return "str"
}

// digits reads a small number; what is none is 0.
func digits(b []byte) int {
	n := 0
	for _, c := range b {
		if c < '0' || c > '9' || n > 1<<24 {
			return 0
		}
		n = n*10 + int(c-'0')
	}
	return n
}

// element reads the text of the element whose start was just read, up to its end.
func (r *sheetReader) element(dst []byte) ([]byte, error) {
	for depth := r.x.Depth; ; {
		tok, err := r.x.Next()
		if err != nil {
			return dst, err
		}
		switch {
		case tok == xlsx.EOF:
			return dst, xlsx.ErrCut
		case tok == xlsx.Text && r.x.Depth == depth:
			if dst, err = xlsx.AppendText(dst, r.x.Text, r.x.CData); err != nil {
				return dst, err
			}
			if len(dst) > maxCell {
				return dst, xlsx.ErrLong
			}
		case tok == xlsx.End && r.x.Depth < depth:
			return dst, nil
		}
	}
}
