package importer

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/importer/value"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/problem"
)

// formField is a row of the closing form with its place.
type formField struct {
	bundle.FormField
	labels  map[string]string // by language
	cells   []problem.Position
	options []formOption
}

// formOption is one choice, with its label in each language.
type formOption struct {
	value  string
	labels map[string]string
	at     problem.Position // of the label
	text   problem.Position // of the value, or of the label where that is the value
}

// form is the closing form while it is read.
type form struct {
	*run
	fields  []*formField
	byID    map[string]*formField
	locales map[string]bool
}

func formTypes() []string {
	return []string{"TEXT", "CHECKBOX", "SELECT", "TEXTAREA", "INTEGER", "DECIMAL"}
}

// readForm reads the closing form and its options into the bundle.
func (i *run) readForm(ctx context.Context) error {
	f := &form{run: i, byID: map[string]*formField{}, locales: map[string]bool{"": true}}
	for _, s := range i.byKind[kind.ClosingForm] {
		f.languages(s)
		if err := i.each(ctx, s, f.field); err != nil {
			return err
		}
	}
	for _, s := range i.byKind[kind.Options] {
		f.languages(s)
		if err := i.each(ctx, s, f.option); err != nil {
			return err
		}
	}
	f.link()
	f.skipFields()
	for _, field := range f.fields {
		f.checkOptions(field)
		f.skipOptions(field)
	}
	f.skipFields()
	i.report.Counts.FormFields = len(f.fields)
	return i.faults(i.writer.ClosingForm(f.localized()), func(index int, name string) problem.Position {
		if name == "options" && f.fields[index].FieldType != "" {
			return problem.Position{} // they were checked one by one
		}
		return i.placeOf(kind.ClosingForm, name, f.fields[index].cells)
	})
}

// skipOptions leaves out the rows of a field's options that have errors, where that is asked for; the field stays with the
// others.
func (f *form) skipOptions(item *formField) {
	if !f.o.SkipBadRows || f.toldAt(item.cells[field.FormID]) {
		return
	}
	item.options = slices.DeleteFunc(item.options, func(o formOption) bool {
		if !f.toldAt(o.at) {
			return false
		}
		f.skipAt(kind.Options, SkippedRow{At: o.at, Key: o.value})
		return true
	})
	if item.FieldType == "SELECT" {
		f.checkSome(item)
	}
}

// skipFields leaves out the fields with errors and those below them, where that is asked for.
func (f *form) skipFields() {
	if !f.o.SkipBadRows {
		return
	}
	for n := -1; n != len(f.fields); {
		n = len(f.fields)
		f.fields = slices.DeleteFunc(f.fields, func(item *formField) bool {
			gone := f.toldAt(item.cells[field.FormID]) || item.IDParent != "" && f.byID[item.IDParent] == nil
			if gone && f.byID[item.ID] == item {
				delete(f.byID, item.ID)
			}
			if gone {
				f.skipAt(kind.ClosingForm, SkippedRow{At: item.cells[field.FormID], Key: item.ID})
			}
			return gone
		})
	}
}

func (f *form) languages(s *source) {
	for _, c := range s.head.local {
		f.locales[c.tag] = true
	}
}

// texts collects a field's text in each language of the sheet, without blanks.
func (r *row) texts(field int) map[string]string {
	m := map[string]string{"": r.text[field]}
	for _, c := range r.source.head.local {
		if t := r.cell(c.number).Text; c.field == field && t != "" && !isError(r.cell(c.number)) {
			m[c.tag] = t
		}
	}
	return m
}

// in is the text in a language, or the default text.
func in(texts map[string]string, locale string) string {
	if t := texts[locale]; t != "" {
		return t
	}
	return texts[""]
}

// field reads one row of the closing form.
func (f *form) field(r *row) error {
	for _, n := range []int{field.FormID, field.FormLabel, field.FormType} {
		r.miss(n)
	}
	item := &formField{cells: r.places(), labels: r.texts(field.FormLabel)}
	item.ID, item.IDParent = r.text[field.FormID], r.text[field.FormParent]
	item.FieldType = f.fieldType(r, field.FormType, formTypes())
	if text := r.text[field.FormRequired]; text != "" {
		v, ok := value.YesNo(text)
		if !ok {
			f.tell(problem.Errorf(r.at(field.FormRequired), "bad-yes-no", "isRequired must be a yes or a no").WithValue(text).Hintf("yes or no"))
		}
		item.IsRequired = v
	}
	for k, label := range splitList(r.text[field.FormOptions]) {
		o := formOption{value: label, labels: map[string]string{"": label}, at: r.at(field.FormOptions), text: r.at(field.FormOptions)}
		for tag, list := range r.texts(field.FormOptions) {
			if words := splitList(list); k < len(words) {
				o.labels[tag] = words[k]
			}
		}
		item.options = append(item.options, o)
	}
	if first, dup := f.byID[item.ID]; dup && item.ID != "" {
		f.tell(problem.Errorf(item.cells[field.FormID], "duplicate-id", "a second field with this id; the first is %s",
			f.cellName(first.cells[field.FormID], item.cells[field.FormID])).
			WithValue(item.ID).Hintf("give each field an id of its own"))
		f.skip(r)
		return nil
	}
	if item.ID != "" {
		f.byID[item.ID] = item
	}
	f.fields = append(f.fields, item)
	return nil
}

// splitList splits the options that stand in one cell, at line breaks, | or ;.
func splitList(text string) []string {
	var list []string
	for _, s := range strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '|' || r == ';' }) {
		if s = strings.TrimSpace(s); s != "" {
			list = append(list, s)
		}
	}
	return list
}

// fieldType reads the type of a field, in any case; it is empty where there is none or an unknown one, which is told of.
func (i *run) fieldType(r *row, f int, known []string) string {
	text := strings.ToUpper(r.text[f])
	if text == "" || slices.Contains(known, text) {
		return text
	}
	hint := problem.Textf("one of %s", strings.Join(known, ", "))
	if near := value.Nearest(text, known); near != "" {
		hint = problem.Textf("did you mean %s? known are %s", near, strings.Join(known, ", "))
	}
	i.tell(problem.Errorf(r.at(f), "unknown-field-type", "unknown fieldType").WithValue(r.text[f]).Hintf("%s", hint))
	return ""
}

// option reads one row of the options.
func (f *form) option(r *row) error {
	r.miss(field.OptionField)
	o := formOption{value: r.text[field.OptionValue], labels: r.texts(field.OptionLabel), at: r.at(field.OptionLabel), text: r.at(field.OptionValue)}
	if o.value == "" {
		o.value, o.text = o.labels[""], o.at
	}
	if o.labels[""] == "" {
		o.labels[""] = o.value
	}
	if o.value == "" {
		r.miss(field.OptionLabel)
		f.skip(r)
		return nil
	}
	item, ok := f.byID[r.text[field.OptionField]]
	if !ok {
		if id := r.text[field.OptionField]; id != "" {
			f.tell(problem.Errorf(r.at(field.OptionField), "unknown-field", "the closing form has no field with this id").WithValue(id).
				Hintf("%s", config.Meaning(id, f.ids())))
		}
		f.skip(r)
		return nil
	}
	item.options = append(item.options, o)
	return nil
}

func (f *form) ids() []string {
	ids := make([]string, 0, len(f.fields))
	for _, field := range f.fields {
		if field.ID != "" {
			ids = append(ids, field.ID)
		}
	}
	return ids
}

// link checks the parents of the fields.
func (f *form) link() {
	links := make([]int, len(f.fields))
	for n, item := range f.fields {
		links[n] = -1
		if item.IDParent == "" {
			continue
		}
		parent, ok := f.byID[item.IDParent]
		if !ok {
			f.tell(problem.Errorf(item.cells[field.FormParent], "unknown-parent", "no field has the id of this parent").WithValue(item.IDParent).
				Hintf("%s", config.Meaning(item.IDParent, f.ids())))
			continue
		}
		links[n] = slices.Index(f.fields, parent)
	}
	for _, circle := range circles(links) {
		steps := make([]string, len(circle))
		for k, n := range circle {
			steps[k] = f.fields[n].ID
		}
		first := f.fields[circle[0]]
		f.tell(problem.Errorf(first.cells[field.FormParent], "circular-parent", "the field stands below itself: %s", strings.Join(steps, " → ")).
			WithValue(first.IDParent).Hintf("leave the parent of one of them blank"))
	}
}

// checkOptions checks a field's options against its type and against each other.
func (f *form) checkOptions(field *formField) {
	switch {
	case field.FieldType == "SELECT":
		f.checkSome(field)
	case field.FieldType != "SELECT" && field.FieldType != "":
		for _, o := range field.options {
			f.tell(problem.Errorf(o.at, "spare-option", "an option of the field %q, which is %s and not SELECT", field.ID, field.FieldType).
				WithValue(o.labels[""]).Hintf("delete the row, or make the field a SELECT"))
		}
	}
	first := map[string]problem.Position{}
	for _, o := range field.options {
		if at, dup := first[o.value]; dup {
			f.tell(problem.Errorf(o.at, "duplicate-option", "a second option of the field %q with this value; the first is %s",
				field.ID, f.cellName(at, o.at)).
				WithValue(o.value).Hintf("give each option of a field a value of its own"))
		} else {
			first[o.value] = o.at
		}
		if n := utf8.RuneCountInString(o.value); n > bundle.MaxFieldText {
			f.tell(problem.Errorf(o.text, "too-long", "%d characters, and at most %d are stored of a field", n, bundle.MaxFieldText).
				WithValue(o.value).Hintf("shorten it"))
		}
	}
}

// checkSome tells of a field to choose from in which there is nothing to choose.
func (f *form) checkSome(item *formField) {
	if len(item.options) == 0 {
		f.tell(problem.Errorf(item.cells[field.FormType], "no-options", "a SELECT field needs options").WithValue(item.ID).
			Hintf("add rows to the sheet Options with %q in the column field", item.ID))
	}
}

// localized is the form in each language; where a cell is blank the default text stands.
func (f *form) localized() bundle.Localized[bundle.FormField] {
	all := bundle.Localized[bundle.FormField]{}
	for locale := range f.locales {
		list := make([]bundle.FormField, 0, len(f.fields))
		for _, field := range f.fields {
			b := field.FormField
			b.Label = in(field.labels, locale)
			for _, o := range field.options {
				b.Options = append(b.Options, bundle.Option{Label: in(o.labels, locale), Value: o.value})
			}
			list = append(list, b)
		}
		all[locale] = list
	}
	return all
}
