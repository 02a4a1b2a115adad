package understand

import "math"

// fewWords is how much a text must say of an intent to count half of a phrase that it does not say whole, in
// words that only this intent has.
const fewWords = 0.5

// score notes how well a text fits each intent; standing is how much it counts beside others.
func (m *Matcher) score(text []match, standing float64, s scores) {
	if totalWeight(text) == 0 {
		return
	}
	missed := 0.0
	for _, f := range text {
		missed += f.missed
	}
	found := m.gather(text)
	for n, covered := range found.phrases {
		intent := m.phrases[n].Intent
		of := found.intents[int32(intent)]
		evidence := of.similar / m.full
		ofPhrase := max(covered/m.phrases[n].weight, evidence/(evidence+fewWords))
		ofText := min(1, of.similar/(of.weight+missed-of.missed))
		if !of.says {
			continue
		}
		score := m.withoutCores(blend(ofPhrase, ofText), intent, found.terms)
		order := score * standing
		if order > s.order[intent] || order == s.order[intent] && n < s.best[intent].Phrase {
			s.order[intent] = order
			s.best[intent] = Candidate{intent, n, score}
		}
	}
}

// blend is the score of a phrase of which the text says a part, in a text of which the intent's phrases say a
// part.
func blend(ofPhrase, ofText float64) float64 {
	return math.Pow(ofPhrase, phrasePower) * math.Pow(ofText, textPower)
}

const (
	phrasePower = 0.5
	textPower   = 0.5
)

// gathered is what a text and the phrases have in common.
type gathered struct {
	terms   map[int]float64 // how similar they are to what the text says
	phrases map[int]float64 // weight of what the text says of them
	intents map[int32]intentShare
}

// intentShare is what an intent's phrases have of a text.
type intentShare struct {
	similar float64 // weights of the words, by how well they stand for the text's
	weight  float64 // the same for words that are the very same
	missed  float64 // what these words would count where no phrase has them
	says    bool    // one of these words says something
}

// gather sums what the text says of each phrase, and of the text what each intent's phrases say.
func (m *Matcher) gather(text []match) gathered {
	g := gathered{make(map[int]float64, 64), make(map[int]float64, 512), make(map[int32]intentShare, 128)}
	for _, f := range text {
		intents := map[int32]float64{}
		for _, s := range f.similar {
			g.terms[s.term] = max(g.terms[s.term], s.degree)
			for _, intent := range m.terms[s.term].intents {
				intents[intent] = max(intents[intent], s.degree*f.weight)
			}
		}
		for intent, similar := range intents {
			was := g.intents[intent]
			g.intents[intent] = intentShare{was.similar + similar, was.weight + f.weight,
				was.missed + f.missed, was.says || f.says}
		}
	}
	for at := range g.terms {
		for _, n := range m.terms[at].phrases {
			if _, summed := g.phrases[int(n)]; !summed {
				g.phrases[int(n)] = m.covered(int(n), g.terms)
			}
		}
	}
	return g
}

// covered is the weight of what a text says of a phrase.
func (m *Matcher) covered(n int, similar map[int]float64) (sum float64) {
	for _, at := range m.phrases[n].terms {
		sum += similar[int(at)] * m.terms[at].weight
	}
	for _, e := range m.phrases[n].expressions {
		whole, parts := 0.0, 0.0
		for _, at := range e.parts {
			whole += m.terms[at].weight
			parts += similar[int(at)] * m.terms[at].weight
		}
		sum += max(0, similar[int(e.term)]*whole-parts)
	}
	return sum
}
