package config

import (
	"bytes"
	"reflect"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// Join gives the text of a plugsheet.yaml with what another text says, which has an entry a line: below the
// keys that are there already, and what is new at the end. What stands in the text stays byte for byte, its
// comments too. Errors: an [*Error], also where the text as it would be is none that can be read.
func Join(text, more []byte, name string, others ...string) ([]byte, error) {
	behind := slices.Concat(ended(text), more)
	want, err := Read(bytes.NewReader(behind), name, others...)
	if err != nil || len(bytes.TrimSpace(text)) == 0 {
		return behind, err
	}
	w := weaver{text: ended(text), name: name}
	w.put(nil, strings.Split(strings.TrimRight(string(more), "\n"), "\n"))
	if got, err := Read(bytes.NewReader(w.text), name, others...); err == nil && reflect.DeepEqual(got, want) {
		return w.text, nil
	}
	return behind, nil // the text is written in a way of its own
}

// ended is a text whose last line has an end.
func ended(text []byte) []byte {
	if len(text) == 0 || text[len(text)-1] == '\n' {
		return bytes.Clone(text)
	}
	return append(bytes.Clone(text), '\n')
}

// weaver puts lines into a text.
type weaver struct {
	text []byte
	name string
}

// put puts entries below the keys of a path; those of what is there already go below it.
func (w *weaver) put(path, lines []string) {
	var fresh []string
	for _, item := range itemsOf(lines) {
		key, below := item.split(w.name)
		if _, ok := w.find(append(path, key)).(ast.MapNode); len(below) > 0 && ok {
			w.put(append(slices.Clone(path), key), below)
			continue
		}
		fresh = append(append(fresh, item.comments...), item.lines...)
	}
	if len(fresh) > 0 {
		w.insert(path, fresh)
	}
}

// find is the value at a path of the text; nil for none.
func (w *weaver) find(path []string) ast.Node {
	file, err := parseConfig(w.text, w.name)
	if err != nil {
		return nil
	}
	return findIn(file, path)
}

// item is an entry as it stands, with the comments above it.
type item struct{ comments, lines []string }

func itemsOf(lines []string) (all []item) {
	var comments []string
	indent := -1
	for _, line := range lines {
		rest := strings.TrimLeft(line, " ")
		at := len(line) - len(rest)
		switch {
		case rest == "" || rest[0] == '#':
			comments = append(comments, line)
		case indent < 0 || at <= indent && !strings.HasPrefix(rest, "- "):
			indent, all, comments = at, append(all, item{comments, []string{line}}), nil
		default:
			last := &all[len(all)-1]
			last.lines, comments = slices.Concat(last.lines, comments, []string{line}), nil
		}
	}
	if len(comments) > 0 {
		all = append(all, item{comments: comments})
	}
	return all
}

// split is the key of an entry, and the lines of the mapping below it.
func (i item) split(name string) (key string, below []string) {
	if len(i.lines) < 2 {
		return "", nil
	}
	file, err := parseConfig([]byte(strings.Join(i.lines, "\n")), name)
	if err != nil || len(file.Docs) != 1 {
		return "", nil
	}
	for _, e := range children(file.Docs[0].Body) {
		if _, ok := e.Value.(ast.MapNode); ok {
			return e.Key.GetToken().Value, i.lines[1:]
		}
	}
	return "", nil
}

// insert puts entries at the end of the mapping at a path.
func (w *weaver) insert(path, lines []string) {
	if len(path) == 0 {
		if strings.HasPrefix(lines[0], "#") {
			lines = append([]string{""}, lines...)
		}
		w.text = append(w.text, strings.Join(lines, "\n")+"\n"...)
		return
	}
	node := w.find(path)
	if m, ok := node.(*ast.MappingNode); ok && m.IsFlowStyle {
		w.insertInBraces(m, lines)
		return
	}
	entries := children(node)
	last := entries[len(entries)-1].Key.GetToken().Position
	all := strings.SplitAfter(string(w.text), "\n")
	end := endOf(all, last.Line, last.Column-1)
	blank := strings.Repeat(" ", last.Column-1)
	old := len(lines[0]) - len(strings.TrimLeft(lines[0], " "))
	var b strings.Builder
	b.WriteString(strings.Join(all[:end], ""))
	for _, line := range lines {
		b.WriteString(blank + line[min(old, len(line)):] + "\n")
	}
	w.text = []byte(b.String() + strings.Join(all[end:], ""))
}

// endOf is the number of the last line of a block whose last entry begins in a line, indented so far.
func endOf(lines []string, begin, indent int) int {
	end := begin
	for n := begin; n < len(lines); n++ {
		rest := strings.TrimLeft(lines[n], " ")
		at := len(lines[n]) - len(rest)
		switch {
		case strings.TrimSpace(rest) == "", rest[0] == '#':
		case at > indent, at == indent && strings.HasPrefix(rest, "- "):
			end = n + 1
		default:
			return end
		}
	}
	return end
}

// insertInBraces puts entries into a mapping that is written as { key: value }.
func (w *weaver) insertInBraces(m *ast.MappingNode, lines []string) {
	file, err := parseConfig([]byte(strings.Join(lines, "\n")), w.name)
	at, ok := offset(w.text, m.End.Position)
	if err != nil || !ok || len(file.Docs) != 1 {
		return // what is woven lacks something then, and is not taken
	}
	var b bytes.Buffer
	b.Write(bytes.TrimRight(w.text[:at], " "))
	if len(m.Values) > 0 {
		b.WriteByte(',')
	}
	b.WriteString(inBraces(file.Docs[0].Body))
	b.Write(w.text[at:])
	w.text = b.Bytes()
}

// inBraces are the entries of a mapping on one line, as they stand between { and }.
func inBraces(n ast.Node) string {
	var all []string
	for _, e := range children(n) {
		written := strings.TrimSpace(e.Value.String())
		if _, ok := e.Value.(ast.MapNode); ok {
			written = "{" + inBraces(e.Value) + "}"
		}
		all = append(all, " "+Quoted(e.Key.GetToken().Value)+": "+written)
	}
	return strings.Join(all, ",") + " "
}
