package schemas

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// message says what was expected, in plain words: lower case, no full stop, no schema keywords.
func (l leaf) message() string {
	limit := fmt.Sprint(l.schema[l.keyword])
	switch l.keyword {
	case "type":
		return "must be " + l.types()
	case "minimum", "maximum":
		return "must be " + l.number()
	case "enum":
		return "must be one of " + list(words(l.schema["enum"]))
	case "const":
		return "must be " + limit
	case "minLength":
		if limit == "1" {
			return "must not be empty"
		}
		return "must have at least " + limit + " characters"
	case "maxLength":
		text, _ := l.value.(string)
		return fmt.Sprintf("must have at most %s characters, has %d", limit, utf8.RuneCountInString(text))
	case "minItems":
		if limit == "1" {
			return "must have at least one entry"
		}
		return "must have at least " + limit + " entries"
	case "maxItems":
		if limit == "0" {
			return "must be empty"
		}
		entries, _ := l.value.([]any)
		if limit == "1" {
			return fmt.Sprintf("must have one entry, has %d", len(entries))
		}
		return fmt.Sprintf("must have at most %s entries, has %d", limit, len(entries))
	case "uniqueItems":
		return "must not hold the same entry twice"
	}
	return l.form()
}

// form words a pattern, or a rule whose own description says what must be.
func (l leaf) form() string {
	if d, _ := l.schema["description"].(string); strings.HasPrefix(d, "must ") {
		return d
	}
	switch l.schema["format"] {
	case "uri", "uri-reference":
		return "must be an absolute http or https URL"
	case "uuid":
		return "must be a UUID such as " + l.example()
	case "date-time":
		return "must be a time such as " + l.example()
	}
	if x := l.example(); x != "" {
		return "must look like " + x
	}
	return "does not have the right form"
}

// example is the first of the schema's examples.
func (l leaf) example() string {
	examples := words(l.schema["examples"])
	if len(examples) == 0 {
		return ""
	}
	return examples[0]
}

// types words the types that are allowed.
func (l leaf) types() string {
	names := words(l.schema["type"])
	for i, n := range names {
		switch n {
		case "string":
			names[i] = "text"
		case "integer":
			names[i] = l.number()
		case "number":
			names[i] = "a number"
		case "boolean":
			names[i] = "true or false"
		case "array":
			names[i] = "a list"
		case "object":
			names[i] = "an object"
		}
	}
	return strings.Join(names, " or ")
}

// number words a whole number with its bounds.
func (l leaf) number() string {
	low, high := l.schema["minimum"], l.schema["maximum"]
	switch {
	case low != nil && low == high:
		return fmt.Sprint(low)
	case low != nil && high != nil:
		return fmt.Sprintf("a whole number from %v to %v", low, high)
	case low != nil:
		return fmt.Sprintf("a whole number, at least %v", low)
	case high != nil:
		return fmt.Sprintf("a whole number, at most %v", high)
	}
	return "a whole number"
}

// words gives the texts and numbers of a schema's list, or of a single one, as text.
func words(v any) []string {
	many, ok := v.([]any)
	if !ok {
		many = []any{v}
	}
	var texts []string
	for _, x := range many {
		switch x := x.(type) {
		case string:
			texts = append(texts, x)
		case json.Number:
			texts = append(texts, x.String())
		}
	}
	return texts
}

// list joins texts by commas; an empty one is called so.
func list(texts []string) string {
	shown := slices.Clone(texts)
	for i, t := range shown {
		if t == "" {
			shown[i] = "empty"
		}
	}
	return strings.Join(shown, ", ")
}

func keysOf(m map[string]any) []string { return slices.Sorted(maps.Keys(m)) }
