// Package template writes the workbook to be filled in, from the same tables by which sheets are read.
package template

import (
	"cmp"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode"

	"github.com/goccy/go-yaml"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/form"
	"plugsheet/importer/kind"
	"plugsheet/importer/value"
	"plugsheet/importer/workbook"
	"plugsheet/schemas/bundle/scenario"
	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
)

// Write writes a workbook to be filled in: a sheet for each kind, a column for each field, with headers,
// notes and two example rows in the language. It is made from the tables by which sheets are read, so that
// what is filled in imports without a mapping. The same language gives the same bytes.
func Write(w io.Writer, l problem.Language) error {
	sheets, err := Sheets(l)
	if err != nil {
		return err
	}
	if err := workbook.WriteTemplate(w, sheets); err != nil {
		return fmt.Errorf("writing the template: %w", err)
	}
	return nil
}

// Kinds are the sheets of the template, the most needed first.
func Kinds() []kind.Kind {
	return []kind.Kind{kind.Products, kind.Categories, kind.ClosingForm, kind.Options, kind.CustomerFields,
		kind.Customers, kind.BotScenarios, kind.BotAnswers, kind.BotHours, kind.Settings}
}

// template is the template in one language.
type template struct {
	problem.Language
	*field.Vocabulary
	words    *field.Words
	examples map[kind.Kind][]map[string]string
}

// Sheets are the sheets of the template in a language, by [Kinds].
func Sheets(l problem.Language) ([]workbook.TemplateSheet, error) {
	v, err1 := field.LoadVocabulary()
	known, err2 := field.LoadWords()
	examples, err3 := readExamples(l)
	if err := errors.Join(err1, err2, err3); err != nil {
		return nil, err
	}
	t := template{l, v, known, examples}
	for _, row := range examples[kind.Settings] {
		row["key"] = t.setting(row["key"])
	}
	return each.Of(Kinds(), t.sheet), nil
}

// sheet is the sheet of a kind.
func (t template) sheet(k kind.Kind) workbook.TemplateSheet {
	s := workbook.TemplateSheet{Name: k.SheetName()}
	if names := t.Vocabulary.Sheets[k][string(t.Language)]; t.Language != problem.English && len(names) > 0 {
		s.Name = capital(names[0])
	}
	rows := t.examples[k]
	s.Examples = make([][]string, len(rows))
	for i, f := range field.Of(k) {
		header := t.header(k, i, f)
		s.Columns = append(s.Columns, workbook.TemplateColumn{
			Header: header, Note: note(f, header, t.Language), Choices: t.choices(k, f),
			Text: f.Code, Required: f.Required,
		})
		for n := range rows {
			s.Examples[n] = append(s.Examples[n], rows[n][f.Name])
		}
	}
	return s
}

// header is the first word of the language that means the field; the field's own name in words where there is
// none.
func (t template) header(k kind.Kind, index int, f field.Field) string {
	if t.Language != problem.English {
		for _, word := range t.Columns[k][f.Name][string(t.Language)] {
			if w, ok := t.words.Columns[k][value.Fold(word)]; ok && w.Field == index {
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

// choices are the values of an enumeration; nil for a field that takes any text.
func (t template) choices(k kind.Kind, f field.Field) (list []string) {
	switch string(k) + "." + f.Name {
	case "closingForm.fieldType":
		return form.FormTypes()
	case "customerFields.fieldType":
		return config.CustomerTypes()
	case "closingForm.isRequired", "products.available", "botScenarios.products":
		return []string{t.Say("yes"), t.Say("no")}
	case "botScenarios.availability":
		return []string{scenario.Always, scenario.InHours, scenario.AtLeastOne, scenario.All}
	case "botScenarios.handOver":
		return []string{scenario.Transfer, scenario.Close}
	case "settings.key":
		for _, name := range config.SettingNames() {
			list = append(list, t.setting(name))
		}
	}
	return list
}

// setting is what a setting is called in the language.
func (t template) setting(name string) string {
	if list := t.Settings[name][string(t.Language)]; t.Language != problem.English && len(list) > 0 {
		return list[0]
	}
	return name
}

// note says what belongs into a column.
func note(f field.Field, header string, l problem.Language) string {
	text := l.Say("%s", problem.Phrase(f.Note))
	if f.Localized {
		text += "\n" + l.Say("for another language add a column such as %s:it", header)
	}
	if f.Required {
		text += "\n" + l.Say("every row needs one")
	}
	return text
}

//go:embed examples.yaml
var exampleText string

// said is what is said in the language of the template.
var said = regexp.MustCompile(`\[[^]]+\]`)

// readExamples gives rows by field for each kind, in a language.
func readExamples(l problem.Language) (all map[kind.Kind][]map[string]string, err error) {
	text := said.ReplaceAllStringFunc(exampleText, func(words string) string {
		return l.Say("%s", problem.Phrase(strings.Trim(words, "[]"))) // without quotes, or YAML refuses it
	})
	err = yaml.Unmarshal([]byte(strings.ReplaceAll(text, "{language}", string(l))), &all)
	return all, err
}
