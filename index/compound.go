package index

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"plugsheet/index/analysis"
	"plugsheet/schemas/bounded"
	"slices"
	"strings"

	"plugsheet/index/segment"
)

// compoundsFile holds, one a line, the compounds that the catalog's own words show, for people to look through.
const compoundsFile = "compounds.json"

// compounding are the languages that write compounds as one word, with what stands between the parts.
var compounding = map[string]string{
	"de": "s es n en er e", "nl": "s e en er", "da": "s e", "sv": "s", "nb": "s e", "no": "s e", "fi": "n",
}

// Compound is a word of the catalog that is made of two others, all as the index holds them.
type Compound struct {
	Word     string    `json:"word"`
	Parts    [2]string `json:"parts"`
	Products int       `json:"products"` // that hold the word
}

const (
	minPart      = 4      // letters of a part of a learned compound
	minLoosePart = 3      // letters of a part of an unknown word that is taken apart
	maxCompounds = 20_000 // those of most products
)

// linksOf gives what stands between the parts of a compound, nothing among it; nil where compounds are not one word.
func linksOf(tag string) []string {
	base, _, _ := strings.Cut(strings.ToLower(tag), "-")
	if compounding[base] == "" {
		return nil
	}
	return append(strings.Fields(compounding[base]), "")
}

// Compounds gives the learned compounds by word; none in languages that do not write them as one word.
func (x *Index) Compounds() ([]Compound, error) {
	data, err := bounded.ReadFile(filepath.Join(x.dir, compoundsFile), maxDerived)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the compounds: %w", err)
	}
	var all []Compound
	if err := json.Unmarshal(data, &all); err != nil {
		return nil, damagedIndex(compoundsFile, err.Error())
	}
	return all, nil
}

// learnCompounds writes the compounds of the index in dir: words of which both parts are words of more products than
// they are themselves.
func learnCompounds(dir, tag string, products int, order segment.Order) error {
	links := linksOf(tag)
	if links == nil || products == 0 {
		return nil
	}
	m, err := segment.Open(dir, segment.Layout{Fields: allFields, Products: products, Order: order})
	if err != nil {
		return err
	}
	var counts map[string]int
	err = m.Read(func(s *segment.Session) error {
		counts = wordCounts(s)
		return s.Err()
	})
	if err = errors.Join(err, m.Close()); err != nil {
		return err
	}
	var all []Compound
	for word, n := range counts {
		if first, last, ok := parted(word, minPart, links, func(part string) int { return counts[part] }); ok && counts[first] >= n && counts[last] >= n {
			all = append(all, Compound{word, [2]string{first, last}, n})
		}
	}
	slices.SortFunc(all, func(a, b Compound) int {
		return cmp.Or(cmp.Compare(b.Products, a.Products), cmp.Compare(a.Word, b.Word))
	})
	all = all[:min(len(all), maxCompounds)]
	slices.SortFunc(all, func(a, b Compound) int { return cmp.Compare(a.Word, b.Word) })
	return writeCompounds(filepath.Join(dir, compoundsFile), all)
}

func writeCompounds(path string, all []Compound) error {
	var b strings.Builder
	b.WriteString("[")
	for i, c := range all {
		line, err := json.Marshal(c)
		if err != nil {
			return err
		}
		if i > 0 {
			b.WriteString(",")
		}
		b.WriteString("\n" + string(line))
	}
	b.WriteString("\n]\n")
	return os.WriteFile(path, []byte(b.String()), 0o644)
}

// wordCounts gives the words of letters alone with the number of their products.
func wordCounts(s *segment.Session) map[string]int {
	counts := map[string]int{}
	s.Walk(wordsField, nil, nil, nil, func(term string) bool {
		word, _ := cutLevel(term)
		if b := s.Postings(wordsField, term); b != nil && len(word) >= minPart && analysis.LowerASCII(word) {
			counts[strings.Clone(word)] += int(b.GetCardinality())
		}
		return true
	})
	return counts
}

// parted takes a word apart into two known ones of at least so many letters: of all ways that whose rarer part is in
// most products. Links may stand between the parts.
func parted(word string, least int, links []string, count func(part string) int) (first, last string, ok bool) {
	best := 0
	for i := least; i+least <= len(word); i++ {
		known := 0
		if known = count(word[i:]); known == 0 {
			continue
		}
		for _, link := range links {
			head, found := strings.CutSuffix(word[:i], link)
			if !found || len(head) < least {
				continue
			}
			if n := min(count(head), known); n > best {
				first, last, best = head, word[i:], n
			}
		}
	}
	return first, last, best > 0
}

// split takes a word that the catalog does not hold for two that it holds, written as one: products with both, and in
// languages of compounds also those with the last one, which says what the thing is.
func (p *planner) split(s *session, a *analyzer, pc *analysis.Piece, c *clause) bool {
	word := pc.Words[0].Text
	if len(pc.Words) > 1 || !analysis.LowerASCII(word) {
		return false
	}
	count := func(part string) int { h := s.word(a.stem(part)); return int(h.count()) }
	first, last, ok := parted(word, minLoosePart, append([]string{""}, p.links...), count)
	if !ok {
		return false
	}
	stems := []string{a.stem(first), a.stem(last)}
	c.hits = at(analysis.Levels/2, s.together(stems))
	if len(p.links) > 0 {
		c.hits.add(s.word(stems[1]), lower)
	}
	if c.hits.empty() {
		return false
	}
	c.how, c.stems, c.meant = bySplit, stems, []string{first + " " + last}
	return true
}

// join adds to the clauses of two words that stand side by side the products that write them as one: note book, notebook.
func (s *session) join(a *analyzer, pair []analysis.Piece, clauses []*clause) {
	left, right := &pair[0], &pair[1]
	if len(left.Words) > 1 || len(right.Words) > 1 || left.Unit != "" || right.Unit != "" || clauses[0].welcome || clauses[1].welcome {
		return
	}
	one, two := left.Words[0].Text, right.Words[0].Text
	short := len(one)+len(two) < 4 && !(len(one) == 1 && analysis.LowerASCII(one) && analysis.Digits(two)) // vitamin b 12
	if analysis.Digits(one) || short || len(one)+len(two) > analysis.MaxWord {
		return
	}
	h := s.word(a.stem(one + two))
	if h.empty() {
		return
	}
	for _, c := range clauses {
		if c.hits.empty() || c.how == byCorrection || c.how == bySplit {
			c.hits, c.meant, c.how, c.codely = hits{}, nil, byJoin, false
		}
		c.hits.add(h, lower)
		c.meant = append(c.meant, one+two)
	}
}
