package propose

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/header"
	"plugsheet/importer/sheet"
	"plugsheet/importer/value"
)

// findGroup finds the column by which rows without a title continue the product above them: they repeat its
// value there, and each row with a title has one of its own.
func (p *Sheet) findGroup() {
	title := 0
	for n, t := range p.sample.titles {
		c, _ := p.reader.Read(t)
		named := c.Use == header.AsField && c.Field == field.Title && c.Tag == "" || sheet.NamesThings(t)
		if named && title == 0 {
			title = n + 1
		}
	}
	if title == 0 || p.group.KindOrDefault() != "" {
		return
	}
	for n, t := range p.sample.titles {
		c, _ := p.reader.Read(t)
		id := c.Use == header.AsField && (c.Field == field.ID || c.Field == field.Reference)
		if t == "" || !id && (c.Use == header.AsField || p.sample.traits[n].amounts > 0) { // such as a price
			continue
		}
		if p.continues(n+1, title) {
			p.group, p.grouped = config.Group{By: config.Headers{t}}, true
			return
		}
	}
}

// continues tells whether the rows without a title, of which there must be one, repeat the value of a column
// above them, a code, and each of the others has a code that is new.
func (p *Sheet) continues(column, title int) bool {
	found, above, seen := false, "", map[string]bool{}
	for row := range p.sample.rows {
		text, further := p.sample.text(row, column), !saysSomething(p.sample.text(row, title))
		if text == "" || strings.Contains(text, " ") || further != (text == above) || further != seen[text] {
			return false
		}
		found, above, seen[text] = found || further, text, true
	}
	return found
}

// groupLine is the line of plugsheet.yaml for rows that continue a product; empty for none.
func (p Proposal) groupLine() string {
	for _, s := range p.Sheets {
		if s.grouped {
			return fmt.Sprintf("group: { by: %s } # rows without a title continue the product above\n",
				config.Quoted(s.group.By[0]))
		}
	}
	return ""
}

// flagsSoldOut tells whether a column that looks like one of states says no more than that nothing is left.
func (p *Sheet) flagsSoldOut(n int, c header.Column) bool {
	stock := p.reader.SoldOut(c, 1+slices.IndexFunc(p.sample.titles, func(title string) bool {
		w, ok := p.reader.Words[value.Fold(title)]
		return ok && w.Field == field.Available
	}))
	for row := range p.sample.rows {
		if stock > 0 && !value.FlagsSoldOut(p.sample.text(row, n+1), p.sample.text(row, stock)) {
			return false
		}
	}
	return stock > 0
}

// noneHidden stands for a column of states in which nothing leaves a product out.
const noneHidden = "-"

// findState tells whether a column says what is published, as an import finds it, and notes what would leave
// products out.
func (p *Sheet) findState(n int, c header.Column) bool {
	if c.Title == "" {
		return false
	}
	role, sure := p.reader.RoleOf(c)
	if role == value.NoRole || p.flagsSoldOut(n, c) {
		return false
	}
	if role == value.Place { // one alone says nothing
		p.states[n] = noneHidden
		return true
	}
	t := p.sample.traits[n]
	blanks := t.rows - t.filled
	if p.group.KindOrDefault() == config.Consecutive {
		blanks = 0 // further rows of a product leave it open
	}
	column, ok := value.Judge(role, t.values, blanks, sure)
	if !ok {
		return false
	}
	var hidden []string
	for _, text := range slices.Sorted(maps.Keys(t.values)) {
		if column.Read(text) == value.Hidden {
			hidden = append(hidden, fmt.Sprintf("%q (%d)", cut(text), t.values[text]))
		}
	}
	if column.Blank == value.Hidden {
		hidden = append(hidden, fmt.Sprintf("%q (%d)", "", blanks))
	}
	p.states[n] = noneHidden
	if len(hidden) > 0 {
		p.states[n] = strings.Join(hidden, ", ")
	}
	return true
}
