// Package field is the table of what a row of each kind of sheet can hold, and of the words by which its
// headers are recognised in eight languages. Begin here when a sheet gets a new column: its name, how its
// cells are read, and the default to propose for it stand in one line of [Of].
package field

import (
	"plugsheet/importer/kind"
	"plugsheet/schemas/problem"
)

// Field is one thing that a row of a kind can hold.
type Field struct {
	Name      string       // canonical: the contract's
	Said      problem.Text // in messages of a missing value, when that is not the name
	Localized bool         // may come in several languages, as in label:fr
	Code      bool         // an id or a code: the underlying value counts, not its number format
	HTML      bool         // may come as HTML, of which the text is taken
	URL       bool         // what a default inserts is escaped for a URL
	List      bool         // what a default inserts is escaped for a list of category paths
	Date      bool         // of a workbook's date the date itself counts, not how it is shown
	Example   string       // a default to propose
	Note      problem.Text // what belongs into the column, for the template
	Title     string       // of the template's column, where the name in words is none

	Price  bool // one of a product's prices
	Prose  bool // a text for people: numbers in it are no codes
	Lookup bool // often fetched from another list, which leaves a word for nothing where it finds none

	// Kept: the answer has no place for it. Each such column stays for the search, under its own header.
	Kept bool
	// of what is kept: whether a number's check digit fits; nil: numbers have none
	Check func(text string) bool
}

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

// Of gives the fields of a kind, in the order of the constants above.
func Of(k kind.Kind) []Field {
	switch k {
	case kind.Products:
		return ProductFields()
	case kind.Variants:
		return append(ProductFields(), Field{Name: "product", Code: true})
	case kind.Categories:
		return []Field{{Name: "id", Code: true}, {Name: "idParent", Code: true},
			{Name: "label", Localized: true, HTML: true, Example: "{id}"}}
	case kind.ClosingForm:
		return []Field{
			{Name: "id", Code: true, Example: "{label}"}, {Name: "idParent", Code: true},
			{Name: "label", Localized: true, Example: "{id}"},
			{Name: "fieldType", Example: "TEXT"}, {Name: "isRequired", Example: "no"},
			{Name: "options", Localized: true},
		}
	case kind.Options:
		return []Field{{Name: "field", Code: true}, {Name: "label", Localized: true},
			{Name: "value", Code: true}}
	case kind.CustomerFields:
		return []Field{
			{Name: "id", Code: true, Example: "{label}"}, {Name: "label", Localized: true, Example: "{id}"},
			{Name: "value", Localized: true},
			{Name: "fieldType", Example: "TEXT"}, {Name: "message", Localized: true},
		}
	case kind.Customers:
		return []Field{{Name: "email"}, {Name: "externalId", Code: true}}
	case kind.BotScenarios:
		return []Field{
			{Name: "id", Code: true}, {Name: "name", Example: "{id}"}, {Name: "description"},
			{Name: "language"},
			{Name: "editorUrl", URL: true, Example: "https://shop.example/bot"},
			{Name: "opening", Localized: true}, {Name: "openingReplies", Localized: true},
			{Name: "fallback", Localized: true}, {Name: "products"}, {Name: "availability"},
			{Name: "handOver"}, {Name: "handOverText", Localized: true},
			{Name: "distributionRule", Code: true}, {Name: "transferTimeout", Code: true},
			{Name: "transferFailed", Localized: true},
		}
	case kind.BotAnswers:
		return []Field{
			{Name: "scenario", Code: true}, {Name: "id", Code: true}, {Name: "phrases", Localized: true},
			{Name: "answer", Localized: true},
			{Name: "quickReplies", Localized: true}, {Name: "linkText", Localized: true},
			{Name: "link", URL: true}, {Name: "imageText", Localized: true}, {Name: "image", URL: true},
			{Name: "next", Code: true},
		}
	case kind.BotHours:
		return []Field{{Name: "scenario", Code: true}, {Name: "days"}, {Name: "hours"}, {Name: "timeZone"},
			{Name: "holidays"}}
	case kind.Settings:
		return []Field{{Name: "key"}, {Name: "value"}}
	}
	return nil
}

// Names lists the fields' canonical names.
func Names(fs []Field) []string {
	list := make([]string, len(fs))
	for i, f := range fs {
		list[i] = f.Name
	}
	return list
}
