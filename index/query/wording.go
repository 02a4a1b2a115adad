package query

import (
	"embed"
	"strings"
	"sync"

	"plugsheet/index/analysis"
)

//go:embed words/*.txt
var files embed.FS

// phrase is a wording of a language: folded words.
type phrase struct {
	language string
	means    string // what it says, as the files name it
	words    []string
}

// wording is what the files hold.
type wording struct {
	phrases    map[string][]phrase // by the first word, the longest first
	currencies map[string]string   // folded words and signs to the code of a currency
	kinds      map[string]string   // words that stand around numbers that are no prices: measure, person
}

// shared is the wording of the program, read once; a test reads the files.
var shared = sync.OnceValue(func() *wording {
	w := &wording{map[string][]phrase{}, map[string]string{}, map[string]string{}}
	for _, line := range linesOf("limits") {
		w.addPhrases(line)
	}
	for _, line := range linesOf("negations") {
		w.addPhrases(line)
	}
	for _, line := range linesOf("currencies") {
		for _, word := range split(line[1]) {
			w.currencies[folded(word)] = line[0]
		}
		w.currencies[strings.ToLower(line[0])] = line[0]
	}
	for _, line := range linesOf("others") {
		for _, word := range split(line[1]) {
			w.kinds[folded(word)] = line[0]
		}
	}
	return w
})

// linesOf gives the columns of the lines of a file.
func linesOf(name string) (all [][]string) {
	text, err := files.ReadFile("words/" + name + ".txt")
	if err != nil {
		return nil
	}
	for line := range strings.Lines(string(text)) {
		columns := strings.Split(line, "|")
		for i, c := range columns {
			columns[i] = strings.TrimSpace(c)
		}
		all = append(all, columns)
	}
	return all
}

// split gives the entries of a list with commas.
func split(list string) (all []string) {
	for entry := range strings.SplitSeq(list, ",") {
		all = append(all, strings.TrimSpace(entry))
	}
	return all
}

func (w *wording) addPhrases(line []string) {
	for _, entry := range split(line[2]) {
		var words []string
		for _, t := range tokens(entry) {
			words = append(words, t.word)
		}
		if len(words) > 0 {
			w.phrases[words[0]] = append(w.phrases[words[0]], phrase{line[0], line[1], words})
		}
	}
}

// folded is a word as tokens have it; a sign stays as it is.
func folded(word string) string {
	if f := analysis.Fold(word); f != "" {
		return f
	}
	return word
}

// Currency is the code of a currency that is written as a sign, a word or a code; another text stays as it
// is.
func Currency(unit string) string {
	if code, ok := shared().currencies[folded(unit)]; ok {
		return code
	}
	if code, ok := shared().currencies[unit]; ok {
		return code
	}
	return strings.ToUpper(unit)
}
