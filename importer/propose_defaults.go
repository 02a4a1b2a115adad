package importer

import (
	"slices"
	"strings"

	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
)

// of is the index of the column that is a field, or -1.
func (p *ProposedSheet) of(field int) int {
	return slices.IndexFunc(p.Columns, func(c ProposedColumn) bool { return c.field == field })
}

// keys takes back ids and references that do not tell the products apart, and a reference of which only the values speak
// where there is an id.
func (p *ProposedSheet) keys() {
	if r := p.of(pReference); p.of(pID) >= 0 && r >= 0 && p.Columns[r].Confidence < sureProposed {
		c := &p.Columns[r]
		c.Use, c.field, c.write, c.Maybe = asKeyword, -1, false, p.reader.fields[pReference].name
	}
	for _, f := range []int{pID, pReference} {
		n := p.of(f)
		if n < 0 || p.group.kind() != "" {
			continue
		}
		c := &p.Columns[n]
		t := p.sample.traits[c.number-1]
		twice, most := t.filled-len(t.values), t.filled/4
		if c.Confidence >= sureNamed {
			most = t.filled / 2
		}
		if twice > 0 && (f == pID || twice > most) {
			c.Use, c.field, c.Confidence = asKeyword, -1, sureWord
			c.Reason = problem.Textf("could be %s, but %d of %d values come twice", p.reader.fields[f].name, twice, t.filled)
			c.write = true
		}
	}
}

// defaults proposes a template for each field that every product must have and that is blank in some.
func (p *ProposedSheet) defaults(c Config) {
	if p.Rows == 0 {
		return
	}
	owners := p.owners()
	for _, f := range []int{pID, pTitle, pDescription, pPriceCatalog, pProductURL, pImageURL} {
		if c.Defaults[string(products)][p.reader.fields[f].name] != "" {
			continue
		}
		if f == pID && p.twice() > 0 {
			p.distinguish()
			continue
		}
		if blank := p.blank(f, owners); blank > 0 {
			p.fillBlank(f, blank, len(owners))
		}
	}
}

// fillBlank proposes a template for a field that is blank in some products; nothing where no column could fill it.
func (p *ProposedSheet) fillBlank(field, blank, of int) {
	reason := problem.Textf("nothing fills it")
	if blank < of {
		reason = problem.Textf("blank in %d of %d products", blank, of)
	}
	text, same := p.template(field, blank < of)
	if text == "" {
		return
	}
	if same > 0 {
		reason = problem.Textf("%s; still the same for %d rows", reason, same)
	}
	open := field == pPriceCatalog && p.of(field) < 0
	if open {
		reason = problem.Textf("no column is surely the price: which one is it?")
	}
	if field == pID && p.number(pID) == 0 && p.number(pReference) > 0 {
		field = pReference // a default for the id would change that of all products
	}
	p.Defaults = append(p.Defaults, ProposedDefault{Field: p.reader.fields[field].name, Template: text, Reason: reason, Open: open})
}

// owners lists by product the rows that it has.
func (p *ProposedSheet) owners() [][]int {
	g := p.group
	by, parent, kindColumn := p.sample.column(g.By...), p.sample.column(g.Parent...), p.sample.column(g.Type...)
	var owners [][]int
	last := ""
	for row := range p.sample.rows {
		switch g.kind() {
		case consecutive:
			key := p.sample.text(row, by)
			if key != "" && key == last {
				owners[len(owners)-1] = append(owners[len(owners)-1], row)
				continue
			}
			last = key
		case byParent:
			if variation := p.sample.text(row, kindColumn); kindColumn > 0 && slices.Contains(g.Variation, variation) ||
				kindColumn == 0 && p.sample.text(row, parent) != "" {
				continue
			}
		}
		owners = append(owners, []int{row})
	}
	return owners
}

// blank counts the products without a value for a field. An id may come from the reference.
func (p *ProposedSheet) blank(field int, owners [][]int) int {
	columns := []int{p.number(field)}
	if field == pID {
		columns = append(columns, p.number(pReference))
	}
	n := 0
	for _, rows := range owners {
		if !slices.ContainsFunc(rows, func(row int) bool {
			return slices.ContainsFunc(columns, func(c int) bool { return saysSomething(p.sample.text(row, c)) })
		}) {
			n++
		}
	}
	return n
}

// saysSomething tells whether a cell holds more than a word for nothing, such as NULL or a dash.
func saysSomething(text string) bool {
	return text != "" && value.NullWord(text) != value.Nothing
}

// number is the number of the column that is a field; 0 for none.
func (p *ProposedSheet) number(field int) int {
	if n := p.of(field); n >= 0 {
		return p.Columns[n].number
	}
	return 0
}

// template proposes what fills a field, and gives the number of rows that it does not tell apart where it has to.
func (p *ProposedSheet) template(field int, some bool) (text string, same int) {
	if r := p.reader.profile; r != nil && (!some || field != pDescription) {
		if t := r.propose[p.reader.fields[field].name]; t != "" && p.fills(t) {
			return t, 0
		}
	}
	switch field {
	case pID:
		return p.key()
	case pTitle:
		coded := p.number(pReference) > 0 || p.number(pID) > 0
		switch n := p.number(pDescription); {
		case n > 0 && p.sample.traits[n-1].filled == p.Rows && !(some && coded):
			return "{description}", 0
		case !coded:
			return "", 0 // the id would be made of the title
		}
		return "{reference}", 0
	case pDescription:
		if n := p.number(pTitle); n > 0 && p.sample.traits[n-1].filled > 0 {
			return "{" + p.placeholder(n) + "}", 0
		}
		if p.number(pReference) == 0 && p.number(pID) == 0 {
			return "", 0
		}
		return "{title}", 0
	case pProductURL, pImageURL:
		if title := p.linking(field); title != "" {
			return "{" + linkMark + title + "}", 0
		}
		if key, _ := p.key(); key == "" && p.number(pReference) == 0 && p.number(pID) == 0 {
			return "", 0
		}
	}
	if field == pProductURL {
		if slug := p.slug(); slug != "" {
			return "https://shop.example/{" + slug + "}", 0
		}
	}
	return p.reader.fields[field].example, 0
}

// fills tells whether all placeholders of a template have a value in every row that was looked at.
func (p *ProposedSheet) fills(template string) bool {
	for {
		_, rest, open := strings.Cut(template, "{")
		name, after, closed := strings.Cut(rest, "}")
		if !open || !closed {
			return true
		}
		template = after
		if fieldIndex(p.reader.fields, name) >= 0 {
			continue
		}
		if n := p.sample.column(name); n == 0 || p.sample.traits[n-1].filled < p.Rows {
			return false
		}
	}
}

// linking is a column whose cells lead to the pages, or to the images, of the products; empty for none.
func (p *ProposedSheet) linking(field int) string {
	for n, title := range p.sample.titles {
		if p.sample.traits[n].links.fits(p.Rows, field == pImageURL) && !strings.ContainsAny(title, "{}") {
			return title
		}
	}
	return ""
}

// slug is a column that holds the last part of the address of each product's page; empty for none.
func (p *ProposedSheet) slug() string {
	for n, title := range p.sample.titles {
		switch value.Fold(title) {
		case "slug", "handle", "urlkey", "urlrewritten", "rewrittenurl", "producthandle", "permalink", "urlhandle":
			if p.sample.traits[n].filled == p.Rows {
				return title
			}
		}
	}
	return ""
}

// different counts the different values of columns taken together. Rows in which one of them is blank count as one.
func (p *ProposedSheet) different(columns []int) int {
	seen := map[string]bool{}
	for row := range p.sample.rows {
		var b strings.Builder
		for _, n := range columns {
			text := p.sample.text(row, n)
			if text == "" {
				b.Reset()
				break
			}
			b.WriteString(text + "\x00")
		}
		seen[b.String()] = true
	}
	return len(seen)
}
