package judge

import (
	"math"
	"slices"
	"strings"
	"unicode"
)

// bm25 is the ranking that the search is held against: words as they stand, k1 1.2 and b 0.75, any word is
// enough.
type bm25 struct {
	postings map[string][]posting
	lengths  []float64
	mean     float64
	stem     func(word string) string
}

type posting struct{ doc, count int }

// The usual constants of BM25.
const (
	bm25Saturation = 1.2
	bm25Length     = 0.75
)

// repeated is a text that counts several times.
type repeated struct {
	text  string
	times int
}

func newBM25(stem func(string) string) *bm25 {
	return &bm25{postings: map[string][]posting{}, stem: stem}
}

// plainWords are a text's runs of letters and digits in lower case.
func plainWords(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text),
		func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// withoutS takes the s of a plural off.
func withoutS(word string) string {
	if len(word) > 3 && strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ss") {
		return word[:len(word)-1]
	}
	return word
}

func asItStands(word string) string { return word }

// add adds a document.
func (b *bm25) add(texts ...repeated) {
	counts, length := map[string]int{}, 0
	for _, t := range texts {
		for _, w := range plainWords(t.text) {
			counts[b.stem(w)] += t.times
			length += t.times
		}
	}
	doc := len(b.lengths)
	for w, n := range counts {
		b.postings[w] = append(b.postings[w], posting{doc, n})
	}
	b.mean += (float64(length) - b.mean) / float64(doc+1)
	b.lengths = append(b.lengths, float64(length))
}

// search gives the best documents, the first of equal ones first.
func (b *bm25) search(query string, limit int) []int {
	scores := map[int]float64{}
	n := float64(len(b.lengths))
	for _, w := range plainWords(query) {
		list := b.postings[b.stem(w)]
		df := float64(len(list))
		idf := math.Log(1 + (n-df+0.5)/(df+0.5))
		for _, p := range list {
			count := float64(p.count)
			norm := 1 - bm25Length + bm25Length*b.lengths[p.doc]/b.mean
			scores[p.doc] += idf * count * (bm25Saturation + 1) / (count + bm25Saturation*norm)
		}
	}
	found := make([]int, 0, len(scores))
	for doc := range scores {
		found = append(found, doc)
	}
	slices.SortFunc(found, func(x, y int) int {
		switch {
		case scores[x] > scores[y]:
			return -1
		case scores[x] < scores[y]:
			return 1
		}
		return x - y
	})
	return found[:min(len(found), limit)]
}
