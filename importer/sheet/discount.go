package sheet

import (
	"strings"

	"plugsheet/importer/config"
	"plugsheet/importer/pricing"
	"plugsheet/importer/value"
)

// Discount is a column that takes something off the price, in a sheet of no known shop system.
type Discount struct {
	Column int
	Header string
	Mode   string // config.Percent or config.Amount where the header says it
}

// generalHeader is what a header of no known shop system is. Of a discount it may name the currency too.
func generalHeader(title string) string {
	if name := generalHeaders()[value.Fold(title)]; name != "" {
		return name
	}
	code, rest := pricing.Currency(title)
	if name := generalHeaders()[value.Fold(rest)]; code != "" && (name == "discount" || name == "amount") {
		return "amount"
	}
	return ""
}

// DiscountOf tells whether a header of no known shop system is one of discounts, and how much they take off, where it says so.
func DiscountOf(title string) (mode string, is bool) {
	switch name := generalHeader(title); name {
	case "percent", "amount", "discount":
		return discountMode(name, title), true
	}
	return "", false
}

// discountMode is how much a header of discounts takes off, where it says so.
func discountMode(name, title string) string {
	switch {
	case name == "percent" || strings.Contains(title, "%"):
		return config.Percent
	case name == "amount":
		return config.Amount
	}
	return ""
}

// Discounts are the columns that take something off the row's price; none where a column says that no
// promotion runs.
func (r *Row) Discounts() []Discount {
	shop := r.Source.Shop
	if shop == nil || len(shop.discounts) == 0 {
		return nil
	}
	if yes, ok := value.YesNo(r.Cell(shop.saleFlag).Text); ok && !yes {
		return nil
	}
	return shop.discounts
}
