package value

import (
	_ "embed"
	"strings"
	"sync"

	"plugsheet/schemas/each"
)

//go:embed stock_words.txt
var stockWordText string

// stockSense is what a word says in a phrase about a stock.
type stockSense string

const (
	hasSome   stockSense = "has"
	hasNone   stockSense = "gone"
	denies    stockSense = "not"
	laterOn   stockSense = "soon"
	saysNil   stockSense = "about"
	delivered stockSense = "time"
)

// longestPhrase is the number of bytes from which a text is no phrase about a stock.
const longestPhrase = 60

// stockVocabulary is what words, and the beginnings of words, say of a stock, by folded word.
type stockVocabulary struct{ words, beginnings map[string]stockSense }

var stockSenses = sync.OnceValue(func() stockVocabulary {
	v := stockVocabulary{map[string]stockSense{}, map[string]stockSense{}}
	for line := range strings.Lines(stockWordText) {
		sense, list, ok := strings.Cut(line, ": ")
		for _, word := range strings.Fields(list) {
			if begins, cut := strings.CutSuffix(word, "*"); cut {
				v.beginnings[begins] = stockSense(sense)
			} else if ok && line[0] != '#' {
				v.words[word] = stockSense(sense)
			}
		}
	}
	return v
})

// stockPhrase reads what is said in several words, of which each must be known: "leider momentan nicht auf
// Lager", "Out of stock (0)", "disponible en 24 h". It reports false where they do not fit together.
func stockPhrase(text string) (yes, ok bool) {
	if len(text) > longestPhrase {
		return false, false
	}
	seen := map[stockSense]bool{}
	tokens := each.Of(stockWord.FindAllString(strings.ToLower(text), -1), Fold)
	for len(tokens) > 0 {
		sense, n := senseOf(tokens)
		if sense == "" {
			return false, false
		}
		seen[sense] = true
		tokens = tokens[n:]
	}
	return judgeStock(seen, quantity.FindAllString(text, -1))
}

// senseOf is what the first words say, and how many they are; empty where they are not known.
func senseOf(tokens []string) (sense stockSense, n int) {
	for n := min(4, len(tokens)); n > 1; n-- {
		switch phrase := strings.Join(tokens[:n], ""); {
		case soldOutWords()[phrase]:
			return hasNone, n
		case inStockWords()[phrase]:
			return hasSome, n
		}
	}
	word, v := tokens[0], stockSenses()
	if sense, known := v.words[word]; known {
		return sense, 1
	}
	for end := len(word); end > 0; end-- { // the longest beginning
		if sense, known := v.beginnings[word[:end]]; known {
			return sense, 1
		}
	}
	switch {
	case word == "ab": // a day follows
		return "", 0
	case stockUnits()[word]:
		return saysNil, 1
	case soldOutWords()[word], noWords()[word]:
		return hasNone, 1
	case inStockWords()[word], yesWords()[word]:
		return hasSome, 1
	}
	return "", 0
}

// judgeStock puts together what the words and numbers of a phrase say.
func judgeStock(seen map[stockSense]bool, numbers []string) (yes, ok bool) {
	none := seen[hasNone] || seen[denies]
	if len(numbers) > 0 && !seen[delivered] {
		zero := strings.Trim(numbers[0], "0.,") == ""
		if len(numbers) > 1 || none && !zero || seen[laterOn] {
			return false, false
		}
		return !zero, none || seen[hasSome]
	}
	switch {
	case seen[hasNone] && seen[denies], seen[laterOn] && none && seen[hasSome]:
		return false, false // not sold out: perhaps
	case seen[laterOn]: // soon sold out, or soon to be had
		return none, none || seen[hasSome]
	}
	return !none, none || seen[hasSome]
}
