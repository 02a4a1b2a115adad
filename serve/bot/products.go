package bot

import (
	"context"
	"slices"
	"strings"

	"plugsheet/index"
	"plugsheet/index/analysis"
	"plugsheet/serve/bot/understand"
)

// maxRead is how many products are looked at for one message, and maxContent of how many words what is
// asked for may be: more are a story.
const (
	maxRead    = 20
	maxContent = 8
)

// certainty says how surely a message asks for products.
type certainty int

const (
	noProduct certainty = iota
	perhaps             // it names a kind of thing, and more: products if nothing else fits
	likely              // it asks as one asks for a product, and one has all its words
	surely              // all that it says is the name of a product, or of a kind of products
)

// found is what the catalog has to do with a message.
type found struct {
	certainty certainty
	products  []index.Fit
	missing   []string    // words that these products do not have
	near      []index.Fit // products of which the message has a word, for suggestions
	things    []string    // its words, folded, that stand in titles
	meant     []string    // words of it, each with the one of the phrases that the catalog says is the same
}

// inTime waits for what work gives, and no longer than ctx allows. Work that comes too late ends for itself.
func inTime[T any](ctx context.Context, work func(context.Context) (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	done := make(chan result, 1)
	go func() {
		v, err := work(ctx)
		done <- result{v, err}
	}()
	select {
	case r := <-done:
		return r.value, r.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}

// lookUp holds a question against the catalog.
func (s *Scenario) lookUp(ctx context.Context, q understand.Question) (f found, err error) {
	if q.Content == 0 || q.Content > maxContent {
		return f, nil
	}
	fits, err := s.fits(ctx, q)
	if err != nil || len(fits.Products) == 0 || len(fits.Words) == 0 {
		return f, err
	}
	if fits.Code {
		if bare := !q.Owned && q.Other == 0; bare || !isNumber(q.Words) {
			return found{certainty: surely, products: fits.Products}, nil
		}
		return f, nil
	}
	s.uncorrect(fits)
	f.things, f.meant = things(fits), s.meant(fits)
	f.take(fits.Products, q)
	f.missing = missing(fits.Words, f.products)
	if f.certainty == perhaps && s.phrases.Says(strings.Join(f.missing, " ")) {
		f.certainty, f.products, f.near = noProduct, nil, f.products // it is rather about something else
	}
	if q.Order != "" {
		sortBy(q.Order, f.products)
		f.products = f.products[:min(1, len(f.products))]
	}
	return f, nil
}

// take takes the products that are most surely asked for.
func (f *found) take(products []index.Fit, q understand.Question) {
	best := 0
	for _, one := range products {
		w := weigh(one.Places)
		c := w.certainty(q)
		if c < f.certainty || c == perhaps && w.traits < best {
			continue
		}
		if c > f.certainty || c == perhaps && w.traits > best {
			f.certainty, f.products, best = c, nil, w.traits
		}
		if c == noProduct {
			f.near = append(f.near, one)
			continue
		}
		f.products = append(f.products, one)
	}
	f.products = ofKind(f.products)
}

// fits looks for what is asked for. Words that the catalog does not have are looked for in another form,
// too: travelling, and travel.
func (s *Scenario) fits(ctx context.Context, q understand.Question) (index.Fits, error) {
	fits, err := s.catalog.Fits(ctx, q.Words, maxRead)
	at := slices.Index(fits.Known, false)
	if err != nil || at < 0 || len(fits.Words) > maxTraits || !slices.Contains(fits.Known, true) {
		return fits, err
	}
	other := strings.Replace(q.Words, fits.Words[at], s.reader.Root(fits.Words[at]), 1)
	if other == q.Words {
		return fits, nil
	}
	again, err := s.catalog.Fits(ctx, other, maxRead)
	if err != nil || slices.Contains(again.Known, false) {
		return fits, err
	}
	return again, nil
}

// uncorrect takes back what was taken for a misspelt word of the catalog and is a word of the language:
// parking is no misspelt paring.
func (s *Scenario) uncorrect(fits index.Fits) {
	for i, word := range fits.Words {
		if !fits.Corrected[i] || !s.reader.Knows(word) {
			continue
		}
		for _, f := range fits.Products {
			f.Places[i] = index.Nowhere
		}
	}
}

// meant are the words that no phrase has, each followed by one that the catalog says is the same and
// phrases have: of a skillet is meant what is said of pans.
func (s *Scenario) meant(fits index.Fits) (all []string) {
	for i, word := range fits.Words {
		if s.phrases.Says(word) {
			continue
		}
		others := slices.Concat(fits.Meant[i], headed(fits, i))
		if at := slices.IndexFunc(others, s.phrases.Says); at >= 0 {
			all = append(all, word, others[at])
		}
	}
	return all
}

// headed are the words of the titles of which a text's word at a place is another word for the head, the
// last ones first: of a skillet, "pan" and "iron". A word that a title has as it stands is no other word.
func headed(fits index.Fits, at int) (all []string) {
	for _, f := range fits.Products {
		title := f.Record.Product.Title
		if strings.Contains(analysis.Fold(title), analysis.Fold(fits.Words[at])) {
			return nil
		}
		if f.Places[at] == index.InHead {
			all = append(all, strings.Fields(understand.Thing(title))...)
		}
	}
	slices.Reverse(all)
	return all
}

// weights count a text's words by where in a product they stand: each at its place or a better one.
type weights struct {
	words, texts, traits, classes, titles, heads int
	begins                                       bool // the first word is what a product is
}

func weigh(places []index.Place) weights {
	least := func(at index.Place) (n int) {
		for _, p := range places {
			if p >= at {
				n++
			}
		}
		return n
	}
	return weights{
		words: len(places), texts: least(index.InText), traits: least(index.InTrait),
		classes: least(index.InClass), titles: least(index.InTitle), heads: least(index.InHead),
		begins: len(places) > 0 && places[0] == index.InHead,
	}
}

// certainty says how surely a question asks for a product that has its words so.
func (w weights) certainty(q understand.Question) certainty {
	bare := q.Other == 0 && !q.Owned
	asks := q.Asks || q.Order != ""
	switch {
	case w.words == 0:
		return noProduct
	case w.traits == w.words && (bare || asks && !q.Owned) && w.named(asks):
		return surely
	case asks && !q.Owned && w.texts == w.words && w.classes > 0:
		return likely
	case w.heads > 0 && (bare || asks && w.words > 1) && w.enough(asks, bare && q.Names):
		return perhaps
	}
	return noProduct
}

// named tells whether the words say what a product is.
func (w weights) named(asks bool) bool {
	return w.classes == w.words || w.heads > 0 || asks && w.titles > 0
}

// enough tells whether a product has enough of the words for a question that fits in part: half of them where
// one is asked for or named, or the first of those that name it, else two thirds.
func (w weights) enough(asks, names bool) bool {
	return (asks || names) && 2*w.traits >= w.words || names && w.begins || 3*w.traits >= 2*w.words
}

// ofKind keeps the products that are what the text names, where there are any: of "tent" the tents, and not
// their pegs.
func ofKind(products []index.Fit) []index.Fit {
	if !slices.ContainsFunc(products, isNamed) {
		return products
	}
	return slices.DeleteFunc(products, func(f index.Fit) bool { return !isNamed(f) })
}

// isNamed tells whether a text names what a product is.
func isNamed(f index.Fit) bool { return slices.Contains(f.Places, index.InHead) }

// things are the words, folded, that stand in titles.
func things(fits index.Fits) (all []string) {
	for i, word := range fits.Words {
		if slices.ContainsFunc(fits.Products,
			func(f index.Fit) bool { return f.Places[i] >= index.InTitle }) {
			all = append(all, analysis.Fold(word))
		}
	}
	return all
}

// missing are the words that none of the products has.
func missing(words []string, products []index.Fit) (all []string) {
	for i, word := range words {
		if !slices.ContainsFunc(products, func(f index.Fit) bool { return f.Places[i] > index.Nowhere }) {
			all = append(all, word)
		}
	}
	return all
}

// isNumber tells whether a text is a number as an order or a house has it, which may by accident be a
// product's.
func isNumber(text string) bool { return strings.Trim(text, "0123456789 ") == "" }
