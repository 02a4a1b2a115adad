package cli

import (
	"github.com/spf13/cobra"

	"plugsheet/schemas/problem"
)

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

// LanguageOf is the language in which a command speaks: English for one that has no choice.
func LanguageOf(c *cobra.Command, p Process) problem.Language {
	f := c.Flags().Lookup("lang")
	if f == nil {
		return problem.English
	}
	l, _ := Language(p, f.Value.String()) // a wrong one has been told of
	return l
}
