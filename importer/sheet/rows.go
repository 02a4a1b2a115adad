package sheet

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strings"
	"time"

	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/importer/pricing"
	"plugsheet/importer/stage"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
)

// Each calls fn for each data row of the source, with the defaults filled in, and tells of missing values in
// the end.
func (i *Job) Each(ctx context.Context, s *Source, fn func(*Row) error) error {
	for r, err := range i.Scan(ctx, s) {
		if err != nil {
			return err
		}
		s.Rows++
		r.Complete()
		i.CheckRow(r)
		if err := fn(r); err != nil {
			return err
		}
	}
	i.TellMissing(ctx, s)
	return nil
}

// EachOf calls fn for each data row of the sheets of a kind, as [Job.Each] does.
func (i *Job) EachOf(ctx context.Context, k kind.Kind, fn func(*Row) error) error {
	for _, s := range i.ByKind[k] {
		if err := i.Each(ctx, s, fn); err != nil {
			return err
		}
	}
	return nil
}

// Scan gives each data row of the source, cleaned, with the texts of its fields; defaults are not filled in
// yet. An error is the last it gives. What was seen of the sheet as a whole is told after the last row.
func (i *Job) Scan(ctx context.Context, s *Source) iter.Seq2[*Row, error] {
	return func(yield func(*Row, error) bool) {
		r := &Row{Source: s, Text: make([]string, len(s.Reader.Fields)), Column: s.Head.At,
			Broken: make([]bool, len(s.Reader.Fields))}
		s.hidden, r.counted, s.Ruled = 0, true, make([]int, len(s.Skip))
		s.Clean.begin()
		s.asides.begin()
		s.States.begin()
		i.Watch.To(stage.Read)
		for data, err := range s.Sheet.Rows(ctx) {
			if err != nil {
				yield(nil, err)
				return
			}
			i.Watch.To(stage.Check)
			long := i.tooLong(ctx, s, data)
			if i.begin(r, data) {
				i.Bad = long
				i.load(r)
				if !yield(r, nil) {
					return
				}
			}
			if data.Number%1024 == 0 {
				i.tellProgress(s.Sheet)
			}
			i.Watch.To(stage.Read)
		}
		i.Watch.To(stage.Check)
		i.tellProgress(s.Sheet)
		i.tellSheet(s)
	}
}

// tellSheet tells what was seen in the rows of a sheet.
func (i *Job) tellSheet(s *Source) {
	i.Tell(s.Clean.problems()...)
	i.Tell(s.asides.wrongDigits()...)
	if s.hidden > 0 {
		i.Tell(problem.Warnf(s.Sheet.At(0, 0), "hidden-rows",
			"hidden rows are read like the others: %d", s.hidden).
			Hintf("rows that a filter hides are still part of the list; delete those that are not"))
	}
	if s.asides.struck > 0 {
		i.Tell(problem.Warnf(s.Sheet.At(0, 0), "struck-rows",
			"rows that are struck out are read like the others: %d", s.asides.struck).
			Hintf("delete those that are no longer sold"))
	}
}

// begin puts a row of the sheet into r. It reports false for one that holds no data.
func (i *Job) begin(r *Row, data table.Row) bool {
	s := r.Source
	if s.Area.LastRow > 0 && data.Number > s.Area.LastRow {
		return false
	}
	if data.Number <= s.Head.Row || data.Number == s.note {
		return false
	}
	r.Number, r.Cells = data.Number, data.Cells
	if s.Area.LastColumn > 0 {
		r.Cells = r.Cells[:min(len(r.Cells), s.Area.LastColumn)]
		clear(r.Cells[:min(len(r.Cells), s.Area.FirstColumn-1)])
		if table.Filled(r.Cells) == 0 {
			return false
		}
	}
	if s.Repeats(r.Cells) {
		i.Tell(problem.Warnf(s.Sheet.At(r.Number, 0), "repeated-header",
			"the header stands here again; the row is left out"))
		return false
	}
	if len(s.Skip) > 0 && s.skipped(r) {
		return false
	}
	s.Clean.row(r)
	if len(s.States.Columns) > 0 && s.withheld(r) {
		return false
	}
	if data.Hidden {
		s.hidden++
	}
	if r.struckOut() {
		s.asides.struck++
	}
	return true
}

// skipped tells whether a rule leaves the row out.
func (s *Source) skipped(r *Row) bool {
	for n, rule := range s.Skip {
		if text := r.Cell(rule.Column).Text; rule.values[strings.ToLower(text)] || rule.any && text != "" {
			if s.Ruled != nil {
				s.Ruled[n]++
			}
			return true
		}
	}
	return false
}

// Repeats tells whether a row says the same as the header: at least two cells, and all that are filled, or
// the word for the price in the place of one, as headings of sections do.
func (s *Source) Repeats(cells []table.Cell) bool {
	if s.repeatsPrice(cells) {
		return true
	}
	same := 0
	for _, c := range s.Head.Columns {
		switch (table.Row{Cells: cells}).Cell(c.Number).Text {
		case "":
		case c.Title:
			same++
		default:
			return false
		}
	}
	return same > 1
}

// repeatsPrice tells whether a row has the first word of the price's header in the place of a price.
func (s *Source) repeatsPrice(cells []table.Cell) bool {
	if !s.Reader.Kind.SellsThings() || s.Head.At[field.PriceCatalog] == 0 {
		return false
	}
	text := table.Row{Cells: cells}.Cell(s.Head.At[field.PriceCatalog]).Text
	if len(text) < 4 || strings.ContainsAny(text, "0123456789") {
		return false
	}
	n, said := s.Title(s.Head.At[field.PriceCatalog]), value.Fold(text)
	return n >= 0 && len(said) > 3 && strings.HasPrefix(value.Fold(s.Head.Columns[n].Title), said)
}

// WordOf is what a cell of no field adds to the keywords: codes as they are beneath, whatever their number
// format.
func WordOf(c table.Cell) string {
	if c.Kind == table.Number && strings.ContainsAny(c.Text, "Ee") && value.Exponential(c.Text) {
		return c.Raw
	}
	text := c.Text
	if value.HasEscapedLine(text) {
		text, _ = value.EscapedLines(text)
	}
	return value.PlainText(text)
}

// load takes the fields' texts out of the cells, and looks at each cell for what nobody can take as it stands.
func (i *Job) load(r *Row) {
	clear(r.Broken)
	r.Taken, r.Words, r.From = nil, nil, false
	for f, column := range r.Column {
		if r.Text[f] = ""; column > 0 {
			i.loadField(r, f)
		}
	}
	if r.Source.Shop != nil {
		r.Source.Shop.fill(r)
	}
	for n := range r.Cells {
		if r.Cells[n].Text != "" {
			i.lookAt(r, n+1)
		}
	}
}

// loadField takes a field's text out of its cell: what it says, the date or the number beneath, the address
// behind it, without HTML, and as the profile and the header have it.
func (i *Job) loadField(r *Row, f int) {
	c, of := r.Cell(r.Column[f]), &r.Source.Reader.Fields[f]
	r.Text[f] = cellText(c, of.Code)
	if of.Date {
		r.Text[f] = dateText(c)
	}
	if of.URL && c.Link != "" {
		i.linked(r, f, c)
	}
	if of.HTML {
		r.Text[f] = r.Source.Clean.prose(r.Column[f], r.Text[f])
	}
	if c.Kind == table.Number && c.Other {
		i.shownOther(r, f, c)
	}
	i.adapt(r, f)
}

// adapt takes out of a field's text what the shop system's profile says is nothing to people, and makes an
// amount of the cents that the header of a price promises. A reference stays a keyword as it was.
func (i *Job) adapt(r *Row, f int) {
	s, whole := r.Source, r.Text[f]
	if p := s.Reader.Profile; p != nil {
		cut := p.Strip[f]
		if cut != nil && (f != field.Categories || len(i.Sheets[kind.Categories]) == 0) {
			r.Text[f] = strings.TrimSpace(cut.ReplaceAllString(whole, ""))
		}
		if f == field.Reference && r.Text[f] != whole {
			r.Words = append(r.Words, r.HeaderOf(f)+": "+whole)
		}
		if slices.Contains(p.Blank[f], r.Text[f]) {
			r.Text[f] = ""
		}
	}
	if n := s.Title(r.Column[f]); s.Reader.Fields[f].Price && n >= 0 && s.Head.Columns[n].Cents {
		r.Text[f] = pricing.FromCents(r.Text[f], cmp.Or(r.HeaderCurrency(f), r.FieldCell(field.Currency).Text))
	}
}

// dateText is what a cell says of a date: of a workbook's date the date itself, whatever it is shown as.
func dateText(c table.Cell) string {
	if c.Kind == table.Date && len(c.Raw) >= len(time.DateOnly) {
		return c.Raw
	}
	return c.Text
}

// cellText is what a cell says. Of an id or code that a workbook holds as a number it is the number itself,
// unless its format makes a code of all its digits: 00042, SKU-0042.
func cellText(c table.Cell, code bool) string {
	if !code || c.Kind != table.Number || c.Code {
		return c.Text
	}
	return c.Raw
}

// shownOther looks at a cell whose number format shows another price or code than the number, or none.
func (i *Job) shownOther(r *Row, f int, c table.Cell) {
	_, fault := pricing.Read(c.Text)
	of := &r.Source.Reader.Fields[f]
	price := of.Price
	switch {
	case !price && (!of.Code || of.List || c.Code || value.Exponential(c.Text)):
		return // what it shows is right
	case price && c.Raw == "0" && fault == pricing.Free:
		return
	case price && c.Raw == "0" && f != field.PriceCatalog: // no promotion, shown as a dash or not at all
		r.Text[f] = ""
		return
	}
	r.Text[f], r.Broken[f] = "", true
	at := r.Source.Sheet.At(r.Number, r.Column[f])
	p := problem.Errorf(at, "price-format",
		"the number format shows %q, but the number beneath is %s", c.Text, c.Raw)
	if c.Text == "" {
		p = problem.Errorf(at, "price-format", "the number format hides what stands here: %s", c.Raw)
	}
	if !price {
		i.Tell(p.Hintf("choose the number format General or Text, and look whether the code is right"))
		return
	}
	i.Tell(p.Hintf("choose a number format that shows the price, such as 0.00, or clear the cell"))
}
