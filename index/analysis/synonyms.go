package analysis

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Rule says that who types From also means each of To. All are lists of stems.
type Rule struct {
	From []string
	To   [][]string
	Text string // the entry as people say it
}

// synonymEntry is one entry of synonyms.json: words that mean each other, or from that also means to.
type synonymEntry struct {
	Words []string `json:"words"`
	From  []string `json:"from"`
	To    []string `json:"to"`
}

// ReadSynonyms reads a synonyms.json, nil for none. Of words that have no stems there is no rule. Errors: of
// its JSON.
func ReadSynonyms(lang *Language, synonyms []byte) ([]Rule, error) {
	if synonyms == nil {
		return nil, nil
	}
	var entries []synonymEntry
	if err := json.Unmarshal(synonyms, &entries); err != nil {
		return nil, fmt.Errorf("reading the synonyms: %w", err)
	}
	var rules []Rule
	add := func(from string, to []string, text string) {
		if r := newRule(lang, from, to); len(r.From) > 0 && len(r.To) > 0 {
			r.Text = text
			rules = append(rules, r)
		}
	}
	for _, e := range entries {
		for _, w := range e.Words {
			add(w, e.Words, strings.Join(e.Words, " = "))
		}
		for _, w := range e.From {
			add(w, e.To, strings.Join(e.From, ", ")+" → "+strings.Join(e.To, ", "))
		}
	}
	return rules, nil
}

// newRule reads what an expression also means.
func newRule(lang *Language, from string, to []string) Rule {
	r := Rule{From: lang.Stems(from)}
	for _, t := range to {
		if stems := lang.Stems(t); len(stems) > 0 && strings.Join(stems, " ") != strings.Join(r.From, " ") {
			r.To = append(r.To, stems)
		}
	}
	return r
}

// Stems gives the stems of a text's words, a number and its unit as one.
func (l *Language) Stems(text string) (all []string) {
	s := NewScanner(l)
	s.Reset(text)
	for s.Next() {
		p := s.Piece()
		if p.Unit != "" && !p.Times {
			all = append(all, p.Unit)
			s.Skip(p.UnitTo)
			continue
		}
		for _, w := range p.Words {
			all = append(all, l.Stem(w.Text))
		}
	}
	return all
}
