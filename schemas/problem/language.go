package problem

import (
	"embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// Language is a language in which plugsheet speaks to a person. The zero value is English.
type Language string

// The languages. What has no translation is said in English.
const (
	English Language = "en"
	French  Language = "fr"
	German  Language = "de"
)

// Languages lists them all, English first.
func Languages() []Language { return []Language{English, French, German} }

// ParseLanguage finds the language of a tag ("fr", "de-CH") or of a locale's name ("fr_FR.UTF-8"); it reports
// false for one in which plugsheet does not speak.
func ParseLanguage(name string) (Language, bool) {
	name, _, _ = strings.Cut(name, ".")
	name, _, _ = strings.Cut(strings.ReplaceAll(strings.ToLower(name), "_", "-"), "@")
	base, _, _ := strings.Cut(name, "-")
	if l := Language(base); slices.Contains(Languages(), l) {
		return l, true
	}
	return English, base == "c" || base == "posix"
}

// Text is something to say: an English format, which is the key of its translations, and its arguments.
// Arguments that are Texts themselves are said in the same language.
type Text struct {
	format string
	args   []any
	// the format where the first argument counts one thing; empty for a text that counts nothing
	one string
}

// Textf makes a text. The format must be a literal, so that the tests find it and demand its translations.
func Textf(format string, args ...any) Text { return Text{format: format, args: args} }

// Counted is a text of n things, said with the format for one thing or the one for several, as the language
// has it; the formats' only argument is n.
func Counted(n int, one, several string) Text { return Text{several, []any{n}, one} }

// IsZero tells whether the text says nothing.
func (t Text) IsZero() bool { return t.format == "" }

// Phrase is a text without arguments that was chosen elsewhere, among literals that the tests know of.
func Phrase(words string) Text { return Text{format: words} }

// String says the text in English.
func (t Text) String() string { return English.Text(t) }

// MarshalText says the text in English: what programs read is the same in every language.
func (t Text) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// Say renders a format in the language. The format must be a literal, as for [Textf].
func (l Language) Say(format string, args ...any) string {
	return l.Text(Text{format: format, args: args})
}

// Count renders the format for one thing or the one for several, as the language has it for n things; the
// formats' first argument is n.
func (l Language) Count(n int, one, several string, args ...any) string {
	return l.Text(Text{several, append([]any{n}, args...), one})
}

// Text says a text that was made before.
func (l Language) Text(t Text) string {
	format := t.format
	if t.one != "" && (t.args[0] == 1 || t.args[0] == 0 && l == French) {
		format = t.one
	}
	if said, ok := translations()[l][format]; ok {
		format = said
	}
	if len(t.args) == 0 {
		return format
	}
	args := make([]any, len(t.args))
	for i, a := range t.args {
		if nested, ok := a.(Text); ok {
			a = l.Text(nested)
		}
		args[i] = a
	}
	return fmt.Sprintf(format, args...)
}

//go:embed fr.json de.json
var translated embed.FS

// translations are read once: by language, by English format.
var translations = sync.OnceValue(func() map[Language]map[string]string {
	all := map[Language]map[string]string{}
	for _, l := range Languages() {
		data, err := translated.ReadFile(string(l) + ".json")
		if err != nil {
			continue // English is in the formats themselves
		}
		table := map[string]string{}
		if json.Unmarshal(data, &table) == nil { // a test reads them too
			all[l] = table
		}
	}
	return all
})
