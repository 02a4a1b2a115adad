package schemas

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

// leaf is one cause: a keyword of a schema that refuses a value.
type leaf struct {
	pointer string         // of the value, RFC 6901
	value   any            // the value
	keyword string         // the keyword
	schema  map[string]any // the schema object that the keyword stands in
}

// faults turns the validator's tree into faults: its leaves in plain words, each once, sorted by pointer.
func (s *Set) faults(failed *jsonschema.ValidationError, doc any) []Fault {
	var fs []Fault
	for _, e := range leaves(failed) {
		fs = append(fs, s.leaf(e, doc).faults()...)
	}
	slices.SortFunc(fs, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.Pointer, b.Pointer), cmp.Compare(a.Keyword, b.Keyword),
			cmp.Compare(a.Message, b.Message))
	})
	return slices.Compact(fs)
}

func leaves(e *jsonschema.ValidationError) []*jsonschema.ValidationError {
	if len(e.Causes) == 0 {
		return []*jsonschema.ValidationError{e}
	}
	var all []*jsonschema.ValidationError
	for _, c := range e.Causes {
		all = append(all, leaves(c)...)
	}
	return all
}

// leaf looks up what the validator only names: the value, and the schema that refuses it.
func (s *Set) leaf(e *jsonschema.ValidationError, doc any) leaf {
	pointer := e.InstanceLocation
	if p, err := url.PathUnescape(pointer); err == nil {
		pointer = p // the validator escapes pointers for use in a URL
	}
	file, at, _ := strings.Cut(e.AbsoluteKeywordLocation, "#")
	cut := strings.LastIndexByte(at, '/') + 1
	l := leaf{pointer: pointer, value: find(doc, pointer), keyword: at[cut:]}
	l.schema, _ = find(s.document(file), strings.TrimSuffix(at[:cut], "/")).(map[string]any)
	return l
}

// document gives the decoded schema file of an $id; nil when there is none.
func (s *Set) document(id string) any {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, known := s.raw[id]; !known {
		var doc any
		if text, err := files.ReadFile(strings.TrimPrefix(id, base)); err == nil {
			doc, _ = decode(text)
		}
		s.raw[id] = doc
	}
	return s.raw[id]
}

// find follows a JSON pointer; nil when it leads nowhere.
func find(v any, pointer string) any {
	if pointer == "" {
		return v
	}
	for part := range strings.SplitSeq(pointer[1:], "/") {
		part = strings.ReplaceAll(strings.ReplaceAll(part, "~1", "/"), "~0", "~")
		switch in := v.(type) {
		case map[string]any:
			v = in[part]
		case []any:
			i, err := strconv.Atoi(part)
			if err != nil || i < 0 || i >= len(in) {
				return nil
			}
			v = in[i]
		default:
			return nil
		}
	}
	return v
}

// faults gives one fault, or one for each key that is missing or has no place.
func (l leaf) faults() []Fault {
	object, _ := l.value.(map[string]any)
	switch l.keyword {
	case "required":
		var fs []Fault
		for _, name := range words(l.schema["required"]) {
			if _, there := object[name]; !there {
				fs = append(fs, l.member(name, "is missing"))
			}
		}
		return fs
	case "additionalProperties":
		known, _ := l.schema["properties"].(map[string]any)
		var fs []Fault
		for name := range object {
			if _, there := known[name]; !there {
				fs = append(fs, l.member(name, "is no known key; known are "+list(keysOf(known))))
			}
		}
		return fs
	}
	return []Fault{{Pointer: l.pointer, Keyword: l.keyword, Message: l.message()}}
}

// member is a fault of one key of the value.
func (l leaf) member(name, message string) Fault {
	return Fault{Pointer: l.pointer + "/" + escaped(name), Keyword: l.keyword, Message: message}
}
