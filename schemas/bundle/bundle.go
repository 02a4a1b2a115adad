// Package bundle is the shared model: the folder of JSON files that the importer writes, that is committed to
// git, and that index and server read. It is the only thing that they share.
//
// A bundle holds the answers themselves, in the answers' own shapes (contract, 1.6), and a manifest that
// names every file with its SHA-256. [Create] writes one whole or not at all; [Open] reads one and checks it.
package bundle

// Format is the number of the layout that this program writes and reads; the manifest carries it.
const Format = 1

// Names of files and folders inside a bundle.
const (
	ManifestFile = "manifest.json"
	SynonymsFile = "synonyms.json" // kept, never written by an import
	IndexDir     = "index"         // derived, not committed
	PrivateDir   = "private"       // personal data, not committed
	SitesDir     = "sites"         // one whole bundle for each website
)

// Category is one row of the answer to GET /categories (contract, 1.6 and 7.4).
type Category struct {
	ID       ID     `json:"id"`
	IDParent ID     `json:"idParent"` // zero, written as null, for a root
	Label    string `json:"label"`
	// ids of the products directly in it, in the spreadsheet's order; nil, written as null, when there are
	// more than MaxListed
	Products      []string `json:"products"`
	ProductsCount int      `json:"productsCount"` // distinct products in it and in everything below it
}

// MaxListed is the largest number of products that a category lists by id (contract, 7.4).
const MaxListed = 500

// Product is one row of the answer to GET /products (contract, 1.6 and 7.2): every key is present and an
// optional one without value is null, but for available, which is left out when unknown.
type Product struct {
	ID               ID      `json:"id"`
	Title            string  `json:"title"`
	ProductURL       string  `json:"productUrl"`
	Description      string  `json:"description"`
	ImageURL         string  `json:"imageUrl"`
	Reference        string  `json:"reference"`
	PriceCatalog     string  `json:"priceCatalog"` // formatted for people, with its currency
	Brand            *string `json:"brand"`
	ShortDescription *string `json:"shortDescription"`
	PricePromotion   *string `json:"pricePromotion"`
	PriceSpecial     *string `json:"priceSpecial"`
	Available        *bool   `json:"available,omitempty"`
}

// Record is one line of a file under products/: the product with what the search and the categories need to
// know of it.
type Record struct {
	Categories []ID `json:"categories"` // the categories that it stands in directly
	// "column header: text" of each column that the answer has no place for
	Keywords []string `json:"keywords"`
	Offer    *Offer   `json:"offer,omitempty"`  // nil for most
	Listed   *Listing `json:"listed,omitempty"` // nil for most, which are shown always
	Product  Product  `json:"product"`
}

// FormField is one row of the answer to GET /closing-form (contract, 1.6); optional keys without value are
// left out.
type FormField struct {
	ID         string   `json:"id"`
	IDParent   string   `json:"idParent,omitempty"`
	Label      string   `json:"label"`
	FieldType  string   `json:"fieldType"` // TEXT, CHECKBOX, SELECT, TEXTAREA, INTEGER or DECIMAL
	IsRequired bool     `json:"isRequired"`
	Options    []Option `json:"options,omitempty"` // for SELECT only, and then at least one
}

// Option is one choice of a SELECT field.
type Option struct {
	Label string `json:"label"`
	Value string `json:"value"` // what is stored: at most MaxFieldText characters
}

// MaxFieldText is the number of characters that iAdvize stores of each closing form field (contract, 1.6).
const MaxFieldText = 1024

// CustomerField is the template of one row of the answer to GET /customer. The value may hold placeholders in
// braces: the request's {emailVisitor}, {idVisitorExternal}, {idVisitorUnique}, {idWebsite},
// {operatorLocale}, {idOperator}, and the name of any column of the customer's own row. A customer's row that
// has a column named like the field's id gives the whole value. For ACTION the value is the action's code.
type CustomerField struct {
	ID        string `json:"id"`
	Label     string `json:"label"`
	Value     string `json:"value"`
	FieldType string `json:"fieldType"` // ACTION, TEXT or URL
	// ACTION only: what the operator reads after the action; not part of the GET answer
	Message string `json:"message,omitempty"`
}

// Customer is what is known of one visitor. On disk, under private/, e-mail and external id stand only as
// keyed hashes.
type Customer struct {
	Email      string            // as in the source; matched without regard to case
	ExternalID string            // as in the source; matched exactly
	Values     map[string]string // by column header
}

// Counts says how much a bundle holds.
type Counts struct {
	Categories     int `json:"categories"`
	Products       int `json:"products"`
	Offers         int `json:"offers,omitempty"` // products with a promotion for a time, whenever that is
	FormFields     int `json:"closingFormFields"`
	CustomerFields int `json:"customerFields"`
	BotScenarios   int `json:"botScenarios,omitempty"`
	BotAnswers     int `json:"botAnswers,omitempty"`
}

// File is one file of a bundle, as the manifest names it.
type File struct {
	Path    string `json:"path"`    // slash-separated, relative to the bundle
	SHA256  string `json:"sha256"`  // 64 lower-case hex digits
	Bytes   int64  `json:"bytes"`   // its length
	Records int    `json:"records"` // its lines that hold a record
}

// Manifest is what manifest.json holds; its own SHA-256 is the bundle's digest and identity.
type Manifest struct {
	Format   int    `json:"format"`
	IDs      IDs    `json:"ids"`
	Language string `json:"language"` // BCP 47 tag of the texts without locale, such as "en"
	// IANA name of the zone that the days of offers and products are in; empty: UTC, or there are no days
	TimeZone string `json:"timeZone,omitempty"`
	Counts   Counts `json:"counts"`
	// in reading order: categories, products in the spreadsheet's order, the others by name
	Files []File `json:"files"`
}

// Localized holds a text in several languages: by BCP 47 tag, with the default language's under "".
type Localized[T any] map[string][]T
