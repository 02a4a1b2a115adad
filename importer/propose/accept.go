package propose

import (
	"bytes"
	"maps"
	"slices"

	"plugsheet/importer/config"
	"plugsheet/importer/value"
)

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
