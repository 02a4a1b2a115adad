// Package field is the table of what a row of each kind of sheet can hold, and of the words by which its
// headers are recognised in eight languages. Begin here when a sheet gets a new column: its name, how its
// cells are read, and the default to propose for it stand in one line of fields.yaml.
package field

import (
	_ "embed"
	"slices"
	"sync"

	"github.com/goccy/go-yaml"

	"plugsheet/importer/kind"
	"plugsheet/schemas/each"
)

// Field is one thing that a row of a kind can hold.
type Field struct {
	Name      string // canonical: the contract's
	Said      string // in messages of a missing value, when that is not the name
	Localized bool   // may come in several languages, as in label:fr
	Code      bool   // an id or a code: the underlying value counts, not its number format
	HTML      bool   // may come as HTML, of which the text is taken
	URL       bool   // what a default inserts is escaped for a URL
	List      bool   // what a default inserts is escaped for a list of category paths
	Date      bool   // of a workbook's date the date itself counts, not how it is shown
	Required  bool   // every row must have it
	Example   string // a default to propose
	Note      string // what belongs into the column, for the template
	Title     string // of the template's column, where the name in words is none

	Price  bool // one of a product's prices
	Prose  bool // a text for people: numbers in it are no codes
	Lookup bool // often fetched from another list, which leaves a word for nothing where it finds none

	Kept    bool // the answer has no place for it: the column stays for the search, under its own header
	Checked bool // of what is kept: its numbers have a check digit
}

// The fields of a product, as indices into [Of], in the order in which defaults are filled in: a
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

// Fields of a category.
const (
	CategoryID = iota
	CategoryParent
	CategoryLabel
)

// Fields of a closing form field.
const (
	FormID = iota
	FormParent
	FormLabel
	FormType
	FormRequired
	FormOptions
)

// Fields of an option.
const (
	OptionField = iota
	OptionLabel
	OptionValue
)

// Fields of a customer field.
const (
	ShownID = iota
	ShownLabel
	ShownValue
	ShownType
	ShownMessage
)

// Fields of a customer.
const (
	CustomerEmail = iota
	CustomerExternal
)

// Fields of a bot's scenario.
const (
	BotID = iota
	BotName
	BotDescription
	BotLanguage
	BotEditor
	BotOpening
	BotOpeningReplies
	BotFallback
	BotProducts
	BotAvailability
	BotHandOver
	BotHandOverText
	BotRule
	BotTimeout
	BotFailed
)

// Fields of a bot's answer.
const (
	AnswerScenario = iota
	AnswerID
	AnswerPhrases
	AnswerText
	AnswerReplies
	AnswerLinkText
	AnswerLink
	AnswerImageText
	AnswerImage
	AnswerNext
)

// Fields of a bot's hours.
const (
	HoursScenario = iota
	HoursDays
	HoursTimes
	HoursZone
	HoursHolidays
)

// Fields of a setting.
const (
	SettingKey = iota
	SettingValue
)

//go:embed fields.yaml
var fieldText []byte

// tables are the fields by kind, in the order of the constants; those of variants are the products' and one
// more. A test reads the text strictly.
var tables = sync.OnceValue(func() (all map[kind.Kind][]Field) {
	_ = yaml.Unmarshal(fieldText, &all)
	all[kind.Variants] = append(slices.Clone(all[kind.Products]), Field{Name: "product", Code: true})
	return all
})

// Of gives the fields of a kind, in the order of the constants. The caller owns the slice.
func Of(k kind.Kind) []Field { return slices.Clone(tables()[k]) }

// products are the fields of a product.
var products = sync.OnceValue(func() []Field { return tables()[kind.Products] })

// IsPrice tells whether a field of a product is one of the prices.
func IsPrice(f int) bool { return f >= 0 && f < len(products()) && products()[f].Price }

// IsProse tells whether a field of a product is a text for people.
func IsProse(f int) bool { return f >= 0 && f < len(products()) && products()[f].Prose }

// Index is the index of the field with exactly this name, or -1.
func Index(fs []Field, name string) int {
	return slices.IndexFunc(fs, func(f Field) bool { return f.Name == name })
}

// Names lists the fields' canonical names.
func Names(fs []Field) []string {
	return each.Of(fs, func(f Field) string { return f.Name })
}
