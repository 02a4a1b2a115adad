// Package kind names the kinds of sheets that an import reads: products, categories, customers and so on.
// Whatever asks "what does this sheet hold" asks with one of them.
package kind

import (
	"cmp"
	"slices"
)

// Kind is what a sheet holds.
type Kind string

// The kinds, as plugsheet.yaml writes them.
const (
	Categories     Kind = "categories"
	Products       Kind = "products"
	ClosingForm    Kind = "closingForm"
	Options        Kind = "options"
	CustomerFields Kind = "customerFields"
	Customers      Kind = "customers"
	Settings       Kind = "settings"
	Variants       Kind = "variants"
	BotScenarios   Kind = "botScenarios"
	BotAnswers     Kind = "botAnswers"
	BotHours       Kind = "botHours"
)

// All lists all kinds in the order in which they are read.
func All() []Kind {
	return []Kind{Settings, Categories, Products, Variants, ClosingForm, Options, CustomerFields, Customers,
		BotScenarios, BotHours, BotAnswers}
}

// SheetName is what a kind's sheet is called in messages.
func (k Kind) SheetName() string {
	return cmp.Or(sheetNames[k], string(k[0]-'a'+'A')+string(k[1:]))
}

// sheetNames are those of several words.
var sheetNames = map[Kind]string{ClosingForm: "Closing form", CustomerFields: "Customer fields",
	BotScenarios: "Bot scenarios", BotAnswers: "Bot answers", BotHours: "Bot hours"}

// SellsThings tells whether a kind of sheet has prices.
func (k Kind) SellsThings() bool { return k == Products || k == Variants }

// Known tells whether there is a kind with this name.
func Known(name string) bool { return slices.Contains(All(), Kind(name)) }
