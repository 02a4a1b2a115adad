package propose

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"plugsheet/importer/config"
	"plugsheet/importer/header"
	"plugsheet/importer/value"
)

// noneHidden stands for a column of states in which nothing leaves a product out.
const noneHidden = "-"

// findState tells whether a column says what is published, as an import finds it, and notes what would leave products out.
func (p *Sheet) findState(n int, c header.Column) bool {
	if c.Title == "" {
		return false
	}
	role, sure := p.reader.RoleOf(c)
	if role == value.NoRole {
		return false
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
