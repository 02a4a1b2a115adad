package studio

import (
	"bytes"
	"cmp"
	"context"
	"path/filepath"
	"strings"

	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/importer/product"
	"plugsheet/importer/propose"
	"plugsheet/importer/value"
	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
	"plugsheet/serve/studio"
)

// shownValues is how many values of a column are shown.
const shownValues = 5

// Mapping implements [studio.Table].
func (s *spreadsheet) Mapping(_ context.Context, l problem.Language) (studio.Mapping, error) {
	m := studio.Mapping{
		Inputs: s.inputs, Command: s.mapCommand(),
		Changed: !bytes.Equal(s.before, s.after),
		Sheets:  []studio.Sheet{}, Left: []studio.Left{}, Problems: []string{}, Needed: s.needed(),
		Kinds: each.Of(kind.All(), func(k kind.Kind) string { return string(k) }),
		Cards: each.Of(s.trial.Examples, card),
		Settings: each.Of(s.proposal.Settings, func(one propose.Setting) studio.Setting {
			return studio.Setting{Key: one.Key, Value: one.Value, Why: l.Text(one.Reason), Open: one.Open}
		}),
	}
	for _, products := range []bool{true, false} { // what matters most comes first
		for _, one := range s.proposal.Sheets {
			if (one.Kind == string(kind.Products)) == products {
				m.Sheets = append(m.Sheets, s.sheet(one, l))
			}
		}
	}
	for _, p := range s.proposal.Problems.Sorted() {
		switch in := p.In(l); {
		case p.Severity == problem.Error:
			m.Problems = append(m.Problems, strings.TrimRight(in.Line()+"\n"+in.Hint(), "\n"))
		case p.Position.Row == 0 && p.Position.Column == 0 && strings.HasSuffix(p.Code, "-sheet"):
			title := cmp.Or(p.Position.Sheet,
				strings.TrimSuffix(filepath.Base(p.Position.File), filepath.Ext(p.Position.File)))
			m.Left = append(m.Left, studio.Left{File: p.Position.File, Title: title, Why: in.Message()})
		}
	}
	if len(s.trial.Examples) == 0 { // why there is none
		for _, p := range s.trial.Problems.Sorted() {
			if in := p.In(l); p.Severity == problem.Error && p.Position.Row == 0 &&
				len(m.Problems) < shownProblems {
				m.Problems = append(m.Problems, strings.TrimRight(in.Line()+"\n"+in.Hint(), "\n"))
			}
		}
	}
	return m, nil
}

// mapCommand shows the same mapping, once her choices are kept.
func (s *spreadsheet) mapCommand() studio.Same {
	same := s.of.Map(s.inputs)
	same.After = len(s.choices) > 0
	return same
}

// sheet is a sheet as the page shows it.
func (s *spreadsheet) sheet(p propose.Sheet, l problem.Language) studio.Sheet {
	one := studio.Sheet{
		File: p.File, Title: p.Title(), Kind: p.Kind, Why: s.why(p, l), Rows: p.Rows, All: p.All,
		Columns: []studio.Column{},
		Fields:  each.Of(field.Of(kind.Kind(p.Kind)), func(f field.Field) string { return f.Name }),
	}
	for _, c := range p.Columns {
		column := studio.Column{
			Letter: c.Column, Header: c.Header, Values: p.Values(c, shownValues), Use: c.Use, Maybe: c.Maybe,
			Sure: c.Confidence, Why: l.Text(c.Reason),
		}
		if s.hasChosen(studio.Choice{Kind: p.Kind, Header: c.Header}) {
			column.Why = l.Say("your choice")
		}
		one.Columns = append(one.Columns, column)
	}
	return one
}

// why says by what a sheet is taken for what it is.
func (s *spreadsheet) why(p propose.Sheet, l problem.Language) string {
	switch _, configured := s.config.Sheets[p.Title()]; {
	case s.hasChosen(studio.Choice{Sheet: p.Title()}):
		return l.Say("your choice")
	case configured && bytes.Equal(s.before, s.after):
		return l.Say("the configuration says so")
	case p.Profile != nil:
		return l.Say("profile: %s", *p.Profile)
	case p.Named:
		return l.Say("by its name")
	}
	return l.Say("by its columns and their values")
}

// needed are the fields that each product must have, and what fills them.
func (s *spreadsheet) needed() []studio.Need {
	var list *propose.Sheet
	for n := range s.proposal.Sheets {
		if s.proposal.Sheets[n].Kind == string(kind.Products) {
			list = &s.proposal.Sheets[n]
			break
		}
	}
	if list == nil {
		return []studio.Need{}
	}
	fields, all := field.Of(kind.Products), []studio.Need{}
	for _, any := range [][]int{{field.ID, field.Reference}, {field.Title},
		{field.Description}, {field.PriceCatalog}, {field.ProductURL}, {field.ImageURL}} {
		need := studio.Need{How: "missing"}
		for _, f := range any {
			need.Fields = append(need.Fields, fields[f].Name)
			if need.How == "missing" {
				need.How, need.By = s.filled(list, fields[f].Name)
			}
		}
		switch {
		case need.How == "missing":
			need.Guess = fields[any[len(any)-1]].Example
		case need.How == "default" && strings.HasPrefix(need.By, value.ExampleBase):
			need.How, need.Guess = "example", need.By
		}
		all = append(all, need)
	}
	return all
}

// filled tells what fills a field: a column, a default, or nothing.
func (s *spreadsheet) filled(p *propose.Sheet, name string) (how, by string) {
	for _, c := range p.Columns {
		if c.Use == name {
			return "column", c.Header
		}
	}
	if text := s.config.Defaults[string(kind.Products)][name]; text != "" {
		return "default", text
	}
	return "missing", ""
}

// card is a product as an agent would see it.
func card(e product.Example) studio.Card {
	p := e.Product
	c := studio.Card{
		Reference: p.Reference, Title: p.Title, Brand: textOf(p.Brand), Description: p.Description,
		Price: p.PriceCatalog, Promotion: textOf(p.PricePromotion), Special: textOf(p.PriceSpecial),
		Image: p.ImageURL, Link: p.ProductURL, Categories: append([]string{}, e.Categories...),
		Available: p.Available,
	}
	if e.Offer != nil {
		c.Promotion = e.Offer.PricePromotion + " (" + e.Offer.Days() + ")"
	}
	return c
}

func textOf(s *string) string { return *cmp.Or(s, new(string)) }
