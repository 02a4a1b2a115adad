package terms

import (
	"strings"

	"plugsheet/index/analysis"
)

// Count counts the words of a field's texts by stem in a.field and gives their number.
func (a *Analyzer) Count(texts []string) int {
	for _, t := range a.field {
		t.Count = 0
	}
	a.field = a.field[:0]
	n := 0
	for _, text := range texts {
		a.Scan.Reset(text)
		letter := ""
		for a.Scan.Next() {
			p := a.Scan.Piece()
			n += len(p.Words)
			a.countPiece(p)
			letter = a.lettered(letter, text, p)
		}
	}
	return n
}

// lettered counts a letter and the number behind it as one word, too: vitamin B 12. It gives the letter that
// the next piece may be the number of, empty for none.
func (a *Analyzer) lettered(letter, text string, p *analysis.Piece) string {
	if len(p.Words) != 1 {
		return ""
	}
	word := p.Words[0].Text
	if letter != "" && len(word) <= maxLettered && analysis.Digits(word) && text[p.From-1] == ' ' {
		a.one(a.tally(letter + word))
	}
	if len(word) == 1 && analysis.LowerASCII(word) && !a.Lang.Stops(word) {
		return word
	}
	return ""
}

// maxLettered is the most digits of the number of a letter.
const maxLettered = 3

// one counts a stem once more.
func (a *Analyzer) one(t *tally) { a.some(t, 1) }

// some counts a stem by a part of one, too.
func (a *Analyzer) some(t *tally, n float32) {
	if t.Count == 0 {
		a.field = append(a.field, t)
	}
	t.Count += n
}

// bareShare is what a name without its sign is worth where it has one: who types c wants C before C++.
const bareShare = 0.5

// countPiece counts the words of one piece, and the forms under which a person may look for them: run
// together, as a quantity, with ue for ü and u for ue, and a word and its number apart (iphone8).
func (a *Analyzer) countPiece(p *analysis.Piece) {
	for _, w := range p.Words {
		e := a.Look(w)
		a.one(e.Stem)
		if e.more != nil {
			a.others(e.more)
		}
		if w.Wide != "" {
			a.one(a.tally(a.Stem(w.Wide)))
		}
	}
	if len(p.Words) > 1 {
		if j := p.Joined(); len(j) <= analysis.MaxWord {
			a.one(a.tally(a.Stem(j)))
		}
	}
	if p.Unit != "" {
		a.one(a.tally(p.Unit))
	}
	if p.Times {
		for _, w := range p.Words {
			if number, letters := analysis.SplitNumber(w.Text); a.Lang.Unit(letters) != "" {
				a.one(a.tally(number))
				a.one(a.tally(analysis.Quantity(number, a.Lang.Unit(letters))))
			}
		}
	}
	if len(p.Words) == 1 && p.Words[0].Figure {
		if number, letters := analysis.SplitNumber(p.Words[0].Text); p.Unit != "" && letters != "" {
			a.one(a.tally(number))
		} else if name, n, ok := SplitName(p.Words[0].Text); ok {
			a.one(a.tally(a.Stem(name)))
			a.one(a.tally(n))
		}
	}
}

// others counts the other stems of a word.
func (a *Analyzer) others(o *otherStems) {
	if o.narrow != nil {
		a.one(o.narrow)
	}
	if o.bare != nil {
		a.some(o.bare, bareShare)
	}
	for _, g := range o.grams {
		a.one(g)
	}
}

// SplitName splits a name and its number, at least three letters and at most three digits.
func SplitName(word string) (name, number string, ok bool) {
	if word == "" || !analysis.Digit(word[len(word)-1]) {
		return "", "", false
	}
	i := strings.IndexAny(word, "0123456789")
	if i < 3 || len(word)-i > 3 || !analysis.Digits(word[i:]) || !analysis.LowerASCII(word[:i]) {
		return "", "", false
	}
	return word[:i], word[i:], true
}
