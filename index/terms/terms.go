// Package terms turns products into the terms that an index holds: which fields there are, what a word is
// worth in each, what a code is, what a title is of. Who builds an index and who searches one take words
// apart by it, so that they meet.
package terms

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"slices"
	"strings"
	"sync"

	"plugsheet/index/analysis"
	"plugsheet/index/segment"
	"plugsheet/index/vocabulary"
	"plugsheet/schemas/bundle"
)

// The fields of the full-text index. All hold ready terms, found as they are.
const (
	WordsField   = "w" // stem and level: every word of a product, once
	TitleTerms   = "t" // stems of the title's words
	TitleLengths = "l" // how many words the title has, as a letter; of short ones only
	ShortsField  = "s" // beginnings of one to three characters of the words in title, brand and category
	PairsField   = "b" // stems of neighbours in the title, with a blank between
	HeadsField   = "h" // stem of the word that says what the title is of
	PurposeField = "o" // stem of a word of the title that only says what the thing is for
	// stems of title and categories backwards, in languages of compounds: found by their last part
	EndingsField  = "e"
	CodesField    = "c" // canonical codes
	PartsField    = "p" // runs of four characters of the codes
	CategoryTerms = "g" // places in the bundle's list of categories: the product's and those above
	AbsentField   = "u" // absentTerm for a product that is not available, presentTerm for one that is
	FacetField    = "a" // what products are narrowed down by: name, facetSign, value
	PriceField    = "v" // what a product costs without its offer; see priceTerm

	AbsentTerm  = "x"
	PresentTerm = "a"
)

// AllFields are the names of all fields.
const AllFields = FacetField + PairsField + CodesField + EndingsField + CategoryTerms + HeadsField +
	TitleLengths + PurposeField +
	PartsField + ShortsField + TitleTerms + AbsentField + PriceField + WordsField

// WordLevels are the levels of the terms of wordsField.
var WordLevels = segment.Levels{Field: WordsField, Base: analysis.LevelBase, Count: analysis.Levels}

// MaxTitle is the number of words up to which a title can be what was typed.
const MaxTitle = 24

// TitleLength is the term for a title of n words.
func TitleLength(n int) string { return string(rune('A' + n)) }

// The weights that are folded into the terms stand here, each with the experiment that set it, as those of
// the ranking do in package index.

// saturation is how fast a word's repetition loses worth (the k1 of BM25F). 1 gives -.003 / +.004 / +.005
// [+.001 +.009], 3 gives -.003 / +.005 / -.001: no difference that holds everywhere.
const saturation = 2

// FieldWeights say what a word is worth in a field of mean length: a title has few words and a description
// many, so that one word of a title is worth several of a description all the same. fieldLength is how much
// the field's length counts (BM25's b).
//
// They are coarse on purpose: TestJudged tells what was tried and how little the judged queries can tell
// apart. Titles 2 and descriptions 0.7 give -.031 [-.053 -.009] / +.010 / +.001, descriptions 1 give -.011
// / +.003 / +.000, lengths of 0.4 give -.032 / .000 / -.001: where descriptions say what a thing is, they
// are needed.
var (
	FieldWeights = [FieldCount]float32{1.5, 2, 1, 2, 2, 0.1}
	fieldLength  = [FieldCount]float32{0.75, 0.75, 0.5, 0.75, 0.75, 0.75}
)

// absentWorth is what the words of a product that is not available are worth, beside those of one that is:
// two products whose texts fit about as well differ by less, and an agent has no use for the one that
// cannot be bought.
const absentWorth = 0.75

// What all products share is taken from a sample: some products of some files.
const (
	SampleFiles   = 8
	SamplePerFile = 400
)

// LengthStep is the ratio of two neighbours among the mean lengths that there are: so coarse that some
// changed texts seldom lead to another, which would be in each word's worth and have the whole index built.
const LengthStep = 1.15

// compounding are the languages that write compounds as one word, with what stands between the parts.
var compounding = map[string]string{
	"de": "s es n en er e", "nl": "s e en er", "da": "s e", "sv": "s", "nb": "s e", "no": "s e", "fi": "n",
}

// LinksOf gives what stands between the parts of a compound, nothing among it; nil where compounds are not
// one word.
func LinksOf(base string) []string {
	if compounding[base] == "" {
		return nil
	}
	return append(strings.Fields(compounding[base]), "")
}

// MinHeadTail is how many letters a compound has at least: with a tail of three letters the head has four.
const MinHeadTail = 7

// compoundable tells whether a stem may be a compound by its length and letters.
func compoundable(stem string) bool { return len(stem) >= MinHeadTail && analysis.LowerASCII(stem) }

// Reversed is a word of ASCII backwards.
func Reversed(word string) string {
	b := []byte(word)
	slices.Reverse(b)
	return string(b)
}

// Fingerprint tells one way of turning products into terms from others: it hangs on the weights, which are
// folded into the terms, and on what the analysis makes of some products in each language. Whoever changes
// either gets another one, and so an index that is built anew.
var Fingerprint = sync.OnceValue(func() string { return fingerprintOf(FieldWeights, fieldLength) })

// fingerprintOf is that of other weights.
func fingerprintOf(weights, length [FieldCount]float32) string {
	h := sha256.New()
	fmt.Fprintln(h, weights, length, saturation, absentWorth, analysis.Levels, MaxBeginning,
		Gram, MaxTitle, AllFields)
	fmt.Fprintln(h, SampleFiles, SamplePerFile, LengthStep, MinHeadTail, compounding, analysis.HeadFirst,
		bareShare, maxLettered, proseWords, denied, kindNames)
	vocabulary.Hash(h)
	for i, lang := range probedLanguages {
		probe(h, lang, probes[i], probes[len(probes)-1])
	}
	return hex.EncodeToString(h.Sum(nil))[:8]
}

// probedLanguages are the languages that the analysis knows, and one that it does not.
var probedLanguages = []string{"en", "fr", "de", "es", "it", "nl", "pt", "pl", "fi"}

// probes are texts, one for each of the languages, that need what the analysis can do: folding, stems,
// elisions, numbers and units, names with numbers, codes, and words that say little.
var probes = []string{
	"The women's running shoes, waterproof and light; 2 pairs of shoes for 10,000 m or 32.8 ft",
	"L'écran plat 17\" d'occasion, 500 Go, aujourd'hui à la maison; les chaussures bleues des enfants",
	"Größe XL, Müllers Schläuche 1/2 Zoll, Straßenlaternen und Weihnachtsbäume aus Holz, 20.000 mAh",
	"Zapatillas de niño, 3 metros, los mejores pantalones y camisones del año, 1,5 litros",
	"Dell'acqua minerale, scarpe eleganti nell'armadio, 2 pollici, le migliori biciclette",
	"De fietsen met kinderzitje, 28 inch, handschoenen voor dames en heren",
	"Calções de banho para homens, 4 polegadas, edições limitadas, canções",
	"Buty sportowe męskie, żółte i niebieskie, 3 kg, dla dzieci ze skóry",
	"T-shirt TN-2110 iPhone8 160x230 cm 2 x 8GB USB-C/HDMI WH-1000XM4 No. 7 +49 (0)30",
}

// probe writes the terms of texts in a language.
func probe(h hash.Hash, lang string, texts ...string) {
	a := New(analysis.LanguageOf(lang))
	a.kinds = map[string]vocabulary.Kind{} // of which the files are in the hash: they take long to read
	a.Labels = map[bundle.ID]string{}
	for f := range a.Mean {
		a.Mean[f] = 7
	}
	r := segment.NewRun(WordLevels)
	for i, text := range texts {
		brand, other, available := "Müller & Söhne", texts[(i+1)%len(texts)], i > 0
		product := bundle.Product{
			Title: text, Description: other, Brand: &brand, ShortDescription: &text, Available: &available,
			Reference: fmt.Sprintf("AB-%d/x", 1000*i+7),
		}
		keywords := []string{"ean: 4006381333931", "color: dark blue", text}
		for _, code := range a.Analyze(&bundle.Record{Product: product, Keywords: keywords}, r) {
			io.WriteString(h, code+"\n")
		}
		r.End()
	}
	r.Encode(h, 0) // a hash has no errors
}
