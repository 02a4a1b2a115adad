package index

import (
	"maps"
	"math"
	"plugsheet/index/analysis"
	"slices"
	"strings"
)

// learn notes the words of a phrase, and the expressions of several words.
func (p *Phrases) learn(n int) {
	words := p.read(p.list[n].Text)
	terms := make([]int32, len(words))
	var said []int32
	for i, w := range words {
		terms[i] = p.note(n, w, p.manner.root(w.text))
		if !slices.Contains(said, terms[i]) {
			said = append(said, terms[i])
		}
	}
	var units []saidUnit
	for _, g := range p.manner.group(words, func(string) bool { return true }) {
		if len(g.places) < 2 {
			continue
		}
		u := saidUnit{term: p.note(n, spoken{g.key, g.key, unitWeight(words, g.places), 1}, g.key)}
		for _, i := range g.places {
			if !slices.Contains(u.parts, terms[i]) {
				u.parts = append(u.parts, terms[i])
			}
		}
		units = append(units, u)
	}
	p.said, p.units = append(p.said, said), append(p.units, units)
}

// relate finds what each expression stands for: the terms that are it, and those that mean the same.
func (p *Phrases) relate() {
	for _, line := range p.manner.kin.lines {
		var terms []int
		for _, key := range line {
			terms = append(terms, p.roots[key]...)
		}
		p.kin = append(p.kin, terms)
	}
	p.stands = map[string][]likeness{}
	for key, terms := range p.roots {
		for _, at := range terms {
			p.stands[key] = append(p.stands[key], likeness{at, alike})
		}
	}
	for key, lines := range p.manner.kin.of {
		for _, line := range lines {
			for _, at := range p.kin[line] {
				if !slices.ContainsFunc(p.stands[key], func(l likeness) bool { return l.term == at }) {
					p.stands[key] = append(p.stands[key], likeness{at, asKin})
				}
			}
		}
	}
}

// findParts finds the words that the phrases say in expressions of several words only.
func (p *Phrases) findParts() {
	alone := make([]bool, len(p.terms))
	for n, said := range p.said {
		for _, at := range said {
			if !slices.ContainsFunc(p.units[n], func(u saidUnit) bool { return slices.Contains(u.parts, at) }) {
				alone[at] = true
			}
		}
	}
	for at := range p.terms {
		p.terms[at].inUnits = !alone[at] && !p.terms[at].unit
	}
}

// note notes that a phrase says a word or an expression, and gives its term.
func (p *Phrases) note(n int, w spoken, root string) int32 {
	at, known := p.words[w.stem]
	if !known {
		at = len(p.terms)
		p.words[w.stem] = at
		p.roots[root] = append(p.roots[root], at)
		p.terms = append(p.terms, term{text: w.text, unit: strings.Contains(root, " "), root: root, stem: w.stem, weight: w.weight, typos: analysis.Typos(w.stem)})
	}
	t := &p.terms[at]
	if !slices.Contains(t.phrases, int32(n)) {
		t.phrases = append(t.phrases, int32(n))
	}
	if m := int32(p.list[n].Meaning); !slices.Contains(t.meanings, m) {
		t.meanings = append(t.meanings, m)
	}
	return int32(at)
}

// unitWeight is what an expression counts: as a word, but for one that is made of words that say little.
func unitWeight(words []spoken, places []int) float64 {
	most := 0.0
	for _, i := range places {
		most = max(most, words[i].weight)
	}
	switch {
	case most >= commonWeight:
		return 1
	case most > stopWeight:
		return commonWeight
	}
	return weakWeight
}

// weigh gives each word its weight: the fewer meanings are said with it, the more.
func (p *Phrases) weigh(meanings int) {
	for i := range p.terms {
		t := &p.terms[i]
		slices.Sort(t.meanings)
		t.weight *= math.Log(1 + float64(meanings)/p.shared(i))
	}
	p.full = math.Log(1 + float64(max(meanings, 1)))
	p.unknown = unknownShare * p.full
	p.mass = make([]float64, len(p.said))
	for n, said := range p.said {
		for _, at := range said {
			p.mass[n] += p.terms[at].weight
		}
	}
}

// shared is in how many meanings a term is said, those counted in part where only one is that means the same.
func (p *Phrases) shared(at int) float64 {
	own := p.terms[at].meanings
	other := map[int32]bool{}
	for _, l := range p.stands[p.terms[at].root] {
		for _, m := range p.terms[l.term].meanings {
			other[m] = true
		}
	}
	for _, m := range own {
		delete(other, m)
	}
	return float64(len(own)) + kinShare*float64(len(other))
}

// kinShare is what a meaning counts that is said with a word of the same meaning only.
const kinShare = 0.25

// core is a word that nearly all phrases of a meaning have, in one form or another. A text without it hardly means that.
type core struct {
	terms  []int
	weight float64 // what a text loses that has none of them, from 0 to 1
}

const (
	coreShare   = 0.7 // of the phrases, and of at least corePhrases
	coreLoss    = 0.1 // of the score
	corePhrases = 3
)

// findCores finds what nearly all phrases of a meaning say.
func (p *Phrases) findCores() {
	p.core = map[int][]core{}
	phrases := map[int]int{}
	for _, phrase := range p.list {
		phrases[phrase.Meaning]++
	}
	var concepts [][]int // what is said by one root, or by words that mean the same
	for _, root := range slices.Sorted(maps.Keys(p.roots)) {
		concepts = append(concepts, p.roots[root])
	}
	for _, terms := range append(concepts, p.kin...) {
		with := map[int]map[int32]bool{}
		heaviest := 0.0
		for _, at := range terms {
			heaviest = max(heaviest, p.terms[at].weight)
			for _, n := range p.terms[at].phrases {
				m := p.list[n].Meaning
				if with[m] == nil {
					with[m] = map[int32]bool{}
				}
				with[m][n] = true
			}
		}
		for m, which := range with {
			if phrases[m] >= corePhrases && float64(len(which)) >= coreShare*float64(phrases[m]) {
				p.core[m] = append(p.core[m], core{terms, coreLoss * heaviest / p.full})
			}
		}
	}
}
