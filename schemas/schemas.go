// Package schemas holds the shapes of everything that plugsheet answers, reads and writes, as JSON Schemas
// (draft 2020-12): one file each, usable by any validator.
//
// The files are the truth; this package embeds them, compiles them, and says in plain words where a document
// does not fit. Relative references between the files resolve through their $id, whose host does not exist:
// nothing is ever fetched.
//
// Shapes that plugsheet emits are strict (no other key may stand there); shapes that it reads are lenient.
// Categories, products and records come twice, for the two id settings (contract, 7.1).
package schemas

import (
	"embed"
	"io/fs"
	"slices"
	"strings"
)

// Name names a schema: the file's name without ".schema.json".
type Name string

// The schemas that the program itself asks for. Each other file can be named as well; see [Names].
const (
	CategoryInteger     Name = "category.integer"     // one row of the answer to GET /categories
	CategoryString      Name = "category.string"      // the same with ids as text
	ProductInteger      Name = "product.integer"      // one row of the answer to GET /products
	ProductString       Name = "product.string"       // the same with ids as text
	RecordInteger       Name = "record.integer"       // one line of a bundle's product file
	RecordString        Name = "record.string"        // the same with ids as text
	FormField           Name = "form-field"           // one row of the answer to GET /closing-form
	ClosingForm         Name = "closing-form"         // that answer
	CustomerField       Name = "customer-field"       // one row of a bundle's customer-fields.json
	CustomerInformation Name = "customer-information" // the answer to GET /customer
	ActionRequest       Name = "action-request"       // the body of POST /customer/action
	ActionAnswer        Name = "action-answer"        // its answer
	Manifest            Name = "manifest"             // a bundle's manifest.json
	Synonyms            Name = "synonyms"             // a bundle's synonyms.json
	BotScenario         Name = "bot-scenario"         // one line of a bundle's bot-scenarios.json
	BotAnswer           Name = "bot-answer"           // one line of a bundle's bot-answers.json
	Health              Name = "health"               // the answer to GET /health
	Problem             Name = "problem"              // an error's body, RFC 9457
)

const suffix = ".schema.json"

//go:embed *.schema.json
var files embed.FS

// FS gives the schema files, at its root.
func FS() fs.FS { return files }

// Names lists all schemas, sorted. The caller owns the slice.
func Names() []Name {
	entries, err := files.ReadDir(".")
	if err != nil {
		return nil // an embedded folder is always readable
	}
	names := make([]Name, 0, len(entries))
	for _, e := range entries {
		names = append(names, Name(strings.TrimSuffix(e.Name(), suffix)))
	}
	slices.Sort(names) // "bot" before "bot-message", which the files' endings put the other way round
	return names
}
