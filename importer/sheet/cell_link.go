package sheet

import (
	"context"
	"strings"

	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
)

// LinkMark begins a placeholder that stands for the address behind a column's cells: {link:Title}.
const LinkMark = "link:"

// address is what a cell of addresses says: its text, or the link behind it where the text is no whole
// address. differ tells that both are addresses of different places.
func address(c table.Cell, text string) (address string, differ bool) {
	if c.Link == "" || c.Link == text {
		return text, false
	}
	first, _ := value.FirstURL(text)
	shown, why := value.WebURL(first)
	linked, whyNot := value.WebURL(c.Link)
	switch {
	case why == value.Relative && whyNot != "":
		return text, false
	case why != "", cutOff(first):
		return c.Link, false
	}
	return text, whyNot == "" && !sameAddress(shown, linked)
}

// cutOff tells whether a text is the beginning of an address that a program has shortened.
func cutOff(text string) bool {
	return strings.HasSuffix(text, "…") || strings.HasSuffix(text, "...")
}

// sameAddress tells whether two absolute addresses lead to the same page, as far as can be seen.
func sameAddress(a, b string) bool {
	plain := func(s string) string {
		_, s, _ = strings.Cut(strings.ToLower(s), "://")
		s, _, _ = strings.Cut(s, "#")
		return strings.TrimPrefix(strings.TrimSuffix(s, "/"), "www.")
	}
	return plain(a) == plain(b)
}

// linked gives the field the address behind its cell where the text is none.
func (i *Job) linked(r *Row, f int, c table.Cell) {
	text, differ := address(c, r.Text[f])
	r.Text[f] = text
	if s := r.Source; differ && !s.asides.unlike[f] {
		s.asides.unlike[f] = true
		i.Tell(problem.Warnf(s.Sheet.At(0, r.Column[f]), "other-link",
			"some cells show one address and lead to another: what they show is taken").
			WithValue(text + " → " + c.Link).Hintf("clear the links, or write the addresses that are right"))
	}
}

// asides are what the cells of a sheet have besides their texts.
type asides struct {
	struck int                // rows so far that are struck out
	links  map[int]*CellLinks // by column
	unlike map[int]bool       // by field: it was told that cells show one address and lead to another
	digits map[int]*checked   // by column of numbers with a check digit
	long   longRows
}

// begin begins a reading of the sheet.
func (a *asides) begin() {
	a.struck, a.links, a.digits, a.long = 0, map[int]*CellLinks{}, map[int]*checked{}, longRows{}
	if a.unlike == nil {
		a.unlike = map[int]bool{}
	}
}

// CellLinks counts the cells of a column that lead to web pages.
type CellLinks struct {
	cells  int
	first  string
	differ bool // they lead to different ones
}

// See counts the link of one cell.
func (l *CellLinks) See(link string) {
	if l.cells++; l.cells == 1 {
		l.first = strings.Clone(link)
	}
	l.differ = l.differ || link != l.first
}

// Fits tells whether they can be the addresses of pages, or of images, of so many rows.
func (l *CellLinks) Fits(rows int, images bool) bool {
	return l != nil && l.cells >= rows && (l.differ || rows == 1) && value.EndsAsImage(l.first) == images
}

// linkDefault is the default that takes the addresses behind a column's cells; empty where there are none.
func (s *Source) linkDefault(f int) string {
	if s.Reader.Kind != kind.Products || f != field.ProductURL && f != field.ImageURL {
		return ""
	}
	for _, c := range s.Head.Columns {
		if s.asides.links[c.Number].Fits(s.Rows, f == field.ImageURL) && !strings.ContainsAny(c.Title, "{}") {
			return "{" + LinkMark + c.Title + "}"
		}
	}
	return ""
}

// HostOrFolder is the problem of a text that may begin with a host or with a folder of the shop.
func HostOrFolder(r *Row, f int, text string) problem.Problem {
	return problem.Errorf(r.At(f), "host-or-folder", "%s begins with a host or with a folder of the shop",
		r.Source.Reader.Fields[f].Name).WithValue(text).
		Hintf("write https:// before a host, or ./ before a folder")
}

// longRows tell which rows of a text file have more cells than its header: what stands behind a comma that no
// quotes enclose has gone one column to the right.
type longRows struct {
	width       int // of the header; 0 where it is not known
	asked, some bool
}

// tooLong tells of a row with more cells than the header, unless all are so: a column has no header then.
func (i *Job) tooLong(ctx context.Context, s *Source, row table.Row) bool {
	l := &s.asides.long
	if row.Number == s.Head.Row {
		l.width = row.Width
	}
	if row.Number <= s.Head.Row || l.width == 0 || len(row.Cells) <= l.width {
		return false
	}
	if !l.asked {
		l.asked, l.some = true, s.hasShorter(ctx, l.width)
	}
	if l.some {
		i.Tell(problem.Errorf(s.Sheet.At(row.Number, l.width+1), "long-row",
			"the row has more cells than the header, so that its values may stand in wrong columns").
			Hintf("enclose texts with the separator of the file in them in quotes (\"Mug, blue\"), or give the " +
				"further column a header"))
	}
	return l.some
}

// hasShorter tells whether a row below the header has no more cells than so many.
func (s *Source) hasShorter(ctx context.Context, width int) bool {
	for row, err := range s.Below(ctx, 0) {
		if err != nil || len(row.Cells) <= width {
			return err == nil
		}
	}
	return false
}
