package sheet

import (
	"cmp"
	"context"
	_ "embed"
	"slices"
	"strings"
	"unicode"

	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
	"plugsheet/schemas/words"
)

// noteSample is how many rows below one that may be a note are compared with it.
const noteSample = 20

// units are what a row below the header says of the columns where it names units or types; totals are the
// words with which a row of sums begins, and counted those that may follow: what is counted, and in which money.
var units, totals, counted = rowWords.Set("unit"), rowWords.Set("total"), rowWords.Set("counted")

//go:embed row_words.txt
var rowWordText string

var rowWords = words.InFile(rowWordText)

// FindNote looks for a row right below the header that says what belongs into the columns, in words or in
// units, and tells that it is left out.
func (s *Source) FindNote(ctx context.Context, tell func(...problem.Problem)) error {
	if s.Reader.Kind != kind.Products || s.Head.Row == 0 {
		return nil
	}
	rows, err := s.Sample(ctx, 1+noteSample)
	if err != nil || len(rows) < 2 {
		return err
	}
	first := rows[0]
	if !isUnits(first.Cells, s.Head.At) && !s.isHelp(first.Cells, rows[1:]) {
		return nil
	}
	s.note = first.Number
	tell(problem.Warnf(s.Sheet.At(first.Number, 0), "note-row",
		"the row says what belongs into the columns, it seems: it is left out").
		WithValue(cmp.Or(table.Texts(first.Cells)...)))
	return nil
}

// WithoutBlankTwins is a header row without the headers that say the same as an earlier one above a column in
// which nothing stands, as exports for marketplaces have them.
func (s *Source) WithoutBlankTwins(ctx context.Context, number int, cells []table.Cell) ([]table.Cell, error) {
	first := map[string]bool{}
	var twins []int
	for n, c := range cells {
		if name := value.Fold(c.Text); first[name] {
			twins = append(twins, n)
		} else if name != "" {
			first[name] = true
		}
	}
	if twins == nil {
		return cells, nil
	}
	s.Head.Row = number
	rows, err := s.Sample(ctx, SampleRows)
	cells = slices.Clone(cells)
	for _, n := range twins {
		if !slices.ContainsFunc(rows, func(row table.Row) bool { return row.Cell(n+1).Text != "" }) {
			cells[n] = table.Cell{}
		}
	}
	return cells, err
}

// isUnits tells whether a row holds nothing but units and types.
func isUnits(cells []table.Cell, at []int) bool {
	n := 0
	for i, c := range cells {
		if c.Text == "" {
			continue
		}
		text := strings.Trim(c.Text, "()[]{} *")
		symbol := !strings.ContainsFunc(text, func(r rune) bool {
			return unicode.IsLetter(r) ||
				unicode.IsDigit(r)
		})
		if c.Kind != table.Text || !units()[value.Fold(text)] && !symbol {
			return false
		}
		if !symbol || i+1 != at[field.Reference] && i+1 != at[field.ID] && i+1 != at[field.Title] {
			n++
		}
	}
	return n > 0
}

// isHelp tells whether what a row says suits none of the columns with prices, addresses and pictures, two of
// them at least, while the rows below it suit them.
func (s *Source) isHelp(cells []table.Cell, rest []table.Row) bool {
	unfit := 0
	for _, f := range []int{field.PriceCatalog, field.PricePromotion, field.ProductURL, field.ImageURL} {
		column := s.Head.At[f]
		if column == 0 || column > len(cells) || cells[column-1].Text == "" {
			continue
		}
		if couldBe(f, cells[column-1]) {
			return false
		}
		filled := each.That(each.Of(rest, func(row table.Row) table.Cell { return row.Cell(column) }),
			func(c table.Cell) bool { return c.Text != "" })
		if each.Count(filled, func(c table.Cell) bool { return couldBe(f, c) })*2 > len(filled) {
			unfit++
		}
	}
	return unfit > 1
}

// couldBe tells whether a cell could be a price, or the address of a page or a picture.
func couldBe(f int, c table.Cell) bool {
	if field.IsPrice(f) {
		return c.Kind == table.Number || strings.ContainsFunc(c.Text, unicode.IsDigit)
	}
	return strings.ContainsAny(c.Text, "/\\") ||
		strings.Contains(c.Text, ".") && !strings.Contains(c.Text, " ")
}

// Sums are the first text of a row of sums and its column: it begins with one of the totals, and what else
// the row holds are numbers, with their money or what is counted. The column is 0 for other rows.
func Sums(cells []table.Cell) (text string, column int) {
	for n, cell := range cells {
		switch {
		case cell.Kind == table.Blank || cell.Merged:
		case column == 0:
			if !beginsTotal(cell.Text) {
				return "", 0
			}
			text, column = cell.Text, n+1
		case totals()[value.Fold(text)] && isQuantity(cell.Text):
		case !isCount(strings.FieldsFunc(cell.Text, notWord)):
			return "", 0
		}
	}
	return text, column
}

func beginsTotal(text string) bool {
	if totals()[value.Fold(text)] {
		return true
	}
	words := strings.FieldsFunc(text, notWord)
	return len(words) > 1 && totals()[value.Fold(words[0])] && isCount(words[1:])
}

// isCount tells whether the words are numbers, money and what is counted.
func isCount(words []string) bool {
	return !slices.ContainsFunc(words, func(w string) bool {
		return strings.ContainsFunc(w, unicode.IsLetter) && !counted()[value.Fold(w)]
	})
}

// isQuantity tells whether a text is a number and one word, whatever it counts: 4 artículos.
func isQuantity(text string) bool {
	words := strings.Fields(text)
	return len(words) == 2 && strings.Trim(words[0], "0123456789.,") == "" &&
		!strings.ContainsFunc(words[1], unicode.IsDigit)
}

// notWord is what stands between words: 35.10EUR are a number and a word.
func notWord(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }
