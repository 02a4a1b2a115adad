package index

import (
	"math"
	"slices"
)

// score notes in best how well a text fits each meaning; standing is how much it counts beside others.
func (p *Phrases) score(text []heard, standing float64, best map[int]Scored, order map[int]float64) {
	if mass(text) == 0 {
		return
	}
	missed := 0.0
	for _, h := range text {
		missed += h.missed
	}
	perTerm, perPhrase, perMeaning := p.gather(text)
	for n, said := range perPhrase {
		m := p.list[n].Meaning
		ofMeaning := perMeaning[int32(m)]
		evidence := ofMeaning.said / p.full
		ofPhrase := max(said/p.mass[n], evidence/(evidence+fewWords))
		ofText := min(1, ofMeaning.said/(ofMeaning.weight+missed-ofMeaning.missed))
		score := blend(ofPhrase, ofText)
		for _, c := range p.core[m] {
			if !slices.ContainsFunc(c.terms, func(at int) bool { return perTerm[at] > 0 }) {
				score *= 1 - c.weight
			}
		}
		if score*standing > order[m] || score*standing == order[m] && n < best[m].Phrase {
			order[m] = score * standing
			best[m] = Scored{m, n, score}
		}
	}
}

// blend is the score of a phrase of which the text says a part, in a text of which the meaning's phrases say a part.
func blend(ofPhrase, ofText float64) float64 {
	return math.Pow(ofPhrase, phrasePower) * math.Pow(ofText, textPower)
}

const (
	phrasePower = 0.5
	textPower   = 0.5
)

// share is what a meaning's phrases have of a text.
type share struct {
	said   float64 // weights of the words, by how well they stand for the text's
	weight float64 // the same for words that are the very same
	missed float64 // what these words would count where no phrase has them
}

// gather sums what the text says of each phrase, and of the text what each meaning's phrases say.
func (p *Phrases) gather(text []heard) (perTerm map[int]float64, perPhrase map[int]float64, perMeaning map[int32]share) {
	perTerm = map[int]float64{}
	perMeaning = map[int32]share{}
	for _, h := range text {
		said := map[int32]float64{}
		for _, l := range h.likely {
			perTerm[l.term] = max(perTerm[l.term], l.alike)
			for _, m := range p.terms[l.term].meanings {
				said[m] = max(said[m], l.alike*h.weight)
			}
		}
		for m, a := range said {
			s := perMeaning[m]
			s.said, s.weight, s.missed = s.said+a, s.weight+h.weight, s.missed+h.missed
			perMeaning[m] = s
		}
	}
	perPhrase = map[int]float64{}
	for at := range perTerm {
		for _, n := range p.terms[at].phrases {
			if _, summed := perPhrase[int(n)]; !summed {
				perPhrase[int(n)] = p.saidOf(int(n), perTerm)
			}
		}
	}
	return perTerm, perPhrase, perMeaning
}

// saidOf is the weight of what a text says of a phrase.
func (p *Phrases) saidOf(n int, perTerm map[int]float64) (sum float64) {
	for _, at := range p.said[n] {
		sum += perTerm[int(at)] * p.terms[at].weight
	}
	for _, u := range p.units[n] {
		whole, parts := 0.0, 0.0
		for _, at := range u.parts {
			whole += p.terms[at].weight
			parts += perTerm[int(at)] * p.terms[at].weight
		}
		sum += max(0, perTerm[int(u.term)]*whole-parts)
	}
	return sum
}
