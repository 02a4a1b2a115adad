package sheet

import (
	"context"
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"plugsheet/importer/field"
	"plugsheet/importer/header"
	"plugsheet/importer/kind"
	"plugsheet/importer/pricing"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
	"plugsheet/schemas/words"
)

//go:embed bare.txt
var bareText string

// bareHeaders are the folded headers of one word, by what they say.
var bareHeaders = words.InFile(bareText).Names()

// NamesThings tells whether a header is a word for the things themselves, such as Artikel: their title, or
// their code.
func NamesThings(title string) bool { return bareHeaders()[value.Fold(title)] == "title" }

// senseOf is what a header of one word says, alone or beside a number, a tax, a currency, an occasion or a word
// for prices: "Promo -20% TTC", "PVP Oferta", "Promo Black Friday".
func senseOf(title string) string {
	if sense := bareHeaders()[value.Fold(title)]; sense != "" {
		return sense
	}
	said := slices.DeleteFunc(strings.FieldsFunc(title, notWord), func(w string) bool {
		beside := counted()[value.Fold(w)] || bareHeaders()[value.Fold(w)] == "occasion"
		return beside || strings.EqualFold(w, "off") || pricing.Of(w).Priced()
	})
	if sense := bareHeaders()[value.Fold(strings.Join(said, " "))]; sense != "title" {
		return sense
	}
	return ""
}

// bareColumn is a column with such a header, while its values are looked at.
type bareColumn struct {
	at, field         int // of its index among the columns
	filled, fits, odd int // odd ones speak against it
}

// ReadBare makes fields of columns whose header is a word like Oferta, or From and To, where the values are a
// price below the catalog price, or days beside a promotion, and tells of it.
func (s *Source) ReadBare(ctx context.Context, tell func(...problem.Problem)) error {
	found := s.bareColumns()
	if len(found) == 0 {
		return nil
	}
	for row, err := range s.Below(ctx, SampleRows) {
		if err != nil {
			return err
		}
		for n := range found {
			found[n].look(s, row)
		}
	}
	for _, b := range found {
		if !b.suits(s) {
			continue
		}
		c := &s.Head.Columns[b.at]
		c.Use, c.Field = header.AsField, b.field
		s.Head.At[b.field] = c.Number
		at, name := s.Sheet.At(s.Head.Row, c.Number), s.Reader.Fields[b.field].Name
		tell(problem.Warnf(at, "bare-header", "the column is taken for %s, since its values fit",
			name).WithValue(c.Title).
			Hintf("if it is something else, in plugsheet.yaml: %s",
				problem.Pastef("columns: { %s: { %q: keyword } }", s.Reader.Kind, c.Title)))
	}
	return nil
}

// suits tells whether the values are what the header says, as far as they were looked at.
func (b *bareColumn) suits(s *Source) bool {
	switch {
	case b.fits == 0:
		return false
	case b.field == field.Title:
		return b.fits*2 > b.filled
	}
	return b.odd == 0 && b.fits == b.filled && (!b.isDay() || s.Head.At[field.PricePromotion] > 0)
}

// bareColumns are the columns of a sheet of products that may become a field, the promotion before its days.
func (s *Source) bareColumns() []bareColumn {
	if s.Reader.Kind != kind.Products || s.Reader.Profile != nil || s.Head.At[field.PriceCatalog] == 0 {
		return nil
	}
	at := s.Head.At
	var titles, prices, days []bareColumn
	period := at[field.PromotionPeriod]
	senses := map[string]struct {
		field int
		to    *[]bareColumn
		taken bool
	}{
		"title": {field.Title, &titles,
			at[field.Title] > 0 || s.Config.Defaults[string(kind.Products)]["title"] != ""},
		"promotion": {field.PricePromotion, &prices, at[field.PricePromotion] > 0},
		"from":      {field.PromotionFrom, &days, at[field.PromotionFrom]+period > 0},
		"until":     {field.PromotionUntil, &days, at[field.PromotionUntil]+period > 0},
	}
	for n, c := range s.Head.Columns {
		if c.Use != header.Extra || c.Configured || c.Tag != "" {
			continue
		}
		sense, known := senses[senseOf(c.Title)]
		b := bareColumn{at: n, field: sense.field}
		if known && !sense.taken && (b.isDay() || len(*sense.to) == 0) {
			*sense.to = append(*sense.to, b)
		}
	}
	if len(days) > 2 || len(days) == 2 && days[0].field == days[1].field ||
		len(prices)+at[field.PricePromotion] == 0 {
		days = nil
	}
	return slices.Concat(titles, prices, days)
}

func (b *bareColumn) isDay() bool {
	return b.field == field.PromotionFrom || b.field == field.PromotionUntil
}

// look takes in the column's cell of a row.
func (b *bareColumn) look(s *Source, row table.Row) {
	c := row.Cell(s.Head.Columns[b.at].Number)
	if c.Text == "" || value.NullWord(c.Text) == value.Nothing {
		return
	}
	b.filled++
	switch {
	case b.field == field.Title:
		if wordy(c.Text) {
			b.fits++
		}
		return
	case b.isDay():
		if _, ok := value.ReadDate(c.Text); ok {
			b.fits++
		}
		return
	}
	price := numberOf(row.Cell(s.Head.At[field.PriceCatalog]))
	switch offer := numberOf(c); {
	case offer < 0, price < 0 && offer <= 1:
	case price >= 0 && (offer > price || 10*offer < price): // a flag, a percentage
		b.odd++
	default:
		b.fits++
	}
}

// wordy tells whether a text is a word or several, and no code.
func wordy(text string) bool {
	return strings.ContainsFunc(text, unicode.IsLetter) && (strings.Contains(strings.TrimSpace(text), " ") ||
		!strings.ContainsFunc(text, unicode.IsDigit))
}

// numberOf is an amount that a cell says; -1 where it says none.
func numberOf(c table.Cell) float64 {
	if _, fault := pricing.Read(c.Text); fault != "" {
		return -1
	}
	fig, _ := pricing.FigureOf(c.Text)
	n, err := strconv.ParseFloat(fig.Plain(false), 64)
	if err != nil {
		return -1
	}
	return n
}
