package terms

import (
	"strings"

	"plugsheet/index/analysis"
	"plugsheet/index/segment"
)

// HeadFirst are the languages in which a thing is named before what tells more of it: a "souris sans fil" is
// a souris.
var HeadFirst = analysis.Set("fr es it pt ca ro")

// phrase goes through a title word by word.
type phrase struct {
	last  string // the stem before
	head  string // the stem that says what the title is of, as far as it was read
	words int    // without those that say little
	done  bool   // the head stands
}

// phrases adds to a run the neighbours in a title, and its head.
func (a *Analyzer) phrases(title, brand string, to *segment.Run) {
	head := a.HeadOf(title, brand, func(pair string) { to.Add(to.Number(PairsField, pair)) })
	if head != "" {
		to.Add(to.Number(HeadsField, head))
	}
}

// HeadOf is the stem that says what a title is of: the last word before what only tells more of the thing (a
// comma, a bracket, "for", "with"), or the first one in languages that name the thing first. Codes, numbers,
// units and colors are no heads, nor is the brand where the thing comes first. The stems of two neighbours
// are told to pair.
func (a *Analyzer) HeadOf(title, brand string, pair func(string)) string {
	p, end, unitEnd := phrase{}, 0, 0
	brand = analysis.Fold(brand)
	a.Scan.Reset(title)
	for a.Scan.Next() {
		pc := a.Scan.Piece()
		if between := title[end:pc.From]; strings.ContainsAny(between, ",(;:|[") ||
			strings.Contains(between, " -") {
			p.stop(a.HeadFirst)
		}
		end = pc.To
		// no code, number or unit
		plain := pc.From >= unitEnd && !strings.ContainsAny(title[pc.From:pc.To], "0123456789")
		unitEnd = max(unitEnd, pc.UnitTo)
		for _, w := range pc.Words {
			if a.Lang.Stops(w.Text) {
				p.stop(a.HeadFirst)
				continue
			}
			stem := a.Look(w).Stem.Stem
			if p.last != "" {
				pair(p.last + " " + stem)
			}
			p.last = stem
			p.words++
			if plain && !p.done && !a.Lang.Colors(w.Text) &&
				!(a.HeadFirst && strings.Contains(brand, w.Text)) {
				p.head, p.done = stem, a.HeadFirst
			}
		}
	}
	return p.head
}

// stop ends the part of the title in which its head stands: one word is rather a brand than a part, unless
// the head comes first.
func (p *phrase) stop(first bool) {
	if p.head != "" && (first || p.words > 1) {
		p.done = true
	}
}
