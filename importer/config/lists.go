package config

import (
	"maps"
	"slices"
	"strings"

	"plugsheet/schemas/problem"
)

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
