// Package bundle is the shared model: the folder of JSON files that the importer writes, that is committed to
// git, and that index and server read. It is the only thing that they share.
//
// A bundle holds the answers themselves, in the answers' own shapes (contract, 1.6), and a manifest that
// names every file with its SHA-256. [Create] writes one whole or not at all; [Open] reads one and checks it.
package bundle

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"plugsheet/schemas"
	"plugsheet/schemas/bundle/seal"
	"plugsheet/schemas/each"
)

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

// IsSiteName tells whether a website's id can be the name of a folder: letters, digits, - and _, at most 64;
// none at all is fine too.
func IsSiteName(id string) bool {
	return len(id) <= 64 && !strings.ContainsFunc(id, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' && r != '_'
	})
}

// SiteDir is where the bundle of a website lies inside that of all others; without a website it is dir.
func SiteDir(dir, website string) string {
	if website == "" {
		return dir
	}
	return filepath.Join(dir, SitesDir, website)
}

// SiteNames are the websites that have a folder inside a bundle, sorted. Errors: those of the disk.
func SiteNames(dir string) ([]string, error) {
	entries, err := os.ReadDir(filepath.Join(dir, SitesDir))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return each.Of(each.That(entries, fs.DirEntry.IsDir), fs.DirEntry.Name), err
}

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

var (
	// ErrNotBundle says that a folder holds no bundle: it has no manifest.
	ErrNotBundle = errors.New("no bundle here (no manifest.json)")
	// ErrForeign says that a folder without manifest holds a file that a bundle would overwrite: somebody
	// else's.
	ErrForeign = errors.New("a file of this name is there already, and the folder is no bundle")
	// ErrLocked says that another process is writing the bundle.
	ErrLocked = errors.New("another import is writing this bundle")
	// ErrStranger says that customers.age is encrypted to others than the identities that were given.
	ErrStranger = seal.ErrStranger
)

// FormatError says that a bundle was written in a format that this program does not read.
type FormatError struct {
	Dir    string
	Format int // what the manifest says
}

// Error says which format was found.
func (e *FormatError) Error() string {
	return fmt.Sprintf("%s: bundle format %d, and this program reads format %d", e.Dir, e.Format, Format)
}

// DamagedError says that a file of a bundle is not what the manifest says, or not what its schema says.
type DamagedError struct {
	Dir    string
	Path   string // the file, relative to Dir
	Reason string // plain words
}

// Error is the file and what is wrong with it.
func (e *DamagedError) Error() string {
	return fmt.Sprintf("%s: damaged bundle: %s: %s", e.Dir, e.Path, e.Reason)
}

// Invalid says that a record does not fit its schema. Nothing was written of it; the writer can go on.
type Invalid struct {
	Faults []schemas.Fault // by pointer; never empty
}

// maxFaults is how many faults an error names.
const maxFaults = 20

// Error names the first faults.
func (e *Invalid) Error() string {
	parts := each.Of(e.Faults[:min(len(e.Faults), maxFaults)], func(f schemas.Fault) string {
		return f.Pointer + " " + f.Message
	})
	if more := len(e.Faults) - len(parts); more > 0 {
		parts = append(parts, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(parts, "; ")
}

// KeyError says that hashes of customers were made with another key than the one at hand: nobody would ever
// be found.
type KeyError struct {
	Dir     string
	Path    string // the file with the hashes, relative to Dir
	Missing bool   // there is no key at all
}

// Error says what is wrong with the key.
func (e *KeyError) Error() string {
	if e.Missing {
		return fmt.Sprintf("%s: the customers' key, with which %s was made, is not here", e.Dir, e.Path)
	}
	return fmt.Sprintf("%s: %s was made with another customers' key", e.Dir, e.Path)
}
