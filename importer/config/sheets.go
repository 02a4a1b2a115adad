package config

import (
	"plugsheet/importer/kind"
	"plugsheet/importer/value"
	"plugsheet/schemas/bundle"
)

// Names tells whether the configuration says what kind of sheet one is.
func (c Config) Names(title string) bool {
	for name := range c.Sheets {
		if value.Fold(name) == value.Fold(title) {
			return true
		}
	}
	return false
}

// Goods tells whether the configuration says of a sheet that looks like persons that it holds products.
func (c Config) Goods(title string) bool {
	for name, k := range c.Persons {
		if kind.Kind(k) == kind.Products && value.Fold(name) == value.Fold(title) {
			return true
		}
	}
	return false
}

// IDKind is the id setting; the configuration was completed before.
func (c Config) IDKind() bundle.IDs { return bundle.IDs(c.IDs) }

// The orders of day and month, as the configuration writes them.
const (
	dmy = string(value.DayFirst)
	mdy = string(value.MonthFirst)
)
