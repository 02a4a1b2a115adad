package category

import (
	"html"
	"slices"
	"strings"

	"plugsheet/importer/separator"
	"plugsheet/importer/value"
	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
)

// placing is what a product's category cell says.
type placing struct {
	In       []int // categories, each once
	Problems []placingProblem
}

// placingProblem is a part of the cell that names no category.
type placingProblem struct {
	Code, Value   string
	Message, Hint problem.Text
}

// remembered is how many different cells are kept resolved.
const remembered = 1 << 16

// Place resolves a product's category cell: ids, labels or paths, several of them separated by one of the
// marks. At a comma it is not cut where both sides together are a known label. A path creates what is
// missing; at is the cell that is then named as its origin.
func (t *tree) Place(text, marks string, at problem.Position) placing {
	if marks != t.separators {
		t.separators = marks
		clear(t.known)
	}
	if p, ok := t.known[text]; ok {
		return p
	}
	var p placing
	clear(t.marks)
	for _, item := range t.items(text) {
		n, wrong := t.find(item, at)
		switch {
		case wrong != nil:
			p.Problems = append(p.Problems, *wrong)
		case n >= 0 && !t.marks[n]:
			t.marks[n] = true
			p.In = append(p.In, n)
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
	if t.Row(text) >= 0 {
		return []string{text}
	}
	without := strings.ReplaceAll(t.separators, ",", "")
	lines := separator.Split(text, without, t.Sep)
	if len(without) == len(t.separators) {
		return lines
	}
	return slices.Concat(each.Of(lines, t.commas)...)
}

// commas splits at commas, but leaves together what together is a known category.
func (t *tree) commas(text string) []string {
	if t.Sep == "," || t.Row(text) >= 0 {
		return []string{text}
	}
	parts := separator.Split(text, ",", t.Sep)
	var items []string
	for len(parts) > 0 {
		n := len(parts)
		for n > 1 && t.Row(strings.Join(parts[:n], ",")) < 0 {
			n--
		}
		items = append(items, strings.Join(parts[:n], ","))
		parts = parts[n:]
	}
	return items
}

// Row finds a row of the sheet of categories by its id, its path, or a label that no other row has; -1 for
// none.
func (t *tree) Row(text string) int {
	text = strings.TrimSpace(text)
	if n, ok := t.keys[text]; ok && n < t.Rows {
		return n
	}
	segments := t.segments(text)
	if n, ok := t.paths[foldPath(segments)]; ok && n < t.Rows {
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
	if n := t.Row(item); n >= 0 {
		return n, nil
	}
	if whole := value.Unfloated(item); whole != item { // 3.0, which was 3
		if n := t.Row(whole); n >= 0 {
			return n, nil
		}
	}
	if len(segments) > 1 || t.Rows == 0 {
		return t.create(segments, at), nil
	}
	ns := t.labels[foldPath(segments)]
	if len(ns) > 1 {
		paths := each.Of(ns, func(n int) string { return strings.Join(t.Path(n), " "+t.Sep+" ") })
		return -1, &placingProblem{
			"ambiguous-category", item, problem.Textf("several categories have this label"),
			problem.Textf("write one of %s", strings.Join(paths, "; ")),
		}
	}
	otherwise := problem.Textf(
		"write an id of the sheet Categories, or a path such as Clothing %s Hoodies, which creates what "+
			"is missing",
		t.Sep)
	return -1, &placingProblem{"unknown-category", item,
		problem.Textf("no category has this id, label or path"), t.propose(item, otherwise)}
}

// create finds the category at a path and makes those that are missing on the way.
func (t *tree) create(labels []string, at problem.Position) int {
	parent := -1
	for i := range labels {
		path := foldPath(labels[:i+1])
		n, ok := t.paths[path]
		if !ok {
			n = len(t.List)
			key := strings.Clone(strings.Join(append(t.pathOf(parent), labels[i]), " "+t.Sep+" "))
			t.List = append(t.List,
				&category{key: key, label: strings.Clone(labels[i]), parent: parent, at: at})
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
	return t.Path(n)
}

// Below makes paths begin below a label that names no category; empty for none.
func (t *tree) Below(root string) {
	if root != t.root {
		t.root = root
		clear(t.known)
	}
}

// segments splits an item into the labels of its path.
func (t *tree) segments(item string) []string {
	labels := separator.Path(item, t.Sep)
	if t.root != "" && len(labels) > 0 && value.Fold(labels[0]) == value.Fold(t.root) {
		return labels[1:]
	}
	return labels
}
