// Package config is the mapping of plugsheet.yaml: it is read within limits, each mistake has its line and a
// hint, and what it says is looked up by those who read sheets. It knows the kinds of sheets and their
// fields, and no sheet.
package config

import (
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"plugsheet/schemas/problem"
)

// Config is the mapping part of plugsheet.yaml. Kinds of sheets are written as categories, products,
// closingForm, options, customerFields, customers and settings; headers are compared without regard to case,
// accents, blanks and punctuation.
type Config struct {
	IDs string `yaml:"ids"` // integer or string; empty is integer
	// BCP 47 tag of texts without locale; empty is en
	Language string `yaml:"language"`
	// ISO 4217 code for prices that are bare numbers
	Currency string `yaml:"currency"`
	// between the labels of a category path; empty is >
	Separator string `yaml:"separator"`
	// of text files that are no UTF, such as windows-1250
	Encoding string            `yaml:"encoding"`
	Sheets   map[string]string `yaml:"sheets"` // sheet or file name → kind, or ignore
	// sheet that looks like persons → customers, ignore, or products, which it holds all the same; beats
	// sheets
	Persons map[string]string `yaml:"persons"`
	// the shop's own addresses, @domains and numbers, which may stand in texts
	Allow Headers `yaml:"allow"`
	// kind → header → field, or keyword, or ignore
	Columns map[string]map[string]string `yaml:"columns"`
	// kind → field → template with {field} or {Header}, for blank cells
	Defaults map[string]map[string]string `yaml:"defaults"`
	// kind → headers that are not kept as keywords
	Ignore map[string][]string `yaml:"ignore"`
	// kind → header → values of rows that are left out
	Skip map[string]map[string][]string `yaml:"skip"`
	// products → field → why a row is left out: the field is missing, unreadable, or either
	LeaveOut map[string]map[string]string `yaml:"leaveOut"`
	// kind → header → texts that stay as they stand; * for all
	Keep map[string]map[string][]string `yaml:"keep"`
	// what relative URLs begin with, such as https://shop.example
	BaseURL string `yaml:"baseUrl"`
	// the decimal mark of prices where a column cannot tell: , or .
	Decimal  string            `yaml:"decimal"`
	Decimals map[string]string `yaml:"decimals"` // header → the decimal mark of that column
	// header → what the column takes off the price: percent, fraction, amount or none
	Discounts map[string]string `yaml:"discounts"`
	// categories → what separates several in a cell: , ; | or none; beats the values
	Lists map[string]string `yaml:"lists"`
	// a row with one filled cell is the category of the rows below it
	Sections bool   `yaml:"sections"`
	Group    Group  `yaml:"group"`    // which rows are one product; none by default
	Variants string `yaml:"variants"` // fold into their product, or products; empty is fold
	Profile  string `yaml:"profile"`  // of the shop system, or general for none; empty: found by the headers
	// kind → all headers of the table that the mapping was made for
	Headers map[string][]string `yaml:"headers"`
	// CustomerFields stand in for a sheet of customer fields.
	CustomerFields []CustomerField `yaml:"customerFields"`
	// the order of day and month where a column of dates cannot tell: dmy or mdy
	Dates string `yaml:"dates"`
	// IANA name of the zone in which promotions begin and end, such as Europe/Paris; empty is UTC
	TimeZone string `yaml:"timeZone"`
}

// What a column or a sheet can be besides a field or a kind.
const (
	Keyword = "keyword" // kept for the search only
	Ignored = "ignore"  // left out
	State   = "state"   // says whether a product is published
)

// What a column of discounts takes off the price.
const (
	Percent  = "percent"  // 15 of a hundred
	Fraction = "fraction" // 0.15 of the price
	Amount   = "amount"   // in the price's currency
	None     = "none"     // nothing: the price has it already, or the column is something else
	Unsure   = "unsure"   // nothing, and each import tells of it
)

// WholeRow stands for a field in what is left out: rows with more cells than the header.
const WholeRow = "row"

// Why a row is left out: it has no value for a field, one that cannot be read, or either of them.
const (
	Missing    = "missing"
	Unreadable = "unreadable"
	Either     = "either"
)

var discountModes = []string{Percent, Fraction, Amount, None, Unsure}

// Error is a mistake in plugsheet.yaml.
type Error struct {
	File         string // as given to [Read]
	Line, Column int    // from 1; 0 where not known
	Reason       problem.Text
	Hint         problem.Text // may say nothing
}

// Error is file:line:column and the reason, without the hint.
func (e *Error) Error() string {
	message, _ := e.In(problem.English)
	return message
}

// Advice is the hint.
func (e *Error) Advice() string { return e.Hint.String() }

// In says in a language what [Error.Error] says, and the hint.
func (e *Error) In(l problem.Language) (message, hint string) {
	message, hint = l.Say("%s", e.Reason), l.Say("%s", e.Hint)
	switch {
	case e.File == "":
		return message, hint
	case e.Line == 0:
		return e.File + ": " + message, hint
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, message), hint
}

// Read reads the mapping keys of a plugsheet.yaml. Top-level keys in others belong to somebody else and are
// left alone; any other unknown key, at any depth, is a [*Error], and so is what is larger than [MaxSize],
// deeper than 32 levels, or grows by its aliases. Mappings with the same key are joined. The name is for
// messages. An empty file is an empty mapping.
func Read(r io.Reader, name string, others ...string) (Config, error) {
	data, err := readConfigText(r, name)
	if err != nil {
		return Config{}, err
	}
	file, err := parseConfig(data, name)
	if err != nil {
		return Config{}, err
	}
	var c Config
	var entries []*ast.MappingValueNode
	for _, doc := range file.Docs {
		if doc.Body == nil || doc.Body.Type() == ast.NullType {
			continue
		}
		if _, ok := doc.Body.(ast.MapNode); !ok {
			return Config{}, &Error{
				File: name, Reason: problem.Textf("not a mapping file: it must hold lines of the form key: value"),
				Hint: problem.Textf("for example: %s", "currency: EUR"),
			}
		}
		entries = append(entries, children(doc.Body)...)
	}
	entries, err = join(entries)
	if err != nil {
		return Config{}, yamlError(name, err)
	}
	for _, e := range entries {
		if err := c.take(e, others); err != nil {
			return Config{}, yamlError(name, err)
		}
	}
	if wrong := c.Check(); wrong != nil {
		err := &Error{File: name, Reason: wrong.Reason, Hint: wrong.Hint}
		err.Line, err.Column = locate(entries, wrong.path)
		return Config{}, err
	}
	return c, nil
}

// take decodes one top-level entry.
func (c *Config) take(e *ast.MappingValueNode, others []string) error {
	key := e.Key.GetToken().Value
	known := append(configKeys(), others...)
	switch n := slices.Index(known, key); {
	case n >= 0 && n < len(known)-len(others):
		if e.Value.Type() == ast.NullType {
			return nil
		}
		return yaml.NodeToValue(e.Value, reflect.ValueOf(c).Elem().Field(n).Addr().Interface(), yaml.Strict())
	case n >= 0:
		return nil
	}
	at := e.Key.GetToken().Position
	return &Error{
		Line: at.Line, Column: at.Column, Reason: problem.Textf("unknown key %q", key), Hint: Meaning(key, known),
	}
}

// configKeys are the keys of a configuration, in the order of its fields.
func configKeys() (keys []string) {
	for f := range reflect.TypeFor[Config]().Fields() {
		keys = append(keys, f.Tag.Get("yaml"))
	}
	return keys
}

// yamlError gives an error of the YAML reader its file and place, in our form.
func yamlError(name string, err error) *Error {
	var own *Error
	if errors.As(err, &own) {
		own.File = name
		return own
	}
	var theirs yaml.Error
	if errors.As(err, &theirs) {
		e := &Error{File: name, Reason: problem.Textf("%s", theirs.GetMessage())}
		if t := theirs.GetToken(); t != nil && t.Position != nil {
			e.Line, e.Column = t.Position.Line, t.Position.Column
		}
		return e
	}
	return &Error{File: name, Reason: problem.Textf("%s", err)}
}

// locate finds the line and column of the entry that a path of keys leads to, or of its nearest ancestor.
func locate(entries []*ast.MappingValueNode, path []string) (line, column int) {
	for _, key := range path {
		i := slices.IndexFunc(entries,
			func(e *ast.MappingValueNode) bool { return e.Key.GetToken().Value == key })
		if i < 0 {
			break
		}
		at := entries[i].Key.GetToken().Position
		line, column = at.Line, at.Column
		entries = children(entries[i].Value)
	}
	return line, column
}
