package importer

import (
	"slices"

	"plugsheet/importer/field"
	"plugsheet/importer/pricing"
	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
)

// inCurrency is the word for a price that a header is without the currency that it names: "Sale Price (EUR)".
func (r *reader) inCurrency(title string) (field.Word, bool) {
	if !r.kind.SellsThings() {
		return field.Word{}, false
	}
	code, rest := pricing.Currency(title)
	w, ok := r.words[value.Fold(rest)]
	return w, code != "" && ok && isPrice(w.Field)
}

// readCurrencies takes of prices in several currencies those in the shop's, and leaves out the others. The
// shop's is the one that the settings say, or that of a column that the configuration names. Where
// nobody says it and no column is without one, none of them is the price until somebody does.
func (r *reader) readCurrencies(columns []column) {
	shop, slots := r.currency, map[int][]int{}
	for n := range columns {
		c := &columns[n]
		slot, ok := c.priceSlot()
		if !ok {
			continue
		}
		c.currency, _ = pricing.Currency(c.title)
		switch {
		case !c.configured:
			slots[slot] = append(slots[slot], n)
		case shop == "":
			shop = c.currency
		}
	}
	home := false // a price is in the shop's currency: others have no part in it
	for _, list := range slots {
		home = home || slices.ContainsFunc(list, func(n int) bool { return inShops(columns[n].currency, shop) })
	}
	for _, list := range slots {
		chooseCurrency(columns, list, shop, home)
	}
}

// inShops tells whether the currency that a header names is the shop's.
func inShops(named, shop string) bool {
	return named != "" && shop != "" && pricing.SameCurrency(named, shop)
}

// priceSlot is what a column of prices is one of: all prices that are paid, all that were paid before, and so on.
func (c column) priceSlot() (slot int, ok bool) {
	isField := c.use == asField && c.tag == "" && isPrice(c.field)
	switch {
	case isField && c.field != field.PriceCatalog:
		return c.field, true
	case c.role.Priced() && (isField || c.use == extra):
		return -int(c.role), true
	}
	return field.PriceCatalog, isField
}

// chooseCurrency leaves of columns that say the same price in several currencies those that count. Beside tells
// that some price is in the shop's.
func chooseCurrency(columns []column, list []int, shop string, beside bool) {
	home, plain, first, codes := 0, 0, -1, map[string]bool{}
	for _, n := range list {
		switch code := columns[n].currency; {
		case code == "":
			plain++
		case inShops(code, shop):
			home++
		default:
			codes[code] = true
			if first < 0 || columns[n].rank < columns[first].rank {
				first = n
			}
		}
	}
	for _, n := range list {
		c := &columns[n]
		switch {
		case home > 0 && c.currency == "" && c.use == asField:
			c.use = extra
		case c.currency == "" || inShops(c.currency, shop):
		case beside || plain > 0, len(codes) > 1 && ranked(columns, list, first) && n != first:
			c.use, c.foreign = unused, true
		case len(codes) > 1 && c.use == asField && !ranked(columns, list, first):
			c.use = extra // which of them is the price is asked
		}
	}
}

// ranked tells whether a shop system's profile says which of some columns comes first.
func ranked(columns []column, list []int, first int) bool {
	for _, n := range list {
		if n != first && columns[n].use == asField && columns[n].rank <= columns[first].rank {
			return false
		}
	}
	return columns[first].use == asField && columns[first].rank < field.GeneralRank
}

// currenciesOf are the currencies that the headers of prices name.
func currenciesOf(columns []column) map[int]string {
	found := map[int]string{}
	for _, c := range columns {
		if c.currency != "" && c.use == asField {
			found[c.number] = c.currency
		}
	}
	return found
}

// headerCurrency is the currency that the header above a price names; empty for none.
func (r *row) headerCurrency(f int) string {
	for _, t := range r.taken {
		if t.is(f) {
			return t.source.head.prices[int(t.column)]
		}
	}
	return r.source.head.prices[r.column[f]]
}

// tellForeign says once that a column of prices is left out, since the shop's stand in another.
func (i *run) tellForeign(s *source, n int) {
	c := &s.head.columns[n]
	p := problem.Warnf(s.sheet.At(0, c.number), "foreign-price", "the column is left out: its prices are in another currency")
	c.foreign = false
	i.tell(p.WithValue(c.title).Hintf("to take the price from here, give its field under columns in the configuration"))
}
