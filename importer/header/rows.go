package header

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/currency"

	"plugsheet/importer/field"
	"plugsheet/importer/person"
	"plugsheet/importer/pricing"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
)

// A header of two rows has the names of groups above those of columns, as Price above Regular and Sale,
// merged or with blanks behind it. Columns of no group have their name in either row.

// joinRows joins the best row of a header with its neighbour where the two are one header, and gives the
// lower one's number; 0 where they are not.
func (r *Reader) joinRows(s *table.Sheet, rows []table.Row, best int) (number int, cells []table.Cell) {
	if best+1 < len(rows) && rows[best+1].Number == rows[best].Number+1 {
		joined, g := r.join(rows[best].Cells, rows[best+1].Cells)
		had, has := r.fieldsIn(s, rows[best].Cells), r.fieldsIn(s, joined)
		if g.spans > 0 && (has > had || g.tongues > 1 || has == had && g.alone > 0) {
			return rows[best+1].Number, joined
		}
	}
	if best > 0 && rows[best-1].Number == rows[best].Number-1 && !isTitle(rows[best-1].Cells) {
		joined, g := r.join(rows[best-1].Cells, rows[best].Cells)
		had, has := r.fieldsIn(s, rows[best].Cells), r.fieldsIn(s, joined)
		if g.spans > 0 && (has > had || g.internal || g.merged && has == had) {
			return rows[best].Number, joined
		}
	}
	return 0, nil
}

// fieldsIn is how many fields a header has, those of prices by their role among them.
func (r *Reader) fieldsIn(s *table.Sheet, cells []table.Cell) int {
	h, _ := r.Resolve(s, 0, cells)
	n := len(h.Local)
	for _, column := range h.At {
		if column > 0 {
			n++
		}
	}
	return n
}

// groups is what was seen of the groups of a header.
type groups struct {
	name     string // the group of the column at hand; "" for none
	spans    int    // columns of a group beside the first
	alone    int    // columns of no group, named in the upper row
	merged   bool   // cells of a group are merged
	tongues  int    // columns of a group that name a language
	internal bool   // a group is the shop's own business: purchase, supplier
}

// join gives each column the name that two rows give it; no groups where a cell of either is none of a
// header. One may be a sum in the lower row, below its name.
func (r *Reader) join(upper, lower []table.Cell) (cells []table.Cell, g groups) {
	sums := 0
	for n := range max(len(upper), len(lower)) {
		above, below := cellAt(upper, n), cellAt(lower, n)
		if isSum(above, below) {
			below, sums = table.Cell{}, sums+1
		}
		if !headerLike(above) || !headerLike(below) || sums > 1 {
			return nil, groups{}
		}
		cells = append(cells, r.joinCells(&g, above, below))
	}
	return cells, g
}

// isTitle tells whether a row has one text alone, in its first cell: a title of the list, which is no group.
func isTitle(row []table.Cell) bool {
	return len(row) > 0 && row[0].Text != "" && !slices.ContainsFunc(row[1:], func(c table.Cell) bool {
		return c.Text != "" && !(c.Merged && c.Text == row[0].Text)
	})
}

// cellAt is a cell of a row, a blank one behind its end: rows of a header differ in length.
func cellAt(row []table.Cell, n int) table.Cell {
	if n < len(row) {
		return row[n]
	}
	return table.Cell{}
}

// isSum tells whether a cell without a letter is below a name, as a sum of the column is.
func isSum(above, below table.Cell) bool {
	return above.Text != "" && below.Text != "" && !strings.ContainsFunc(below.Text, unicode.IsLetter)
}

// joinCells is the name of the next column, from its cells in two rows, and adds to what was seen of groups.
func (r *Reader) joinCells(g *groups, above, below table.Cell) table.Cell {
	if below.Text == "" || below.Merged && below.Text == above.Text { // its name is above: it is in no group
		g.name = ""
		if above.Text != "" {
			g.alone++
		}
		return above
	}
	g.enter(above)
	if g.name == "" {
		return below
	}
	own := r.Kind.SellsThings() && isInternalGroup(g.name)
	g.internal = g.internal || own
	if r.inLanguage(g.name, below.Text) {
		g.tongues++
	}
	below.Text = r.joinNames(g.name, below.Text, own)
	below.Raw = below.Text
	return below
}

// enter goes on to a column with the cell above its name: a new group's, or the last one's where that is
// merged or leaves blanks.
func (g *groups) enter(above table.Cell) {
	over := above.Merged && above.Text == g.name && g.name != ""
	switch {
	case above.Text != "" && !over:
		g.name = above.Text
	case g.name != "":
		g.spans++
		g.merged = g.merged || over
	}
}

// joinNames is the name of a column in a group: its own where that says enough, else both. own keeps the
// group's: a supplier's name is no name of a product.
func (r *Reader) joinNames(group, name string, own bool) string {
	if single := onePrice[value.Fold(withoutCurrency(group))]; single != "" && !own {
		group = single
	}
	both, turned := group+" "+name, name+" "+group
	switch {
	case own:
		return both
	case r.inLanguage(group, name):
		return group + ":" + strings.ToLower(name)
	}
	titles := []string{name, both, turned}
	if onePrice[value.Fold(group)] != "" { // a promotion may be a time too, but none below Price
		titles = []string{both, turned, name}
	}
	if f := value.Fold(group); f == "preis" || f == "prijs" { // one word in German and Dutch
		titles = append(titles, name+strings.ToLower(group), name+"s"+strings.ToLower(group))
	}
	if links[value.Fold(group)] {
		titles = append([]string{name + " URL", "URL " + name}, titles...)
	}
	for _, title := range []string{both, turned} {
		if r.Kind.SellsThings() && pricing.Of(title).Internal() {
			return title
		}
	}
	for _, title := range titles {
		if r.IsField(title) {
			return title
		}
	}
	if r.Kind.SellsThings() {
		for _, title := range titles {
			if pricing.Of(title) != pricing.None && title != name {
				return title
			}
		}
	}
	return both
}

// inLanguage tells whether a column in a group is the group's field in a language.
func (r *Reader) inLanguage(group, name string) bool {
	return slices.Contains(field.Languages(), strings.ToLower(name)) && r.IsField(group)
}

// onePrice gives the names of groups of prices, folded, as one price.
var onePrice = map[string]string{
	"price": "price", "prices": "price", "prix": "prix", "tarif": "prix", "tarifs": "prix", "preis": "Preis",
	"preise": "Preis", "precio": "precio", "precios": "precio", "prezzo": "prezzo", "prezzi": "prezzo",
	"preco": "preço", "precos": "preço", "prijs": "prijs", "prijzen": "prijs", "cena": "cena", "ceny": "cena",
}

// withoutCurrency is a group's name without what stands in brackets or is a currency: Price (EUR), Preis in
// €.
func withoutCurrency(group string) string {
	group, _, _ = strings.Cut(group, "(")
	words := strings.FieldsFunc(group, func(c rune) bool { return !unicode.IsLetter(c) })
	return strings.Join(slices.DeleteFunc(words, func(w string) bool {
		_, err := currency.ParseISO(w)
		return w == "in" || w == "en" || w == "w" || w == "em" || err == nil && strings.ToUpper(w) == w
	}), " ")
}

// links are names of groups whose columns hold addresses, folded.
var links = value.FoldedSet([]string{
	"links", "link", "urls", "url", "liens", "lien", "adressen", "verweise", "enlaces", "enlace", "vínculos",
	"collegamenti", "indirizzi", "ligações", "hiperligações", "koppelingen", "linki", "odnośniki", "adresy",
	"addresses", "adresses", "web",
})

// isInternalGroup tells whether what stands below a group's name is the shop's own business.
func isInternalGroup(group string) bool {
	if pricing.Of(group).Internal() || person.Look(group, nil).Role == person.Supplier {
		return true
	}
	for _, price := range []string{"price", "prix", "Preis", "precio", "prezzo", "preço", "prijs", "cena"} {
		if pricing.Of(group+" "+price).Internal() || pricing.Of(price+" "+group).Internal() {
			return true
		}
	}
	return false
}

// headerLike tells whether a cell could be one of a header: blank, or a short text that is no number and no
// address.
func headerLike(c table.Cell) bool {
	if c.Text == "" {
		return true
	}
	return c.Kind == table.Text && utf8.RuneCountInString(c.Text) <= 40 &&
		strings.ContainsFunc(c.Text, unicode.IsLetter) &&
		!strings.Contains(c.Text, "://") && !strings.Contains(c.Text, "@")
}

// IsField tells whether a header is a field to the reader.
func (r *Reader) IsField(title string) bool {
	c, _ := r.Read(title)
	return c.Use == AsField
}
