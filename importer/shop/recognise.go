package shop

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"plugsheet/importer/config"
	"plugsheet/importer/profiles"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/each"
)

// Use tells which profile a sheet is read with.
type Use struct {
	File    string `json:"file"`
	Sheet   string `json:"sheet,omitempty"` // empty for a text file
	Profile string `json:"profile"`         // its name
	Title   string `json:"title"`           // what people call the shop system
	Headers int    `json:"headers"`         // how many of the sheet's headers the profile knows
	// the configuration names it; otherwise it was found by the headers
	Named bool `json:"named"`
}

// String is such as "WooCommerce (found by 31 of its headers)".
func (u Use) String() string {
	if u.Named {
		return fmt.Sprintf("%s (named; %d of its headers)", u.Title, u.Headers)
	}
	return fmt.Sprintf("%s (found by %d of its headers)", u.Title, u.Headers)
}

// Recognised is the profile that fits a sheet; the zero value is none.
type Recognised struct {
	Profile *System
	Known   int // its headers that the profile knows
	Named   bool
	Fits    bool // the headers alone say so
}

// Recognise looks among the first rows for the headers of a shop system. Of the profiles that fit the one
// that knows most headers counts, the first by name among equals. When the configuration names a profile only
// those of its shop system are tried, and the named one counts even where it does not fit: it then says
// nothing of what the sheet holds.
func Recognise(ctx context.Context, s *table.Sheet, all []*System, name string) (Recognised, error) {
	if name == profiles.General {
		return Recognised{}, nil
	}
	named := slices.IndexFunc(all, func(p *System) bool { return p.Name == name })
	if named >= 0 {
		family := all[named].family()
		all = slices.DeleteFunc(slices.Clone(all), func(p *System) bool { return p.family() != family })
	}
	best := Recognised{Named: named >= 0}
	most, seen := 0, 0
	for row, err := range s.Rows(ctx) {
		if err != nil {
			return Recognised{}, err
		}
		for _, p := range all {
			if n := p.Count(row.Cells); n > best.Known {
				best.Profile, best.Known, best.Fits = p, n, true
			}
			if p.Name == name {
				most = max(most, p.overlap(row.Cells))
			}
		}
		if seen++; seen == HeaderRows {
			break
		}
	}
	if best.Profile == nil && named >= 0 {
		i := slices.IndexFunc(all, func(p *System) bool { return p.Name == name })
		best.Profile, best.Known = all[i], most
	}
	return best, nil
}

// overlap is how many cells of a row are headers that the profile knows.
func (p *System) overlap(cells []table.Cell) int {
	return each.Count(each.Of(table.Texts(cells), value.Fold),
		func(folded string) bool { return folded != "" && p.knows(folded) })
}

// GroupIn is the profile's group, where a sheet has its columns; else the zero value.
func (p *System) GroupIn(has func(title string) bool) config.Group {
	named := []config.Headers{p.group.By, p.group.Parent, p.group.List}
	if slices.ContainsFunc(named,
		func(h config.Headers) bool { return len(h) > 0 && !slices.ContainsFunc(h, has) }) {
		return config.Group{}
	}
	return p.group
}

// HeaderRows is how many rows are searched for the header.
const HeaderRows = 20

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
