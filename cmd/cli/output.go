package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"plugsheet/schemas/problem"
)

// WriteJSON writes one value for programs, indented, without escaping what is meant for people.
func WriteJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return fmt.Errorf("writing the result: %w", err)
	}
	return nil
}

// Plural is a number with its noun: 1 product, 2 products, 3 categories.
func Plural(n int, noun string) string {
	switch {
	case n == 1:
	case strings.HasSuffix(noun, "y"):
		noun = strings.TrimSuffix(noun, "y") + "ies"
	default:
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}

// ShellLine is a command line that can be pasted: words that a shell would take apart or
// change stand in quotes.
func ShellLine(words ...string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		switch {
		case strings.ContainsAny(w, "\"$`!\\"):
			quoted[i] = "'" + strings.ReplaceAll(w, "'", `'\''`) + "'"
		case w == "" || strings.ContainsFunc(w, breaksWord):
			quoted[i] = `"` + w + `"` // understood by the shells of Windows too
		default:
			quoted[i] = w
		}
	}
	return strings.Join(quoted, " ")
}

// breaksWord tells whether a character outside quotes is more than itself to a shell.
func breaksWord(r rune) bool {
	return r == '~' || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("./_-:,+=@%", r)
}

// AddLangFlag lets a command speak another language.
func AddLangFlag(c *cobra.Command, to *string) {
	c.Flags().StringVar(to, "lang", "", "speak `LANGUAGE`: en, fr or de (default: that of the locale)")
}

// Language is the one that was asked for, or else that of the locale as POSIX has it: the first of
// LC_ALL, LC_MESSAGES and LANG that is set.
func Language(p Process, asked string) (problem.Language, error) {
	if asked != "" {
		l, ok := problem.ParseLanguage(asked)
		if !ok {
			return l, UsageErrorf("--lang %q is none of the languages", asked).WithHint("en, fr or de")
		}
		return l, nil
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if locale, ok := p.LookupEnv(name); ok && locale != "" {
			l, _ := problem.ParseLanguage(locale)
			return l, nil
		}
	}
	return problem.English, nil
}
