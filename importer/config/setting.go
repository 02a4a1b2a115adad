package config

import (
	"strings"
	"time"

	"golang.org/x/text/currency"
	"golang.org/x/text/language"

	"plugsheet/importer/kind"
	"plugsheet/importer/value"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/problem"
)

// Meaning is the hint for a word that is none of those known, for any language.
func Meaning(typed string, known []string) problem.Text {
	if n := value.Nearest(typed, known); n != "" {
		return problem.Textf("did you mean %s?", n)
	}
	return problem.Textf("known are %s", strings.Join(known, ", "))
}

// pasted is a hint that is a line of the file, the same in every language.
func pasted(line string) problem.Text { return problem.Textf("%s", line) }

// ParseSetting checks a setting's value and gives it in its canonical form; reason says what is wrong with
// it.
func ParseSetting(key, value string) (canonical string, reason, hint problem.Text) {
	switch key {
	case "ids":
		v := strings.ToLower(value)
		if v == string(bundle.IntegerIDs) || v == string(bundle.StringIDs) {
			return v, reason, hint
		}
		return "", problem.Textf("ids cannot be %q", value), problem.Textf("ids: integer or ids: string")
	case "language":
		tag, err := language.Parse(value)
		if err != nil {
			return "", problem.Textf("%q is no language tag", value), pasted("language: fr")
		}
		return tag.String(), reason, hint
	case "currency":
		unit, err := currency.ParseISO(value)
		if err != nil {
			return "", problem.Textf("%q is no currency code", value), pasted("currency: EUR")
		}
		return unit.String(), reason, hint
	case "separator":
		if value == "" || len(value) > 8 || strings.ContainsAny(value, "\\,\n") {
			return "", problem.Textf("%q cannot separate the labels of a category path", value),
				pasted(`separator: ">"`)
		}
		return value, reason, hint
	case "timeZone":
		if _, err := time.LoadLocation(value); err != nil || value == "Local" {
			return "", problem.Textf("%q is no time zone", value), pasted("timeZone: Europe/Paris")
		}
		return value, reason, hint
	case "dates":
		if value != dmy && value != mdy {
			return "", problem.Textf("dates cannot be %q", value),
				problem.Textf("dates: dmy where the day comes first, dates: mdy where the month does")
		}
		return value, reason, hint
	}
	return "", problem.Textf("unknown setting %q", key), Meaning(key, SettingNames())
}

// SettingNames are the keys of the sheet Settings.
func SettingNames() []string {
	return []string{"ids", "language", "currency", "separator", "timeZone", "dates"}
}

// Settings are what the configuration says of [SettingNames], in that order.
func (c *Config) Settings() []*string {
	return []*string{&c.IDs, &c.Language, &c.Currency, &c.Separator, &c.TimeZone, &c.Dates}
}

// Names tells whether the configuration says what kind of sheet one is.
func (c Config) Names(title string) bool {
	_, said := Under(c.Sheets, title)
	return said
}

// Goods tells whether the configuration says of a sheet that looks like persons that it holds products.
func (c Config) Goods(title string) bool {
	k, _ := Under(c.Persons, title)
	return k == string(kind.Products)
}

// Under is what a section says of a header, or of the name of a sheet; false where it says nothing.
func Under[T any](section map[string]T, header string) (said T, ok bool) {
	for name, of := range section {
		if value.Fold(name) == value.Fold(header) {
			return of, true
		}
	}
	return said, false
}

// IDKind is the id setting; the configuration was completed before.
func (c Config) IDKind() bundle.IDs { return bundle.IDs(c.IDs) }

// The orders of day and month, as the configuration writes them.
const (
	dmy = string(value.DayFirst)
	mdy = string(value.MonthFirst)
)
