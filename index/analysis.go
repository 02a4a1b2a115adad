package index

import (
	"slices"
	"strings"
	"unicode/utf8"

	"plugsheet/schemas/bundle"
)

// Weights of the fields, and how fast a word's repetition loses worth (the k1 and b of BM25F, at their usual values).
const (
	saturation = 2
	levels     = 26  // a word's worth in a product is kept in so many steps
	levelBase  = 'A' // level 0 as the last byte of a term; words have no capitals
)

// field is one part of a product's text.
type field int

const (
	titleField field = iota
	brandField
	categoryField
	shortField
	descriptionField
	keywordField
	fieldCount
)

var fieldNames = [fieldCount]string{"title", "brand", "category", "shortDescription", "description", "keywords"}

// fieldWeights say what a word is worth in each field: a title is written to name the product, a description to sell
// it. fieldLength is how much the field's length counts (BM25's b).
var (
	fieldWeights = [fieldCount]float32{1.5, 2, 1, 1.2, 1, 0.2}
	fieldLength  = [fieldCount]float32{0.75, 0.75, 0.5, 0.75, 0.75, 0.75}
)

// lengths holds the mean number of words of each field, of those products that have it.
type lengths [fieldCount]float32

// terms is what the index keeps of one product, each a list of terms with blanks between them.
type terms struct {
	words, short, codes, parts string
	codeList                   []string
}

// analyzer turns products into terms. It is for one goroutine.
type analyzer struct {
	lang   language
	known  map[string]*entry
	score  map[string]float32
	counts map[string]float32
	labels map[bundle.ID]string
	mean   lengths
	scan   scanner
}

// entry is a word that was seen before, with its stem, so that neither is made twice.
type entry struct{ word, stem, narrow string }

// maxKnown bounds the words that an analyzer remembers.
const maxKnown = 1 << 17

func newAnalyzer(lang language) *analyzer {
	a := &analyzer{lang: lang, known: map[string]*entry{}, score: map[string]float32{}, counts: map[string]float32{}}
	a.scan = scanner{lang: &a.lang, intern: func(b []byte) string { return a.look(b).word }}
	return a
}

// look gives the entry of a folded word.
func (a *analyzer) look(folded []byte) *entry {
	if e, ok := a.known[string(folded)]; ok {
		return e
	}
	if len(a.known) >= maxKnown {
		clear(a.known)
	}
	w := string(folded)
	e := &entry{word: w, stem: a.lang.stemmer.stem(w)}
	if n, ok := narrowed(w); ok && lowerASCII(w) {
		e.narrow = a.lang.stemmer.stem(n)
	}
	a.known[w] = e
	return e
}

// stem is the stem of a folded word.
func (a *analyzer) stem(word string) string {
	if e, ok := a.known[word]; ok {
		return e.stem
	}
	return a.lang.stemmer.stem(word)
}

// texts are a product's texts by field.
func (a *analyzer) texts(r *bundle.Record) [fieldCount][]string {
	var t [fieldCount][]string
	t[titleField] = []string{r.Product.Title}
	t[descriptionField] = []string{r.Product.Description}
	if r.Product.Brand != nil {
		t[brandField] = []string{*r.Product.Brand}
	}
	if r.Product.ShortDescription != nil {
		t[shortField] = []string{*r.Product.ShortDescription}
	}
	for _, id := range r.Categories {
		t[categoryField] = append(t[categoryField], a.labels[id])
	}
	for _, k := range r.Keywords {
		if _, words := keywordCodes(k); words {
			t[keywordField] = append(t[keywordField], k)
		}
	}
	return t
}

// count counts the words of a field's texts by stem in a.counts and gives their number.
func (a *analyzer) count(texts []string) int {
	clear(a.counts)
	n := 0
	for _, text := range texts {
		a.scan.text, a.scan.at = text, 0
		for a.scan.next() {
			n += len(a.scan.out.words)
			a.countPiece(&a.scan.out)
		}
	}
	return n
}

// countPiece counts the words of one piece, and the forms under which a person may look for them: run together, as a
// quantity, with ue for ü and u for ue, and a word and its number apart (iphone8).
func (a *analyzer) countPiece(p *piece) {
	for _, w := range p.words {
		e := a.look([]byte(w.text))
		a.counts[e.stem]++
		if e.narrow != "" && e.narrow != e.stem {
			a.counts[e.narrow]++
		}
		if w.wide != "" {
			a.counts[a.stem(w.wide)]++
		}
	}
	if len(p.words) > 1 {
		if j := p.joined(); len(j) <= maxWord {
			a.counts[a.stem(j)]++
		}
	}
	if p.unit != "" {
		a.counts[p.unit]++
	}
	if len(p.words) == 1 {
		if number, letters := splitNumber(p.words[0].text); p.unit != "" && letters != "" {
			a.counts[number]++
		} else if name, n, ok := splitName(p.words[0].text); ok {
			a.counts[a.stem(name)]++
			a.counts[n]++
		}
	}
}

// splitName splits a name and its number, at least three letters and at most three digits.
func splitName(word string) (name, number string, ok bool) {
	i := strings.IndexAny(word, "0123456789")
	if i < 3 || len(word)-i > 3 || !digits(word[i:]) || !lowerASCII(word[:i]) {
		return "", "", false
	}
	return word[:i], word[i:], true
}

// analyze gives the terms of one product.
func (a *analyzer) analyze(r *bundle.Record) terms {
	clear(a.score)
	short := map[string]bool{}
	for f, texts := range a.texts(r) {
		n := a.count(texts)
		if n == 0 {
			continue
		}
		norm := fieldWeights[f] / (1 - fieldLength[f] + fieldLength[f]*float32(n)/max(a.mean[f], 1))
		for stem, c := range a.counts {
			a.score[stem] += c * norm
			if field(f) <= categoryField {
				addBeginnings(short, stem)
			}
		}
	}
	var t terms
	t.words = a.words()
	t.short = join(short)
	t.codeList = productCodes(r)
	t.codes = strings.Join(t.codeList, " ")
	parts := map[string]bool{}
	for _, c := range t.codeList {
		for _, g := range grams(nil, c) {
			parts[g] = true
		}
	}
	t.parts = join(parts)
	return t
}

// words writes a.score as terms that end with their level.
func (a *analyzer) words() string {
	var b strings.Builder
	for stem, s := range a.score {
		b.WriteString(stem)
		b.WriteByte(levelBase + byte(levelOf(s)))
		b.WriteByte(' ')
	}
	return b.String()
}

// levelOf is the step of a word's worth: BM25's saturation, cut in equal steps.
func levelOf(s float32) int {
	return min(int(s/(s+saturation)*levels), levels-1)
}

// worth is the worth of a level between 0 and 1: its middle.
func worth(level int) float64 { return (float64(level) + 0.5) / levels }

// addBeginnings adds the first one to three characters of a word.
func addBeginnings(to map[string]bool, word string) {
	end := 0
	for range maxBeginning {
		if end == len(word) {
			return
		}
		_, n := utf8.DecodeRuneInString(word[end:])
		end += n
		to[word[:end]] = true
	}
}

// maxBeginning is the longest beginning of a word that the index keeps, in characters; for longer ones the words that
// begin so are read from the dictionary.
const maxBeginning = 3

func join(terms map[string]bool) string {
	var b strings.Builder
	for t := range terms {
		b.WriteString(t)
		b.WriteByte(' ')
	}
	return b.String()
}

// productCodes gives the canonical codes of a product: reference, id and those among its keywords, each once.
func productCodes(r *bundle.Record) []string {
	var codes []string
	add := func(c string) {
		if !slices.Contains(codes, c) {
			codes = append(codes, c)
		}
	}
	for _, text := range []string{r.Product.Reference, r.Product.ID.String()} {
		if c, ok := canonical(text); ok {
			add(c)
		}
	}
	for _, k := range r.Keywords {
		found, _ := keywordCodes(k)
		for _, c := range found {
			add(c)
		}
	}
	return codes
}
