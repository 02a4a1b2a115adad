package config

import (
	"slices"

	"github.com/goccy/go-yaml/ast"

	"plugsheet/schemas/problem"
)

// join makes one entry of those with the same key, at any depth: hints are lines to paste, and two of them
// may begin with the same key (columns: { products: … }). Two lists are one. What is neither may stand only
// once; otherwise the error is a [*Error].
func join(entries []*ast.MappingValueNode) ([]*ast.MappingValueNode, error) {
	var all []*ast.MappingValueNode
	at := map[string]int{}
	for _, e := range entries {
		key := e.Key.GetToken().Value
		n, twice := at[key]
		if !twice {
			at[key], all = len(all), append(all, e)
			continue
		}
		both, ok := joinValues(all[n].Value, e.Value)
		if !ok {
			here, first := e.Key.GetToken().Position, all[n].Key.GetToken().Position
			return nil, &Error{
				Line: here.Line, Column: here.Column, Hint: problem.Textf("take one of the two out"),
				Reason: problem.Textf("%q stands here a second time; the first is in line %d", key, first.Line),
			}
		}
		joined := *all[n]
		joined.Value, all[n] = both, &joined
	}
	for n, e := range all {
		before := children(e.Value)
		after, err := join(before)
		if err != nil {
			return nil, err
		}
		if len(after) < len(before) {
			joined := *e
			joined.Value, all[n] = ast.Mapping(e.Value.GetToken(), false, after...), &joined
		}
	}
	return all, nil
}

// joinValues is a mapping or a list of the entries of two; ok is false where they are not both the one or the
// other. What is empty adds nothing.
func joinValues(a, b ast.Node) (both ast.Node, ok bool) {
	switch {
	case a.Type() == ast.NullType:
		return b, true
	case b.Type() == ast.NullType:
		return a, true
	}
	if first, ok := a.(*ast.SequenceNode); ok {
		second, ok := b.(*ast.SequenceNode)
		if !ok {
			return nil, false
		}
		joined := *first
		joined.Values = slices.Concat(first.Values, second.Values)
		joined.ValueHeadComments = nil
		return &joined, true
	}
	_, isMap := a.(ast.MapNode)
	if _, too := b.(ast.MapNode); !isMap || !too {
		return nil, false
	}
	return ast.Mapping(a.GetToken(), false, append(children(a), children(b)...)...), true
}

// children are the entries of a mapping; none of another value.
func children(n ast.Node) (entries []*ast.MappingValueNode) {
	m, ok := n.(ast.MapNode)
	if !ok {
		return nil
	}
	for values := m.MapRange(); values.Next(); {
		entries = append(entries, values.KeyValue())
	}
	return entries
}
