package propose

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/header"
	"plugsheet/importer/kind"
	"plugsheet/importer/person"
	"plugsheet/importer/pricing"
	"plugsheet/importer/sheet"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
)

// crowd is what a sheet says of persons.
type crowd struct {
	verdict person.Verdict
	keyed   bool     // a column tells the persons apart, as that of customers needs
	because []string // headers of persons, the plainest first
	ofTrade bool     // suppliers or staff, who are no customers
	about   topic    // what the rows are if not customers: reviews, answers to questions
	other   bool
}

// crowdOf tells whether the rows of a sheet are persons.
func (i *Inputs) crowdOf(ctx context.Context, s *table.Sheet) (crowd, error) {
	goods, known := header.NewReader(kind.Products, i.Words, i.Config),
		header.NewReader(kind.Customers, i.Words, i.Config)
	if r := i.recognised[s]; r.Profile != nil && r.Profile.Kind == kind.Products {
		goods.Use(r.Profile)
	}
	h, err := sheet.FirstRows(ctx, s, func(cells []table.Cell) int {
		return each.Count(cells, func(c table.Cell) bool {
			return c.Text != "" && (person.Look(c.Text, nil).Sort != person.None || goods.IsField(c.Text) ||
				known.IsField(c.Text))
		})
	})
	if err != nil {
		return crowd{}, err
	}
	width := len(h.Titles)
	for _, cells := range h.Rows {
		width = max(width, len(cells))
	}
	c, found := crowd{}, map[int]bool{}
	columns := make([]person.Column, width)
	for n := range columns {
		title := ""
		if n < len(h.Titles) {
			title = h.Titles[n]
		}
		values := h.Values(n)
		columns[n] = person.Look(title, values)
		if f := fieldOfGoods(goods, title, values); f >= 0 {
			found[f] = true
		}
		c.keyed = c.keyed || title != "" &&
			(columns[n].Sort == person.Email && columns[n].Role != person.Supplier || known.IsField(title))
	}
	c.verdict = person.Judge(columns, len(found))
	c.because = reasons(h.Titles, columns)
	paid := slices.ContainsFunc(columns, func(column person.Column) bool { return column.Sort == person.Job })
	trade := isTrade(s.Title(), h.Titles)
	if c.ofTrade = trade || paid; trade && paid {
		c.verdict = person.Persons
	}
	if c.verdict == person.Persons {
		c.about, c.other = topicOf(ctx, goods, s)
	}
	return c, nil
}

// fieldOfGoods is the field of a column that only a list of products has: a price, an article number, a
// picture, a page or a stock; -1 for others.
func fieldOfGoods(r *header.Reader, title string, values []string) int {
	if title == "" && len(values) > 0 && !slices.ContainsFunc(values, notImage) {
		return field.ImageURL
	}
	c, _ := r.Read(title)
	if c.Use != header.AsField {
		return -1
	}
	var is func(string) bool
	switch c.Field {
	case field.PriceCatalog, field.PricePromotion, field.PriceSpecial:
		c.Field = field.PriceCatalog
		is = func(text string) bool { _, fault := pricing.Read(text); return fault == "" }
	case field.ImageURL, field.ProductURL:
		is = func(text string) bool { return strings.Contains(text, "/") }
	case field.Reference, field.Available:
		is = func(string) bool { return true }
	default:
		return -1
	}
	filled := each.That(values, func(text string) bool { return text != "" })
	if len(filled) == 0 || each.Count(filled, is)*2 < len(filled) {
		return -1
	}
	return c.Field
}

// notImage tells whether a cell holds something else than the address of a picture.
func notImage(text string) bool {
	return !(strings.Contains(text, "://") && value.EndsAsImage(text))
}

// reasons are up to four headers that say that a sheet is one of persons.
func reasons(titles []string, columns []person.Column) []string {
	var at []int
	for n := range min(len(titles), len(columns)) {
		if c := columns[n]; titles[n] != "" && c.Filled > 0 && c.Sort != person.None &&
			c.Sort != person.Name {
			at = append(at, n)
		}
	}
	slices.SortStableFunc(at, func(a, b int) int {
		return cmp.Compare(plainness(columns[a].Sort), plainness(columns[b].Sort))
	})
	return each.Of(at[:min(4, len(at))], func(n int) string {
		return strings.Join(strings.Fields(titles[n]), " ")
	})
}

// plainness orders what a reader sees at once to be a person's: names and e-mails first.
func plainness(s person.Sort) int {
	order := []person.Sort{person.Given, person.Family, person.Full, person.Email, person.Phone, person.Birth,
		person.Salutation, person.Street}
	if n := slices.Index(order, s); n >= 0 {
		return n
	}
	return len(order)
}

// personsOr tells what a sheet is read as: as the kind it would be, as one of customers, or not at all, which
// is told of. Persons are never products, unless a setting of its own says so.
func (i *Inputs) personsOr(ctx context.Context, s *table.Sheet, k kind.Kind) (kind.Kind, bool, error) {
	if k != "" && k != kind.Products && k != kind.Variants || i.Config.Goods(s.Title()) {
		return k, true, nil
	}
	c, err := i.crowdOf(ctx, s)
	if err != nil || c.verdict == person.Others {
		return k, true, err
	}
	switch {
	case k != "":
		p := c.problem(problem.Error, s)
		if i.Config.Names(s.Title()) {
			p = p.Hintf("in plugsheet.yaml: %s", problem.Pastef("persons: { %q: %s }", s.Title(), c.use()))
		}
		i.Tell(p)
	case c.verdict == person.Persons && c.other:
		i.tellTopic(s, topic{c.about.said, true})
	case c.verdict == person.Persons && c.keyed && len(i.Sheets[kind.Customers]) == 0 && !c.ofTrade:
		i.Tell(problem.Warnf(s.At(0, 0), "persons-sheet",
			"the rows are persons, by %s: they are read as customers, not as products", becauseOf(c.because)).
			Hintf("if that is right, in plugsheet.yaml: %s",
				problem.Pastef("sheets: { %q: %s }", s.Title(), kind.Customers)))
		return kind.Customers, true, nil
	default:
		i.left = append(i.left, leftSheet{s, c})
	}
	i.refused[s] = true
	return k, false, nil
}

// assign notes that a sheet is read as one of a kind, unless its rows are persons and those of the kind are
// not.
func (i *Inputs) assign(ctx context.Context, s *table.Sheet, k kind.Kind) error {
	k, ok, err := i.personsOr(ctx, s, k)
	if ok && err == nil {
		i.Sheets[k] = append(i.Sheets[k], s)
	}
	return err
}

// assignPersons takes the sheets of persons out of those of which nothing else is known, and gives the rest.
func (i *Inputs) assignPersons(ctx context.Context, unknown []*table.Sheet) (rest []*table.Sheet, err error) {
	for _, s := range unknown {
		k, ok, err := i.personsOr(ctx, s, "")
		switch {
		case err != nil:
			return nil, err
		case ok && k == "":
			rest = append(rest, s)
		case ok:
			i.Sheets[k] = append(i.Sheets[k], s)
		}
	}
	return rest, nil
}

// reads tells whether any sheet is read.
func (i *Inputs) reads() bool {
	return len(slices.Concat(slices.Collect(maps.Values(i.Sheets))...)) > 0
}

// leftSheet is a sheet of persons that is not read.
type leftSheet struct {
	sheet *table.Sheet
	crowd crowd
}

// tellLeft tells of the sheets of persons that are not read: an error where there is nothing else to read.
func (i *Inputs) tellLeft() {
	severity := problem.Error
	if i.reads() {
		severity = problem.Warning
	}
	for _, l := range i.left {
		i.Tell(l.crowd.problem(severity, l.sheet))
	}
}

// problem says why a sheet of persons is not read, and what to do.
func (c crowd) problem(severity problem.Severity, s *table.Sheet) problem.Problem {
	var p problem.Problem
	switch {
	case c.verdict == person.Orders:
		p = problem.Errorf(s.At(0, 0), "orders-sheet",
			"the rows are orders or payments, by %s: they are no products and are not read",
			becauseOf(c.because))
	case c.keyed:
		p = problem.Errorf(s.At(0, 0), "persons-no-products",
			"the rows are persons, by %s: they are not read as products", becauseOf(c.because))
	default:
		p = problem.Errorf(s.At(0, 0), "persons-without-key",
			"the rows are persons, by %s, and no header names an e-mail or an id: they are not read",
			becauseOf(c.because))
	}
	p.Severity = severity
	return p.Hintf("in plugsheet.yaml: %s", problem.Pastef("sheets: { %q: %s }", s.Title(), c.use()))
}

// use is what a sheet of persons that is not read may be read as.
func (c crowd) use() string {
	if c.keyed && c.verdict == person.Persons && !c.ofTrade {
		return string(kind.Customers)
	}
	return config.Ignored
}

// becauseOf are texts as a message shows them.
func becauseOf(list []string) problem.Text {
	if len(list) == 0 {
		return problem.Textf("their values")
	}
	return problem.Textf("%s", strings.Join(list, ", "))
}

// lookForPersons tells what each column of the sample holds of persons.
func (p *Sheet) lookForPersons() {
	h := sheet.HeadedRows{Titles: p.sample.titles,
		Rows: p.sample.rows[:min(len(p.sample.rows), sheet.PersonRows)]}
	p.people = make([]person.Column, len(h.Titles))
	for n, title := range h.Titles {
		p.people[n] = person.Look(title, h.Values(n))
	}
}

// private tells whether a column is left out for what it holds of persons. The import does the same.
func (p *Sheet) private(n int, use header.Column) bool {
	if p.people[n].Secret(p.reader.Kind == kind.Customers) {
		return true
	}
	if use.Use == header.Unused { // that it has become here
		use.Use = header.Extra
	}
	return p.reader.Strays(use, p.people[n])
}

// leaveOut is the outcome for a column that is left out for what it holds of persons; a secret is not shown
// either.
func (p *Sheet) leaveOut(n int, out Column) Column {
	out.Use, out.Confidence, out.Reason, out.write = config.Ignored, sureWord,
		problem.Textf("data of persons"), true
	if p.people[n].Secret(p.reader.Kind == kind.Customers) {
		out.Reason, out.Example = problem.Textf("a secret, which is never read"), ""
	}
	return out
}
