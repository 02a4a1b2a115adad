package index

import (
	"plugsheet/index/analysis"
	"slices"
)

// heard is a word of a text with the words of the phrases that it may be.
type heard struct {
	weight float64 // where the meaning has it
	missed float64 // where it has not
	likely []likeness
}

type likeness struct {
	term  int
	alike float64
}

func mass(all []heard) (sum float64) {
	for _, h := range all {
		sum += h.weight
	}
	return sum
}

// heard reads a text.
func (p *Phrases) heard(text string) []heard {
	words := p.corrected(p.read(text))
	all := make([]heard, 0, len(words))
	place := make([]int, len(words)) // by word: where it is in all
	seen := map[string]int{}
	for _, g := range p.manner.group(words, func(key string) bool { return len(p.stands[key]) > 0 }) {
		w := words[g.places[0]]
		if len(g.places) > 1 {
			w = spoken{g.key, g.key, unitWeight(words, g.places), 1}
			for _, i := range g.places {
				w.typo = min(w.typo, words[i].typo)
			}
		}
		at, known := seen[w.stem]
		if !known {
			at = len(all)
			seen[w.stem] = at
			all = append(all, p.hear(w, words, g))
		}
		for _, i := range g.places {
			place[i] = at
		}
	}
	p.widen(words, all, place)
	return all
}

// corrected gives the words of a text with what they were meant to be, where that is one word of the phrases.
func (p *Phrases) corrected(words []spoken) []spoken {
	for i, w := range words {
		if _, known := p.words[w.stem]; known || w.weight < 1 || len(p.roots[p.manner.root(w.text)]) > 0 {
			continue
		}
		if found := p.misspelt(w); len(found) == 1 {
			t := p.terms[found[0].term]
			words[i].text, words[i].stem, words[i].typo = t.text, t.stem, found[0].alike
		}
	}
	return words
}

// hear reads one expression.
func (p *Phrases) hear(w spoken, words []spoken, g saying) heard {
	h := heard{likely: p.likely(w)}
	if len(g.places) > 1 {
		h.likely = p.stands[g.key]
	}
	if len(h.likely) == 0 {
		h.weight = p.unknown * w.weight
		if w.weight < 1 {
			h.weight = p.unknown * plainWeight
		}
	}
	h.likely = slices.Clone(h.likely)
	for i := range h.likely {
		if w.weight < 1 && h.likely[i].alike == asKin { // what stands for others says no more than it says itself
			h.likely[i].alike *= faintKin
		}
		h.likely[i].alike *= w.typo
	}
	for _, l := range h.likely {
		h.weight = max(h.weight, p.terms[l.term].weight*l.alike)
	}
	if len(g.places) > 1 {
		for _, i := range g.places {
			if at, ok := p.words[words[i].stem]; ok && words[i].weight >= commonWeight {
				h.likely = append(h.likely, likeness{at, asPart * min(1, p.terms[at].weight/h.weight)})
			}
		}
	}
	h.missed = h.weight
	if w.weight < 1 && len(h.likely) > 0 {
		h.missed *= elsewhere
	}
	return h
}

// widen adds what the synonyms say. The words that one stands for together count as its first.
func (p *Phrases) widen(words []spoken, all []heard, place []int) {
	for _, r := range p.synonyms {
		for i := 0; i+len(r.From) <= len(words); i++ {
			if !slices.EqualFunc(r.From, words[i:i+len(r.From)], func(stem string, w spoken) bool { return stem == w.stem }) {
				continue
			}
			h := &all[place[i]]
			for _, to := range r.To {
				for _, stem := range to {
					if at, ok := p.words[stem]; ok {
						h.likely = append(h.likely, likeness{at, asSynonym})
						h.weight = max(h.weight, p.terms[at].weight*asSynonym)
					}
				}
			}
		}
	}
}

// likely gives the words of the phrases that a word may be.
func (p *Phrases) likely(w spoken) []likeness {
	found := p.close(w)
	for i := range found {
		if p.terms[found[i].term].inUnits {
			found[i].alike *= asPart
		}
	}
	if w.weight < commonWeight {
		return found
	}
	for _, l := range p.stands[p.manner.root(w.text)] {
		if !slices.ContainsFunc(found, func(f likeness) bool { return f.term == l.term }) {
			found = append(found, l)
		}
	}
	return found
}

// close gives the words of the phrases that a word may be, but for those that mean the same: itself, else those of its
// root, those with a typo, those that begin alike.
func (p *Phrases) close(w spoken) []likeness {
	if at, ok := p.words[w.stem]; ok {
		found := []likeness{{at, alike}}
		if w.weight >= commonWeight {
			for _, other := range p.roots[p.manner.root(w.text)] {
				if other != at {
					found = append(found, likeness{other, sameRoot})
				}
			}
		}
		return found
	}
	if w.weight < commonWeight {
		return nil
	}
	var found []likeness
	for _, at := range p.roots[p.manner.root(w.text)] {
		found = append(found, likeness{at, sameRoot})
	}
	if len(found) > 0 {
		return found
	}
	if w.weight < 1 {
		return nil
	}
	if found = p.misspelt(w); len(found) > 0 {
		return found
	}
	for at := range p.terms {
		if p.terms[at].unit {
			continue
		}
		if n := commonStart(p.terms[at].stem, w.stem); n >= 4 && 3*n >= 2*min(len(w.stem), len(p.terms[at].stem)) && 2*n >= max(len(w.stem), len(p.terms[at].stem)) {
			found = append(found, likeness{at, sameStart})
		}
	}
	return found
}

// shortTypo is the fewest letters of a word that is taken for another one for a typo: in a sentence the words of four are
// rather what they look like, as sing is not sign.
const shortTypo = 5

// misspelt gives the words that are fewest typos away.
func (p *Phrases) misspelt(w spoken) []likeness {
	most := analysis.Typos(w.stem)
	if len(w.text) < shortTypo || p.manner.kin.roots[p.manner.root(w.text)] {
		return nil
	}
	for n := 1; n <= most; n++ {
		f := analysis.NewAutomaton(w.stem, n)
		var found []likeness
		for at := range p.terms {
			t := p.terms[at].stem
			if p.terms[at].unit || p.terms[at].typos < n || len(t)-len(w.stem) > n || len(w.stem)-len(t) > n || n > 1 && t[0] != w.stem[0] {
				continue
			}
			if f.Distance(t) <= n {
				found = append(found, likeness{at, []float64{oneTypo, twoTypos}[n-1]})
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

func commonStart(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}
