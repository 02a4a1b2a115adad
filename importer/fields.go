package importer

import "plugsheet/schemas/problem"

// kind is what a sheet holds.
type kind string

const (
	categories     kind = "categories"
	products       kind = "products"
	closingForm    kind = "closingForm"
	options        kind = "options"
	customerFields kind = "customerFields"
	customers      kind = "customers"
	settings       kind = "settings"
	variantSheet   kind = "variants"
	botScenarios   kind = "botScenarios"
	botAnswers     kind = "botAnswers"
	botHours       kind = "botHours"
)

// kinds lists all kinds in the order in which they are read.
func kinds() []kind {
	return []kind{settings, categories, products, variantSheet, closingForm, options, customerFields, customers, botScenarios, botHours, botAnswers}
}

// sheetName is what a kind's sheet is called in messages.
func (k kind) sheetName() string {
	switch k {
	case closingForm:
		return "Closing form"
	case customerFields:
		return "Customer fields"
	case botScenarios:
		return "Bot scenarios"
	case botAnswers:
		return "Bot answers"
	case botHours:
		return "Bot hours"
	}
	return string(k[0]-'a'+'A') + string(k[1:])
}

// field is one thing that a row of a kind can hold.
type field struct {
	name      string       // canonical: the contract's
	said      problem.Text // in messages of a missing value, when that is not the name
	localized bool         // may come in several languages, as in label:fr
	code      bool         // an id or a code: the underlying value counts, not its number format
	html      bool         // may come as HTML, of which the text is taken
	url       bool         // what a default inserts is escaped for a URL
	list      bool         // what a default inserts is escaped for a list of category paths
	date      bool         // of a workbook's date the date itself counts, not how it is shown
	example   string       // a default to propose
}

// The fields of a product, as indices into fieldsOf(products), in the order in which defaults are filled in: a default
// sees those before it complete and those after it as the cells have them.
const (
	pID = iota
	pReference
	pTitle
	pBrand
	pCategories
	pCurrency
	pShortDescription
	pDescription
	pPriceCatalog
	pPricePromotion
	pPriceSpecial
	pAvailable
	pProductURL
	pImageURL
	pPromotionFrom
	pPromotionUntil
	pPromotionPeriod // both in one cell
	pProduct         // of the kind variants only: the product's id or reference
)

// Fields of a category.
const (
	cID = iota
	cParent
	cLabel
)

// Fields of a closing form field.
const (
	fID = iota
	fParent
	fLabel
	fType
	fRequired
	fOptions
)

// Fields of an option.
const (
	oField = iota
	oLabel
	oValue
)

// Fields of a customer field.
const (
	uID = iota
	uLabel
	uValue
	uType
	uMessage
)

// Fields of a customer.
const (
	mEmail = iota
	mExternal
)

// Fields of a bot's scenario.
const (
	bID = iota
	bName
	bDescription
	bLanguage
	bEditor
	bOpening
	bOpeningReplies
	bFallback
	bProducts
	bAvailability
	bHandOver
	bHandOverText
	bRule
	bTimeout
	bFailed
)

// Fields of a bot's answer.
const (
	aScenario = iota
	aID
	aPhrases
	aAnswer
	aReplies
	aLinkText
	aLink
	aImageText
	aImage
	aNext
)

// Fields of a bot's hours.
const (
	hScenario = iota
	hDays
	hHours
	hZone
	hHolidays
)

// Fields of a setting.
const (
	sKey = iota
	sValue
)

// fieldsOf gives the fields of a kind, in the order of the constants above.
func fieldsOf(k kind) []field {
	switch k {
	case products:
		return productFields()
	case variantSheet:
		return append(productFields(), field{name: "product", code: true})
	case categories:
		return []field{{name: "id", code: true}, {name: "idParent", code: true}, {name: "label", localized: true, html: true, example: "{id}"}}
	case closingForm:
		return []field{
			{name: "id", code: true}, {name: "idParent", code: true}, {name: "label", localized: true, example: "{id}"},
			{name: "fieldType", example: "TEXT"}, {name: "isRequired", example: "no"}, {name: "options", localized: true},
		}
	case options:
		return []field{{name: "field", code: true}, {name: "label", localized: true}, {name: "value", code: true}}
	case customerFields:
		return []field{
			{name: "id", code: true}, {name: "label", localized: true, example: "{id}"}, {name: "value", localized: true},
			{name: "fieldType", example: "TEXT"}, {name: "message", localized: true},
		}
	case customers:
		return []field{{name: "email"}, {name: "externalId", code: true}}
	case botScenarios:
		return []field{
			{name: "id", code: true}, {name: "name", example: "{id}"}, {name: "description"}, {name: "language"},
			{name: "editorUrl", url: true, example: "https://shop.example/bot"}, {name: "opening", localized: true},
			{name: "openingReplies", localized: true}, {name: "fallback", localized: true}, {name: "products"}, {name: "availability"},
			{name: "handOver"}, {name: "handOverText", localized: true}, {name: "distributionRule", code: true},
			{name: "transferTimeout", code: true}, {name: "transferFailed", localized: true},
		}
	case botAnswers:
		return []field{
			{name: "scenario", code: true}, {name: "id", code: true}, {name: "phrases", localized: true}, {name: "answer", localized: true},
			{name: "quickReplies", localized: true}, {name: "linkText", localized: true}, {name: "link", url: true},
			{name: "imageText", localized: true}, {name: "image", url: true}, {name: "next", code: true},
		}
	case botHours:
		return []field{{name: "scenario", code: true}, {name: "days"}, {name: "hours"}, {name: "timeZone"}, {name: "holidays"}}
	case settings:
		return []field{{name: "key"}, {name: "value"}}
	}
	return nil
}

func productFields() []field {
	return []field{
		pID:               {name: "id", said: problem.Textf("id or reference"), code: true, example: "{title}"},
		pReference:        {name: "reference", code: true, example: "{id}"},
		pTitle:            {name: "title", localized: true, html: true, example: "{reference}"},
		pBrand:            {name: "brand", html: true},
		pCategories:       {name: "categories", code: true, list: true},
		pCurrency:         {name: "currency"},
		pShortDescription: {name: "shortDescription", localized: true, html: true},
		pDescription:      {name: "description", localized: true, html: true, example: "{title}"},
		pPriceCatalog:     {name: "priceCatalog", example: "on request"},
		pPricePromotion:   {name: "pricePromotion"},
		pPriceSpecial:     {name: "priceSpecial"},
		pAvailable:        {name: "available"},
		pProductURL:       {name: "productUrl", url: true, example: "https://shop.example/p/{reference}"},
		pImageURL:         {name: "imageUrl", url: true, example: "https://shop.example/i/{reference}.jpg"},
		pPromotionFrom:    {name: "promotionFrom", date: true},
		pPromotionUntil:   {name: "promotionUntil", date: true},
		pPromotionPeriod:  {name: "promotionPeriod", date: true},
	}
}

// names lists the fields' canonical names.
func names(fs []field) []string {
	list := make([]string, len(fs))
	for i, f := range fs {
		list[i] = f.name
	}
	return list
}
