package index

import (
	"slices"
	"strings"

	"plugsheet/index/analysis"
	"plugsheet/index/clause"
	"plugsheet/index/reader"
	"plugsheet/index/terms"
	"plugsheet/schemas/bundle"
)

// Marker finds the words of a text that answer a search. It is for one goroutine.
type Marker struct {
	a      *terms.Analyzer
	stems  map[string]bool
	begin  string   // of the last word, which may be the beginning of a longer one; empty where it may not
	ends   []string // last parts of compounds
	codes  []string // canonical; parts of codes
	merely bool     // nothing is looked for
}

// shortestBegin is the shortest beginning of a word that is marked, in bytes.
const shortestBegin = 2

// NewMarker gives a marker for the terms of an [Explanation].
func (x *Index) NewMarker(explained []Term) *Marker {
	m := &Marker{a: terms.New(x.planner.Lang), stems: map[string]bool{}, merely: true}
	for i, t := range explained {
		if t.Optional || t.How == clause.ByNothing {
			continue
		}
		m.merely = false
		for _, stem := range t.Stems {
			m.stems[stem] = true
		}
		for _, meant := range slices.Concat(t.Meant, t.Others) {
			for word := range strings.FieldsSeq(meant) {
				m.stems[word], m.stems[m.a.Stem(analysis.Fold(word))] = true, true
			}
		}
		folded := analysis.Fold(t.Typed)
		m.stems[m.a.Stem(folded)] = true
		if i == len(explained)-1 && len(folded) >= shortestBegin && t.How != clause.ByCorrection {
			m.begin = folded
		}
		if t.How == clause.ByCompound {
			m.ends = append(m.ends, t.Stems...)
		}
		if code, ok := terms.Canonical(t.Typed); ok && len(code) >= terms.Gram {
			m.codes = append(m.codes, code)
		}
	}
	return m
}

// Mark cuts a text into parts, of which each second one, from the second on, is marked. A text without marks
// is one part.
func (m *Marker) Mark(text string) []string {
	if m.merely {
		return []string{text}
	}
	parts, done := []string{}, 0
	m.a.Scan.Reset(text)
	for m.a.Scan.Next() {
		p := m.a.Scan.Piece()
		if p.From < done || !m.marks(p) {
			continue
		}
		end := p.To
		if m.stems[p.Unit] {
			end = max(end, p.UnitTo)
		}
		parts = append(parts, text[done:p.From], text[p.From:end])
		done = end
	}
	m.a.Forget()
	return append(parts, text[done:])
}

// marks tells whether a piece answers the search.
func (m *Marker) marks(p *analysis.Piece) bool {
	if p.Unit != "" && m.stems[p.Unit] {
		return true
	}
	for _, w := range p.Words {
		if m.word(w) {
			return true
		}
	}
	return len(p.Words) > 1 && m.stems[m.a.Stem(p.Joined())]
}

func (m *Marker) word(w analysis.Word) bool {
	if m.stems[m.a.Stem(w.Text)] || w.Wide != "" && m.stems[m.a.Stem(w.Wide)] {
		return true
	}
	if m.begin != "" && strings.HasPrefix(w.Text, m.begin) {
		return true
	}
	for _, end := range m.ends {
		if strings.HasSuffix(m.a.Stem(w.Text), end) {
			return true
		}
	}
	return false
}

// Code tells whether a code, such as a product's reference, holds what was searched as one.
func (m *Marker) Code(text string) bool {
	canon, ok := terms.Canonical(text)
	for _, code := range m.codes {
		if ok && strings.Contains(canon, code) {
			return true
		}
	}
	return false
}

// Records gives the products with these ordinals with all that the bundle has of them.
func (x *Index) Records(products []int) (all []bundle.Record, err error) {
	err = x.Read("reading products", func(s *reader.Session) error {
		for _, p := range products {
			r, err := s.Record(p)
			if err != nil {
				return err
			}
			all = append(all, r)
		}
		return nil
	})
	return all, err
}
