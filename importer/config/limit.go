package config

import (
	"bytes"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"plugsheet/schemas/problem"
)

// MaxSize is how large a plugsheet.yaml may be, in bytes: room for each column that a sheet can have.
const MaxSize = 512 << 10

// What else a plugsheet.yaml may hold. The memory of the YAML reader grows with the square of the depth
// (20,000 brackets took
// 0.7 GB), and that of its values with what aliases make of them, so both are counted before: the depth over
// the words and
// marks of the text, which takes memory in proportion, the values over its tree.
const (
	maxConfigTokens = 200_000
	maxConfigDepth  = 32 // the mapping needs 4
	maxConfigValues = 100_000
)

// readConfigText reads a whole plugsheet.yaml of at most [MaxSize] bytes.
func readConfigText(r io.Reader, name string) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxSize+1))
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	if len(data) > MaxSize {
		return nil, &Error{
			File:   name,
			Reason: problem.Textf("more than %d KiB, which is the limit of a mapping file", MaxSize>>10),
			Hint: problem.Textf("is this the mapping, and not the catalog? plugsheet sample writes one that " +
				"explains its keys"),
		}
	}
	return data, nil
}

// parseConfig parses a plugsheet.yaml that keeps within the limits.
func parseConfig(data []byte, name string) (*ast.File, error) {
	if err := checkText(data, name); err != nil {
		return nil, err
	}
	tokens := lexer.Tokenize(string(data))
	if err := checkTokens(tokens, name); err != nil {
		return nil, err
	}
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		e := yamlError(name, err)
		e.Hint = problem.Textf("lines are indented with blanks, not tabs; a text with : or # or { in it stands " +
			"in quotes")
		return nil, e
	}
	for _, doc := range file.Docs {
		if err := checkAliases(doc.Body, name); err != nil {
			return nil, err
		}
	}
	return file, nil
}

// checkText refuses what is no text.
func checkText(data []byte, name string) error {
	e := &Error{File: name, Reason: problem.Textf("not UTF-8 text"),
		Hint: problem.Textf("save it as plain text, in UTF-8")}
	at := bytes.IndexByte(data, 0)
	switch {
	case !utf8.Valid(data):
		return e
	case at < 0:
		return nil
	}
	e.Line = bytes.Count(data[:at], []byte("\n")) + 1
	e.Column = utf8.RuneCount(data[bytes.LastIndexByte(data[:at], '\n')+1:at]) + 1
	e.Reason = problem.Textf("a NUL byte")
	return e
}

// checkTokens counts the words and marks of a file, and how deep they are.
func checkTokens(tokens token.Tokens, name string) error {
	d := depth{}
	for n, t := range tokens {
		var reason problem.Text
		switch {
		case n >= maxConfigTokens:
			reason = problem.Textf("more than %d words and marks, which is the limit of a mapping file",
				maxConfigTokens)
		case d.add(t) > maxConfigDepth:
			reason = problem.Textf(
				"more than %d levels, one in the other, which is the limit of a mapping file",
				maxConfigDepth)
		default:
			continue
		}
		return &Error{
			File: name, Line: t.Position.Line, Column: t.Position.Column, Reason: reason,
			Hint: problem.Textf("its keys need four levels at most; plugsheet sample writes a plugsheet.yaml " +
				"that explains them"),
		}
	}
	return nil
}

// depth counts levels while tokens pass: brackets that are open, columns that are indented further one after
// the other, and what stands before one value (tags, anchors).
type depth struct {
	brackets int
	columns  []int
	before   int // tags and anchors since the last value
	line     int // of the last token
	last     token.Type
}

// add takes the next token and gives the depth there.
func (d *depth) add(t *token.Token) int {
	switch t.Type {
	case token.SequenceStartType, token.MappingStartType:
		d.brackets++
	case token.SequenceEndType, token.MappingEndType:
		d.brackets--
	case token.TagType, token.AnchorType:
		d.before++
	case token.StringType, token.CollectEntryType, token.MappingValueType:
		if d.last != token.AnchorType { // which is followed by its name
			d.before = 0
		}
	}
	begins := t.Position.Line != d.line || isMark(t.Type) || isMark(d.last)
	if at := t.Position; begins && d.brackets == 0 && t.Type != token.CommentType {
		for len(d.columns) > 0 && d.columns[len(d.columns)-1] >= at.Column {
			d.columns = d.columns[:len(d.columns)-1]
		}
		d.columns = append(d.columns, at.Column)
	}
	d.line, d.last = t.Position.Line, t.Type
	return max(d.brackets, 0) + len(d.columns) + d.before
}

// isMark tells whether a level can begin behind it on the same line: - and ?
func isMark(t token.Type) bool { return t == token.SequenceEntryType || t == token.MappingKeyType }

// checkAliases counts the values that a tree has once each alias is what it stands for.
func checkAliases(body ast.Node, name string) error {
	c := aliases{anchors: map[string]int{}}
	if c.values(body); c.why.IsZero() {
		return nil
	}
	at := c.at.GetToken().Position
	return &Error{
		File: name, Line: at.Line, Column: at.Column, Reason: c.why,
		Hint: problem.Textf("write out what the alias stands for"),
	}
}

// aliases counts values; at and why are the first place that is too much.
type aliases struct {
	anchors map[string]int // values below each that is known; 0 while they are counted
	at      ast.Node
	why     problem.Text
}

// values gives the number of values of a tree, none more than a little above the limit.
func (a *aliases) values(n ast.Node) (count int) {
	switch n := n.(type) {
	case nil:
		return 0
	case *ast.AnchorNode:
		name := n.Name.GetToken().Value
		a.anchors[name] = 0
		a.anchors[name] = a.values(n.Value)
		return a.anchors[name]
	case *ast.AliasNode:
		count, known := a.anchors[n.Value.GetToken().Value]
		if known && count == 0 {
			a.stop(n, problem.Textf("an alias of itself"))
		}
		return count
	case *ast.TagNode:
		return a.values(n.Value)
	case *ast.SequenceNode:
		for _, one := range n.Values {
			count = a.sum(one, count, a.values(one))
		}
	case *ast.MappingNode:
		for _, one := range n.Values {
			count = a.sum(one, count, a.values(one))
		}
	case *ast.MappingValueNode:
		count = a.sum(n, a.values(n.Key), a.values(n.Value))
	}
	return count + 1
}

// sum adds up, until it is too much.
func (a *aliases) sum(at ast.Node, one, other int) int {
	if one+other > maxConfigValues {
		a.stop(at,
			problem.Textf("its aliases make more than %d values of it, which is the limit of a mapping file",
				maxConfigValues))
		return maxConfigValues
	}
	return one + other
}

func (a *aliases) stop(at ast.Node, why problem.Text) {
	if a.why.IsZero() {
		a.at, a.why = at, why
	}
}
