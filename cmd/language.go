package cmd

import (
	"github.com/spf13/cobra"

	"plugsheet/schemas/problem"
)

// addLangFlag lets a command speak another language.
func addLangFlag(c *cobra.Command, to *string) {
	c.Flags().StringVar(to, "lang", "", "speak `LANGUAGE`: en, fr or de (default: that of the locale)")
}

// language is the one that was asked for, or else that of the locale as POSIX has it: the first of LC_ALL, LC_MESSAGES
// and LANG that is set.
func language(p process, asked string) (problem.Language, error) {
	if asked != "" {
		l, ok := problem.ParseLanguage(asked)
		if !ok {
			return l, usageErrorf("--lang %q is none of the languages", asked).withHint("en, fr or de")
		}
		return l, nil
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if locale, ok := p.lookupEnv(name); ok && locale != "" {
			l, _ := problem.ParseLanguage(locale)
			return l, nil
		}
	}
	return problem.English, nil
}

// spoken is the language in which a command speaks: English for one that has no choice.
func spoken(c *cobra.Command, p process) problem.Language {
	f := c.Flags().Lookup("lang")
	if f == nil {
		return problem.English
	}
	l, _ := language(p, f.Value.String()) // a wrong one has been told of
	return l
}
