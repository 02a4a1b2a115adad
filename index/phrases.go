package index

import (
	"cmp"
	"math"
	"plugsheet/index/analysis"
	"slices"
	"strings"
)

// Phrase is one way to say something, with the number of what is meant. Several phrases may have the same meaning.
type Phrase struct {
	Text    string
	Meaning int // from 0
}

// Scored is a meaning with how well a text fits it, from 0 to 1: 1 for one of its phrases, word for word.
type Scored struct {
	Meaning int
	Phrase  int // the phrase that fits best, by its place in the list
	Score   float64
}

// What a text must reach to be understood. The figures are those at which the sentences that were used to find them went
// best; how well they do on others is measured by the tests of the bot.
const (
	sureScore  = 0.53 // of the best meaning
	sureMargin = 0.03 // to the second one
)

// Understood gives the meaning of a text by what [Phrases.Match] says of it; false where none fits well enough, or two fit
// about as well.
func Understood(found []Scored) (Scored, bool) {
	switch {
	case len(found) == 0 || found[0].Score < sureScore:
		return Scored{}, false
	case len(found) > 1 && found[0].Score < 1 && found[0].Score-found[1].Score < sureMargin*(1.5-found[0].Score):
		return Scored{}, false
	}
	return found[0], true
}

// Phrases finds what a text means among phrases that mean it. It reads texts as the search does: folded, stemmed, with
// typos and synonyms. Words count by how few meanings they are said with; those that say little hardly count. What is
// compared is how much of a phrase the text says, and how much of the text the meaning's phrases say, so that neither a
// long text that happens to hold a phrase's word nor a short one fits everything.
//
// It is held in memory, immutable, and safe for use by several goroutines at once.
type Phrases struct {
	lang     *analysis.Language
	manner   *manner
	list     []Phrase
	exact    map[string]int // folded text → phrase
	words    map[string]int // stem → place in terms
	roots    map[string][]int
	kin      [][]int               // by line of the manner's kin: the terms it has
	stands   map[string][]likeness // key of an expression to the terms that it stands for
	units    [][]saidUnit          // by phrase: those of its words that are one expression
	terms    []term
	said     [][]int32 // by phrase: its terms, each once
	mass     []float64 // by phrase: the weight of its terms
	synonyms []analysis.Rule
	core     map[int][]core // by meaning
	full     float64        // weight of a word with one meaning
	unknown  float64        // weight of a word that no phrase has
}

// term is a word of the phrases, or an expression of several.
type term struct {
	text     string
	unit     bool
	inUnits  bool // it is nothing but a part of units
	root     string
	stem     string
	weight   float64
	typos    int     // that it may have been written with
	phrases  []int32 // that hold it
	meanings []int32 // of those, each once, ascending
}

// saidUnit is an expression of several words in a phrase.
type saidUnit struct {
	term  int32   // its own
	parts []int32 // those of its words
}

// How well a word stands for another one.
const (
	alike     = 1
	asSynonym = 0.95
	sameRoot  = 0.92 // refund and refunding
	asKin     = 0.88
	asPart    = 0.6  // send back and send
	faintKin  = 0.8  // what is left of asKin where the own word of the text says little
	sameStart = 0.65 // livrer and livraison
	oneTypo   = 0.85
	twoTypos  = 0.7
)

// NewPhrases prepares phrases of one language, a BCP 47 tag. Synonyms are those of a synonyms.json, nil for none.
func NewPhrases(tag string, list []Phrase, synonyms []byte) (*Phrases, error) {
	p := &Phrases{
		lang: analysis.LanguageOf(tag), manner: mannerOf(tag), list: list, exact: map[string]int{}, words: map[string]int{}, roots: map[string][]int{},
	}
	var err error
	if p.synonyms, err = analysis.ReadSynonyms(p.lang, synonyms); err != nil {
		return nil, err
	}
	meanings := 0
	for n, phrase := range list {
		meanings = max(meanings, phrase.Meaning+1)
		if key := analysis.Fold(phrase.Text); key != "" {
			if _, taken := p.exact[key]; !taken {
				p.exact[key] = n
			}
		}
		p.learn(n)
	}
	p.relate()
	p.findParts()
	p.weigh(meanings)
	p.findCores()
	return p, nil
}

// unknownShare is the weight of a word that no phrase has, of that of a word with one meaning.
const unknownShare = 0.45

// spoken is a word of a text.
type spoken struct {
	text, stem string
	weight     float64 // 1, or less for a word that says little
	typo       float64 // 1, or less for a word that was written otherwise
}

// maxSpoken bounds the words of a text, and maxSaid its bytes, that are looked at.
const (
	maxSpoken = 80
	maxSaid   = 2000
)

// read gives the words of a text, those that stand for others replaced.
func (p *Phrases) read(text string) []spoken {
	if len(text) > maxSaid {
		text = strings.ToValidUTF8(text[:maxSaid], "")
	}
	var all []spoken
	for _, word := range p.manner.words(analysis.NewScanner(p.lang), text) {
		if all = append(all, p.spoken(word)); len(all) == maxSpoken {
			break
		}
	}
	return all
}

// words gives the folded words of a text, short forms replaced by what they stand for.
func (m *manner) words(s *analysis.Scanner, text string) (all []string) {
	s.Reset(text)
	for s.Next() {
		for _, w := range s.Piece().Words {
			if instead, ok := m.short[w.Text]; ok {
				all = append(all, strings.Fields(instead)...)
				continue
			}
			all = append(all, w.Text)
		}
	}
	return all
}

func (p *Phrases) spoken(word string) spoken {
	s := spoken{word, p.lang.Stem(word), 1, 1}
	switch {
	case p.manner.stop[word]:
		s.weight = stopWeight
	case p.manner.weak[word]:
		s.weight = weakWeight
	case len(word) < 3:
		s.weight = shortWeight
	case p.manner.ordinary(word):
		s.weight = commonWeight
	}
	return s
}

// What words count that say little, of what others do.
const (
	stopWeight   = 0.15
	weakWeight   = 0.3
	shortWeight  = 0.3
	commonWeight = 0.55
	elsewhere    = 0.7
	fewWords     = 0.5
	plainWeight  = 0.2
)

// Match gives the meanings that a text may have, the best first and at most limit of them. A text of several sentences
// means what one of them means.
func (p *Phrases) Match(text string, limit int) []Scored {
	if n, ok := p.exact[analysis.Fold(text)]; ok {
		return []Scored{{p.list[n].Meaning, n, 1}}
	}
	best := map[int]Scored{}
	order := map[int]float64{}
	whole := p.heard(text)
	p.score(whole, 1, best, order)
	if parts := sentences(text); len(parts) > 1 {
		total := mass(whole)
		for _, part := range parts {
			h := p.heard(part)
			if share := mass(h) / max(total, 1e-9); share > 0 {
				p.score(h, math.Min(1, math.Sqrt(share)), best, order)
			}
		}
	}
	found := make([]Scored, 0, len(best))
	for _, s := range best {
		found = append(found, s)
	}
	slices.SortFunc(found, func(a, b Scored) int {
		return cmp.Or(cmp.Compare(order[b.Meaning], order[a.Meaning]), cmp.Compare(a.Meaning, b.Meaning))
	})
	for i := 1; i < len(found); i++ {
		found[i].Score = order[found[i].Meaning]
	}
	return found[:min(limit, len(found))]
}

// sentences splits a text at its full stops, question marks and line ends.
func sentences(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(".!?;\n…", r) })
}

// Content is the text's words that say something, as they stand there: what is left of a question when the words are gone
// that stand in any sentence.
func (p *Phrases) Content(text string) string {
	var left []string
	for _, word := range strings.Fields(text) {
		said := p.read(word)
		if slices.ContainsFunc(said, func(w spoken) bool { return w.weight >= commonWeight || strings.ContainsAny(w.text, "0123456789") }) {
			left = append(left, word)
		}
	}
	return strings.Join(left, " ")
}
