package field

import (
	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
	"slices"
)

// The fields of a product, as indices into Of(kind.Products), in the order in which defaults are filled in: a
// default sees those before it complete and those after it as the cells have them.
const (
	ID = iota
	Reference
	GTIN
	Title
	Brand
	Categories
	Currency
	ShortDescription
	Description
	PriceCatalog
	PricePromotion
	PriceSpecial
	Available
	ProductURL
	ImageURL
	PromotionFrom
	PromotionUntil
	PromotionPeriod // both in one cell
	ListedFrom      // the first day on which the product is shown
	ListedUntil     // and the last one
	ProductOf       // of the kind variants only: the product's id or reference
)

// products is the table of a product's columns, by the constants above. A new column begins here: the
// headers of the template, what plugsheet map may propose, how its cells are read and looked at, and its note
// come from its line.
var products = []Field{
	ID: {
		Name: "id", Said: problem.Textf("id or reference"), Code: true, Example: "{title}",
		Note: problem.Textf(
			"a number or a code of its own for each product; the reference may serve as it"),
	},
	Reference: {
		Name: "reference", Code: true, Example: "{id}",
		Note: problem.Textf("the code that agents and customers know, such as the SKU"),
	},
	GTIN: {
		Name: "gtin", Title: "GTIN", Code: true, Kept: true, Check: value.CheckDigit,
		Note: problem.Textf("the number of the barcode: EAN, UPC or ISBN; its check digit is looked at"),
	},
	Title: {
		Name: "title", Localized: true, HTML: true, Example: "{reference}", Prose: true,
		Note: problem.Textf("the product's name"),
	},
	Brand: {
		Name: "brand", HTML: true, Prose: true, Lookup: true,
		Note: problem.Textf("the brand or the maker"),
	},
	Categories: {
		Name: "categories", Code: true, List: true, Lookup: true,
		Note: problem.Textf("ids of the sheet of categories, or paths such as Outdoor > Lamps; several " +
			"are separated by commas"),
	},
	Currency: {
		Name: "currency",
		Note: problem.Textf("of prices that are bare numbers: three letters such as EUR"),
	},
	ShortDescription: {
		Name: "shortDescription", Localized: true, HTML: true, Prose: true, Lookup: true,
		Note: problem.Textf("one sentence"),
	},
	Description: {
		Name: "description", Localized: true, HTML: true, Example: "{title}", Prose: true,
		Note: problem.Textf("what there is to say about the product; HTML becomes text"),
	},
	PriceCatalog: {
		Name: "priceCatalog", Example: "on request", Price: true,
		Note: problem.Textf("the regular price: a number, or a text with its currency"),
	},
	PricePromotion: {
		Name: "pricePromotion", Price: true, Lookup: true,
		Note: problem.Textf("the price of a promotion; it runs always, unless there are days"),
	},
	PriceSpecial: {
		Name: "priceSpecial", Price: true, Lookup: true,
		Note: problem.Textf("a price on other terms, such as for members"),
	},
	Available: {
		Name: "available", Lookup: true,
		Note: problem.Textf("whether it can be bought now"),
	},
	ProductURL: {
		Name: "productUrl", URL: true, Example: "https://shop.example/p/{reference}",
		Note: problem.Textf("the whole address of the product's page, with https://"),
	},
	ImageURL: {
		Name: "imageUrl", URL: true, Example: "https://shop.example/i/{reference}.jpg",
		Note: problem.Textf("the whole address of a picture, with https://"),
	},
	PromotionFrom: {
		Name: "promotionFrom", Date: true,
		Note: problem.Textf("the first day of the promotion; blank: it runs already"),
	},
	PromotionUntil: {
		Name: "promotionUntil", Date: true,
		Note: problem.Textf("the last day of the promotion; blank: it has no end"),
	},
	PromotionPeriod: {
		Name: "promotionPeriod", Date: true,
		Note: problem.Textf("both days in one cell, instead: 2030-11-01/2030-11-30"),
	},
	ListedFrom: {
		Name: "listedFrom", Date: true,
		Note: problem.Textf("the first day on which the product is shown; blank: it is shown already"),
	},
	ListedUntil: {
		Name: "listedUntil", Date: true,
		Note: problem.Textf("the last day on which the product is shown; blank: it stays"),
	},
}

// ProductFields is the table. The caller owns the slice.
func ProductFields() []Field { return slices.Clone(products) }

// IsPrice tells whether a field of a product is one of the prices.
func IsPrice(f int) bool { return f >= 0 && f < len(products) && products[f].Price }

// IsProse tells whether a field of a product is a text for people.
func IsProse(f int) bool { return f >= 0 && f < len(products) && products[f].Prose }
