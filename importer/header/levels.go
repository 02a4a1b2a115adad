package header

import (
	"slices"

	"plugsheet/importer/field"
	"plugsheet/importer/pricing"
)

// levels are the prices that differ in a number or letter alone, as indices: "Listino 1" and "Listino 2" are
// what different customers pay.
func levels(columns []Column) (several [][]int) {
	byStem := map[string][]int{}
	for n, c := range columns {
		if stem := pricing.LevelOf(c.Title); stem != "" && c.Role.Priced() && c.Tag == "" {
			byStem[stem] = append(byStem[stem], n)
		}
	}
	for _, list := range byStem {
		if len(list) > 1 {
			several = append(several, list)
		}
	}
	return several
}

// readLevels makes list prices of several levels prices, of which one must be named.
func readLevels(columns []Column) {
	for _, list := range levels(columns) {
		for _, n := range list {
			if columns[n].Role == pricing.List {
				columns[n].Role = pricing.Price
			}
		}
	}
}

// leaveLevels leaves out the levels of prices that only some customers pay, where another one is the price.
func leaveLevels(columns []Column) {
	at := slices.IndexFunc(columns, func(c Column) bool {
		return c.Use == AsField && c.Field == field.PriceCatalog &&
			(c.Configured || c.Role == pricing.Price && pricing.LevelOf(c.Title) == "")
	})
	for _, list := range levels(columns) {
		for _, n := range list {
			if c := &columns[n]; at >= 0 && !c.Configured && c.Use != Unused {
				c.Role, c.Use = pricing.Group, Unused
			}
		}
	}
}
