package schemas

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"plugsheet/schemas/bounded"
)

// Fault is one way in which a document does not fit its schema.
type Fault struct {
	// JSON pointer (RFC 6901) into the document; "" is the whole of it; of a missing key the place where it
	// belongs
	Pointer string
	// the schema keyword that refuses, such as "required"; "json" where the document is no JSON
	Keyword string
	// what is wrong or what was expected, in plain words: "must be an absolute http or https URL"
	Message string
}

// String is pointer and message, as in "/productUrl: is missing".
func (f Fault) String() string {
	if f.Pointer == "" {
		return f.Message
	}
	return f.Pointer + ": " + f.Message
}

// Validate checks one JSON document. It returns nil when the document is valid, otherwise each fault once,
// sorted by pointer; only causes, not their consequences. A document that is no JSON, has something behind
// it, is deeper than [bounded.MaxDepth], or a name that is no schema, is one fault.
func (s *Set) Validate(n Name, doc []byte) []Fault {
	v, err := decode(doc)
	if err != nil {
		return []Fault{{Keyword: "json", Message: "must be JSON: " + err.Error()}}
	}
	return s.ValidateValue(n, v)
}

// ValidateValue is [Set.Validate] for a document that is decoded already: maps, slices, strings, booleans,
// nil and numbers as [json.Number] or float64, as encoding/json makes them.
func (s *Set) ValidateValue(n Name, v any) []Fault {
	e, err := s.entry(n)
	if err != nil {
		return []Fault{{Keyword: "$schema", Message: err.Error()}}
	}
	if big := outsized(v, "", nil); big != nil {
		return big
	}
	err = e.schema.Validate(v)
	if err == nil {
		return nil
	}
	var failed *jsonschema.ValidationError
	if !errors.As(err, &failed) {
		return []Fault{{Keyword: "json", Message: "must be JSON values only"}}
	}
	return s.faults(failed, v)
}

// decode reads exactly one JSON value.
func decode(doc []byte) (any, error) {
	if err := bounded.JSON(doc); err != nil {
		return nil, err
	}
	d := json.NewDecoder(bytes.NewReader(doc))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, errors.New("something stands behind its end")
	}
	return v, nil
}

// maxNumber is the longest number that is looked at, in bytes, and the largest exponent. No schema here
// allows one that comes near; the validator computes with exact fractions, and would fail or take minutes
// over 1e999999999.
const maxNumber = 400

// outsized adds a fault for each number that the validator must not see.
func outsized(v any, at string, found []Fault) []Fault {
	fits := true
	switch v := v.(type) {
	case json.Number:
		fits = modest(v.String())
	case float64:
		fits = !math.IsNaN(v) && !math.IsInf(v, 0)
	case []any:
		for i, x := range v {
			found = outsized(x, at+"/"+strconv.Itoa(i), found)
		}
	case map[string]any:
		for _, name := range keysOf(v) {
			found = outsized(v[name], at+"/"+escaped(name), found)
		}
	}
	if !fits {
		found = append(found,
			Fault{Pointer: at, Keyword: "json", Message: "must be a number of a usual size"})
	}
	return found
}

// modest tells whether a JSON number can be computed with.
func modest(n string) bool {
	i := strings.IndexAny(n, "eE")
	if i < 0 {
		return len(n) <= maxNumber
	}
	e, err := strconv.Atoi(n[i+1:])
	return err == nil && i <= maxNumber && -maxNumber <= e && e <= maxNumber
}

// escaped writes a key as a part of a JSON pointer.
func escaped(name string) string {
	return strings.ReplaceAll(strings.ReplaceAll(name, "~", "~0"), "/", "~1")
}
