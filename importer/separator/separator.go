// Package separator tells by the texts of a whole column whether the commas in them separate several values
// or are part of a name: "Sale, Lamps" are two categories, "Food, Beverages & Tobacco" is one. It reads texts
// only.
package separator

import (
	"strings"
	"unicode"

	"plugsheet/schemas/each"
)

// Limit is how many different texts of a column are kept; later ones are not looked at.
const Limit = 20_000

// Verdict is what the commas of a column are.
type Verdict int

// The verdicts.
const (
	None   Verdict = iota // there are no commas, or only such as are protected
	Lists                 // they separate values
	Names                 // they are part of names
	Unsure                // nothing tells
)

// Column collects the texts of one column. The zero value is not usable: see [NewColumn]. Not for concurrent
// use.
type Column struct {
	path    string         // stands between the labels of a path
	texts   map[string]int // how often each stands there
	others  bool           // a text is split by another separator
	guarded bool           // a comma is protected by a backslash or by quotes
	flat    bool           // a text without comma is no path
}

// NewColumn begins a column whose paths have this separator between their labels.
func NewColumn(path string) *Column { return &Column{path: path, texts: map[string]int{}} }

// Add takes in one text; blank ones say nothing.
func (c *Column) Add(text string) {
	if n, known := c.texts[text]; known || len(c.texts) < Limit && strings.TrimSpace(text) != "" {
		c.texts[strings.Clone(text)] = n + 1
	}
}

// label is a text between separators other than the comma that holds a comma itself.
type label struct {
	parts  []string
	rows   int  // in which it stands
	texts  int  // different ones in which it stands
	ragged bool // in a path, of which a comma would cut off a label
}

// Judge tells what the commas are, and gives a text of the column to show where that is unsure.
func (c *Column) Judge() (v Verdict, example string) {
	plain, labels := c.labels()
	if len(labels) == 0 {
		return None, ""
	}
	if c.guarded {
		return Lists, ""
	}
	shared := shares(labels)
	lists, names, spaced := 0, 0, false
	for text, l := range labels {
		spaced = spaced || strings.Contains(text, ", ")
		switch c.verdict(l, standing(l, plain, shared)) {
		case Lists:
			lists++
		case Names:
			names++
		}
		if example == "" || text < example {
			example = text
		}
	}
	open := len(labels) - lists - names
	switch {
	case lists > names && lists >= open, !spaced && names == 0:
		return Lists, ""
	case lists == 0 && names >= open, names > 2*lists && names >= open:
		return Names, ""
	}
	return Unsure, example
}

// verdict is what a label with commas speaks for, of which so many parts stand elsewhere without the others.
func (c *Column) verdict(l *label, alone int) Verdict {
	phrase := isPhrase(l.parts)
	switch {
	case alone == len(l.parts), alone > 0 && !c.others && !phrase:
		return Lists
	case phrase, c.others, alone == 0 && (l.texts > 1 || l.rows > 4 || l.ragged && !c.flat):
		return Names
	}
	return Unsure
}

// labels takes the texts apart: the labels without comma, and those with one.
func (c *Column) labels() (plain map[string]bool, labels map[string]*label) {
	plain, labels = map[string]bool{}, map[string]*label{}
	for text, rows := range c.texts {
		lines := Split(text, "\n;|", c.path)
		c.others = c.others || filled(lines) > 1
		for _, line := range lines {
			seen, steps := map[string]bool{}, splitPath(line, c.path)
			for _, s := range steps {
				parts := trimmed(Split(s, ",", ""))
				switch {
				case len(parts) < 2:
					c.guarded = c.guarded || strings.Contains(s, `\,`) || isQuoted(s)
					c.flat = c.flat || len(steps) == 1 && len(parts) == 1
					plain[key(s)] = true
					continue
				case isNumber(s):
					continue
				}
				c.guarded = c.guarded || strings.Contains(s, `\,`) ||
					strings.ContainsRune(s, '"') && hasQuoted(parts)
				s = strings.TrimSpace(s)
				l := labels[s]
				if l == nil {
					l = &label{parts: parts}
					labels[s] = l
				}
				l.ragged = l.ragged || len(steps) > 1
				if !seen[s] {
					seen[s] = true
					l.rows, l.texts = l.rows+rows, l.texts+1
				}
			}
		}
	}
	return plain, labels
}

// shares counts by part in how many different labels it stands.
func shares(labels map[string]*label) map[string]int {
	n := map[string]int{}
	for _, l := range labels {
		for _, k := range each.Once(each.Of(l.parts, key)) {
			n[k]++
		}
	}
	return n
}

// standing is how many parts of a label stand elsewhere without the others.
func standing(l *label, plain map[string]bool, shared map[string]int) int {
	return each.Count(each.Of(l.parts, key), func(k string) bool { return plain[k] || shared[k] > 1 })
}

// isPhrase tells whether parts read as one name: what follows a comma goes on with a small letter, or the
// last of them joins two things by a word for and.
func isPhrase(parts []string) bool {
	if first := []rune(parts[0]); !unicode.IsUpper(first[0]) && !unicode.IsDigit(first[0]) {
		return strings.Contains(parts[len(parts)-1], " & ")
	}
	for _, p := range parts[1:] {
		if unicode.IsLower([]rune(p)[0]) {
			return true
		}
	}
	for _, word := range strings.Fields(parts[len(parts)-1])[1:] {
		switch strings.ToLower(word) {
		case "&", "and", "et", "und", "y", "e", "ed", "en", "i", "oraz", "och", "og", "+":
			return true
		}
	}
	return false
}

// isNumber tells whether all commas stand between digits: 1,5 l.
func isNumber(text string) bool {
	for i := range len(text) {
		if text[i] == ',' && (i == 0 || i+1 == len(text) || !isDigit(text[i-1]) || !isDigit(text[i+1])) {
			return false
		}
	}
	return true
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

// hasQuoted tells whether one of some parts stands in quotes.
func hasQuoted(parts []string) bool {
	for _, p := range parts {
		if isQuoted(p) {
			return true
		}
	}
	return false
}

// filled is how many texts hold something.
func filled(texts []string) int { return len(trimmed(texts)) }

// trimmed are the texts that hold something, without blanks around them.
func trimmed(texts []string) []string {
	var list []string
	for _, t := range texts {
		if t = strings.TrimSpace(t); t != "" {
			list = append(list, t)
		}
	}
	return list
}

// key is what is compared of a label.
func key(label string) string { return strings.ToLower(strings.Join(strings.Fields(label), " ")) }
