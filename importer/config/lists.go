package config

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
)

// checkBaseURL checks what relative URLs begin with.
func (c Config) checkBaseURL() *Mistake {
	if _, why := value.WebURL(c.BaseURL); why != "" && c.BaseURL != "" {
		return &Mistake{[]string{"baseUrl"}, problem.Textf("baseUrl %q %s", c.BaseURL, problem.Phrase(why)),
			pasted("baseUrl: https://shop.example")}
	}
	return nil
}

// checkDecimals checks the decimal marks: of all columns, then by header.
func (c Config) checkDecimals() *Mistake {
	check := func(mark string, path ...string) *Mistake {
		if slices.Contains([]string{"", ".", ","}, mark) {
			return nil
		}
		return &Mistake{path, problem.Textf("%q is no decimal mark", mark),
			problem.Textf(`decimal: "," or decimal: "."`)}
	}
	wrong := check(c.Decimal, "decimal")
	for _, header := range slices.Sorted(maps.Keys(c.Decimals)) {
		wrong = cmp.Or(wrong, check(c.Decimals[header], "decimals", header))
	}
	return wrong
}

// checkDiscounts checks what columns of discounts take off.
func checkDiscounts(discounts map[string]string) *Mistake {
	for _, header := range slices.Sorted(maps.Keys(discounts)) {
		if m := discounts[header]; !slices.Contains(discountModes, m) {
			return &Mistake{[]string{"discounts", header}, problem.Textf("a discount cannot be %q", m),
				Meaning(m, discountModes)}
		}
	}
	return nil
}

// checkLists checks what separates the values of cells that hold several.
func checkLists(lists map[string]string) *Mistake {
	for _, name := range slices.Sorted(maps.Keys(lists)) {
		if name != "categories" {
			return &Mistake{[]string{"lists", name},
				problem.Textf("%q is no field that holds several values", name),
				pasted(`lists: { categories: "," }`)}
		}
		m := lists[name]
		if m == noMarks || m == MaybeCommas {
			continue
		}
		if m == "" || len(m) > 4 || strings.Trim(m, ",;|@\n") != "" {
			return &Mistake{[]string{"lists", name},
				problem.Textf("%q cannot separate the values of a cell", m),
				problem.Textf("known are %s", `",", ";", "|", "@", "\n", none`)}
		}
	}
	return nil
}

// What separates several categories in a cell.
const (
	AnyMarks = "\n;|," // where nothing says more
	OwnMarks = "\n;|"  // where commas are part of names
	noMarks  = "none"  // in plugsheet.yaml: a cell holds one
	OneMarks = "\x00"  // the same as a set of marks: no cell holds it

	// MaybeCommas is what a shop system's profile says of a column in which nothing but commas separates, and
	// of which the values must show whether they do.
	MaybeCommas = "maybe commas"
)

// MarksOf are the marks that the configuration or a profile names; empty for none.
func MarksOf(lists map[string]string, name string) string {
	switch lists[name] {
	case noMarks:
		return OneMarks
	case MaybeCommas:
		return ""
	}
	return lists[name]
}
