package sheet

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/header"
	"plugsheet/importer/kind"
	"plugsheet/importer/pricing"
	"plugsheet/importer/separator"
	"plugsheet/importer/value"
	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
)

// Template is a default for blank cells: text with {field} or {Header} placeholders. {Small|Large} is the first
// of several that has a value and, of prices, the lowest.
type Template struct {
	Parts []Part
	Field field.Field // that it fills
	Sep   string
}

// Part is a text, or a reference to a field or column when text is empty.
type Part struct {
	Text   string
	Field  int // -1 for a column
	column int
	link   bool   // the address behind the column's cell is meant
	of     []Part // in the place of the rest: several that are asked
}

// parseTemplate reads a default. A header of the sheet counts before a field's name; where the header is a
// field's, the field's value is meant. unknown is the first placeholder that is neither.
func parseTemplate(text string, to field.Field, s *Source) (t *Template, unknown string) {
	t = &Template{Field: to}
	for text != "" {
		before, rest, open := strings.Cut(text, "{")
		name, after, closed := strings.Cut(rest, "}")
		if !open || !closed {
			t.Parts = append(t.Parts, Part{Text: text})
			break
		}
		if before != "" {
			t.Parts = append(t.Parts, Part{Text: before})
		}
		p, ok := s.reference(name)
		if !ok && unknown == "" {
			unknown = name
		}
		t.Parts = append(t.Parts, p)
		text = after
	}
	return t, unknown
}

// reference resolves a placeholder's name.
func (s *Source) reference(name string) (Part, bool) {
	if title, ok := strings.CutPrefix(name, LinkMark); ok {
		n := s.Find(title)
		if n < 0 {
			return Part{Field: -1}, false
		}
		return Part{Field: -1, column: s.Head.Columns[n].Number, link: true}, true
	}
	folded := value.Fold(name)
	for _, c := range s.Head.Columns {
		if value.Fold(c.Title) != folded {
			continue
		}
		if c.Use == header.AsField && c.Tag == "" {
			return Part{Field: c.Field}, true
		}
		return Part{Field: -1, column: c.Number}, true
	}
	if names := strings.Split(name, "|"); len(names) > 1 {
		return s.several(names)
	}
	w, ok := s.Reader.Words[folded]
	if !ok || !s.Reader.Fields[w.Field].Kept {
		return Part{Field: w.Field}, ok
	}
	n := slices.IndexFunc(s.Head.Columns, func(c header.Column) bool {
		return c.Field == w.Field && s.Reader.Kept(&c) != nil
	})
	if n < 0 {
		return Part{Field: -1}, false
	}
	return Part{Field: -1, column: s.Head.Columns[n].Number}, true
}

// several resolves placeholders of which one is to be taken.
func (s *Source) several(names []string) (Part, bool) {
	list := Part{Field: -1}
	for _, name := range names {
		p, ok := s.reference(name)
		if !ok {
			return p, false
		}
		list.of = append(list.of, p)
	}
	return list, true
}

// fill gives the default's text for a row. It is empty where a placeholder has no value. In a list of
// category paths a blank part is left out, and in a code one behind the first: a size that one of two products
// has.
func (t *Template) fill(r *Row) string {
	var b strings.Builder
	for _, p := range t.Parts {
		if p.Text != "" {
			b.WriteString(p.Text)
			continue
		}
		v := t.value(r, p)
		if v == "" && !t.Field.List {
			if !t.Field.Code || strings.TrimSpace(b.String()) == "" {
				return ""
			}
			continue
		}
		switch {
		case t.Field.URL && b.Len() > 0:
			v = url.PathEscape(v)
		case t.Field.List:
			v = separator.Escape(v, t.Sep)
		}
		b.WriteString(v)
	}
	if t.Field.Code && !t.Field.List {
		return strings.Join(strings.Fields(b.String()), " ")
	}
	return strings.TrimSpace(b.String())
}

// value is what a placeholder stands for in the row. Of several prices it is the lowest, from which the product
// is to be had.
func (t *Template) value(r *Row, p Part) string {
	if p.of == nil {
		return r.value(p)
	}
	texts := each.That(each.Of(p.of, r.value), func(text string) bool { return text != "" })
	at := min(0, len(texts)-1)
	if t.Field.Price {
		at, r.From = pricing.Lowest(texts)
	}
	if at < 0 {
		return ""
	}
	return texts[at]
}

// needsBroken tells whether a placeholder stands for a value that was told of.
func (t *Template) needsBroken(r *Row) bool {
	return slices.ContainsFunc(t.Parts, func(p Part) bool {
		return p.Text == "" && p.Field >= 0 &&
			r.Broken[p.Field]
	})
}

// value is what a placeholder stands for in the row.
func (r *Row) value(p Part) string {
	if p.Field >= 0 {
		return r.Text[p.Field]
	}
	if p.link {
		return r.Cell(p.column).Link
	}
	return r.Cell(p.column).Text
}

// Templates resolves the defaults of the source's kind; a wrong placeholder is a problem of the sheet.
func (s *Source) Templates(c config.Config, tell func(...problem.Problem)) {
	s.Defaults = make([]*Template, len(s.Reader.Fields))
	for i, f := range s.Reader.Fields {
		text, ok := c.Defaults[string(s.Reader.Kind)][f.Name]
		if !ok {
			continue
		}
		t, unknown := parseTemplate(text, f, s)
		t.Sep = c.Separator
		if unknown != "" {
			tell(problem.Errorf(s.Sheet.At(0, 0), "unknown-placeholder",
				"the default for %s names {%s}, which is neither a field nor a column here", f.Name, unknown).
				WithValue(text).
				Hintf("%s", config.Meaning(unknown, append(s.titles(), field.Names(s.Reader.Fields)...))))
			continue
		}
		s.Defaults[i] = t
	}
}

// pasteDefaults is a block for plugsheet.yaml that gives each of the fields a default.
func pasteDefaults(k kind.Kind, fs []field.Field) problem.Paste {
	var b strings.Builder
	fmt.Fprintf(&b, "defaults:\n  %s:", k)
	for _, f := range fs {
		fmt.Fprintf(&b, "\n    %s: %q", f.Name, f.Example)
	}
	return problem.Paste(b.String())
}

// Constant tells whether the default is the same in all rows.
func (t *Template) Constant() bool {
	return !slices.ContainsFunc(t.Parts, func(p Part) bool { return p.Text == "" })
}

// Complete fills blanks by defaults, and lends id and reference of a product to each other.
func (r *Row) Complete() {
	for f, t := range r.Source.Defaults {
		if t != nil && r.Text[f] == "" && !r.Broken[f] {
			r.Text[f] = t.fill(r)
			r.Broken[f] = r.Text[f] == "" && t.needsBroken(r)
		}
		if r.Source.Reader.Kind == kind.Products && f == field.Reference {
			r.identify()
		}
	}
}

// identify gives id and reference of a product the other's value where they have none. The defaults of other
// fields can then name either.
func (r *Row) identify() {
	id, reference := r.Text[field.ID], r.Text[field.Reference]
	r.Text[field.ID], r.Text[field.Reference] = cmp.Or(id, reference), cmp.Or(reference, id)
	if r.OwnID = id != ""; !r.OwnID {
		r.Broken[field.ID] = r.Broken[field.ID] || r.Broken[field.Reference]
	}
}
