package schemas

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

// Fault is one way in which a document does not fit its schema.
type Fault struct {
	Pointer string // JSON pointer (RFC 6901) into the document; "" is the whole of it; of a missing key the place where it belongs
	Keyword string // the schema keyword that refuses, such as "required"; "json" where the document is no JSON
	Message string // what is wrong or what was expected, in plain words: "must be an absolute http or https URL"
}

// String is pointer and message, as in "/productUrl: is missing".
func (f Fault) String() string {
	if f.Pointer == "" {
		return f.Message
	}
	return f.Pointer + ": " + f.Message
}

// Validate checks one JSON document. It returns nil when the document is valid, otherwise each fault once, sorted by
// pointer; only causes, not their consequences. A document that is no JSON, has something behind it, or a name that is
// no schema, is one fault.
func (s *Set) Validate(n Name, doc []byte) []Fault {
	v, err := decode(doc)
	if err != nil {
		return []Fault{{Keyword: "json", Message: "must be JSON: " + err.Error()}}
	}
	return s.ValidateValue(n, v)
}

// ValidateValue is [Set.Validate] for a document that is decoded already: maps, slices, strings, booleans, nil and
// numbers as [json.Number] or float64, as encoding/json makes them.
func (s *Set) ValidateValue(n Name, v any) []Fault {
	schema, err := s.compiled(n)
	if err != nil {
		return []Fault{{Keyword: "$schema", Message: err.Error()}}
	}
	err = schema.Validate(v)
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
