// Package template writes the workbook to be filled in, from the same tables by which sheets are read.
package template

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/form"
	"plugsheet/importer/kind"
	"plugsheet/importer/value"
	"plugsheet/importer/workbook"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/problem"
)

// Write writes a workbook to be filled in: a sheet for each kind, a column for each field, with headers,
// notes and two example rows in the language. It is made from the tables by which sheets are read, so that
// what is filled in imports without a mapping. The same language gives the same bytes.
func Write(w io.Writer, l problem.Language) error {
	v, err := field.LoadVocabulary()
	if err != nil {
		return err
	}
	known, err := field.LoadWords()
	if err != nil {
		return err
	}
	var sheets []workbook.TemplateSheet
	for _, k := range TemplateKinds() {
		sheets = append(sheets, TemplateSheet(v, known, k, l))
	}
	if err := workbook.WriteTemplate(w, sheets); err != nil {
		return fmt.Errorf("writing the template: %w", err)
	}
	return nil
}

// TemplateKinds are the sheets of the template, the most needed first.
func TemplateKinds() []kind.Kind {
	return []kind.Kind{kind.Products, kind.Categories, kind.ClosingForm, kind.Options, kind.CustomerFields,
		kind.Customers, kind.BotScenarios, kind.BotAnswers, kind.BotHours, kind.Settings}
}

// TemplateSheet is the sheet of a kind in the template, its headers in a language.
func TemplateSheet(v *field.Vocabulary, known *field.Words, k kind.Kind,
	l problem.Language) workbook.TemplateSheet {
	s := workbook.TemplateSheet{Name: k.SheetName()}
	if l != problem.English && len(v.Sheets[k][string(l)]) > 0 {
		s.Name = capital(v.Sheets[k][string(l)][0])
	}
	rows := templateExamples(v, k, l)
	s.Examples = make([][]string, len(rows))
	for i, f := range field.Of(k) {
		header := templateHeader(v, known, k, i, l)
		s.Columns = append(s.Columns, workbook.TemplateColumn{
			Header: header, Note: templateNote(k, f, header, l), Choices: templateChoices(v, k, f, l),
			Text: f.Code, Required: TemplateRequired(k, f.Name),
		})
		for n := range rows {
			s.Examples[n] = append(s.Examples[n], rows[n][f.Name])
		}
	}
	return s
}

// templateHeader is the first word of the language that means the field; the field's own name in words where
// there is none.
func templateHeader(v *field.Vocabulary, known *field.Words, k kind.Kind, index int,
	l problem.Language) string {
	f := field.Of(k)[index]
	if l != problem.English {
		for _, word := range v.Columns[k][f.Name][string(l)] {
			if w, ok := known.Columns[k][value.Fold(word)]; ok && w.Field == index {
				return capital(word)
			}
		}
	}
	return cmp.Or(f.Title, inWords(f.Name))
}

// inWords writes shortDescription as Short description.
func inWords(name string) string {
	var b strings.Builder
	for _, r := range name {
		if unicode.IsUpper(r) {
			b.WriteByte(' ')
			r = unicode.ToLower(r)
		}
		b.WriteRune(r)
	}
	return strings.NewReplacer(" url", " URL", "Id", "ID").Replace(capital(b.String()))
}

func capital(s string) string {
	for i, r := range s {
		return string(unicode.ToUpper(r)) + s[i+len(string(r)):]
	}
	return s
}

// TemplateRequired tells whether every row must have the field.
func TemplateRequired(k kind.Kind, name string) bool {
	return slices.Contains(map[kind.Kind][]string{
		kind.Products:       {"id", "title", "description", "priceCatalog", "productUrl", "imageUrl"},
		kind.Categories:     {"id", "label"},
		kind.ClosingForm:    {"id", "label", "fieldType"},
		kind.Options:        {"field"},
		kind.CustomerFields: {"id", "label", "value", "fieldType"},
		kind.BotScenarios:   {"id", "name", "editorUrl"},
		kind.BotAnswers:     {"id"},
		kind.BotHours:       {"timeZone"},
		kind.Settings:       {"key"},
	}[k], name)
}

// templateChoices are the values of an enumeration; nil for a field that takes any text.
func templateChoices(v *field.Vocabulary, k kind.Kind, f field.Field, l problem.Language) []string {
	switch {
	case k == kind.ClosingForm && f.Name == "fieldType":
		return form.FormTypes()
	case k == kind.CustomerFields && f.Name == "fieldType":
		return config.CustomerTypes()
	case k == kind.ClosingForm && f.Name == "isRequired", k == kind.Products && f.Name == "available",
		k == kind.BotScenarios && f.Name == "products":
		return []string{l.Say("yes"), l.Say("no")}
	case k == kind.BotScenarios && f.Name == "availability":
		return []string{bundle.BotAlways, bundle.BotInHours, bundle.BotAtLeastOne, bundle.BotAll}
	case k == kind.BotScenarios && f.Name == "handOver":
		return []string{bundle.BotTransfer, bundle.BotClose}
	case k == kind.Settings && f.Name == "key":
		var list []string
		for _, name := range config.SettingNames() {
			list = append(list, settingWord(v, name, l))
		}
		return list
	}
	return nil
}

// settingWord is what a setting is called in the language.
func settingWord(v *field.Vocabulary, name string, l problem.Language) string {
	if list := v.Settings[name][string(l)]; l != problem.English && len(list) > 0 {
		return list[0]
	}
	return name
}
