package config

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// Set gives the text of a plugsheet.yaml with another value at a path of keys, such as columns, products, the
// header; everything else in it, comments too, stays byte for byte. What is not there yet goes to its end.
// The name is for messages. Errors: an [*Error], also where the text as it would be is none that can be read.
func Set(text []byte, name string, path []string, value string, others ...string) ([]byte, error) {
	file, err := parseConfig(text, name)
	if err != nil {
		return nil, err
	}
	for _, doc := range file.Docs {
		if doc.Body == nil {
			continue
		}
		if node := find(doc.Body, path); node != nil {
			changed, ok := replaceScalar(text, node, written(path, value))
			if !ok {
				at := node.GetToken().Position
				return nil, &Error{
					File: name, Line: at.Line, Column: at.Column, Hint: "change it by hand in an editor",
					Reason: fmt.Sprintf("%s cannot be changed here", strings.Join(path, ": ")),
				}
			}
			_, err := Read(bytes.NewReader(changed), name, others...)
			return changed, err
		}
	}
	var b bytes.Buffer
	b.Write(text)
	if len(text) > 0 && text[len(text)-1] != '\n' {
		b.WriteByte('\n')
	}
	for depth, key := range path {
		if depth < len(path)-1 {
			fmt.Fprintf(&b, "%s%s:\n", strings.Repeat("  ", depth), key)
			continue
		}
		fmt.Fprintf(&b, "%s%s: ", strings.Repeat("  ", depth), Quoted(key)) // hers, such as a header "null"
	}
	b.WriteString(written(path, value) + "\n")
	_, err = Read(bytes.NewReader(b.Bytes()), name, others...)
	return b.Bytes(), err
}

// written is how a value stands in the file: a template may be any text.
func written(path []string, value string) string {
	if path[0] == "defaults" {
		return Quoted(value)
	}
	return YamlText(value)
}

// find is the value at a path of keys, in any of the mappings of the same keys; nil for none.
func find(n ast.Node, path []string) ast.Node {
	if len(path) == 0 {
		return n
	}
	for _, e := range children(n) {
		if e.Key.GetToken().Value == path[0] {
			if found := find(e.Value, path[1:]); found != nil {
				return found
			}
		}
	}
	return nil
}

// replaceScalar puts a value in the place of a plain or quoted one; false where the text does not have it
// where the reader of YAML says.
func replaceScalar(text []byte, n ast.Node, value string) ([]byte, bool) {
	t := n.GetToken()
	if _, ok := n.(ast.ScalarNode); !ok || t.Type != token.StringType && t.Type != token.SingleQuoteType &&
		t.Type != token.DoubleQuoteType {
		return nil, false
	}
	at := 0
	for line := 1; line < t.Position.Line; line++ {
		end := bytes.IndexByte(text[at:], '\n')
		if end < 0 {
			return nil, false
		}
		at += end + 1
	}
	for column := 1; column < t.Position.Column && at < len(text); column++ {
		_, size := utf8.DecodeRune(text[at:])
		at += size
	}
	old := []byte(strings.TrimSpace(t.Origin))
	if len(old) == 0 || !bytes.HasPrefix(text[at:], old) {
		return nil, false
	}
	return slices.Concat(text[:at], []byte(value), text[at+len(old):]), true
}
