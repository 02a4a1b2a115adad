package propose

import (
	"cmp"
	"slices"
	"strings"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/header"
	"plugsheet/importer/kind"
	"plugsheet/importer/pricing"
	"plugsheet/importer/sheet"
	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
)

// of is the index of the column that is a field, or -1.
func (p *Sheet) of(field int) int {
	return slices.IndexFunc(p.Columns, func(c Column) bool { return c.field == field })
}

// keys takes back ids and references that do not tell the products apart, and a reference of which only the
// values speak where there is an id.
func (p *Sheet) keys() {
	if r := p.of(field.Reference); p.of(field.ID) >= 0 && r >= 0 && p.Columns[r].Confidence < sureProposed {
		c := &p.Columns[r]
		c.Use, c.field, c.write, c.Maybe = config.Keyword, -1, false, p.reader.Fields[field.Reference].Name
	}
	for _, f := range []int{field.ID, field.Reference} {
		n := p.of(f)
		if n < 0 || p.group.KindOrDefault() != "" {
			continue
		}
		c := &p.Columns[n]
		t := p.sample.traits[c.number-1]
		twice, most := t.filled-len(t.values), t.filled/4
		if c.Confidence >= sureNamed {
			most = t.filled / 2
		}
		if twice > 0 && (f == field.ID || twice > most) {
			c.Use, c.field, c.Confidence = config.Keyword, -1, sureWord
			c.Reason = problem.Textf("could be %s, but %d of %d values come twice",
				p.reader.Fields[f].Name, twice, t.filled)
			c.write = true
		}
	}
}

// defaults proposes a template for each field that every product must have and that is blank in some.
func (p *Sheet) defaults(c config.Config) {
	if p.Rows == 0 {
		return
	}
	owners := p.owners()
	few := p.fewLack(owners)
	for _, f := range []int{field.ID, field.Title, field.Description, field.PriceCatalog,
		field.ProductURL, field.ImageURL} {
		if c.Defaults[string(kind.Products)][p.reader.Fields[f].Name] != "" {
			continue
		}
		if f == field.ID && p.Twice() > 0 {
			p.distinguish()
			continue
		}
		if few && slices.Contains(essential, f) ||
			f == field.PriceCatalog && (p.pricesOfSizes() || !few && p.pricesInWords()) {
			continue
		}
		if blank := p.blank(f, owners); blank > 0 {
			p.fillBlank(f, blank, len(owners))
		}
	}
}

// examples proposes for the fields of a form that no column is what they are made of in the examples, as the id
// is of the label.
func (p *Sheet) examples(c config.Config) {
	for f, spec := range p.reader.Fields {
		if p.Number(f) == 0 && strings.Contains(spec.Example, "{") && c.Defaults[p.Kind][spec.Name] == "" &&
			p.Number(field.Index(p.reader.Fields, strings.Trim(spec.Example, "{}"))) > 0 {
			p.Defaults = append(p.Defaults, Default{Field: spec.Name, Template: spec.Example,
				Reason: problem.Textf("nothing fills it")})
		}
	}
}

// pricesOfSizes proposes the lowest of the prices for sizes; false where there are none.
func (p *Sheet) pricesOfSizes() bool {
	if len(p.sizes) == 0 {
		return false
	}
	text, sure := p.sizePrice()
	p.Defaults = append(p.Defaults, Default{Field: p.reader.Fields[field.PriceCatalog].Name, Template: text,
		Reason: problem.Textf("the lowest of the prices for %d sizes", len(p.sizes)), Open: !sure})
	return true
}

// essential are the fields that nobody makes up for a few products: the import leaves those out, as it does
// with a few prices that are words.
var essential = []int{field.ID, field.Title}

// fewLack tells whether the products are few that lack one of the essential fields or have words for a price.
func (p *Sheet) fewLack(owners [][]int) bool {
	_, n := p.wordsForPrices()
	for _, f := range essential {
		n += p.blank(f, owners)
	}
	return sheet.Few(n, len(owners))
}

// pricesInWords proposes that the words that stand in the place of some prices are for customers to read;
// false where there are none.
func (p *Sheet) pricesInWords() bool {
	first, found := p.wordsForPrices()
	if found == 0 {
		return false
	}
	if r := p.reader.Profile; r != nil {
		first = cmp.Or(r.Propose[p.reader.Fields[field.PriceCatalog].Name], first)
	}
	p.Defaults = append(p.Defaults, Default{Field: p.reader.Fields[field.PriceCatalog].Name, Template: first,
		Reason: problem.Textf("%d of %d prices are words", found, p.Rows)})
	return true
}

// wordsForPrices are the first words that stand in the place of a price, and how many prices are words.
func (p *Sheet) wordsForPrices() (first string, found int) {
	n := p.Number(field.PriceCatalog)
	for row := range p.sample.rows {
		text := p.sample.text(row, n)
		if _, fault := pricing.Read(text); fault == pricing.InWords && saysSomething(text) {
			found++
			first = cmp.Or(first, text)
		}
	}
	return first, found
}

// fillBlank proposes a template for a field that is blank in some products; nothing where no column could
// fill it.
func (p *Sheet) fillBlank(f, blank, of int) {
	reason := problem.Textf("nothing fills it")
	if blank < of {
		reason = problem.Textf("blank in %d of %d products", blank, of)
	}
	text, same := p.template(f, blank < of)
	if text == "" {
		return
	}
	if strings.HasPrefix(text, value.ExampleBase) {
		reason = problem.Textf("%s; the shop's own address must stand there", reason)
	}
	if same > 0 {
		reason = problem.Textf("%s; still the same for %d rows", reason, same)
	}
	open := f == field.PriceCatalog && p.of(f) < 0 && p.mayHavePrice()
	if open {
		reason = problem.Textf("no column is surely the price: which one is it?")
	}
	if f == field.ID && p.Number(field.ID) == 0 && p.Number(field.Reference) > 0 {
		f = field.Reference // a default for the id would change that of all products
	}
	p.Defaults = append(p.Defaults,
		Default{Field: p.reader.Fields[f].Name, Template: text, Reason: reason, Open: open})
}

// mayHavePrice tells whether a column that is no field could be the price: its header says so, or it holds
// amounts other than 0 and 1, and its header does not say that they are something else. Where all prices are
// 0 there are none.
func (p *Sheet) mayHavePrice() bool {
	for n, title := range p.sample.titles {
		c, _ := p.reader.Read(title)
		if t := p.sample.traits[n]; c.Use == header.AsField && c.Field == field.PriceCatalog && t.filled > 0 {
			return !t.zeros()
		}
	}
	for _, c := range p.Columns {
		t := p.sample.traits[c.number-1]
		open := (c.Use == config.Keyword || p.headless) && !p.changes(c.number) && !p.isRunning(c.number) ||
			pricing.Of(c.Header) == pricing.Cost || // who writes down costs may have forgotten the prices
			pricing.Of(c.Header).Priced()
		code := t.money == 0 && t.average() > 8 // as barcodes are
		if c.field < 0 && open && !code && t.share(t.amounts) > 0.5 && t.yesNo < t.filled {
			return true
		}
	}
	return false
}

// owners lists by product the rows that it has.
func (p *Sheet) owners() [][]int {
	g := p.group
	by, parent, kindColumn := p.sample.column(g.By...), p.sample.column(g.Parent...),
		p.sample.column(g.Type...)
	var owners [][]int
	last := ""
	for row := range p.sample.rows {
		switch g.KindOrDefault() {
		case config.Consecutive:
			key := p.sample.text(row, by)
			typed := kindColumn > 0 && slices.Contains(g.Variation, p.sample.text(row, kindColumn))
			if len(owners) > 0 && (typed || key != "" && key == last) {
				owners[len(owners)-1] = append(owners[len(owners)-1], row)
				continue
			}
			last = key
		case config.ByParent:
			variation, of := p.sample.text(row, kindColumn), p.sample.text(row, parent)
			own := of == p.sample.text(row, p.Number(field.Reference)) ||
				of == p.sample.text(row, p.Number(field.ID))
			if kindColumn > 0 && slices.Contains(g.Variation, variation) ||
				kindColumn == 0 && of != "" && !own {
				continue
			}
		}
		owners = append(owners, []int{row})
	}
	return owners
}

// blank counts the products without a value for a field. An id may come from the reference, a price
// from the promotion.
func (p *Sheet) blank(f int, owners [][]int) int {
	columns := []int{p.Number(f), p.filledFrom(f)}
	switch f {
	case field.ID:
		columns = append(columns, p.Number(field.Reference))
	case field.PriceCatalog: // one alone of a pair is the price
		columns = append(columns, p.Number(field.PricePromotion))
	}
	return p.blankIn(owners, columns...)
}

// blankIn counts the products of which no row has a value in one of some columns.
func (p *Sheet) blankIn(owners [][]int, columns ...int) int {
	n := 0
	for _, rows := range owners {
		if !slices.ContainsFunc(rows, func(row int) bool {
			return slices.ContainsFunc(columns,
				func(c int) bool { return saysSomething(p.sample.text(row, c)) })
		}) {
			n++
		}
	}
	return n
}

// filledFrom is the number of the column with which the shop system's profile fills a field that is blank; 0
// for none.
func (p *Sheet) filledFrom(f int) int {
	if p.reader.Profile == nil {
		return 0
	}
	name := strings.Trim(p.reader.Profile.Config.Defaults[p.Kind][p.reader.Fields[f].Name], "{}")
	if other := field.Index(p.reader.Fields, name); other >= 0 {
		return p.Number(other)
	}
	return p.sample.column(name)
}

// saysSomething tells whether a cell holds more than a word for nothing, such as NULL or a dash, and more
// than tags with no text between them.
func saysSomething(text string) bool {
	if strings.HasPrefix(text, "<") {
		text = strings.TrimSpace(value.PlainText(text))
	}
	return text != "" && value.NullWord(text) != value.Nothing
}

// Number is the number of the column that is a field; 0 for none.
func (p *Sheet) Number(field int) int {
	if n := p.of(field); n >= 0 {
		return p.Columns[n].number
	}
	return 0
}

// template proposes what fills a field, and gives the number of rows that it does not tell apart where it has
// to.
func (p *Sheet) template(f int, some bool) (text string, same int) {
	if r := p.reader.Profile; r != nil && (!some || f != field.Description) {
		if t := r.Propose[p.reader.Fields[f].Name]; t != "" && p.fills(t) {
			return t, 0
		}
	}
	switch f {
	case field.ID:
		return p.key()
	case field.Title:
		return p.titleTemplate(some), 0
	case field.Description:
		return p.descriptionTemplate(), 0
	case field.ProductURL, field.ImageURL:
		if title := p.linking(f); title != "" {
			return "{" + sheet.LinkMark + title + "}", 0
		}
		if key, _ := p.key(); key == "" && !p.coded() {
			return "", 0
		}
	}
	if f == field.ProductURL {
		if slug := p.slug(); slug != "" {
			return "https://shop.example/{" + slug + "}", 0
		}
	}
	return p.reader.Fields[f].Example, 0
}

// coded tells whether a column is the reference or the id.
func (p *Sheet) coded() bool { return p.Number(field.Reference) > 0 || p.Number(field.ID) > 0 }

// titleTemplate is what a title is made of: the short description, the description, or the reference.
func (p *Sheet) titleTemplate(some bool) string {
	switch short, n := p.Number(field.ShortDescription), p.Number(field.Description); {
	case short > 0 && p.sample.traits[short-1].filled == p.Rows && !some:
		return "{shortDescription}"
	case n > 0 && p.sample.traits[n-1].filled == p.Rows && !(some && p.coded()):
		return "{description}"
	case p.coded():
		return "{reference}"
	}
	if key, _ := p.key(); !strings.Contains(key, "{title}") {
		return key // as the id
	}
	return ""
}

// descriptionTemplate is what a description is made of: the title, or whatever that is made of.
func (p *Sheet) descriptionTemplate() string {
	if n := p.Number(field.Title); n > 0 && p.sample.traits[n-1].filled > 0 {
		return "{" + p.placeholder(n) + "}"
	}
	titled := slices.ContainsFunc(p.Defaults,
		func(d Default) bool { return d.Field == p.reader.Fields[field.Title].Name })
	if !p.coded() && !titled {
		return ""
	}
	return "{title}"
}

// fills tells whether all placeholders of a template have a value for every product that was looked at.
func (p *Sheet) fills(template string) bool {
	for {
		_, rest, open := strings.Cut(template, "{")
		name, after, closed := strings.Cut(rest, "}")
		if !open || !closed {
			return true
		}
		template = after
		if field.Index(p.reader.Fields, name) >= 0 {
			continue
		}
		if n := p.sample.column(name); n == 0 || p.blankIn(p.owners(), n) > 0 {
			return false
		}
	}
}

// linking is a column whose cells lead to the pages, or to the images, of the products; empty for none.
func (p *Sheet) linking(f int) string {
	for n, title := range p.sample.titles {
		if p.sample.traits[n].links.Fits(p.Rows, f == field.ImageURL) && !strings.ContainsAny(title, "{}") {
			return title
		}
	}
	return ""
}

// slug is a column that holds the last part of the address of each product's page; empty for none.
func (p *Sheet) slug() string {
	for n, title := range p.sample.titles {
		if slugNames()[value.Fold(title)] && p.sample.traits[n].filled == p.Rows {
			return title
		}
	}
	return ""
}

// different counts the different values of columns taken together, as an id made of them. Rows in which the
// first is blank count as one.
func (p *Sheet) different(columns []int) int {
	seen := map[string]bool{}
	for row := range p.sample.rows {
		var parts []string
		for n, column := range columns {
			text := p.sample.text(row, column)
			if saysSomething(text) {
				parts = append(parts, text)
			} else if n == 0 {
				break
			}
		}
		seen[strings.Join(parts, " ")] = true
	}
	return len(seen)
}
