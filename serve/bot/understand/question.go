package understand

import (
	"slices"
	"strings"

	"plugsheet/index/analysis"
)

// Question is what a text asks for as a question for products, as far as it can be said without knowing
// these.
type Question struct {
	Asks    bool   // it asks as one asks for a product: "do you have", "how much is", "available"
	Price   bool   // it asks what the product costs
	Stock   bool   // it asks whether the product can be had
	Words   string // what is left that says something, as it was typed: what is to be looked up
	Content int    // how many words these are
	Names   bool   // it only names something, and does not ask as "can I", "how do I" do
	Other   int    // words that many sentences share and that no product needs: "how", "when", "not"
	Owned   bool   // it speaks of what the visitor has, or would not buy: "my tent", "rent a tent"
	It      bool   // it speaks of what was said before: "is it", "that one"
	Place   int    // of a list that was shown: 1 for the first, -1 for the last, or Others; 0 for none
	Order   Order  // by which it wants the first
}

// Order is by what products are compared.
type Order string

// The orders; the empty one is for none.
const (
	Cheapest Order = "cheapest"
	Dearest  Order = "dearest"
	Largest  Order = "largest"
	Smallest Order = "smallest"
)

// places are the kinds that name a place in a list.
var places = map[string]int{
	"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1, "others": Others,
}

// Others is the place of all that were shown and are not shown now.
const Others = -2

// The other kinds of a list of questions, beside those of [Order] and [places].
const (
	asksKind   = "asks"
	priceKind  = "price" // it asks, and for that
	stockKind  = "stock"
	ownedKind  = "owned"
	itKind     = "it"
	fillerKind = "filler" // what says nothing in a question for a product
	// what is counted in the size of a thing, and is a filler: "for four persons"
	countedKind = "counted"
)

// piece is what stands between two blanks of a text, with the numbers of its words.
type piece struct {
	text     string
	from, to int
}

// Question reads a text as a question for products.
func (r *Reader) Question(text string) (q Question) {
	pieces, said := r.pieces(text)
	all, taken := r.lexicon.question.find(said)
	for _, f := range all {
		switch {
		case f.kind == asksKind, f.kind == priceKind, f.kind == stockKind:
			q.Asks, q.Price, q.Stock = true, q.Price || f.kind == priceKind, q.Stock || f.kind == stockKind
		case f.kind == ownedKind:
			q.Owned = true
		case f.kind == itKind:
			q.It = true
		case places[f.kind] != 0:
			q.Place = places[f.kind]
		case f.kind != fillerKind && f.kind != countedKind:
			q.Order = Order(f.kind)
		}
	}
	var left []string
	for _, p := range pieces {
		switch r.standing(said[p.from:p.to], taken[p.from:p.to]) {
		case standsAlone:
			left = append(left, p.text)
		case standsElsewhere:
			q.Other++
		}
	}
	q.Words, q.Content = strings.Join(left, " "), len(left)
	q.Names = q.Other == 0 && (len(said) < 2 || !r.lexicon.stop[said[0]] || !r.lexicon.stop[said[1]])
	return q
}

// How a piece stands in a question.
const (
	standsForNothing = iota
	standsElsewhere
	standsAlone
)

// standing tells what a piece says besides the patterns that have some of its words.
func (r *Reader) standing(said []string, taken []bool) int {
	most := standsForNothing
	for i, word := range said {
		switch {
		case taken[i], r.lexicon.stop[word]:
		case r.lexicon.weak[word]:
			most = max(most, standsElsewhere)
		default:
			most = standsAlone
		}
	}
	return most
}

// pieces takes a text apart at its blanks and apostrophes, and gives all its words, short forms replaced.
func (r *Reader) pieces(text string) (all []piece, said []string) {
	if len(text) > maxBytes {
		text = strings.ToValidUTF8(text[:maxBytes], "")
	}
	s := analysis.NewScanner(r.lexicon.lang)
	s.Reset(text)
	for s.Next() && len(said) < maxTokens {
		p, from := s.Piece(), len(said)
		typed := text[p.From:p.To]
		for _, w := range p.Words {
			said = append(said, r.lexicon.long(w.Text)...)
			if r.lexicon.short[w.Text] != "" {
				typed = strings.Join(said[from:], " ")
			}
			if number := r.lexicon.thesaurus.forms[w.Text]; analysis.IsNumber(number) {
				typed = number // of "six" the figure is what titles have
			}
		}
		all = append(all, piece{typed, from, len(said)})
	}
	return all, said
}

// Knows tells whether a word is one of the language that the lists have.
func (r *Reader) Knows(word string) bool {
	folded := analysis.Fold(word)
	l := r.lexicon
	return l.stop[folded] || l.weak[folded] || l.places[folded] || l.isCommon(folded) ||
		l.thesaurus.roots[l.root(folded)]
}

// Places tells whether a text names a place.
func (r *Reader) Places(text string) bool {
	return slices.ContainsFunc(r.lexicon.words(text),
		func(word string) bool { return r.lexicon.places[word] })
}

// Root is a word, folded, without the endings of its inflection and derivation.
func (r *Reader) Root(word string) string { return r.lexicon.root(analysis.Fold(word)) }

// Roots are those of a text's words that say something, each once: what is the same in two ways to say it.
func (r *Reader) Roots(text string) (all []string) {
	said := r.lexicon.words(text)
	_, polite := r.lexicon.talk.find(said)
	for i, word := range said {
		root := r.lexicon.root(word)
		if !polite[i] && !r.lexicon.stop[word] && !slices.Contains(all, root) {
			all = append(all, root)
		}
	}
	return all
}

// Thing is the part of a product's title that says what it is: what stands before its first comma, bracket
// or dash, without codes and numbers.
func Thing(title string) string {
	if i := strings.IndexAny(title, ",;:(|["); i > 0 {
		title = title[:i]
	}
	title, _, _ = strings.Cut(title, " - ")
	var kept []string
	for word := range strings.FieldsSeq(title) {
		if !strings.ContainsAny(word, "0123456789") {
			kept = append(kept, word)
		}
	}
	return strings.Join(kept, " ")
}

// SizeWord says by its words how large a thing is: above 0 for "large", below for "small", in any language.
func SizeWord(title string) (size float64) {
	said := plainWords(title)
	for _, tag := range Languages() {
		all, _ := lexiconOf(tag).size.find(said)
		for _, f := range all {
			if f.kind == "large" {
				return 1
			}
			size = -1
		}
	}
	return size
}
