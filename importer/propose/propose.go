// Package propose finds what a file is and what each of its columns means, by names, headers and values. It
// is the one brain behind the import, which asks it which sheets to read, plugsheet map, which writes down
// its proposal, and the hints, which repeat what it would propose.
package propose

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"

	"plugsheet/importer/config"
	"plugsheet/importer/customer"
	"plugsheet/importer/header"
	"plugsheet/importer/kind"
	"plugsheet/importer/person"
	"plugsheet/importer/sheet"
	"plugsheet/importer/shop"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
)

// Options say what a mapping is to be proposed for. Only Inputs is a must.
type Options struct {
	Inputs   []string          // as for [Run]
	Books    []*table.Book     // in the place of Inputs: open already, and they stay open
	Names    map[string]string // as for [Run]
	Memory   *Memory           // of earlier proposals for Books; nil: none
	Encoding string            // as for [Run]
	Config   config.Config     // what is settled already: the profile, and mapped columns, which stay
	Rows     int               // of each sheet to look at; 0 is 1,000
}

// Proposal is a mapping with its reasons. The same inputs give the same proposal.
type Proposal struct {
	Sheets   []Sheet   `json:"sheets"`   // those with something to import, kind by kind
	Settings []Setting `json:"settings"` // language, currency and the like
	// CustomerFields are what is proposed to be shown of customers, where no sheet says it.
	CustomerFields []config.CustomerField `json:"customerFields,omitempty"`
	// sheets that are left out, and why nothing can be proposed
	Problems *problem.List `json:"-"`
}

// Sheet is what one sheet holds.
type Sheet struct {
	File     string    `json:"file"`
	Sheet    string    `json:"sheet,omitempty"` // empty for a text file
	Kind     string    `json:"kind"`
	Profile  *shop.Use `json:"profile,omitempty"`
	Rows     int       `json:"rows"` // that were looked at
	All      bool      `json:"all"`  // there are no more
	Named    bool      `json:"named"`
	Columns  []Column  `json:"columns"`
	Defaults []Default `json:"defaults,omitempty"`
	// Discounts are what bare numbers in columns of discounts are taken for.
	Discounts []Discount `json:"discounts,omitempty"`

	title string // of the sheet, for the configuration
	// headless says that the sheet has no header: its columns are named by their position.
	headless bool
	known    bool // the configuration has its headers
	reader   *header.Reader
	sample   *sample
	people   []person.Column // by column, what it holds of persons
	sizes    []int           // numbers of the columns of prices for sizes
	group    config.Group
	grouped  bool // by the rows themselves
	// by index of a column that says what is published: what leaves products out, with how often
	states map[int]string
}

// Column is what one column holds.
type Column struct {
	Column string `json:"column"` // its letter
	Header string `json:"header"`
	Use    string `json:"use"` // a field, keyword or ignore
	// a field that it could be but is not sure enough to be used as; or empty
	Maybe      string       `json:"maybe"`
	Confidence float64      `json:"confidence"` // of Use, or of Maybe where there is one; from 0 to 1
	Reason     problem.Text `json:"reason"`
	Example    string       `json:"example,omitempty"` // the first value, cut after 60 letters

	field  int  // of Use; -1 for none
	write  bool // the configuration needs the line
	weak   bool // only taken because nothing else is the field
	number int
}

// Default is a template for what the sheet lacks.
type Default struct {
	Field    string       `json:"field"`
	Template string       `json:"template"`
	Reason   problem.Text `json:"reason"`
	Open     bool         `json:"open,omitempty"` // only a guess: it is written as a comment
}

// Setting is a setting of the whole import.
type Setting struct {
	Key    string       `json:"key"`
	Value  string       `json:"value"`
	Reason problem.Text `json:"reason"`
	Open   bool         `json:"open"` // only a guess: it is written as a comment
}

// Propose proposes a mapping from the headers and the values of the inputs. It looks at the first rows of
// each sheet only. The error is for what stops it, such as a file that cannot be read; that nothing can be
// proposed is an error in the proposal's problems.
func Propose(ctx context.Context, o Options) (p Proposal, err error) {
	i := NewInputs(o.Config, o.Names, o.Encoding)
	i.proposing = true
	i.Given, i.memory = o.Books, o.Memory
	defer func() { err = i.Close(err) }()
	if err := i.Find(ctx, o.Inputs); err != nil {
		return p, err
	}
	return i.propose(ctx, o)
}

// propose proposes a mapping for the sheets that are sorted.
func (i *Inputs) propose(ctx context.Context, o Options) (Proposal, error) {
	p := Proposal{Problems: i.Problems}
	rows := o.Rows
	if rows <= 0 {
		rows = sheet.SampleRows
	}
	switch {
	case len(i.without) > 0: // what was asked of them is what is proposed
		p.Sheets, i.Problems = i.without, &problem.List{}
	case len(i.Sheets[kind.Products]) == 0:
		if err := i.guessProducts(ctx, rows); err != nil {
			return p, err
		}
	}
	p.Problems = i.Problems
	for _, k := range kind.All() {
		for _, s := range i.Sheets[k] {
			if k == kind.Settings {
				continue
			}
			sheet, err := i.proposeSheet(ctx, s, k, rows)
			if err != nil {
				return p, err
			}
			if sheet.sample.header == 0 && k == kind.Products {
				var found bool
				if sheet, found, err = i.headless(ctx, s); err != nil || !found {
					return p, err
				}
			}
			if sheet.headless || sheet.sample.header > 0 {
				p.Sheets = append(p.Sheets, sheet)
			}
		}
	}
	p.settle(i)
	p.customers(i)
	return p, nil
}

// proposeSheet looks at one sheet.
func (i *Inputs) proposeSheet(ctx context.Context, s *table.Sheet, k kind.Kind, rows int) (Sheet, error) {
	r := header.NewReader(k, i.Words, i.Config)
	p := Sheet{File: s.File, Sheet: s.Name, Kind: string(k), title: s.Title(), reader: r,
		states: map[int]string{}}
	if f := i.recognised[s]; f.Profile != nil && f.Profile.Kind == k {
		r.Use(f.Profile)
		p.Profile = &shop.Use{
			File: s.File, Sheet: s.Name, Profile: f.Profile.Name, Title: f.Profile.Title, Headers: f.Known,
			Named: f.Named,
		}
	}
	to, known := i.Words.Sheets[value.Fold(s.Title())]
	p.Named = known && to == k
	var err error
	if p.sample, err = i.memory.sampleOf(ctx, r, s, rows); err != nil {
		return p, fmt.Errorf("reading the first rows: %w", err)
	}
	p.Rows, p.All = len(p.sample.rows), p.sample.all
	p.lookForPersons()
	p.group = i.Config.Group
	if p.group.KindOrDefault() == "" && r.Profile != nil {
		p.group = r.Profile.GroupIn(func(title string) bool { return p.sample.column(title) > 0 })
	}
	if k == kind.Products {
		p.findGroup()
	}
	p.columns()
	switch k {
	case kind.Products:
		p.defaults(i.Config)
		p.discounts(i.Config)
	case kind.ClosingForm, kind.CustomerFields:
		p.examples(i.Config)
	}
	return p, nil
}

// customers proposes what is shown of the customers.
func (p *Proposal) customers(i *Inputs) {
	n := slices.IndexFunc(p.Sheets, func(s Sheet) bool { return s.Kind == string(kind.Customers) })
	if n >= 0 && len(i.Sheets[kind.CustomerFields])+len(i.Config.CustomerFields) == 0 {
		p.CustomerFields = customer.ProposeFields(p.Sheets[n].sample.titles, p.Sheets[n].people)
	}
}

// Additions are the lines of the proposal that a mapping does not have yet, as a plugsheet.yaml to be put
// behind it: what the mapping says stays. They are nil where there is nothing to add. What the proposal
// leaves open is a comment.
func (p Proposal) Additions(c config.Config) ([]byte, error) {
	fresh := Proposal{Settings: p.Settings, Problems: p.Problems, CustomerFields: p.CustomerFields}
	news := len(p.CustomerFields) > 0 ||
		slices.ContainsFunc(p.Settings, func(s Setting) bool { return !s.Open })
	for _, s := range p.Sheets {
		s = s.without(c)
		news = news || slices.ContainsFunc(s.Columns, func(col Column) bool { return col.write }) ||
			slices.ContainsFunc(s.Defaults, func(d Default) bool { return !d.Open }) ||
			len(s.Discounts) > 0 || s.Profile != nil || s.grouped || !s.Named && s.Sheet != ""
		fresh.Sheets = append(fresh.Sheets, s)
	}
	if !news {
		return nil, nil
	}
	text, err := fresh.YAML()
	if err != nil {
		return nil, err
	}
	_, rest, _ := bytes.Cut(text, []byte("from there, or with --config.\n"))
	return append([]byte("# Accepted from the proposal by --accept-map; review it.\n"), rest...), nil
}

// without is the sheet without what a mapping says already.
func (p Sheet) without(c config.Config) Sheet {
	k := p.Kind
	said := value.FoldedSet(slices.AppendSeq(slices.Clone(c.Ignore[k]), maps.Keys(c.Columns[k])))
	p.Columns = slices.Clone(p.Columns)
	for n, col := range p.Columns {
		if said[value.Fold(col.Header)] {
			p.Columns[n].write, p.Columns[n].Maybe = false, ""
		}
	}
	p.known = len(c.Headers[k]) > 0
	if _, named := c.Sheets[p.title]; named {
		p.Named = true
	}
	if c.Profile != "" {
		p.Named, p.Profile = p.Named || p.Profile != nil, nil
	}
	return p
}
