package judge

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"plugsheet/index/judge"
	"plugsheet/schemas/bundle/scenario"
)

// typable is the fewest letters of a word that gets a typo: shorter ones are taken as they stand.
const typable = 5

// Generate makes a first set of cases from a bot's answers: each phrase as it stands, in small letters
// without accents and punctuation, and with one letter wrong, missing, too many, or two exchanged. What comes
// out the same is left out. The same answers and seed give the same cases.
func Generate(answers []scenario.Answer, seed uint64) []Case {
	r := rand.New(rand.NewPCG(seed, 0))
	seen := map[[2]string]bool{}
	for _, a := range answers { // a typo can make the phrase of another answer
		for _, phrase := range a.Phrases {
			seen[[2]string{a.Scenario, plain(phrase)}] = true
		}
	}
	var all []Case
	for _, a := range answers {
		for _, phrase := range a.Phrases {
			one := Case{Scenario: a.Scenario, Message: phrase, Expected: []string{a.ID}}
			all = append(all, one)
			if one.Message = plain(phrase); one.Message != "" && one.Message != phrase {
				all = append(all, one)
			}
			typo, ok := judge.WithTypo(phrase, typable, r)
			if key := [2]string{a.Scenario, plain(typo)}; ok && !seen[key] {
				seen[key] = true
				one.Message = typo
				all = append(all, one)
			}
		}
	}
	return all
}

// plain is a text in small letters, without accents and without punctuation, with single blanks between its
// words.
func plain(text string) string {
	bare, _, _ := transform.String( // these transformers do not fail
		transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), text)
	return strings.Join(strings.FieldsFunc(strings.ToLower(bare), func(c rune) bool {
		return !unicode.IsLetter(c) && !unicode.IsDigit(c) && !strings.ContainsRune("'’-", c)
	}), " ")
}

// WriteCases writes cases as [ReadCases] reads them.
func WriteCases(w io.Writer, cases []Case) error {
	rows := [][]string{{"message", "expected", "scenario", "conversation"}}
	for _, one := range cases {
		rows = append(rows, []string{one.Message, cmp.Or(strings.Join(one.Expected, "|"), Ask),
			one.Scenario, one.Conversation})
	}
	if err := csv.NewWriter(w).WriteAll(rows); err != nil {
		return fmt.Errorf("writing the cases: %w", err)
	}
	return nil
}
