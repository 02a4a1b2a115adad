// Package header tells what the columns of a sheet mean by their headers alone: it finds the header row, or
// two rows that are one header, and gives each column its field, its language, its rank among those that name
// the same, and what the shop system and the configuration say of it. What the values say is the business of
// importer/propose.
package header

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/importer/person"
	"plugsheet/importer/pricing"
	"plugsheet/importer/shop"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
	"plugsheet/schemas/words"
)

// Column is what the header says of one column.
type Column struct {
	Number int    // 1 is column A
	Title  string // the header as it stands
	Use    use
	Field  int          // with asField, and where the field is kept for the search
	Tag    string       // with asField: canonical language tag; empty is the default language
	Rank   int          // how sure the field is; smaller is better
	Role   pricing.Role // in a sheet of products: what the header says of prices

	currency string // of a price: the ISO code that the header names, or a dollar sign
	Cents    bool   // of a price: its whole numbers are hundredth parts of the currency
	Net      bool   // of a price: the header says that taxes are not in it
	Foreign  bool   // left out, since the price is taken from a column in another currency

	Configured bool // in a sheet of products: the configuration names the column
	first      bool // of numbered columns, such as Image 1: a column without number beats it
}

// use is what a column is good for.
type use int

const (
	Extra   use = iota // no field: a keyword of a product, a value of a customer
	AsField            // a field of the kind
	Unused             // left out
)

// Header is the resolved header row of a sheet.
type Header struct {
	Row     int            // its number; 0 when the sheet has none
	Columns []Column       // those with a title, from left to right
	At      []int          // by field: the column's number, 0 for none
	Local   []Column       // the localized ones
	Prices  map[int]string // by a column's number: the currency that its header names
	Pair    bool           // the promotion is what is paid, the catalog price what was crossed out
}

// Reader resolves the headers of one kind of sheet.
type Reader struct {
	Kind     kind.Kind
	Fields   []field.Field
	Words    map[string]field.Word
	Columns  map[string]string // folded header → field, keyword or ignore, from the configuration
	Ignore   map[string]bool   // folded headers
	language string            // of texts without a tag
	currency string            // of the shop; empty where nobody said it
	Profile  *shop.System      // of the shop system that wrote the sheet; nil for none
}

// NewReader makes the reader of the headers of sheets of a kind, with what the configuration says of them.
func NewReader(k kind.Kind, w *field.Words, c config.Config) *Reader {
	r := &Reader{
		Kind: k, Fields: field.Of(k), Words: w.Columns[k], Columns: map[string]string{},
		Ignore: value.FoldedSet(c.Ignore[string(k)]), language: c.Language, currency: c.Currency,
	}
	if k == kind.Products {
		r.Fields[field.PriceCatalog].Example = pricing.OnRequest(c.Language)
	}
	for title, to := range c.Columns[string(k)] {
		r.Columns[value.Fold(title)] = to
	}
	return r
}

// Read tells what one header cell means; why is not empty where its language tag is wrong.
func (r *Reader) Read(title string) (c Column, why string) {
	c = Column{Title: title, Use: Extra}
	folded := value.Fold(title)
	w, known := r.Words[folded]
	kept := known && r.Fields[w.Field].Kept
	if kept {
		c.Field = w.Field
	}
	if to, ok := r.Columns[folded]; ok {
		return r.configured(c, to), ""
	}
	if r.Ignore[folded] {
		c.Use = Unused
		return c, ""
	}
	if f := r.ofPlace(folded); f >= 0 {
		c.Use, c.Field, c.Rank = AsField, f, placeRank
		return c, ""
	}
	if use, known := r.byProfile(folded); known && !r.OwnWord(folded) {
		c.Use = use
		return c, ""
	}
	if known && !kept {
		c.Use, c.Field, c.Rank = AsField, w.Field, w.Rank
		return c, ""
	}
	if w, ok := r.inCurrency(title); ok {
		c.Use, c.Field, c.Rank = AsField, w.Field, w.Rank
		return c, ""
	}
	if w, ok := r.Words[pricing.WithoutTaxes(title)]; ok && w.Field != field.PriceCatalog {
		c.Use, c.Field, c.Rank = AsField, w.Field, w.Rank
		return c, ""
	}
	if w, ok := r.firstOf(folded); ok {
		c.Use, c.Field, c.Rank, c.first = AsField, w.Field, w.Rank, true
		return c, ""
	}
	if before, ok := strings.CutSuffix(strings.TrimSpace(title), "#"); ok { // Reference #
		c, why = r.Read(before)
		c.Title = title
		return c, why
	}
	name, tag, ok := strings.Cut(title, ":")
	w, known = r.Words[value.Fold(name)]
	if !ok || !known || !r.Fields[w.Field].Localized {
		return c, ""
	}
	t, err := language.Parse(strings.TrimSpace(tag))
	if err != nil {
		return c, fmt.Sprintf("%q is no language tag", strings.TrimSpace(tag))
	}
	c.Use, c.Field, c.Rank, c.Tag = AsField, w.Field, w.Rank, t.String()
	return c, ""
}

// configured gives a column the use that the configuration says; it was checked before.
func (r *Reader) configured(c Column, to string) Column {
	switch to {
	case config.Keyword:
		return c
	case config.Ignored, config.State:
		c.Use = Unused
		return c
	}
	name, tag, _ := strings.Cut(to, ":")
	c.Field = field.Index(r.Fields, name)
	if r.Fields[c.Field].Kept {
		return c
	}
	c.Use, c.Rank = AsField, -1
	if t, err := language.Parse(tag); tag != "" && err == nil {
		c.Tag = t.String()
	}
	return c
}

// Kept is the field of a column that is kept for the search; nil for other columns.
func (r *Reader) Kept(c *Column) *field.Field {
	if f := &r.Fields[c.Field]; c.Use == Extra && f.Kept {
		return f
	}
	return nil
}

// Score is the number of different fields that a row names if it is a header; of customers any thing of a
// person counts.
func (r *Reader) Score(cells []table.Cell) int {
	found := map[int]bool{}
	for n := range r.shopHeaders(cells) { // the shop system's own row beats one of labels for people above it
		found[-1-n] = true
	}
	for _, cell := range cells {
		if cell.Text != "" {
			if c, _ := r.Read(cell.Text); c.Use == AsField {
				found[c.Field] = true
			} else if of := person.Look(cell.Text, nil).Sort; r.Kind == kind.Customers && of != person.None {
				found[len(r.Fields)+int(of)] = true
			}
		}
	}
	return len(found)
}

// shopHeaders is how many of the cells are headers of the shop system whose profile is used; 0 where it does
// not fit.
func (r *Reader) shopHeaders(cells []table.Cell) int {
	if r.Profile == nil {
		return 0
	}
	return r.Profile.Count(cells)
}

// Resolve makes the header of a row, with what is wrong in it.
func (r *Reader) Resolve(s *table.Sheet, number int, cells []table.Cell) (Header, []problem.Problem) {
	h := Header{Row: number, At: make([]int, len(r.Fields))}
	var ps []problem.Problem
	for i, cell := range cells {
		if cell.Text == "" {
			continue
		}
		c, why := r.Read(cell.Text)
		c.Number = i + 1
		if why != "" {
			ps = append(ps, problem.Errorf(s.At(number, c.Number), "language-tag",
				"the column's language is not known: %s", why).
				WithValue(cell.Text).Hintf("label:fr, label:pt-BR: a language tag stands behind the colon"))
		}
		h.Columns = append(h.Columns, c)
	}
	r.ReadPrices(h.Columns)
	r.adopt(&h)
	ps = append(ps, r.settle(s, &h)...)
	for _, c := range h.Columns {
		switch {
		case c.Use != AsField:
		case c.Tag == "":
			h.At[c.Field] = c.Number
		default:
			h.Local = append(h.Local, c)
		}
	}
	h.Pair, h.Prices = r.isPair(h.Columns), r.currenciesOf(h)
	return h, ps
}

// Positions gives by a column's number its index, from 1.
func (h Header) Positions() []int {
	if len(h.Columns) == 0 {
		return nil
	}
	m := make([]int, h.Columns[len(h.Columns)-1].Number+1)
	for n, c := range h.Columns {
		m[c.Number] = n + 1
	}
	return m
}

// adopt makes a column in the default language the plain column of its field where there is no plain one.
func (r *Reader) adopt(h *Header) {
	for i, c := range h.Columns {
		plain := slices.ContainsFunc(h.Columns, func(o Column) bool {
			return o.Use == AsField && o.Field == c.Field && o.Tag == ""
		})
		if c.Use == AsField && c.Tag == r.language && !plain {
			h.Columns[i].Tag = ""
		}
	}
}

// settle leaves one column for each field: the one that names it best. Two that name it equally well are a
// problem.
func (r *Reader) settle(s *table.Sheet, h *Header) []problem.Problem {
	type place struct {
		field int
		tag   string
	}
	var ps []problem.Problem
	best := map[place]int{}
	for i, c := range h.Columns {
		if c.Use != AsField {
			continue
		}
		p := place{c.Field, c.Tag}
		first, taken := best[p]
		if !taken {
			best[p] = i
			continue
		}
		loser, winner := i, first
		if c.Rank < h.Columns[first].Rank && !c.first || h.Columns[first].first && !c.first {
			loser, winner = first, i
			best[p] = i
		}
		l := h.Columns[loser]
		h.Columns[loser].Use = Extra
		if r.settled(h.Columns[winner], l) || h.Columns[winner].Rank < 0 && l.Rank >= 0 {
			h.Columns[loser].Use, _ = r.byProfile(value.Fold(l.Title))
			continue
		}
		ps = append(ps, r.twice(s, h, winner, loser))
	}
	return ps
}

func (r *Reader) twice(s *table.Sheet, h *Header, winner, loser int) problem.Problem {
	w, l := h.Columns[winner], h.Columns[loser]
	at, first := s.At(h.Row, l.Number), s.At(h.Row, w.Number)
	name := r.Fields[l.Field].Name
	if w.Rank == l.Rank && w.Rank != placeRank {
		p := problem.Errorf(at, "duplicate-header", "a second column for %s; the first is %s", name,
			first.Cell()).WithValue(l.Title)
		if value.Fold(w.Title) == value.Fold(l.Title) { // what plugsheet.yaml says of one holds for both
			return p.Hintf("delete the one that does not count, or give it another header")
		}
		return p.Hintf("rename one of them, or take one of the two lines out of plugsheet.yaml")
	}
	if r.Kind.SellsThings() && l.Field == field.PriceCatalog && w.Rank > 0 && w.Rank < field.GeneralRank {
		return r.WhichPrice(at, w.Title, l.Title)
	}
	return problem.Warnf(at, "spare-header", "the column could be %s too, which is taken from %s %q", name,
		first.Cell(), w.Title).
		WithValue(l.Title).
		Hintf("to take it from here, in plugsheet.yaml: %s",
			problem.Pastef("columns: { %s: { %q: %s } }", r.Kind, l.Title, name))
}

// Near are the fields whose words a header holds, or nearly is. The name of a category or of a maker is no
// title: category_name_pt.
func (r *Reader) Near(title string) map[int]bool {
	found := map[int]bool{}
	tokens := pricing.Tokens(title)
	for i := range tokens {
		for j := i + 1; j <= len(tokens); j++ {
			part := value.Fold(strings.Join(tokens[i:j], ""))
			if w, ok := r.Words[part]; ok && len(part) >= 3 {
				found[w.Field] = true
			}
		}
	}
	folded := []rune(value.Fold(title))
	if len(folded) >= 5 {
		for known, w := range r.Words {
			if !(r.Kind.SellsThings() && field.IsPrice(w.Field)) &&
				words.Distance(folded, []rune(known), 1) <= 1 { // Kreis is no Preis
				found[w.Field] = true
			}
		}
	}
	if r.Kind.SellsThings() && (found[field.Categories] || found[field.Brand]) {
		delete(found, field.Title)
	}
	return found
}
