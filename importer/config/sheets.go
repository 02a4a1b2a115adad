package config

import (
	"slices"

	"plugsheet/importer/kind"
	"plugsheet/importer/value"
	"plugsheet/schemas/bundle"
)

// Names tells whether the configuration says what kind of sheet one is.
func (c Config) Names(title string) bool {
	return len(saidOf(c.Sheets, title)) > 0
}

// Goods tells whether the configuration says of a sheet that looks like persons that it holds products.
func (c Config) Goods(title string) bool {
	return slices.Contains(saidOf(c.Persons, title), string(kind.Products))
}

// saidOf is what is said of the sheets with a title.
func saidOf(sheets map[string]string, title string) (kinds []string) {
	for name, k := range sheets {
		if value.Fold(name) == value.Fold(title) {
			kinds = append(kinds, k)
		}
	}
	return kinds
}

// IDKind is the id setting; the configuration was completed before.
func (c Config) IDKind() bundle.IDs { return bundle.IDs(c.IDs) }

// The orders of day and month, as the configuration writes them.
const (
	dmy = string(value.DayFirst)
	mdy = string(value.MonthFirst)
)
