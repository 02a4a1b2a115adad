package schemas

import "github.com/santhosh-tekuri/jsonschema/v5"

// faults turns the validator's tree into faults.
func (s *Set) faults(e *jsonschema.ValidationError, v any) []Fault {
	if len(e.Causes) == 0 {
		return []Fault{{Pointer: e.InstanceLocation, Keyword: e.KeywordLocation, Message: e.Message}}
	}
	var fs []Fault
	for _, c := range e.Causes {
		fs = append(fs, s.faults(c, v)...)
	}
	return fs
}
