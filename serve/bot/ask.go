package bot

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"plugsheet/index"
	"plugsheet/schemas/bundle/scenario"
	"plugsheet/schemas/price"
	"plugsheet/serve/bot/understand"
)

const (
	maxMisses   = 2   // messages in a row that are not understood until the visitor is handed over
	suggestions = 3   // at most (contract, 3.10)
	suggestible = 0.2 // the least score of a suggestion
)

// ask asks back, with up to three suggestions; the second time in a row the visitor is handed over. Who
// asks for a product that there is not is told so, and never handed over for it.
func (s *Scenario) ask(t Turn, m meaning) Reaction {
	r := Reaction{Memory: t.Memory, Outcome: Asked, Guesses: s.guesses(m.found)}
	reply := say(s.fallback())
	switch {
	case m.foreign:
		reply = say(s.speaks(m.tag))
	case m.question.Asks && m.question.Content > 0:
		reply = say(s.texts.NoProduct)
		reply.QuickReplies = s.suggested(m, r.Guesses)
		r.Replies = []Reply{reply}
		return r
	}
	if r.Memory.Misses++; r.Memory.Misses >= maxMisses {
		r.Replies = s.transfer(t.Rules)
		if s.HandOver.Rule == scenario.Close {
			r.Replies = s.closing()
		}
		r.Memory.Misses, r.Outcome = 0, HandedOver
		return r
	}
	reply.QuickReplies = s.suggested(m, r.Guesses)
	r.Replies = []Reply{reply}
	return r
}

// suggested are quick replies that have to do with what was said: what it may mean, products of which it
// has a word. Where there are none, those of the opening.
func (s *Scenario) suggested(m meaning, guesses []Guess) (all []QuickReply) {
	add := func(text string) {
		one := QuickReply{contentQuick, text}
		if len(all) < suggestions && !slices.Contains(all, one) {
			all = append(all, one)
		}
	}
	for _, g := range guesses {
		if g.Score >= suggestible && !m.foreign {
			add(s.byID[g.Answer].Phrases[0])
		}
	}
	for _, f := range m.catalog.near {
		if slices.Max(f.Places) >= index.InTitle && !m.foreign {
			add(index.TitleIn(f.Record, s.Language))
		}
	}
	if len(all) == 0 {
		all = s.opened()
	}
	return all
}

// opened are the first quick replies of the opening.
func (s *Scenario) opened() []QuickReply {
	return quick(s.OpeningReplies[:min(suggestions, len(s.OpeningReplies))])
}

// speaks says which language the bot speaks: in that language, and in the visitor's.
func (s *Scenario) speaks(visitors string) string {
	own := language.Make(s.Language)
	var all []string
	for _, tag := range []string{s.Language, visitors} {
		in := language.Make(tag)
		if _, known := allTexts()[tag]; known {
			all = append(all, fmt.Sprintf(textsOf(tag).Speaks, display.Languages(in).Name(own)))
		}
	}
	return strings.Join(all, " ")
}

// sortBy sorts products by price or size, those first that are wanted; what cannot be compared comes last,
// as it stood.
func sortBy(order understand.Order, products []index.Fit) {
	slices.SortStableFunc(products, comparing(order, products))
}

// comparing compares some of the products by price or size.
func comparing(order understand.Order, products []index.Fit) func(a, b index.Fit) int {
	measure := priceOf
	if order == understand.Largest || order == understand.Smallest {
		measure = sizes(products)
	}
	sign := 1
	if order == understand.Largest || order == understand.Dearest {
		sign = -1
	}
	return func(a, b index.Fit) int {
		x, okX := measure(a)
		y, okY := measure(b)
		switch {
		case okX && okY:
			return sign * cmp.Compare(x, y)
		case okX:
			return -1
		case okY:
			return 1
		}
		return 0
	}
}

// priceOf is what a product costs without an offer for a time.
func priceOf(f index.Fit) (float64, bool) {
	p := f.Record.Product
	for _, text := range []string{value(p.PricePromotion), value(p.PriceSpecial), p.PriceCatalog} {
		if n, ok := price.Read(text); ok {
			amount, err := strconv.ParseFloat(n.Number, 64)
			return amount, err == nil
		}
	}
	return 0, false
}

// sizes gives the size of each product by its title: the first number by which they differ, else "large"
// and "small".
func sizes(products []index.Fit) func(index.Fit) (float64, bool) {
	at := differing(products)
	return func(f index.Fit) (float64, bool) {
		if all := numbers(f.Record.Product.Title); at >= 0 && at < len(all) {
			return all[at], true
		}
		if at >= 0 {
			return 0, false
		}
		return understand.SizeWord(f.Record.Product.Title), true
	}
}

// differing is the place of the first number in which titles differ; -1 where they differ in none.
func differing(products []index.Fit) int {
	var first []float64
	for i, f := range products {
		all := numbers(f.Record.Product.Title)
		if i == 0 {
			first = all
			continue
		}
		for n := range min(len(all), len(first)) {
			if all[n] != first[n] {
				return n
			}
		}
	}
	return -1
}

// numbers are those of a text.
func numbers(text string) (all []float64) {
	between := func(r rune) bool { return (r < '0' || r > '9') && r != '.' && r != ',' }
	for word := range strings.FieldsFuncSeq(text, between) {
		word = strings.Replace(strings.Trim(word, ".,"), ",", ".", 1)
		if n, err := strconv.ParseFloat(word, 64); err == nil {
			all = append(all, n)
		}
	}
	return all
}
