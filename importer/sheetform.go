package importer

import (
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"unicode"

	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/problem"
)

// WriteTemplate writes a workbook to be filled in: a sheet for each kind, a column for each field, with headers, notes and
// two example rows in the language. It is made from the tables by which sheets are read, so that what is filled in imports
// without a mapping. The same language gives the same bytes.
func WriteTemplate(w io.Writer, l problem.Language) error {
	v, err := loadVocabulary()
	if err != nil {
		return err
	}
	known, err := loadWords()
	if err != nil {
		return err
	}
	var sheets []table.TemplateSheet
	for _, k := range templateKinds() {
		sheets = append(sheets, templateSheet(v, known, k, l))
	}
	if err := table.WriteTemplate(w, sheets); err != nil {
		return fmt.Errorf("writing the template: %w", err)
	}
	return nil
}

// WriteRows writes a workbook of one sheet with a header row and rows of nothing but text; see [table.WriteRows].
func WriteRows(w io.Writer, sheet string, header []string, rows iter.Seq[[]string]) error {
	return table.WriteRows(w, sheet, header, rows)
}

// templateKinds are the sheets of the template, the most needed first.
func templateKinds() []kind {
	return []kind{products, categories, closingForm, options, customerFields, customers, botScenarios, botAnswers, botHours, settings}
}

func templateSheet(v *vocabulary, known *words, k kind, l problem.Language) table.TemplateSheet {
	s := table.TemplateSheet{Name: k.sheetName()}
	if l != problem.English && len(v.Sheets[k][string(l)]) > 0 {
		s.Name = capital(v.Sheets[k][string(l)][0])
	}
	rows := templateExamples(v, k, l)
	s.Examples = make([][]string, len(rows))
	for i, f := range fieldsOf(k) {
		header := templateHeader(v, known, k, i, l)
		s.Columns = append(s.Columns, table.TemplateColumn{
			Header: header, Note: templateNote(k, f, header, l), Choices: templateChoices(v, k, f, l),
			Text: f.code, Required: templateRequired(k, f.name),
		})
		for n := range rows {
			s.Examples[n] = append(s.Examples[n], rows[n][f.name])
		}
	}
	return s
}

// templateHeader is the first word of the language that means the field; the field's own name in words where there is
// none.
func templateHeader(v *vocabulary, known *words, k kind, index int, l problem.Language) string {
	name := fieldsOf(k)[index].name
	if l != problem.English {
		for _, word := range v.Columns[k][name][string(l)] {
			if w, ok := known.columns[k][value.Fold(word)]; ok && w.field == index {
				return capital(word)
			}
		}
	}
	return inWords(name)
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

// templateRequired tells whether every row must have the field.
func templateRequired(k kind, name string) bool {
	return slices.Contains(map[kind][]string{
		products:       {"id", "title", "description", "priceCatalog", "productUrl", "imageUrl"},
		categories:     {"id", "label"},
		closingForm:    {"id", "label", "fieldType"},
		options:        {"field"},
		customerFields: {"id", "label", "value", "fieldType"},
		botScenarios:   {"id", "name", "editorUrl"},
		botAnswers:     {"id"},
		botHours:       {"timeZone"},
		settings:       {"key"},
	}[k], name)
}

// templateChoices are the values of an enumeration; nil for a field that takes any text.
func templateChoices(v *vocabulary, k kind, f field, l problem.Language) []string {
	switch {
	case k == closingForm && f.name == "fieldType":
		return formTypes()
	case k == customerFields && f.name == "fieldType":
		return customerTypes()
	case k == closingForm && f.name == "isRequired", k == products && f.name == "available", k == botScenarios && f.name == "products":
		return []string{l.Say("yes"), l.Say("no")}
	case k == botScenarios && f.name == "availability":
		return []string{bundle.BotAlways, bundle.BotInHours, bundle.BotAtLeastOne, bundle.BotAll}
	case k == botScenarios && f.name == "handOver":
		return []string{bundle.BotTransfer, bundle.BotClose}
	case k == settings && f.name == "key":
		var list []string
		for _, name := range settingNames() {
			list = append(list, settingWord(v, name, l))
		}
		return list
	}
	return nil
}

// settingWord is what a setting is called in the language.
func settingWord(v *vocabulary, name string, l problem.Language) string {
	if list := v.Settings[name][string(l)]; l != problem.English && len(list) > 0 {
		return list[0]
	}
	return name
}
