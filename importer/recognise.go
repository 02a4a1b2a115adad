package importer

import (
	"context"
	"maps"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/importer/shop"
	"plugsheet/importer/table"
)

// recogniseSheets finds the profile of each sheet of the inputs.
func (i *run) recogniseSheets(ctx context.Context) error {
	all, err := shop.Load()
	if err != nil {
		return err
	}
	i.recognised = map[*table.Sheet]shop.Recognised{}
	for _, b := range i.books {
		for _, s := range b.Sheets {
			if i.recognised[s], err = shop.Recognise(ctx, s, all, i.config.Profile); err != nil {
				return err
			}
		}
	}
	return nil
}

// adopt takes from the profiles of the sheets that are read what the configuration leaves open and holds for all of them.
func (i *run) adopt() {
	for _, k := range kind.All() {
		for _, s := range i.sheets[k] {
			r := i.recognised[s]
			if r.Profile == nil || r.Profile.Kind != k {
				continue
			}
			i.report.Profiles = append(i.report.Profiles, shop.Use{
				File: s.File, Sheet: s.Name, Profile: r.Profile.Name, Title: r.Profile.Title, Headers: r.Known, Named: r.Named,
			})
			if i.separator == "" {
				i.separator = r.Profile.Config.Separator
			}
			if i.config.BaseURL == "" {
				i.config.BaseURL = r.Profile.Config.BaseURL
			}
		}
	}
}

// use makes the reader read the headers of a shop system: its words come before the general ones.
func (r *reader) use(p *shop.System) {
	all := make(map[string]field.Word, len(r.words)+len(p.Words))
	for folded, w := range r.words {
		w.Rank += field.GeneralRank
		all[folded] = w
	}
	maps.Copy(all, p.Words)
	r.words, r.profile = all, p
}

// byProfile tells what a header is to the shop system where it is no field there; false where the system does not know it.
func (r *reader) byProfile(folded string) (use, bool) {
	switch {
	case r.profile == nil:
		return extra, false
	case r.profile.Ignores(folded):
		return unused, true
	}
	return extra, r.profile.Typical.Match(folded)
}

// ownWord tells whether a header is a field to the shop system.
func (r *reader) ownWord(folded string) bool {
	_, ok := r.profile.Words[folded]
	return ok
}

// settled tells whether the profile itself says which of two columns a field is taken from.
func (r *reader) settled(winner, loser column) bool {
	return r.profile != nil && winner.rank < field.GeneralRank && winner.rank != loser.rank && winner.rank >= 0
}

// complete is the configuration with what the sheet's profile says for this kind and the configuration leaves open.
func (s *source) complete(c config.Config) config.Config {
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
	defaults := maps.Clone(p.Config.Defaults[k])
	if defaults == nil {
		defaults = map[string]string{}
	}
	maps.Copy(defaults, c.Defaults[k])
	c.Defaults[k] = defaults
	skip := map[string][]string{}
	for title, values := range p.Skip {
		if s.find(title) >= 0 {
			skip[title] = values
		}
	}
	maps.Copy(skip, c.Skip[k])
	c.Skip[k] = skip
	c.Keep = withProfile(c.Keep, k, p.Keep)
	if c.Group.KindOrDefault() == "" && s.reader.kind == kind.Products {
		c.Group = p.GroupIn(func(title string) bool { return s.find(title) >= 0 })
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
func (s *source) exemplary(f int) field.Field {
	field := s.reader.fields[f]
	if p := s.reader.profile; p != nil && p.Propose[field.Name] != "" {
		if _, unknown := parseTemplate(p.Propose[field.Name], field, s); unknown == "" {
			field.Example = p.Propose[field.Name]
		}
	}
	if link := s.linkDefault(f); link != "" {
		field.Example = link
	}
	return field
}
