package propose

import (
	"fmt"
	"strings"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/header"
	"plugsheet/importer/sheet"
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
