package schemas

import (
	"math"
	"math/big"
	"regexp"
	"slices"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

// shape is a schema boiled down to what can be checked while reading the bytes once, without building values.
// It exists for speed alone: the validator takes 24 µs a product record, a shape 2 µs, and a million are
// checked in an import. A shape only ever says "surely valid"; whenever it has a doubt the validator decides,
// and words the fault.
type shape struct {
	types          kind
	minLen, maxLen int // characters of a string; -1 is no limit
	pattern        *regexp.Regexp
	address        bool     // the pattern is that of web addresses
	enum           []string // allowed strings; nil is any
	min, max       uint64   // bounds of a whole number
	keys           map[string]key
	required       uint64 // bit i is the key with bit i
	items          *shape
	minItems       int
	maxItems       int
	unique         bool
}

// key is one property of an object, with its bit in required.
type key struct {
	shape *shape
	bit   uint64
}

// kind is a set of JSON types.
type kind uint8

const (
	aString kind = 1 << iota
	anInteger
	aBoolean
	aNull
	anObject
	anArray
)

// addressPattern is the pattern of web addresses in all schemas: blank is what may stand nowhere in one.
const (
	blank          = "\x00- \x7f-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
	addressPattern = "^https?://[^" + blank + "/?#][^" + blank + "]*$"
)

// maxNesting is how deep a shape may be; it ends schemas that refer to themselves.
const maxNesting = 8

// shapeOf boils a schema down, or gives nil when it says anything that a shape cannot.
func shapeOf(s *jsonschema.Schema, nesting int) *shape {
	if nesting > maxNesting || !plain(s) {
		return nil
	}
	if s.Ref != nil {
		if len(s.Types)+len(s.Properties)+len(s.Required) > 0 || s.Items2020 != nil {
			return nil // a reference with rules beside it
		}
		return shapeOf(s.Ref, nesting+1)
	}
	sh := &shape{minLen: s.MinLength, maxLen: s.MaxLength, pattern: s.Pattern, unique: s.UniqueItems}
	sh.address = s.Pattern != nil && s.Pattern.String() == addressPattern
	sh.minItems, sh.maxItems = s.MinItems, s.MaxItems
	if !sh.setValues(s) || !sh.setTypes(s.Types) || !sh.setBounds(s) || !sh.setKeys(s, nesting) {
		return nil
	}
	if s.Items2020 != nil {
		if sh.items = shapeOf(s.Items2020, nesting+1); sh.items == nil {
			return nil
		}
	}
	if sh.types&anArray != 0 && sh.items == nil {
		return nil
	}
	return sh
}

// plain tells whether a schema uses none of the keywords that a shape does not know.
func plain(s *jsonschema.Schema) bool {
	switch {
	case s.Always != nil, s.RecursiveRef != nil, s.DynamicRef != nil, s.Not != nil, s.If != nil:
	case len(s.AllOf)+len(s.AnyOf)+len(s.OneOf)+len(s.Extensions) > 0:
	case s.MinProperties >= 0, s.MaxProperties >= 0, s.PropertyNames != nil, len(s.PatternProperties) > 0:
	case len(s.Dependencies)+len(s.DependentRequired)+len(s.DependentSchemas) > 0:
	case s.UnevaluatedProperties != nil, s.UnevaluatedItems != nil, len(s.PrefixItems) > 0, s.Contains != nil:
	case s.Items != nil, s.ExclusiveMinimum != nil, s.ExclusiveMaximum != nil, s.MultipleOf != nil:
	default:
		return true
	}
	return false
}

// setValues takes enum and const over, which must be strings.
func (sh *shape) setValues(s *jsonschema.Schema) bool {
	for _, v := range slices.Concat(s.Enum, s.Constant) {
		text, ok := v.(string)
		if !ok {
			return false
		}
		sh.enum = append(sh.enum, text)
	}
	if len(s.Types) == 0 && sh.enum != nil {
		sh.types = aString
	}
	return len(s.Enum) == 0 || len(s.Constant) == 0
}

func (sh *shape) setTypes(names []string) bool {
	for _, n := range names {
		k, ok := map[string]kind{"string": aString, "integer": anInteger, "boolean": aBoolean, "null": aNull,
			"object": anObject, "array": anArray}[n]
		if !ok {
			return false
		}
		sh.types |= k
	}
	return sh.types != 0 && (sh.enum == nil || sh.types == aString)
}

func (sh *shape) setBounds(s *jsonschema.Schema) bool {
	var fine bool
	if sh.min, fine = natural(s.Minimum, 0); !fine {
		return false
	}
	sh.max, fine = natural(s.Maximum, math.MaxUint64)
	return fine
}

// natural gives a bound as a natural number, or the given one where there is none.
func natural(bound *big.Rat, none uint64) (uint64, bool) {
	if bound == nil {
		return none, true
	}
	return bound.Num().Uint64(), bound.IsInt() && bound.Num().IsUint64()
}

// setKeys takes the properties over; the object must be closed, for a shape does not skip what it does not
// know.
func (sh *shape) setKeys(s *jsonschema.Schema, nesting int) bool {
	if sh.types&anObject == 0 {
		return len(s.Properties)+len(s.Required) == 0
	}
	if s.AdditionalProperties != false || len(s.Properties) > 64 {
		return false
	}
	sh.keys = make(map[string]key, len(s.Properties))
	for name, p := range s.Properties {
		k := key{shape: shapeOf(p, nesting+1), bit: 1 << len(sh.keys)}
		if k.shape == nil {
			return false
		}
		sh.keys[name] = k
	}
	for _, name := range s.Required {
		if sh.keys[name].bit == 0 {
			return false
		}
		sh.required |= sh.keys[name].bit
	}
	return true
}
