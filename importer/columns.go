package importer

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

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
)

// column is what the header says of one column.
type column struct {
	number int    // 1 is column A
	title  string // the header as it stands
	use    use
	field  int          // with asField
	tag    string       // with asField: canonical language tag; empty is the default language
	rank   int          // how sure the field is; smaller is better
	role   pricing.Role // in a sheet of products: what the header says of prices

	currency string // of a price: the ISO code that the header names, or a dollar sign
	foreign  bool   // left out, since the price is taken from a column in another currency

	configured bool // in a sheet of products: the configuration names the column
}

// use is what a column is good for.
type use int

const (
	extra   use = iota // no field: a keyword of a product, a value of a customer
	asField            // a field of the kind
	unused             // left out
)

// header is the resolved header row of a sheet.
type header struct {
	row     int            // its number; 0 when the sheet has none
	columns []column       // those with a title, from left to right
	at      []int          // by field: the column's number, 0 for none
	local   []column       // the localized ones
	prices  map[int]string // by a column's number: the currency that its header names
	pair    bool           // the promotion is what is paid, the catalog price what was crossed out
}

// reader resolves the headers of one kind of sheet.
type reader struct {
	kind     kind.Kind
	fields   []field.Field
	words    map[string]field.Word
	columns  map[string]string // folded header → field, keyword or ignore, from the configuration
	ignore   map[string]bool   // folded headers
	language string            // of texts without a tag
	currency string            // of the shop; empty where nobody said it
	profile  *shop.System      // of the shop system that wrote the sheet; nil for none
}

func newReader(k kind.Kind, w *field.Words, c config.Config) *reader {
	r := &reader{
		kind: k, fields: field.Of(k), words: w.Columns[k], columns: map[string]string{}, ignore: map[string]bool{},
		language: c.Language, currency: c.Currency,
	}
	for title, to := range c.Columns[string(k)] {
		r.columns[value.Fold(title)] = to
	}
	for _, title := range c.Ignore[string(k)] {
		r.ignore[value.Fold(title)] = true
	}
	return r
}

// read tells what one header cell means; why is not empty where its language tag is wrong.
func (r *reader) read(title string) (c column, why string) {
	c = column{title: title, use: extra}
	folded := value.Fold(title)
	if to, ok := r.columns[folded]; ok {
		return r.configured(c, to), ""
	}
	if r.ignore[folded] {
		c.use = unused
		return c, ""
	}
	if use, known := r.byProfile(folded); known && !r.ownWord(folded) {
		c.use = use
		return c, ""
	}
	if w, ok := r.words[folded]; ok {
		c.use, c.field, c.rank = asField, w.Field, w.Rank
		return c, ""
	}
	if w, ok := r.inCurrency(title); ok {
		c.use, c.field, c.rank = asField, w.Field, w.Rank
		return c, ""
	}
	name, tag, ok := strings.Cut(title, ":")
	w, known := r.words[value.Fold(name)]
	if !ok || !known || !r.fields[w.Field].Localized {
		return c, ""
	}
	t, err := language.Parse(strings.TrimSpace(tag))
	if err != nil {
		return c, fmt.Sprintf("%q is no language tag", strings.TrimSpace(tag))
	}
	c.use, c.field, c.rank, c.tag = asField, w.Field, w.Rank, t.String()
	return c, ""
}

// configured gives a column the use that the configuration says; it was checked before.
func (r *reader) configured(c column, to string) column {
	switch to {
	case config.Keyword:
		return c
	case config.Ignored, config.State:
		c.use = unused
		return c
	}
	name, tag, _ := strings.Cut(to, ":")
	c.use, c.field, c.rank = asField, field.Index(r.fields, name), -1
	if t, err := language.Parse(tag); tag != "" && err == nil {
		c.tag = t.String()
	}
	return c
}

// score is the number of different fields that a row names if it is a header; of customers any thing of a person counts.
func (r *reader) score(cells []table.Cell) int {
	found := map[int]bool{}
	for n := range r.shopHeaders(cells) { // the shop system's own row beats one of labels for people above it
		found[-1-n] = true
	}
	for _, cell := range cells {
		if cell.Text != "" {
			if c, _ := r.read(cell.Text); c.use == asField {
				found[c.field] = true
			} else if of := person.Look(cell.Text, nil).Sort; r.kind == kind.Customers && of != person.None {
				found[len(r.fields)+int(of)] = true
			}
		}
	}
	return len(found)
}

// shopHeaders is how many of the cells are headers of the shop system whose profile is used; 0 where it does not fit.
func (r *reader) shopHeaders(cells []table.Cell) int {
	if r.profile == nil {
		return 0
	}
	return r.profile.Count(cells)
}

// resolve makes the header of a row, with what is wrong in it.
func (r *reader) resolve(s *table.Sheet, number int, cells []table.Cell) (header, []problem.Problem) {
	h := header{row: number, at: make([]int, len(r.fields))}
	var ps []problem.Problem
	for i, cell := range cells {
		if cell.Text == "" {
			continue
		}
		c, why := r.read(cell.Text)
		c.number = i + 1
		if why != "" {
			ps = append(ps, problem.Errorf(s.At(number, c.number), "language-tag", "the column's language is not known: %s", why).
				WithValue(cell.Text).Hintf("label:fr, label:pt-BR: a language tag stands behind the colon"))
		}
		h.columns = append(h.columns, c)
	}
	r.readPrices(h.columns)
	r.adopt(&h)
	ps = append(ps, r.settle(s, &h)...)
	for _, c := range h.columns {
		switch {
		case c.use != asField:
		case c.tag == "":
			h.at[c.field] = c.number
		default:
			h.local = append(h.local, c)
		}
	}
	h.pair, h.prices = r.isPair(h.columns), currenciesOf(h.columns)
	return h, ps
}

// positions gives by a column's number its index, from 1.
func (h header) positions() []int {
	if len(h.columns) == 0 {
		return nil
	}
	m := make([]int, h.columns[len(h.columns)-1].number+1)
	for n, c := range h.columns {
		m[c.number] = n + 1
	}
	return m
}

// adopt makes a column in the default language the plain column of its field where there is no plain one.
func (r *reader) adopt(h *header) {
	for i, c := range h.columns {
		plain := slices.ContainsFunc(h.columns, func(o column) bool {
			return o.use == asField && o.field == c.field && o.tag == ""
		})
		if c.use == asField && c.tag == r.language && !plain {
			h.columns[i].tag = ""
		}
	}
}

// settle leaves one column for each field: the one that names it best. Two that name it equally well are a problem.
func (r *reader) settle(s *table.Sheet, h *header) []problem.Problem {
	type place struct {
		field int
		tag   string
	}
	var ps []problem.Problem
	best := map[place]int{}
	for i, c := range h.columns {
		if c.use != asField {
			continue
		}
		p := place{c.field, c.tag}
		first, taken := best[p]
		if !taken {
			best[p] = i
			continue
		}
		loser, winner := i, first
		if c.rank < h.columns[first].rank {
			loser, winner = first, i
			best[p] = i
		}
		l := h.columns[loser]
		h.columns[loser].use = extra
		if r.settled(h.columns[winner], l) || h.columns[winner].rank < 0 && l.rank >= 0 {
			h.columns[loser].use, _ = r.byProfile(value.Fold(l.title))
			continue
		}
		ps = append(ps, r.twice(s, h, winner, loser))
	}
	return ps
}

func (r *reader) twice(s *table.Sheet, h *header, winner, loser int) problem.Problem {
	w, l := h.columns[winner], h.columns[loser]
	at, first := s.At(h.row, l.number), s.At(h.row, w.number)
	name := r.fields[l.field].Name
	if w.rank == l.rank {
		p := problem.Errorf(at, "duplicate-header", "a second column for %s; the first is %s", name, first.Cell()).WithValue(l.title)
		if value.Fold(w.title) == value.Fold(l.title) { // what plugsheet.yaml says of one holds for both
			return p.Hintf("delete the one that does not count, or give it another header")
		}
		return p.Hintf("rename one of them, or in plugsheet.yaml: columns: { %s: { %q: keyword } }", r.kind, l.title)
	}
	if r.kind.SellsThings() && l.field == field.PriceCatalog && w.rank > 0 && w.rank < field.GeneralRank {
		return r.whichPrice(at, w.title, l.title)
	}
	return problem.Warnf(at, "spare-header", "the column could be %s too, which is taken from %s %q", name, first.Cell(), w.title).
		WithValue(l.title).Hintf("to take it from here, in plugsheet.yaml: columns: { %s: { %q: %s } }", r.kind, l.title, name)
}

// near are the fields whose words a header holds, or nearly is.
func (r *reader) near(title string) map[int]bool {
	found := map[int]bool{}
	tokens := strings.FieldsFunc(title, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
	for i := range tokens {
		for j := i + 1; j <= len(tokens); j++ {
			part := value.Fold(strings.Join(tokens[i:j], ""))
			if w, ok := r.words[part]; ok && len(part) >= 3 {
				found[w.Field] = true
			}
		}
	}
	folded := []rune(value.Fold(title))
	if len(folded) >= 5 {
		for known, w := range r.words {
			if !(r.kind.SellsThings() && isPrice(w.Field)) && value.Distance(folded, []rune(known), 1) <= 1 { // Kreis is no Preis
				found[w.Field] = true
			}
		}
	}
	return found
}
