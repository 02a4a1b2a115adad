package config

import (
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/importer/profiles"
	"plugsheet/schemas/problem"
)

// Mistake is a setting that makes no sense, with the path of keys to it.
type Mistake struct {
	path         []string
	Reason, Hint problem.Text
}

// Check gives the first mistake, in the order of the keys below, or nil.
func (c Config) Check() *Mistake {
	for _, s := range []struct{ key, value string }{
		{"ids", c.IDs}, {"language", c.Language}, {"currency", c.Currency}, {"separator", c.Separator},
		{"timeZone", c.TimeZone}, {"dates", c.Dates},
	} {
		if _, reason, hint := ParseSetting(s.key, s.value); !reason.IsZero() && s.value != "" {
			return &Mistake{[]string{s.key}, reason, hint}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.Sheets)) {
		if k := c.Sheets[name]; k != Ignored && !kind.Known(k) {
			return &Mistake{[]string{"sheets", name}, problem.Textf("unknown kind of sheet %q", k), kindHint(k)}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.Persons)) {
		if k := c.Persons[name]; k != string(kind.Customers) && k != Ignored && k != string(kind.Products) {
			return &Mistake{[]string{"persons", name}, problem.Textf("persons cannot be %q", k),
				Meaning("", []string{string(kind.Customers), Ignored, string(kind.Products)})}
		}
	}
	if m := checkColumns(c.Columns); m != nil {
		return m
	}
	if m := checkDefaults(c.Defaults); m != nil {
		return m
	}
	if m := checkKinds("ignore", c.Ignore); m != nil {
		return m
	}
	if m := checkKinds("skip", c.Skip); m != nil {
		return m
	}
	if m := checkKinds("keep", c.Keep); m != nil {
		return m
	}
	if m := checkKinds("headers", c.Headers); m != nil {
		return m
	}
	if m := checkProfile(c.Profile); m != nil {
		return m
	}
	return c.checkReading()
}

// checkProfile checks the name of a profile; none at all is fine.
func checkProfile(name string) *Mistake {
	if name == "" {
		return nil
	}
	all, err := profiles.All()
	if err != nil {
		return &Mistake{[]string{"profile"}, problem.Textf("%s", err), problem.Text{}}
	}
	if slices.ContainsFunc(all, func(p profiles.Profile) bool { return p.Name == name }) {
		return nil
	}
	return &Mistake{[]string{"profile"}, problem.Textf("unknown profile %q", name), profileHint(name, all)}
}

// checkKinds checks the second level of a section.
func checkKinds[T any](section string, m map[string]T) *Mistake {
	for _, k := range slices.Sorted(maps.Keys(m)) {
		if !kind.Known(k) {
			return &Mistake{[]string{section, k}, problem.Textf("unknown kind of sheet %q", k), kindHint(k)}
		}
	}
	return nil
}

func checkColumns(columns map[string]map[string]string) *Mistake {
	if m := checkKinds("columns", columns); m != nil {
		return m
	}
	for _, k := range slices.Sorted(maps.Keys(columns)) {
		fs := field.Of(kind.Kind(k))
		for _, header := range slices.Sorted(maps.Keys(columns[k])) {
			to := columns[k][header]
			if to == Keyword || to == Ignored || to == State && kind.Kind(k).SellsThings() {
				continue
			}
			name, tag, hasTag := strings.Cut(to, ":")
			path := []string{"columns", k, header}
			i := field.Index(fs, name)
			if i < 0 {
				known := append(field.Names(fs), Keyword, Ignored)
				return &Mistake{path, problem.Textf("unknown field %q", to), Meaning(name, known)}
			}
			if _, err := language.Parse(tag); hasTag && (err != nil || !fs[i].Localized) {
				return &Mistake{path, problem.Textf("%q is no language of field %s", tag, name), problem.Text{}}
			}
		}
	}
	return nil
}

func checkDefaults(defaults map[string]map[string]string) *Mistake {
	if m := checkKinds("defaults", defaults); m != nil {
		return m
	}
	for _, k := range slices.Sorted(maps.Keys(defaults)) {
		fs := field.Of(kind.Kind(k))
		for _, name := range slices.Sorted(maps.Keys(defaults[k])) {
			if i := field.Index(fs, name); i < 0 || fs[i].Kept {
				return &Mistake{[]string{"defaults", k, name}, problem.Textf("unknown field %q", name),
					Meaning(name, field.Names(fs))}
			}
		}
	}
	return nil
}

func kindHint(typed string) problem.Text {
	list := make([]string, 0, 8)
	for _, k := range kind.All() {
		list = append(list, string(k))
	}
	return Meaning(typed, append(list, Ignored))
}

// profileHint lists the profiles for a name that is none.
func profileHint(typed string, all []profiles.Profile) problem.Text {
	names := make([]string, len(all))
	for i, p := range all {
		names[i] = p.Name
	}
	return Meaning(typed, names)
}
