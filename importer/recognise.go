package importer

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"plugsheet/importer/table"
	"plugsheet/importer/value"
)

// ProfileUse tells which profile a sheet is read with.
type ProfileUse struct {
	File    string `json:"file"`
	Sheet   string `json:"sheet,omitempty"` // empty for a text file
	Profile string `json:"profile"`         // its name
	Title   string `json:"title"`           // what people call the shop system
	Headers int    `json:"headers"`         // how many of the sheet's headers the profile knows
	Named   bool   `json:"named"`           // the configuration names it; otherwise it was found by the headers
}

// String is such as "WooCommerce (found by 31 of its headers)".
func (u ProfileUse) String() string {
	if u.Named {
		return fmt.Sprintf("%s (named; %d of its headers)", u.Title, u.Headers)
	}
	return fmt.Sprintf("%s (found by %d of its headers)", u.Title, u.Headers)
}

// recognised is the profile that fits a sheet; the zero value is none.
type recognised struct {
	profile *profile
	known   int // its headers that the profile knows
	named   bool
	fits    bool // the headers alone say so
}

// recognise looks among the first rows for the headers of a shop system. Of the profiles that fit the one that knows most
// headers counts, the first by name among equals. When the configuration names a profile only those of its shop system
// are tried, and the named one counts even where it does not fit: it then says nothing of what the sheet holds.
func recognise(ctx context.Context, s *table.Sheet, all []*profile, name string) (recognised, error) {
	if name == generalProfile {
		return recognised{}, nil
	}
	named := slices.IndexFunc(all, func(p *profile) bool { return p.Name == name })
	if named >= 0 {
		family := all[named].family()
		all = slices.DeleteFunc(slices.Clone(all), func(p *profile) bool { return p.family() != family })
	}
	best := recognised{named: named >= 0}
	most, seen := 0, 0
	for row, err := range s.Rows(ctx) {
		if err != nil {
			return recognised{}, err
		}
		for _, p := range all {
			if n := p.count(row.Cells); n > best.known {
				best.profile, best.known, best.fits = p, n, true
			}
			if p.Name == name {
				most = max(most, p.overlap(row.Cells))
			}
		}
		if seen++; seen == headerRows {
			break
		}
	}
	if best.profile == nil && named >= 0 {
		i := slices.IndexFunc(all, func(p *profile) bool { return p.Name == name })
		best.profile, best.known = all[i], most
	}
	return best, nil
}

// overlap is how many cells of a row are headers that the profile knows.
func (p *profile) overlap(cells []table.Cell) int {
	n := 0
	for _, c := range cells {
		if f := value.Fold(c.Text); f != "" && p.knows(f) {
			n++
		}
	}
	return n
}

// recogniseSheets finds the profile of each sheet of the inputs.
func (i *run) recogniseSheets(ctx context.Context) error {
	all, err := loadProfiles()
	if err != nil {
		return err
	}
	i.recognised = map[*table.Sheet]recognised{}
	for _, b := range i.books {
		for _, s := range b.Sheets {
			if i.recognised[s], err = recognise(ctx, s, all, i.config.Profile); err != nil {
				return err
			}
		}
	}
	return nil
}

// adopt takes from the profiles of the sheets that are read what the configuration leaves open and holds for all of them.
func (i *run) adopt() {
	for _, k := range kinds() {
		for _, s := range i.sheets[k] {
			r := i.recognised[s]
			if r.profile == nil || r.profile.kind != k {
				continue
			}
			i.report.Profiles = append(i.report.Profiles, ProfileUse{
				File: s.File, Sheet: s.Name, Profile: r.profile.Name, Title: r.profile.Title, Headers: r.known, Named: r.named,
			})
			if i.separator == "" {
				i.separator = r.profile.config.Separator
			}
			if i.config.BaseURL == "" {
				i.config.BaseURL = r.profile.config.BaseURL
			}
		}
	}
}

// use makes the reader read the headers of a shop system: its words come before the general ones.
func (r *reader) use(p *profile) {
	all := make(map[string]word, len(r.words)+len(p.words))
	for folded, w := range r.words {
		w.rank += generalRank
		all[folded] = w
	}
	maps.Copy(all, p.words)
	r.words, r.profile = all, p
}

// byProfile tells what a header is to the shop system where it is no field there; false where the system does not know it.
func (r *reader) byProfile(folded string) (use, bool) {
	switch {
	case r.profile == nil:
		return extra, false
	case r.profile.ignores(folded):
		return unused, true
	}
	return extra, r.profile.typical.match(folded)
}

// ownWord tells whether a header is a field to the shop system.
func (r *reader) ownWord(folded string) bool {
	_, ok := r.profile.words[folded]
	return ok
}

// settled tells whether the profile itself says which of two columns a field is taken from.
func (r *reader) settled(winner, loser column) bool {
	return r.profile != nil && winner.rank < generalRank && winner.rank != loser.rank && winner.rank >= 0
}

// complete is the configuration with what the sheet's profile says for this kind and the configuration leaves open.
func (s *source) complete(c Config) Config {
	p, k := s.reader.profile, string(s.reader.kind)
	if p == nil {
		return c
	}
	c.Defaults, c.Skip = maps.Clone(c.Defaults), maps.Clone(c.Skip)
	if c.Defaults == nil {
		c.Defaults = map[string]map[string]string{}
	}
	if c.Skip == nil {
		c.Skip = map[string]map[string][]string{}
	}
	defaults := maps.Clone(p.config.Defaults[k])
	if defaults == nil {
		defaults = map[string]string{}
	}
	maps.Copy(defaults, c.Defaults[k])
	c.Defaults[k] = defaults
	skip := map[string][]string{}
	for title, values := range p.skip {
		if s.find(title) >= 0 {
			skip[title] = values
		}
	}
	maps.Copy(skip, c.Skip[k])
	c.Skip[k] = skip
	c.Keep = withProfile(c.Keep, k, p.keep)
	if c.Group.kind() == "" && s.reader.kind == products {
		c.Group = p.groupIn(func(title string) bool { return s.find(title) >= 0 })
	}
	return c
}

// withProfile adds to what the configuration says of the columns of a kind of sheet what the profile does.
func withProfile(all map[string]map[string][]string, k string, own map[string][]string) map[string]map[string][]string {
	if len(own) == 0 {
		return all
	}
	out, mine := maps.Clone(all), maps.Clone(own)
	if out == nil {
		out = map[string]map[string][]string{}
	}
	maps.Copy(mine, all[k])
	out[k] = mine
	return out
}

// exemplary is a field with the default to propose for it: the shop system's, where the sheet has the columns for that.
func (s *source) exemplary(f int) field {
	field := s.reader.fields[f]
	if p := s.reader.profile; p != nil && p.propose[field.name] != "" {
		if _, unknown := parseTemplate(p.propose[field.name], field, s); unknown == "" {
			field.example = p.propose[field.name]
		}
	}
	if link := s.linkDefault(f); link != "" {
		field.example = link
	}
	return field
}

// groupIn is the profile's group, where a sheet has its columns; else the zero value.
func (p *profile) groupIn(has func(title string) bool) Group {
	for _, headers := range []Headers{p.group.By, p.group.Parent, p.group.List} {
		if len(headers) > 0 && !slices.ContainsFunc(headers, has) {
			return Group{}
		}
	}
	return p.group
}

// profileHint lists the profiles for a name that is none.
func profileHint(typed string, all []Profile) string {
	names := make([]string, len(all))
	for i, p := range all {
		names[i] = p.Name
	}
	return strings.TrimSpace(meant(typed, names))
}
