package importer

import (
	"fmt"
	"io"
)

// Config is the mapping part of plugsheet.yaml. Kinds of sheets are written as categories, products, closingForm,
// options, customerFields, customers and settings; headers are compared without regard to case, accents, blanks and
// punctuation.
type Config struct {
	IDs       string                         `yaml:"ids"`       // integer or string; empty is integer
	Language  string                         `yaml:"language"`  // BCP 47 tag of texts without locale; empty is en
	Currency  string                         `yaml:"currency"`  // ISO 4217 code for prices that are bare numbers
	Separator string                         `yaml:"separator"` // between the labels of a category path; empty is >
	Sheets    map[string]string              `yaml:"sheets"`    // sheet or file name → kind, or ignore
	Columns   map[string]map[string]string   `yaml:"columns"`   // kind → header → field
	Defaults  map[string]map[string]string   `yaml:"defaults"`  // kind → field → template with {field} or {Header}
	Ignore    map[string][]string            `yaml:"ignore"`    // kind → headers that are not kept as keywords
	Skip      map[string]map[string][]string `yaml:"skip"`      // kind → header → values of rows that are left out
}

// ConfigError is a mistake in plugsheet.yaml.
type ConfigError struct {
	File         string // as given to [ReadConfig]
	Line, Column int    // from 1; 0 where not known
	Reason       string
	Hint         string // may be empty
}

// Error is file:line:column and the reason, without the hint.
func (e *ConfigError) Error() string {
	switch {
	case e.File == "":
		return e.Reason
	case e.Line == 0:
		return e.File + ": " + e.Reason
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Reason)
}

// ReadConfig reads the mapping keys of a plugsheet.yaml. Top-level keys in others belong to somebody else and are left
// alone; any other unknown key, at any depth, is a [*ConfigError]. The name is for messages.
func ReadConfig(r io.Reader, name string, others ...string) (Config, error) {
	return Config{}, nil
}
