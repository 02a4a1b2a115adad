package sheet

import (
	"context"
	"strings"

	"plugsheet/importer/header"
	"plugsheet/importer/pricing"
	"plugsheet/importer/table"
	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
)

// KeepTexts keeps columns whose header only looks like one of the shop's own business: a margin of "wide
// lined" is none. It reads the first rows where there is such a column.
func (s *Source) KeepTexts(ctx context.Context) error {
	amounts, texts := map[int]bool{}, map[int]bool{}
	for n, c := range s.Head.Columns {
		if c.Use == header.Unused && c.LeftOut() && !c.Role.Wordy() &&
			!s.Reader.IgnoredByProfile(c.Title) {
			amounts[n] = false
		}
	}
	if len(amounts) == 0 {
		return nil
	}
	for row, err := range s.Below(ctx, SampleRows) {
		if err != nil {
			return err
		}
		for n := range amounts {
			cell := row.Cell(s.Head.Columns[n].Number)
			amounts[n] = amounts[n] || IsMoney(cell)
			texts[n] = texts[n] || cell.Text != ""
		}
	}
	for n, money := range amounts {
		if !money && texts[n] {
			s.Head.Columns[n].Use, s.Head.Columns[n].Role = header.Extra, pricing.None
		}
	}
	return nil
}

// IsMoney tells whether a cell holds an amount, or a part in percent.
func IsMoney(c table.Cell) bool {
	if c.Kind == table.Number {
		return true
	}
	_, fault := pricing.Read(strings.TrimSuffix(strings.TrimSpace(c.Text), "%"))
	return fault == "" || fault == pricing.Negative
}

// tellLeftOut says once why a column is left out: it is the shop's own business, or a price in another
// currency.
func (i *Job) tellLeftOut(s *Source, c *header.Column) {
	at := s.Sheet.At(0, c.Number)
	switch {
	case c.LeftOut():
		why := header.InternalWords(c.Role)
		c.Role = pricing.None
		i.Tell(problem.Warnf(at, "internal-column", "the column is left out: %s", why).WithValue(c.Title).
			Hintf("if that is wrong, give the column another header"))
	case c.Foreign:
		c.Foreign = false
		i.Tell(problem.Warnf(at, "foreign-price",
			"the column is left out: its prices are in another currency").
			WithValue(c.Title).
			Hintf("to take the price from here, give its field under columns in the configuration"))
	}
}

// TellConfigured warns of columns that look like the shop's own business and are used all the same, because
// the configuration says so.
func (s *Source) TellConfigured(tell func(...problem.Problem)) {
	for _, c := range s.Head.Columns {
		if c.Configured && c.Use != header.Unused && c.Role.Internal() {
			tell(problem.Warnf(s.Sheet.At(s.Head.Row, c.Number), "internal-column-used",
				"the configuration uses this column, but %s", header.InternalWords(c.Role)).
				WithValue(c.Title).
				Hintf("if it is for customers, give the column another header"))
		}
	}
}

// couldBePrice are the headers of the columns that could be the price where none is.
func (s *Source) couldBePrice() []string {
	could := each.That(s.Head.Columns, func(c header.Column) bool {
		return c.Use == header.Extra && !c.Configured && c.Tag == "" && c.Role.Priced()
	})
	return each.Of(could, func(c header.Column) string { return c.Title })
}
