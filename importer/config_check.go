package importer

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/currency"
	"golang.org/x/text/language"

	"plugsheet/importer/value"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/problem"
)

// mistake is a setting that makes no sense, with the path of keys to it.
type mistake struct {
	path         []string
	reason, hint string
}

// check gives the first mistake, in the order of the keys below, or nil.
func (c Config) check() *mistake {
	for _, s := range []struct{ key, value string }{
		{"ids", c.IDs}, {"language", c.Language}, {"currency", c.Currency}, {"separator", c.Separator}, {"timeZone", c.TimeZone}, {"dates", c.Dates},
	} {
		if _, reason, hint := parseSetting(s.key, s.value); reason != "" && s.value != "" {
			return &mistake{[]string{s.key}, reason, hint}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.Sheets)) {
		if k := c.Sheets[name]; k != asIgnored && !isKind(k) {
			return &mistake{[]string{"sheets", name}, fmt.Sprintf("unknown kind of sheet %q", k), kindHint(k)}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.Persons)) {
		if k := c.Persons[name]; k != string(customers) && k != asIgnored && k != string(products) {
			return &mistake{[]string{"persons", name}, fmt.Sprintf("persons cannot be %q", k), "known are customers, ignore, products"}
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
func checkProfile(name string) *mistake {
	if name == "" {
		return nil
	}
	all, err := Profiles()
	if err != nil {
		return &mistake{[]string{"profile"}, err.Error(), ""}
	}
	if slices.ContainsFunc(all, func(p Profile) bool { return p.Name == name }) {
		return nil
	}
	return &mistake{[]string{"profile"}, fmt.Sprintf("unknown profile %q", name), profileHint(name, all)}
}

// checkKinds checks the second level of a section.
func checkKinds[T any](section string, m map[string]T) *mistake {
	for _, k := range slices.Sorted(maps.Keys(m)) {
		if !isKind(k) {
			return &mistake{[]string{section, k}, fmt.Sprintf("unknown kind of sheet %q", k), kindHint(k)}
		}
	}
	return nil
}

func checkColumns(columns map[string]map[string]string) *mistake {
	if m := checkKinds("columns", columns); m != nil {
		return m
	}
	for _, k := range slices.Sorted(maps.Keys(columns)) {
		fs := fieldsOf(kind(k))
		for _, header := range slices.Sorted(maps.Keys(columns[k])) {
			to := columns[k][header]
			if to == asKeyword || to == asIgnored || to == asState && hasStates(kind(k)) {
				continue
			}
			name, tag, hasTag := strings.Cut(to, ":")
			path := []string{"columns", k, header}
			i := fieldIndex(fs, name)
			if i < 0 {
				known := append(names(fs), asKeyword, asIgnored)
				return &mistake{path, fmt.Sprintf("unknown field %q", to), meant(name, known)}
			}
			if _, err := language.Parse(tag); hasTag && (err != nil || !fs[i].localized) {
				return &mistake{path, fmt.Sprintf("%q is no language of field %s", tag, name), ""}
			}
		}
	}
	return nil
}

func checkDefaults(defaults map[string]map[string]string) *mistake {
	if m := checkKinds("defaults", defaults); m != nil {
		return m
	}
	for _, k := range slices.Sorted(maps.Keys(defaults)) {
		fs := fieldsOf(kind(k))
		for _, name := range slices.Sorted(maps.Keys(defaults[k])) {
			if fieldIndex(fs, name) < 0 {
				return &mistake{[]string{"defaults", k, name}, fmt.Sprintf("unknown field %q", name), meant(name, names(fs))}
			}
		}
	}
	return nil
}

// fieldIndex is the index of the field with exactly this name, or -1.
func fieldIndex(fs []field, name string) int {
	return slices.IndexFunc(fs, func(f field) bool { return f.name == name })
}

func isKind(name string) bool { return slices.Contains(kinds(), kind(name)) }

func kindHint(typed string) string {
	list := make([]string, 0, 8)
	for _, k := range kinds() {
		list = append(list, string(k))
	}
	return meant(typed, append(list, asIgnored))
}

// meant is the hint for a word that is none of those known.
func meant(typed string, known []string) string { return meaning(typed, known).String() }

// meaning is the hint for a word that is none of those known, for any language.
func meaning(typed string, known []string) problem.Text {
	if n := value.Nearest(typed, known); n != "" {
		return problem.Textf("did you mean %s?", n)
	}
	return problem.Textf("known are %s", strings.Join(known, ", "))
}

// parseSetting checks a setting's value and gives it in its canonical form; reason says what is wrong with it.
func parseSetting(key, value string) (canonical, reason, hint string) {
	switch key {
	case "ids":
		v := strings.ToLower(value)
		if v == string(bundle.IntegerIDs) || v == string(bundle.StringIDs) {
			return v, "", ""
		}
		return "", fmt.Sprintf("ids cannot be %q", value), "ids: integer or ids: string"
	case "language":
		tag, err := language.Parse(value)
		if err != nil {
			return "", fmt.Sprintf("%q is no language tag", value), "language: fr"
		}
		return tag.String(), "", ""
	case "currency":
		unit, err := currency.ParseISO(value)
		if err != nil {
			return "", fmt.Sprintf("%q is no currency code", value), "currency: EUR"
		}
		return unit.String(), "", ""
	case "separator":
		if value == "" || len(value) > 8 || strings.ContainsAny(value, "\\,\n") {
			return "", fmt.Sprintf("%q cannot separate the labels of a category path", value), `separator: ">"`
		}
		return value, "", ""
	case "timeZone":
		if _, err := time.LoadLocation(value); err != nil || value == "Local" {
			return "", fmt.Sprintf("%q is no time zone", value), "timeZone: Europe/Paris"
		}
		return value, "", ""
	case "dates":
		if value != dmy && value != mdy {
			return "", fmt.Sprintf("dates cannot be %q", value), "dates: dmy where the day comes first, dates: mdy where the month does"
		}
		return value, "", ""
	}
	return "", fmt.Sprintf("unknown setting %q", key), meant(key, settingNames())
}

func settingNames() []string {
	return []string{"ids", "language", "currency", "separator", "timeZone", "dates"}
}
