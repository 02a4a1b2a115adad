package terms

import (
	"unicode/utf8"

	"plugsheet/index/analysis"
	"plugsheet/index/segment"
	"plugsheet/index/vocabulary"
	"plugsheet/schemas/bundle"
)

// field is one part of a product's text.
type field int

// The fields, in the order of their weights.
const (
	TitleField field = iota
	brandField
	categoryField
	shortField
	DescriptionField
	keywordField
	FieldCount
)

// FieldNames are the fields' names, as an explanation has them.
var FieldNames = [FieldCount]string{"title", "brand", "category", "shortDescription",
	"description", "keywords"}

// Lengths holds the mean number of words of each field, of those products that have it.
type Lengths [FieldCount]float32

// Analyzer turns products into terms, and takes queries apart in the same way. It is for one goroutine.
type Analyzer struct {
	Lang    *analysis.Language
	Scan    *analysis.Scanner
	known   []entry                 // by the scanner's number of a word
	Tallies map[string]*tally       // by stem
	free    []tally                 // for stems to come, side by side in memory
	codes   map[string]keywordCodes // by keyword, of those looked at last
	field   []*tally                // those that count in the field at hand
	product []*tally                // those that count in the product at hand
	Labels  map[bundle.ID]string
	Mean    Lengths
	links   []string                   // as a planner's
	kinds   map[string]vocabulary.Kind // see kindOf
	named   []string                   // stems of the title at hand before what it says the thing is for

	HeadFirst bool // the language names a thing before what tells more of it
}

// entry holds the stems of a word, so that none is made twice. Its zero value is a word that was not counted
// yet.
type entry struct {
	Stem *tally
	more *otherStems // nil for most
}

// otherStems are those under which some words are found besides.
type otherStems struct {
	narrow *tally   // nil where it says nothing new
	bare   *tally   // of a name with a sign, the name; nil for others
	grams  []*tally // of a run of words without blanks
}

// tally counts a stem in the product at hand.
type tally struct {
	Stem  string
	Count float32 // in the field at hand
	score float32 // in the fields before it, weighed

	round  uint32 // the run's in which the numbers below hold
	number uint32
	title  uint32               // its number in titles, from 1; 0 where it was not asked for
	begins [MaxBeginning]uint32 // the numbers of its first one to three characters
	short  int                  // how many they are; 0 where they were not asked for
}

// maxKnown bounds the words and the stems that an analyzer remembers.
const maxKnown = 1 << 17

// New makes an analyzer of texts in a language.
func New(lang *analysis.Language) *Analyzer {
	return &Analyzer{
		Lang: lang, Scan: analysis.NewScanner(lang), Tallies: map[string]*tally{},
		codes: map[string]keywordCodes{},
		links: LinksOf(lang.Base()), HeadFirst: analysis.HeadFirst[lang.Base()],
	}
}

// kindOf is what the vocabulary says of a stem. Its words are read when the first title is: whoever only opens
// an index needs none of them.
func (a *Analyzer) kindOf(stem string) vocabulary.Kind {
	if a.kinds == nil {
		a.kinds = vocabulary.KindsOf(a.Lang.Base())
	}
	return a.kinds[stem]
}

// Look gives the entry of a word that the scanner has just met.
func (a *Analyzer) Look(w analysis.Word) entry {
	for w.Number >= len(a.known) {
		a.known = append(a.known, entry{})
	}
	if a.known[w.Number].Stem == nil {
		a.known[w.Number] = a.learn(w.Text)
	}
	return a.known[w.Number]
}

// learn makes the entry of a word.
func (a *Analyzer) learn(word string) entry {
	stem, more := a.tally(a.Lang.Stem(word)), otherStems{}
	if bare, ok := analysis.Unsigned(word); ok {
		more.bare = a.tally(a.Lang.Stem(bare))
	}
	for _, g := range append(analysis.Grams(word), analysis.Characters(word)...) {
		if t := a.tally(g); t != stem {
			more.grams = append(more.grams, t)
		}
	}
	if n, ok := analysis.Narrow(word); ok && analysis.LowerASCII(word) {
		if t := a.tally(a.Lang.Stem(n)); t != stem {
			more.narrow = t
		}
	}
	if more.narrow == nil && more.bare == nil && more.grams == nil {
		return entry{Stem: stem}
	}
	return entry{stem, &more}
}

// tally gives the tally of a stem.
func (a *Analyzer) tally(stem string) *tally {
	t, ok := a.Tallies[stem]
	if !ok {
		if len(a.free) == 0 {
			a.free = make([]tally, 256)
		}
		t, a.free = &a.free[0], a.free[1:]
		t.Stem = stem
		a.Tallies[stem] = t
	}
	return t
}

// Forget bounds what is remembered. It is called between products.
func (a *Analyzer) Forget() {
	if a.Scan.Size() > maxKnown || len(a.Tallies) > maxKnown {
		a.Scan.Forget()
		a.known = a.known[:0]
		clear(a.Tallies)
	}
}

// Stem is the stem of a folded word.
func (a *Analyzer) Stem(word string) string { return a.Lang.Stem(word) }

// Texts are a product's texts by field.
func (a *Analyzer) Texts(r *bundle.Record) [FieldCount][]string {
	var t [FieldCount][]string
	t[TitleField] = []string{r.Product.Title}
	t[DescriptionField] = []string{r.Product.Description}
	if r.Product.Brand != nil {
		t[brandField] = []string{*r.Product.Brand}
	}
	if r.Product.ShortDescription != nil {
		t[shortField] = []string{*r.Product.ShortDescription}
	}
	for _, id := range r.Categories {
		t[categoryField] = append(t[categoryField], a.Labels[id])
	}
	for _, k := range r.Keywords {
		if a.keywordCodes(k).words {
			t[keywordField] = append(t[keywordField], Said(k))
		}
	}
	return t
}

// Analyze adds the terms of one product to a run and gives its codes.
func (a *Analyzer) Analyze(r *bundle.Record, to *segment.Run) (codes []string) {
	a.Forget()
	a.product = a.product[:0]
	for f, texts := range a.Texts(r) {
		a.addField(field(f), texts, to)
	}
	brand := ""
	if r.Product.Brand != nil {
		brand = *r.Product.Brand
	}
	a.phrases(r.Product.Title, brand, to)
	a.addHeads(r.Keywords, brand, to)
	a.addWords(absent(r), to)
	a.addFacets(r, to)
	codes = codesAmong(r, a.keywordCodes, r.Product.Reference, r.Product.ID.String())
	addCodes(codes, to)
	return codes
}

// addField counts the words of a field towards the product's scores, and adds the terms that only some
// fields have.
func (a *Analyzer) addField(f field, texts []string, to *segment.Run) {
	n := a.Count(texts)
	if n == 0 {
		return
	}
	if f == TitleField && n <= MaxTitle {
		to.Add(to.Number(TitleLengths, TitleLength(n)))
	}
	norm := FieldWeights[f] / (1 - fieldLength[f] + fieldLength[f]*float32(n)/max(a.Mean[f], 1))
	for _, t := range a.field {
		if t.score == 0 {
			a.product = append(a.product, t)
		}
		t.score += t.Count * norm
		a.addFieldTerms(f, t, to)
	}
}

// addFieldTerms adds the terms of a stem that only some fields have: its beginnings, its number among words
// of titles, and its ending, by which compounds are found.
func (a *Analyzer) addFieldTerms(f field, t *tally, to *segment.Run) {
	if f <= categoryField {
		t.addBeginnings(to)
	}
	if f == TitleField {
		to.Add(t.titleIn(to))
	}
	if a.links != nil && (f == TitleField || f == categoryField) && compoundable(t.Stem) {
		to.Add(to.Number(EndingsField, Reversed(t.Stem)))
	}
}

// addHeads adds what the keywords of a product say that it is.
func (a *Analyzer) addHeads(keywords []string, brand string, to *segment.Run) {
	for _, k := range keywords {
		for _, kind := range kinds(k) {
			a.addHead(kind, brand, to, func(field, term string) {})
		}
	}
}

// addWords adds the product's words by their worth, a lesser one where it is absent, and clears their scores
// for the next product.
func (a *Analyzer) addWords(absent bool, to *segment.Run) {
	share := float32(1)
	if absent {
		share = absentWorth
		to.Add(to.Number(AbsentField, AbsentTerm))
	}
	for _, t := range a.product {
		t.numberIn(to)
		to.Add(t.number + uint32(levelOf(share*t.score)))
		t.score = 0
	}
}

// addCodes adds codes and their parts, by which a part that is typed finds them.
func addCodes(codes []string, to *segment.Run) {
	var parts []string
	for _, c := range codes {
		to.Add(to.Number(CodesField, c))
		parts = Grams(parts[:0], c)
		for _, g := range parts {
			to.Add(to.Number(PartsField, g))
		}
	}
}

// absent tells whether a product is known not to be available.
func absent(r *bundle.Record) bool { return r.Product.Available != nil && !*r.Product.Available }

// levelOf is the step of a word's worth: BM25's saturation, cut in equal steps.
func levelOf(s float32) int {
	return min(int(s/(s+saturation)*analysis.Levels), analysis.Levels-1)
}

// Worth is the worth of a level between 0 and 1: its middle.
func Worth(level int) float64 { return (float64(level) + 0.5) / analysis.Levels }

// numberIn sets the numbers to those of a run.
func (t *tally) numberIn(r *segment.Run) {
	if t.round != r.Round() {
		t.round, t.number, t.title, t.short = r.Round(), r.Number(WordsField, t.Stem), 0, 0
	}
}

// titleIn is the number of the stem among those of titles.
func (t *tally) titleIn(r *segment.Run) uint32 {
	t.numberIn(r)
	if t.title == 0 {
		t.title = r.Number(TitleTerms, t.Stem) + 1
	}
	return t.title - 1
}

// addBeginnings adds the first one to three characters of the stem.
func (t *tally) addBeginnings(to *segment.Run) {
	t.numberIn(to)
	if t.short == 0 {
		for end := 0; end < len(t.Stem) && t.short < MaxBeginning; t.short++ {
			_, n := utf8.DecodeRuneInString(t.Stem[end:])
			end += n
			t.begins[t.short] = to.Number(ShortsField, t.Stem[:end])
		}
	}
	for _, n := range t.begins[:t.short] {
		to.Add(n)
	}
}

// MaxBeginning is the longest beginning of a word that the index keeps, in characters; for longer ones the
// words that begin so are read from the dictionary.
const MaxBeginning = 3
