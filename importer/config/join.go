package config

import (
	"bytes"
	"slices"
	"strings"

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

// Add gives the text of a plugsheet.yaml with what a line says, as hints give it: "baseUrl:
// https://shop.example". What the line says in plain values takes the place of what stands there; what it
// lists is added. The name is for messages. Errors: an [*Error], also where the text as it would be is none
// that can be read.
func Add(text []byte, name, line string, others ...string) ([]byte, error) {
	added, err := parseConfig([]byte(line), name)
	if err != nil {
		return nil, err
	}
	if len(added.Docs) != 1 || added.Docs[0].Body == nil || len(children(added.Docs[0].Body)) == 0 {
		return nil, &Error{File: name, Reason: problem.Textf("%q is no line of the form key: value", line)}
	}
	if _, err := Read(bytes.NewReader([]byte(line)), name, others...); err != nil {
		return nil, err
	}
	file, err := parseConfig(text, name)
	if err != nil {
		return nil, err
	}
	for _, one := range leaves(added.Docs[0].Body, nil) {
		old := findIn(file, one.path)
		_, plain := one.node.(ast.ScalarNode)
		switch {
		case old == nil && findIn(file, one.path[:1]) == nil:
			return Join(text, []byte(line+"\n"), name, others...)
		case old == nil:
			more := blockOf(one.path, strings.TrimSpace(one.node.String()))
			if text, err = Join(text, more, name, others...); err != nil {
				return nil, err
			}
		case plain && old.GetToken().Value == one.node.GetToken().Value:
		case plain:
			if text, err = Set(text, name, one.path, one.node.GetToken().Value, others...); err != nil {
				return nil, err
			}
		default:
			key := one.path[len(one.path)-1]
			return nil, &Error{File: name, Reason: problem.Textf("it says something for %s already", key),
				Hint: problem.Textf("change it by hand in an editor")}
		}
	}
	return text, nil
}

// findIn is the value at a path of keys of a file; nil for none.
func findIn(file *ast.File, path []string) ast.Node {
	for _, doc := range file.Docs {
		if n := find(doc.Body, path); n != nil {
			return n
		}
	}
	return nil
}

// leaf is a value that is no mapping, with the keys to it.
type leaf struct {
	path []string
	node ast.Node
}

func leaves(n ast.Node, path []string) (all []leaf) {
	for _, e := range children(n) {
		key := append(append([]string{}, path...), e.Key.GetToken().Value)
		if len(children(e.Value)) == 0 {
			all = append(all, leaf{key, e.Value})
		}
		all = append(all, leaves(e.Value, key)...)
	}
	return all
}
