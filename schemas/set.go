package schemas

import (
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

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
	shape  *shape // nil where the schema cannot be boiled down
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
		if e.schema, e.err = s.compiler.Compile(base + string(n) + suffix); e.err == nil {
			e.shape = shapeOf(e.schema, 0)
		}
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
