package config

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
)

// Set gives the text of a plugsheet.yaml with another value at a path of keys, such as columns, products, the
// header; everything else in it, comments too, stays byte for byte. What is not there yet goes below the keys
// that are. The name is for messages. Errors: an [*Error], also where the text as it would be is none that
// can be read.
func Set(text []byte, name string, path []string, value string, others ...string) ([]byte, error) {
	file, err := parseConfig(text, name)
	if err != nil {
		return nil, err
	}
	node := findIn(file, path)
	if node == nil {
		return Join(text, blockOf(path, written(path, value)), name, others...)
	}
	changed, ok := replaceScalar(text, node, written(path, value))
	if !ok {
		at := node.GetToken().Position
		return nil, &Error{
			File: name, Line: at.Line, Column: at.Column, Hint: problem.Textf("change it by hand in an editor"),
			Reason: problem.Textf("%s cannot be changed here", strings.Join(path, ": ")),
		}
	}
	_, err = Read(bytes.NewReader(changed), name, others...)
	return changed, err
}

// blockOf is an entry at a path of keys, a line for each.
func blockOf(path []string, written string) []byte {
	var b bytes.Buffer
	for depth, key := range path {
		if depth > 0 && depth == len(path)-1 {
			key = Quoted(key) // hers, such as a header "null"
		}
		fmt.Fprintf(&b, "%s%s:", strings.Repeat("  ", depth), key)
		if depth < len(path)-1 {
			b.WriteByte('\n')
		}
	}
	return append(b.Bytes(), " "+written+"\n"...)
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
	at, ok := offset(text, t.Position)
	old := []byte(strings.TrimSpace(t.Origin))
	if !ok || len(old) == 0 || !bytes.HasPrefix(text[at:], old) {
		return nil, false
	}
	return slices.Concat(text[:at], []byte(value), text[at+len(old):]), true
}

// offset is where a position is in a text; false where it has no such line.
func offset(text []byte, p *token.Position) (at int, ok bool) {
	for line := 1; line < p.Line; line++ {
		end := bytes.IndexByte(text[at:], '\n')
		if end < 0 {
			return 0, false
		}
		at += end + 1
	}
	for column := 1; column < p.Column && at < len(text); column++ {
		_, size := utf8.DecodeRune(text[at:])
		at += size
	}
	return at, true
}

// Quoted is a text as YAML writes it in double quotes.
func Quoted(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteRune('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < ' ' || r == utf8.RuneError || r == 0x7f || r == 0x85 || r == 0xfeff || r == 0x2028 ||
			r == 0x2029:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String() + `"`
}

// YamlText quotes a text where it needs quotes.
func YamlText(s string) string {
	if s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return (r < 'a' || r > 'z') &&
			(r < 'A' || r > 'Z')
	}) {
		return s
	}
	return Quoted(s)
}

// QuotedTexts are texts in quotes.
func QuotedTexts(texts []string) string {
	return strings.Join(each.Of(texts, Quoted), ", ")
}
