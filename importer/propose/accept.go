package propose

import (
	"bytes"

	"plugsheet/importer/config"
	"plugsheet/importer/value"
)

// Additions are the lines of the proposal that a mapping does not have yet, as a plugsheet.yaml to be put
// behind it: what the mapping says stays. They are nil where there is nothing to add. What the proposal
// leaves open is a comment.
func (p Proposal) Additions(c config.Config) ([]byte, error) {
	fresh := Proposal{Settings: p.Settings, Problems: p.Problems, CustomerFields: p.CustomerFields}
	news := len(p.CustomerFields) > 0
	for _, s := range p.Settings {
		news = news || !s.Open
	}
	for _, s := range p.Sheets {
		s = s.without(c)
		for _, col := range s.Columns {
			news = news || col.write
		}
		for _, d := range s.Defaults {
			news = news || !d.Open
		}
		news = news || len(s.Discounts) > 0 || s.Profile != nil || !s.Named && s.Sheet != ""
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
	said := map[string]bool{}
	for title := range c.Columns[k] {
		said[value.Fold(title)] = true
	}
	for _, title := range c.Ignore[k] {
		said[value.Fold(title)] = true
	}
	var columns []Column
	for _, col := range p.Columns {
		if said[value.Fold(col.Header)] {
			col.write, col.Maybe = false, ""
		}
		columns = append(columns, col)
	}
	p.Columns = columns
	p.known = len(c.Headers[k]) > 0
	if _, named := c.Sheets[p.title]; named {
		p.Named = true
	}
	if c.Profile != "" {
		p.Named, p.Profile = p.Named || p.Profile != nil, nil
	}
	return p
}
