package config

import (
	"fmt"
	"strings"
	"time"

	"golang.org/x/text/currency"
	"golang.org/x/text/language"

	"plugsheet/importer/value"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/problem"
)

// meant is the hint for a word that is none of those known.
func meant(typed string, known []string) string { return Meaning(typed, known).String() }

// Meaning is the hint for a word that is none of those known, for any language.
func Meaning(typed string, known []string) problem.Text {
	if n := value.Nearest(typed, known); n != "" {
		return problem.Textf("did you mean %s?", n)
	}
	return problem.Textf("known are %s", strings.Join(known, ", "))
}

// ParseSetting checks a setting's value and gives it in its canonical form; reason says what is wrong with
// it.
func ParseSetting(key, value string) (canonical, reason, hint string) {
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
			return "", fmt.Sprintf("%q cannot separate the labels of a category path", value),
				`separator: ">"`
		}
		return value, "", ""
	case "timeZone":
		if _, err := time.LoadLocation(value); err != nil || value == "Local" {
			return "", fmt.Sprintf("%q is no time zone", value), "timeZone: Europe/Paris"
		}
		return value, "", ""
	case "dates":
		if value != dmy && value != mdy {
			return "", fmt.Sprintf("dates cannot be %q", value),
				"dates: dmy where the day comes first, dates: mdy where the month does"
		}
		return value, "", ""
	}
	return "", fmt.Sprintf("unknown setting %q", key), meant(key, SettingNames())
}

// SettingNames are the keys of the sheet Settings.
func SettingNames() []string {
	return []string{"ids", "language", "currency", "separator", "timeZone", "dates"}
}
