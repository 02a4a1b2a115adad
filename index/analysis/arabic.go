package analysis

import (
	"strings"
	"unicode/utf8"
)

// arabic tells whether a folded word is of Arabic letters.
func arabic(word string) bool { return word != "" && 0xd8 <= word[0] && word[0] <= 0xdb }

// arabicEquals are letters that people type for each other, and the bar that only makes a word longer.
var arabicEquals = strings.NewReplacer("ة", "ه", "ى", "ي", "ـ", "", "ٱ", "ا")

// arabicArticles are the article, alone and behind a preposition or "and", the longest first.
var arabicArticles = []string{"وال", "بال", "كال", "فال", "ولل", "ال", "لل"}

// arabicEndings are those of plurals and of the feminine.
var arabicEndings = []string{"ات", "ون", "ين", "ه"}

// keepArabic is how many letters must be left of a word.
const keepArabic = 3

// arabicStem takes the article and a plural off, after the light stemmer of Larkey and others.
func arabicStem(word string) string {
	word = arabicEquals.Replace(word)
	for _, article := range arabicArticles {
		if rest, ok := strings.CutPrefix(word, article); ok && utf8.RuneCountInString(rest) >= keepArabic {
			word = rest
			break
		}
	}
	for _, ending := range arabicEndings {
		if rest, ok := strings.CutSuffix(word, ending); ok && utf8.RuneCountInString(rest) >= keepArabic {
			return rest
		}
	}
	return word
}
