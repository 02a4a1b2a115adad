package shop

import (
	"slices"
	"strings"

	"plugsheet/importer/config"
	"plugsheet/importer/value"
	"plugsheet/schemas/each"
)

// patterns are folded headers in which * stands for anything.
type patterns struct {
	exact map[string]bool
	parts [][]string // what must come in this order, the first at the beginning and the last at the end
}

// NewPatterns folds headers.
func NewPatterns(headers []string) patterns {
	p := patterns{exact: map[string]bool{}}
	for _, h := range headers {
		if parts := each.Of(strings.Split(h, "*"), value.Fold); len(parts) == 1 {
			p.exact[parts[0]] = true
		} else {
			p.parts = append(p.parts, parts)
		}
	}
	return p
}

func (p patterns) Match(folded string) bool {
	return p.exact[folded] || slices.ContainsFunc(p.parts,
		func(parts []string) bool { return matchParts(folded, parts) })
}

func matchParts(s string, parts []string) bool {
	last := len(parts) - 1
	if !strings.HasPrefix(s, parts[0]) {
		return false
	}
	s = s[len(parts[0]):]
	for _, part := range parts[1:last] {
		i := strings.Index(s, part)
		if i < 0 {
			return false
		}
		s = s[i+len(part):]
	}
	return strings.HasSuffix(s, parts[last])
}

// Skips are the values of a column whose rows are left out; none for the others. The header is folded.
func (p *System) Skips(folded string) []string {
	var values []string
	for title, of := range p.Skip {
		if NewPatterns([]string{title}).Match(folded) {
			values = append(values, of...)
		}
	}
	return values
}

// stock is how a shop system writes what is to be had. Of several columns of quantities, one for each place,
// one is enough that has some.
type stock struct {
	Quantity  []string       // headers, in which * stands for anything
	Tracked   config.Headers // says whether the quantity counts
	Untracked []string       // what it says where not; such a product is to be had
	Policy    config.Headers // says whether more is sold than there is
	Open      []string       // what it says where so
	Orderable config.Headers // no: nothing is sold, whatever there is
}

// StateRoles are what a shop system's profile says of columns whose headers alone promise nothing, or
// something else.
var StateRoles = map[string]value.Role{
	"shown": value.ShownFlag, "hidden": value.HiddenFlag, "status": value.Status, "ended": value.Ended,
	"places": value.Place,
}
