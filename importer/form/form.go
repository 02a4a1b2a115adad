// Package form makes the closing form of its rows and those of its options.
package form

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/importer/sheet"
	"plugsheet/importer/value"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/each"
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
	*sheet.Job
	fields  []*formField
	byID    map[string]*formField
	locales map[string]bool
}

// FormTypes are the types of a field of the closing form.
func FormTypes() []string {
	return []string{"TEXT", "CHECKBOX", "SELECT", "TEXTAREA", "INTEGER", "DECIMAL"}
}

// Read reads the closing form and its options into the bundle.
func Read(ctx context.Context, i *sheet.Job) error {
	f := &form{Job: i, byID: map[string]*formField{}, locales: map[string]bool{"": true}}
	for _, s := range slices.Concat(i.ByKind[kind.ClosingForm], i.ByKind[kind.Options]) {
		for _, c := range s.Head.Local {
			f.locales[c.Tag] = true
		}
	}
	if err := i.EachOf(ctx, kind.ClosingForm, f.field); err != nil {
		return err
	}
	if err := i.EachOf(ctx, kind.Options, f.option); err != nil {
		return err
	}
	f.link()
	f.skipFields()
	for _, field := range f.fields {
		f.checkOptions(field)
		f.skipOptions(field)
	}
	f.skipFields()
	i.Counts.FormFields = len(f.fields)
	return i.Faults(i.Writer.ClosingForm(f.localized()), func(index int, name string) problem.Position {
		if name == "options" && f.fields[index].FieldType != "" {
			return problem.Position{} // they were checked one by one
		}
		return i.PlaceOf(kind.ClosingForm, name, f.fields[index].cells)
	})
}

// skipOptions leaves out the rows of a field's options that have errors, where that is asked for; the field
// stays with the others.
func (f *form) skipOptions(item *formField) {
	if !f.SkipBadRows || f.ToldAt(item.cells[field.FormID]) {
		return
	}
	item.options = slices.DeleteFunc(item.options, func(o formOption) bool {
		if !f.ToldAt(o.at) {
			return false
		}
		f.SkipAt(kind.Options, sheet.SkippedRow{At: o.at, Key: o.value})
		return true
	})
	if item.FieldType == "SELECT" {
		f.checkSome(item)
	}
}

// skipFields leaves out the fields with errors and those below them, where that is asked for.
func (f *form) skipFields() {
	if !f.SkipBadRows {
		return
	}
	for n := -1; n != len(f.fields); {
		n = len(f.fields)
		f.fields = slices.DeleteFunc(f.fields, func(item *formField) bool {
			gone := f.ToldAt(item.cells[field.FormID]) || item.IDParent != "" && f.byID[item.IDParent] == nil
			if gone && f.byID[item.ID] == item {
				delete(f.byID, item.ID)
			}
			if gone {
				f.SkipAt(kind.ClosingForm, sheet.SkippedRow{At: item.cells[field.FormID], Key: item.ID})
			}
			return gone
		})
	}
}

// commas makes of other signs between options the one that counts.
var commas = strings.NewReplacer(", ", " | ", " / ", " | ", ",", " | ", "/", " | ")

// field reads one row of the closing form.
func (f *form) field(r *sheet.Row) error {
	for _, n := range []int{field.FormID, field.FormLabel, field.FormType} {
		r.Miss(n)
	}
	item := &formField{cells: r.Places(), labels: r.Texts(field.FormLabel)}
	item.ID, item.IDParent = r.Text[field.FormID], r.Text[field.FormParent]
	item.FieldType = f.FieldType(r, field.FormType, FormTypes())
	if text := r.Text[field.FormRequired]; text != "" {
		v, ok := value.YesNo(text)
		if !ok {
			f.Tell(problem.Errorf(r.At(field.FormRequired), "bad-yes-no",
				"isRequired must be a yes or a no").WithValue(text).Hintf("yes or no"))
		}
		item.IsRequired = v
	}
	if list := r.Text[field.FormOptions]; item.FieldType == "SELECT" && !strings.ContainsAny(list, "\n|;") &&
		strings.ContainsAny(list, ",/") {
		f.Tell(problem.Errorf(r.At(field.FormOptions), "one-option", "is this one option, or several?").
			WithValue(list).Hintf("several have | between them: %q; one alone has it behind: %q",
			commas.Replace(list), list+" |"))
	}
	for k, label := range sheet.SplitList(r.Text[field.FormOptions]) {
		o := formOption{value: label, labels: map[string]string{"": label}, at: r.At(field.FormOptions),
			text: r.At(field.FormOptions)}
		for tag, list := range r.Texts(field.FormOptions) {
			if words := sheet.SplitList(list); k < len(words) {
				o.labels[tag] = words[k]
			}
		}
		item.options = append(item.options, o)
	}
	if first, dup := f.byID[item.ID]; dup && item.ID != "" {
		f.Tell(problem.Errorf(item.cells[field.FormID], "duplicate-id",
			"a second field with this id; the first is %s",
			f.CellName(first.cells[field.FormID], item.cells[field.FormID])).
			WithValue(item.ID).Hintf("give each field an id of its own"))
		f.Skip(r)
		return nil
	}
	if item.ID != "" {
		f.byID[item.ID] = item
	}
	f.fields = append(f.fields, item)
	return nil
}

// option reads one row of the options.
func (f *form) option(r *sheet.Row) error {
	r.Miss(field.OptionField)
	o := formOption{value: r.Text[field.OptionValue], labels: r.Texts(field.OptionLabel),
		at: r.At(field.OptionLabel), text: r.At(field.OptionValue)}
	if o.value == "" {
		o.value, o.text = o.labels[""], o.at
	}
	o.labels[""] = cmp.Or(o.labels[""], o.value)
	if o.value == "" {
		r.Miss(field.OptionLabel)
		f.Skip(r)
		return nil
	}
	item, ok := f.byID[r.Text[field.OptionField]]
	if !ok {
		if id := r.Text[field.OptionField]; id != "" {
			f.Tell(problem.Errorf(r.At(field.OptionField), "unknown-field",
				"the closing form has no field with this id").WithValue(id).
				Hintf("%s", config.Meaning(id, f.ids())))
		}
		f.Skip(r)
		return nil
	}
	item.options = append(item.options, o)
	return nil
}

func (f *form) ids() []string {
	ids := each.Of(f.fields, func(item *formField) string { return item.ID })
	return each.That(ids, func(id string) bool { return id != "" })
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
			f.Tell(problem.Errorf(item.cells[field.FormParent], "unknown-parent",
				"no field has the id of this parent").WithValue(item.IDParent).
				Hintf("%s", config.Meaning(item.IDParent, f.ids())))
			continue
		}
		links[n] = slices.Index(f.fields, parent)
	}
	for _, circle := range value.Circles(links) {
		steps := each.Of(circle, func(n int) string { return f.fields[n].ID })
		first := f.fields[circle[0]]
		f.Tell(problem.Errorf(first.cells[field.FormParent], "circular-parent",
			"the field stands below itself: %s", strings.Join(steps, " → ")).
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
			f.Tell(problem.Errorf(o.at, "spare-option",
				"an option of the field %q, which is %s and not SELECT", field.ID, field.FieldType).
				WithValue(o.labels[""]).Hintf("delete the row, or make the field a SELECT"))
		}
	}
	first := map[string]problem.Position{}
	for _, o := range field.options {
		if at, dup := first[o.value]; dup {
			f.Tell(problem.Errorf(o.at, "duplicate-option",
				"a second option of the field %q with this value; the first is %s",
				field.ID, f.CellName(at, o.at)).
				WithValue(o.value).Hintf("give each option of a field a value of its own"))
		} else {
			first[o.value] = o.at
		}
		if n := utf8.RuneCountInString(o.value); n > bundle.MaxFieldText {
			f.Tell(problem.Errorf(o.text, "too-long",
				"%d characters, and at most %d are stored of a field", n, bundle.MaxFieldText).
				WithValue(o.value).Hintf("shorten it"))
		}
	}
}

// checkSome tells of a field to choose from in which there is nothing to choose.
func (f *form) checkSome(item *formField) {
	if len(item.options) == 0 {
		f.Tell(problem.Errorf(item.cells[field.FormType], "no-options",
			"a SELECT field needs options").WithValue(item.ID).
			Hintf("add rows to the sheet Options with %q in the column field", item.ID))
	}
}

// localized is the form in each language; where a cell is blank the default text stands.
func (f *form) localized() bundle.Localized[bundle.FormField] {
	all := bundle.Localized[bundle.FormField]{}
	for locale := range f.locales {
		all[locale] = each.Of(f.fields, func(item *formField) bundle.FormField {
			b := item.FormField
			b.Label = sheet.In(item.labels, locale)
			for _, o := range item.options {
				b.Options = append(b.Options,
					bundle.Option{Label: sheet.In(o.labels, locale), Value: o.value})
			}
			return b
		})
	}
	return all
}
