package importer

import (
	"html"
	"slices"
	"strings"

	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
)

// placing is what a product's category cell says.
type placing struct {
	in       []int // categories, each once
	problems []placingProblem
}

// placingProblem is a part of the cell that names no category.
type placingProblem struct {
	code, value   string
	message, hint problem.Text
}

// remembered is how many different cells are kept resolved.
const remembered = 1 << 16

// place resolves a product's category cell: ids, labels or paths, several of them separated by line breaks, ; or |, or by
// commas where no known label has one. A path creates what is missing; at is the cell that is then named as its origin.
func (t *tree) place(text string, at problem.Position) placing {
	if p, ok := t.known[text]; ok {
		return p
	}
	var p placing
	clear(t.marks)
	for _, item := range t.items(text) {
		n, wrong := t.find(item, at)
		switch {
		case wrong != nil:
			p.problems = append(p.problems, *wrong)
		case n >= 0 && !t.marks[n]:
			t.marks[n] = true
			p.in = append(p.in, n)
		}
	}
	if len(t.known) < remembered {
		t.known[strings.Clone(text)] = p
	}
	return p
}

// items splits a cell into its parts.
func (t *tree) items(text string) []string {
	if strings.Contains(text, "&") && strings.Contains(text, ";") {
		text = html.UnescapeString(text)
	}
	if t.row(text) >= 0 {
		return []string{text}
	}
	var items []string
	for _, line := range splitUnescaped(text, func(rest string) int {
		if strings.HasPrefix(rest, t.sep) {
			return 0
		}
		if c := rest[0]; c == '\n' || c == ';' || c == '|' {
			return 1
		}
		return 0
	}) {
		items = append(items, t.commas(line)...)
	}
	return items
}

// commas splits at commas, but leaves together what together is a known category.
func (t *tree) commas(text string) []string {
	if t.sep == "," || t.row(text) >= 0 {
		return []string{text}
	}
	parts := splitUnescaped(text, func(rest string) int {
		if rest[0] == ',' {
			return 1
		}
		return 0
	})
	var items []string
	for len(parts) > 0 {
		n := len(parts)
		for n > 1 && t.row(strings.Join(parts[:n], ",")) < 0 {
			n--
		}
		items = append(items, strings.Join(parts[:n], ","))
		parts = parts[n:]
	}
	return items
}

// row finds a row of the sheet of categories by its id, its path, or a label that no other row has; -1 for none.
func (t *tree) row(text string) int {
	text = strings.TrimSpace(text)
	if n, ok := t.keys[text]; ok && n < t.rows {
		return n
	}
	segments := t.segments(text)
	if n, ok := t.paths[foldPath(segments)]; ok && n < t.rows {
		return n
	}
	if len(segments) == 1 {
		if ns := t.labels[foldPath(segments)]; len(ns) == 1 {
			return ns[0]
		}
	}
	return -1
}

// find gives the category that one item names, creating what a path lacks; -1 for a blank item.
func (t *tree) find(item string, at problem.Position) (int, *placingProblem) {
	item = strings.TrimSpace(item)
	segments := t.segments(item)
	if len(segments) == 0 {
		return -1, nil
	}
	if n := t.row(item); n >= 0 {
		return n, nil
	}
	if whole := value.Unfloated(item); whole != item { // 3.0, which was 3
		if n := t.row(whole); n >= 0 {
			return n, nil
		}
	}
	if len(segments) > 1 || t.rows == 0 {
		return t.create(segments, at), nil
	}
	ns := t.labels[foldPath(segments)]
	if len(ns) > 1 {
		paths := make([]string, len(ns))
		for i, n := range ns {
			paths[i] = strings.Join(t.path(n), " "+t.sep+" ")
		}
		return -1, &placingProblem{
			"ambiguous-category", item, problem.Textf("several categories have this label"),
			problem.Textf("write one of %s", strings.Join(paths, "; ")),
		}
	}
	otherwise := problem.Textf("write an id of the sheet Categories, or a path such as Clothing %s Hoodies, which creates what is missing", t.sep)
	return -1, &placingProblem{"unknown-category", item, problem.Textf("no category has this id, label or path"), t.propose(item, otherwise)}
}

// create finds the category at a path and makes those that are missing on the way.
func (t *tree) create(labels []string, at problem.Position) int {
	parent := -1
	for i := range labels {
		path := foldPath(labels[:i+1])
		n, ok := t.paths[path]
		if !ok {
			n = len(t.list)
			key := strings.Clone(strings.Join(append(t.pathOf(parent), labels[i]), " "+t.sep+" "))
			t.list = append(t.list, &category{key: key, label: strings.Clone(labels[i]), parent: parent, at: at})
			t.paths[path] = n
		}
		parent = n
	}
	return parent
}

// pathOf is the path of a category; of -1 it is empty.
func (t *tree) pathOf(n int) []string {
	if n < 0 {
		return nil
	}
	return t.path(n)
}

// segments splits an item into the labels of its path.
func (t *tree) segments(item string) []string {
	parts := splitUnescaped(item, func(rest string) int {
		if strings.HasPrefix(rest, t.sep) {
			return len(t.sep)
		}
		return 0
	})
	for i, p := range parts {
		parts[i] = unescapeLabel(strings.Join(strings.Fields(p), " "))
	}
	return slices.DeleteFunc(parts, func(p string) bool { return p == "" })
}

// splitUnescaped cuts text where width says how many bytes of a separator begin there; a backslash protects what follows
// it. Escapes are kept.
func splitUnescaped(text string, width func(rest string) int) []string {
	var parts []string
	start := 0
	for i := 0; i < len(text); {
		if text[i] == '\\' && i+1 < len(text) {
			i += 2
			continue
		}
		if w := width(text[i:]); w > 0 {
			parts = append(parts, text[start:i])
			i += w
			start = i
			continue
		}
		i++
	}
	return append(parts, text[start:])
}

// escapeLabel protects a label that is put into a list of paths.
func escapeLabel(label, sep string) string {
	return strings.NewReplacer(`\`, `\\`, ",", `\,`, ";", `\;`, "|", `\|`, "\n", " ", sep[:1], `\`+sep[:1]).Replace(label)
}

// unescapeLabel removes the protection.
func unescapeLabel(label string) string {
	if !strings.Contains(label, `\`) {
		return label
	}
	var b strings.Builder
	for i := 0; i < len(label); i++ {
		if label[i] == '\\' && i+1 < len(label) {
			i++
		}
		b.WriteByte(label[i])
	}
	return b.String()
}
