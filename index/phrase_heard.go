package index

import "slices"

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
	words := p.read(text)
	all := make([]heard, 0, len(words))
	seen := map[string]bool{}
	for _, w := range words {
		if seen[w.stem] {
			continue
		}
		seen[w.stem] = true
		h := heard{likely: p.likely(w)}
		if len(h.likely) == 0 {
			h.weight = p.unknown * w.weight
			if w.weight < 1 {
				h.weight = p.unknown * plainWeight
			}
		}
		for _, l := range h.likely {
			h.weight = max(h.weight, p.terms[l.term].weight*l.alike)
		}
		h.missed = h.weight
		if w.weight < 1 && len(h.likely) > 0 {
			h.missed *= elsewhere
		}
		all = append(all, h)
	}
	return p.widen(words, all)
}

// widen adds what the synonyms say. The words that one stands for together count as its first.
func (p *Phrases) widen(words []spoken, all []heard) []heard {
	if len(all) != len(words) || len(p.synonyms) == 0 {
		return all
	}
	for _, r := range p.synonyms {
		for i := 0; i+len(r.from) <= len(words); i++ {
			if !slices.EqualFunc(r.from, words[i:i+len(r.from)], func(stem string, w spoken) bool { return stem == w.stem }) {
				continue
			}
			for _, to := range r.to {
				for _, stem := range to {
					if at, ok := p.words[stem]; ok {
						all[i].likely = append(all[i].likely, likeness{at, asSynonym})
						all[i].weight = max(all[i].weight, p.terms[at].weight*asSynonym)
					}
				}
			}
		}
	}
	return all
}

// likely gives the words of the phrases that a word may be.
func (p *Phrases) likely(w spoken) []likeness {
	found := p.close(w)
	if w.weight < commonWeight {
		return found
	}
	for _, at := range p.kin[p.manner.root(w.text)] {
		if !slices.ContainsFunc(found, func(l likeness) bool { return l.term == at }) {
			found = append(found, likeness{at, asKin})
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
	most := typos(w.stem)
	if len(w.text) < shortTypo {
		return nil
	}
	for n := 1; n <= most; n++ {
		f := newFuzzy(w.stem, n)
		var found []likeness
		for at := range p.terms {
			t := p.terms[at].stem
			if p.terms[at].typos < n || len(t)-len(w.stem) > n || len(w.stem)-len(t) > n || n > 1 && t[0] != w.stem[0] {
				continue
			}
			if f.distance(t) <= n {
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
