package template

import (
	_ "embed"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml"

	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/schemas/problem"
)

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
