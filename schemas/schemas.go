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
	"fmt"
	"io"
	"io/fs"
	"plugsheet/schemas/each"
	"slices"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v5"
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
	actionRequest       Name = "action-request"       // the body of POST /customer/action
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

// Names lists all schemas, sorted. The caller owns the slice.
func Names() []Name {
	entries, err := files.ReadDir(".")
	if err != nil {
		return nil // an embedded folder is always readable
	}
	names := each.Of(entries, func(e fs.DirEntry) Name { return Name(strings.TrimSuffix(e.Name(), suffix)) })
	slices.Sort(names) // "bot" before "bot-message", which the files' endings put the other way round
	return names
}

// base is what the $id of each schema file begins with. The host is reserved and does not exist (RFC 2606).
const base = "https://plugsheet.example/schemas/"

// Set is the schemas, ready to validate with. A Set is safe for use by several goroutines at once.
type Set struct {
	mu       sync.Mutex // guards compiler and raw, neither of which stands concurrent use
	compiler *jsonschema.Compiler
	raw      map[string]any // the schema files by $id, decoded; only to word faults
	entries  map[Name]*entry
}

// entry is one schema, compiled when it is first asked for.
type entry struct {
	once   sync.Once
	schema *jsonschema.Schema
	err    error
}

// Load makes a Set; callers keep it. It costs microseconds: each schema is compiled when it is first used,
// which takes about a millisecond, once.
func Load() (*Set, error) {
	names := Names()
	if len(names) == 0 {
		return nil, fmt.Errorf("load schemas: none embedded")
	}
	c := jsonschema.NewCompiler()
	c.LoadURL = open
	s := &Set{compiler: c, raw: map[string]any{}, entries: make(map[Name]*entry, len(names))}
	for _, n := range names {
		s.entries[n] = &entry{}
	}
	return s, nil
}

// open reads the schema file behind an $id, and nothing else: no network, no other file.
func open(url string) (io.ReadCloser, error) {
	name, ok := strings.CutPrefix(url, base)
	if !ok {
		return nil, fmt.Errorf("schema %q is none of plugsheet's", url)
	}
	return files.Open(name)
}

// entry gives the schema of a name, compiled.
func (s *Set) entry(n Name) (*entry, error) {
	e := s.entries[n]
	if e == nil {
		return nil, fmt.Errorf("no schema named %q", n)
	}
	e.once.Do(func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		e.schema, e.err = s.compiler.Compile(base + string(n) + suffix)
	})
	return e, e.err
}

// Compile compiles all schemas at once, which takes some 15 ms; a check for tests, nobody else needs it.
func (s *Set) Compile() error {
	for _, n := range Names() {
		if _, err := s.entry(n); err != nil {
			return fmt.Errorf("compile schema %q: %w", n, err)
		}
	}
	return nil
}
