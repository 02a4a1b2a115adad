package importer

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
)

// template is a default for blank cells: text with {field} or {Header} placeholders.
type template struct {
	parts []part
	field field.Field // that it fills
	sep   string
}

// part is a text, or a reference to a field or column when text is empty.
type part struct {
	text   string
	field  int // -1 for a column
	column int
	link   bool // the address behind the column's cell is meant
}

// parseTemplate reads a default. A header of the sheet counts before a field's name; where the header is a field's, the
// field's value is meant. unknown is the first placeholder that is neither.
func parseTemplate(text string, to field.Field, s *source) (t *template, unknown string) {
	t = &template{field: to}
	for text != "" {
		before, rest, open := strings.Cut(text, "{")
		name, after, closed := strings.Cut(rest, "}")
		if !open || !closed {
			t.parts = append(t.parts, part{text: text})
			break
		}
		if before != "" {
			t.parts = append(t.parts, part{text: before})
		}
		p, ok := s.reference(name)
		if !ok && unknown == "" {
			unknown = name
		}
		t.parts = append(t.parts, p)
		text = after
	}
	return t, unknown
}

// reference resolves a placeholder's name.
func (s *source) reference(name string) (part, bool) {
	if title, ok := strings.CutPrefix(name, linkMark); ok {
		n := s.find(title)
		if n < 0 {
			return part{field: -1}, false
		}
		return part{field: -1, column: s.head.columns[n].number, link: true}, true
	}
	folded := value.Fold(name)
	for _, c := range s.head.columns {
		if value.Fold(c.title) != folded {
			continue
		}
		if c.use == asField && c.tag == "" {
			return part{field: c.field}, true
		}
		return part{field: -1, column: c.number}, true
	}
	if w, ok := s.reader.words[folded]; ok {
		return part{field: w.Field}, true
	}
	return part{field: -1}, false
}

// fill gives the default's text for a row. It is empty where a placeholder has no value, but for a list of category
// paths, in which a blank part is left out.
func (t *template) fill(r *row) string {
	var b strings.Builder
	for _, p := range t.parts {
		if p.text != "" {
			b.WriteString(p.text)
			continue
		}
		v := r.value(p)
		if v == "" && !t.field.List {
			return ""
		}
		switch {
		case t.field.URL && b.Len() > 0:
			v = url.PathEscape(v)
		case t.field.List:
			v = escapeLabel(v, t.sep)
		}
		b.WriteString(v)
	}
	return strings.TrimSpace(b.String())
}

// needsBroken tells whether a placeholder stands for a value that was told of.
func (t *template) needsBroken(r *row) bool {
	return slices.ContainsFunc(t.parts, func(p part) bool { return p.text == "" && p.field >= 0 && r.broken[p.field] })
}

// value is what a placeholder stands for in the row.
func (r *row) value(p part) string {
	if p.field >= 0 {
		return r.text[p.field]
	}
	if p.link {
		return r.cell(p.column).Link
	}
	return r.cell(p.column).Text
}

// templates resolves the defaults of the source's kind; a wrong placeholder is a problem of the sheet.
func (s *source) templates(c config.Config, tell func(...problem.Problem)) {
	s.defaults = make([]*template, len(s.reader.fields))
	for i, f := range s.reader.fields {
		text, ok := c.Defaults[string(s.reader.kind)][f.Name]
		if !ok {
			continue
		}
		t, unknown := parseTemplate(text, f, s)
		t.sep = c.Separator
		if unknown != "" {
			titles := make([]string, 0, len(s.head.columns))
			for _, col := range s.head.columns {
				titles = append(titles, col.title)
			}
			tell(problem.Errorf(s.sheet.At(0, 0), "unknown-placeholder",
				"the default for %s names {%s}, which is neither a field nor a column here", f.Name, unknown).
				WithValue(text).Hintf("%s", config.Meaning(unknown, append(titles, field.Names(s.reader.fields)...))))
			continue
		}
		s.defaults[i] = t
	}
}

// pasteDefaults is a block for plugsheet.yaml that gives each of the fields a default.
func pasteDefaults(k kind.Kind, fs []field.Field) string {
	var b strings.Builder
	fmt.Fprintf(&b, "defaults:\n  %s:", k)
	for _, f := range fs {
		fmt.Fprintf(&b, "\n    %s: %q", f.Name, f.Example)
	}
	return b.String()
}

// constant tells whether the default is the same in all rows.
func (t *template) constant() bool {
	for _, p := range t.parts {
		if p.text == "" {
			return false
		}
	}
	return true
}
