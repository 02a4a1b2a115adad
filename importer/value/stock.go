package value

import (
	_ "embed"
	"regexp"
	"strings"
	"sync"
	"unicode"

	"plugsheet/schemas/each"
)

// The words of stocks, in en, fr, de, es, it, pt, nl and pl. They are compared folded.
var (
	inStockWords = lists.Set("instock")
	soldOutWords = lists.Set("soldout")
	// stockUnits are the words that stand beside a quantity.
	stockUnits = lists.Set("unit")
	quantity   = regexp.MustCompile(`[-−]?\d+(?:[.,]\d+)?`)
	stockWord  = regexp.MustCompile(`[\pL\pM]+`)
	// delivery is a word for stock with a time of delivery behind it: lieferbar in 2-3 Tagen.
	delivery = regexp.MustCompile(`(?i)^(.+?)[ ,:(]+(?:(?:in|within|innerhalb|innert|binnen|dans|sous|en|entro|` +
		`em|za|w|ca|von)\.? )*\d+(?: ?(?:[-–/]|bis|to|à|a) ?\d+)? ?` +
		`(?:h|std|stunden|hours?|heures|horas|ore|uur|(?:working |business )?days?|(?:werk|arbeits)?tagen?|wochen?|` +
		`weeks?|jours?|semaines?|d[ií]as?|semanas?|giorni|settimane|(?:werk)?dagen|weken|dni|tygodni)\b`)
	// schemaOrg is what stands before the words of feeds that are made for search engines.
	schemaOrg = []string{"https://schema.org/", "http://schema.org/", "schema:"}
)

// InStock tells whether a text says that something is to be had: in words, by a sign, or by a quantity; 0 and
// less is no. It reports false where that is not known, as of "less than 5" or of a bare time of delivery.
func InStock(text string) (yes, ok bool) {
	if yes, ok = mark(text); ok {
		return yes, true
	}
	word := text
	for _, prefix := range schemaOrg {
		if rest, ok := strings.CutPrefix(text, prefix); ok {
			word = rest
		}
	}
	folded := Fold(word)
	switch {
	case folded == "":
		return false, false
	case soldOutWords()[folded], noWords()[folded] && folded != "0":
		return false, true
	case inStockWords()[folded], yesWords()[folded] && folded != "1":
		return true, true
	}
	if first, rest, cut := strings.Cut(strings.ToLower(strings.TrimSpace(text)), " "); cut &&
		negations()[Fold(first)] && inStockWords()[Fold(rest)] {
		return false, true
	}
	if m := delivery.FindStringSubmatch(text); m != nil && inStockWords()[Fold(m[1])] {
		return true, true
	}
	if yes, ok = quantityIn(text); ok {
		return yes, true
	}
	return stockPhrase(text)
}

// SoldOut tells whether a text is a word for what is sold out.
func SoldOut(text string) bool { return soldOutWords()[Fold(text)] }

// quantityIn reads the quantity of a stock: a number, or two for a range, with nothing beside but signs and
// words for pieces.
func quantityIn(text string) (yes, ok bool) {
	if strings.ContainsFunc(text, func(r rune) bool { return r == '%' || unicode.Is(unicode.Sc, r) }) {
		return false, false
	}
	numbers := quantity.FindAllString(text, -1)
	if len(numbers) == 0 || len(numbers) > 2 {
		return false, false
	}
	if strings.Contains(numbers[0], ".") && strings.Contains(text, numbers[0]+".") { // a day: ab 15.3.
		return false, false
	}
	for _, word := range stockWord.FindAllString(text, -1) {
		if !stockUnits()[Fold(word)] {
			return false, false
		}
	}
	some := strings.ContainsAny(numbers[0], "123456789") && !strings.ContainsAny(numbers[0], "-−")
	if len(numbers) == 2 { // 10-20
		first := strings.ContainsAny(numbers[0], "123456789")
		return first, first
	}
	if strings.ContainsAny(text, "<≤") {
		return false, strings.Trim(numbers[0], "0") == "" ||
			numbers[0] == "1" && !strings.Contains(text, "≤") && !strings.Contains(text, "=")
	}
	if !some && (strings.Contains(text, ">") || strings.HasSuffix(strings.TrimSpace(text), "+")) {
		return true, !strings.ContainsAny(text, "=-−+") // >0
	}
	return some, true
}

// FlagsSoldOut tells whether a flag beside a stock says no more than that nothing is left: 1 there, 0 elsewhere.
func FlagsSoldOut(flag, stock string) bool {
	some, ok := InStock(stock)
	return ok && (flag == "0" && some || flag == "1" && !some)
}

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
