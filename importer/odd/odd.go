// Package odd looks at the products of an import as a whole and tells what looks odd: what each row may hold,
// and all of them together hardly mean, such as the same picture everywhere, or a promotion that is a tenth
// of the price. Nothing of it is wrong for sure, so that all of it are warnings.
package odd

import (
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/problem"
)

// Products is what was seen of the products so far. The memory that it takes does not grow with their number.
// It is not for use by several goroutines at once.
type Products struct {
	all    int
	checks []check
	counts []tally
	same   [len(compared)]values
	prices prices
	speech speech
	now    seen // the product that is looked at
}

// tally counts what one check found.
type tally struct {
	hits, of int
	example  string
}

// add counts a product that the check is about.
func (t *tally) add(hit bool, text string) {
	t.of++
	if !hit {
		return
	}
	if t.hits++; t.hits == 1 {
		t.example = text
	}
}

// New begins a survey. The language is the one that the texts are said to be in.
func New(language string) *Products {
	checks := allChecks()
	return &Products{
		checks: checks, counts: make([]tally, len(checks)), prices: newPrices(), speech: newSpeech(language),
	}
}

// See looks at a product.
func (p *Products) See(r *bundle.Record) {
	p.all++
	s := &p.now
	*s = seen{Product: &r.Product, price: amountOf(r.Product.PriceCatalog)}
	if r.Product.PricePromotion != nil {
		s.promotion = amountOf(*r.Product.PricePromotion)
	} else if r.Offer != nil {
		s.promotion = amountOf(r.Offer.PricePromotion)
	}
	for n := range p.checks {
		if text, about := p.checks[n].text(s); about {
			p.counts[n].add(p.checks[n].hit(s), text)
		}
	}
	for n := range compared {
		p.same[n].add(compared[n].text(s.Product))
	}
	p.prices.add(s.price, r.Product.PriceCatalog)
	p.speech.add(s.Product)
}

// Count is how many products were seen.
func (p *Products) Count() int { return p.all }

// Found is something odd.
type Found struct {
	Field string // of the product, as in the answer
	// Problem has no position: that of the field's column is the caller's to give.
	Problem problem.Problem
}

// Found tells what looks odd, the most telling first.
func (p *Products) Found() []Found {
	var all []Found
	for n, c := range p.checks {
		if t := p.counts[n]; t.hits >= c.from && float64(t.hits) >= c.share*float64(t.of) {
			all = append(all, Found{c.field, c.say(t).WithValue(t.example)})
		}
	}
	all = append(all, p.prices.found()...)
	for n := range compared {
		if f, odd := compared[n].judge(&p.same[n]); odd {
			all = append(all, f)
		}
	}
	if f, odd := p.speech.found(); odd {
		all = append(all, f)
	}
	return all
}

// remark is a warning whose place is not known yet.
func remark(code, format string, args ...any) problem.Problem {
	return problem.Warnf(problem.Position{}, code, format, args...)
}
