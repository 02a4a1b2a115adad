package header

import (
	"slices"

	"plugsheet/importer/field"
	"plugsheet/importer/pricing"
	"plugsheet/importer/value"
)

// inCurrency is the word for a price that a header is without the currency that it names: "Sale Price (EUR)".
func (r *Reader) inCurrency(title string) (field.Word, bool) {
	if !r.Kind.SellsThings() {
		return field.Word{}, false
	}
	code, rest := pricing.Currency(title)
	w, ok := r.Words[value.Fold(rest)]
	return w, code != "" && ok && field.IsPrice(w.Field)
}

// readCurrencies takes of prices in several currencies those in the shop's, and leaves out the others. The
// shop's is the one that the settings say, or that of a column that the configuration names. Where
// nobody says it and no column is without one, none of them is the price until somebody does.
func (r *Reader) readCurrencies(columns []Column) {
	shop, slots := r.currency, map[int][]int{}
	for n := range columns {
		c := &columns[n]
		c.Net = pricing.Net(c.Title)
		slot, ok := c.priceSlot()
		if !ok {
			continue
		}
		c.currency, _ = pricing.Currency(c.Title)
		c.Cents = pricing.InCents(c.Title)
		switch {
		case !c.Configured:
			slots[slot] = append(slots[slot], n)
		case shop == "":
			shop = c.currency
		}
	}
	home := false // a price is in the shop's currency: others have no part in it
	for _, list := range slots {
		home = home ||
			slices.ContainsFunc(list, func(n int) bool { return inShops(columns[n].currency, shop) })
	}
	for _, list := range slots {
		chooseCurrency(columns, list, shop, home)
	}
}

// inShops tells whether the currency that a header names is the shop's.
func inShops(named, shop string) bool {
	return named != "" && shop != "" && pricing.SameCurrency(named, shop)
}

// priceSlot is what a column of prices is one of: all prices that are paid, all that were paid before, and so
// on.
func (c Column) priceSlot() (slot int, ok bool) {
	isField := c.Use == AsField && c.Tag == "" && field.IsPrice(c.Field)
	switch {
	case isField && c.Field != field.PriceCatalog:
		return c.Field, true
	case c.Role.Priced() && (isField || c.Use == Extra):
		return -int(c.Role), true
	}
	return field.PriceCatalog, isField
}

// chooseCurrency leaves of columns that say the same price in several currencies those that count. Beside
// tells that some price is in the shop's.
func chooseCurrency(columns []Column, list []int, shop string, beside bool) {
	home, plain, first, codes := 0, 0, -1, map[string]bool{}
	for _, n := range list {
		switch code := columns[n].currency; {
		case code == "":
			plain++
		case inShops(code, shop):
			home++
		default:
			codes[code] = true
			if first < 0 || columns[n].Rank < columns[first].Rank {
				first = n
			}
		}
	}
	for _, n := range list {
		c := &columns[n]
		switch {
		case home > 0 && c.currency == "" && c.Use == AsField:
			c.Use = Extra
		case c.currency == "" || inShops(c.currency, shop):
		case beside || plain > 0, len(codes) > 1 && ranked(columns, list, first) && n != first:
			c.Use, c.Foreign = Unused, true
		case len(codes) > 1 && c.Use == AsField && !ranked(columns, list, first):
			c.Use = Extra // which of them is the price is asked
		}
	}
}

// ranked tells whether a shop system's profile says which of some columns comes first.
func ranked(columns []Column, list []int, first int) bool {
	for _, n := range list {
		if n != first && columns[n].Use == AsField && columns[n].Rank <= columns[first].Rank {
			return false
		}
	}
	return columns[first].Use == AsField && columns[first].Rank < field.GeneralRank
}

// currenciesOf are the currencies that the headers of prices name.
func (r *Reader) currenciesOf(h Header) map[int]string {
	found := map[int]string{}
	for _, c := range h.Columns {
		if c.currency != "" && c.Use == AsField {
			found[c.Number] = c.currency
		}
	}
	code := r.currencyOfAll(h)
	for _, c := range h.Columns {
		if code != "" && c.Use == AsField && field.IsPrice(c.Field) && found[c.Number] == "" {
			found[c.Number] = code
		}
	}
	return found
}

// currencyOfAll is the currency that a header of the shop system's names for all prices; empty where none
// does, and where each row has its own.
func (r *Reader) currencyOfAll(h Header) string {
	if r.Profile == nil || !r.Kind.SellsThings() || h.At[field.Currency] > 0 {
		return ""
	}
	for _, c := range h.Columns {
		if code := r.Profile.Currency(c.Title); code != "" {
			return code
		}
	}
	return ""
}
