package terms

import (
	"slices"
	"strings"

	"plugsheet/index/analysis"
	"plugsheet/index/segment"
)

// HeadFirst are the languages in which a thing is named before what tells more of it: a "souris sans fil" is
// a souris.
var HeadFirst = analysis.Set("fr es it pt ca ro")

// phrase goes through a title word by word.
type phrase struct {
	last    string // the stem before
	head    string // the stem that says what the title is of, as far as it was read
	words   int    // those that could be a head
	done    bool   // the head stands
	purpose bool   // what comes is what the thing is for
	unitEnd int    // where the last quantity ends
}

// phrases adds to a run the neighbours in a title, its head, and the words for what the thing is for.
func (a *Analyzer) phrases(title, brand string, to *segment.Run) {
	head := a.HeadOf(title, brand, func(field, term string) { to.Add(to.Number(field, term)) })
	if head != "" {
		to.Add(to.Number(HeadsField, head))
	}
}

// tell notes a stem with the one before it, and what it is for.
func (a *Analyzer) tell(p *phrase, stem string, note func(field, term string)) {
	if p.last != "" {
		note(PairsField, p.last+" "+stem)
	}
	if !p.purpose {
		a.named = append(a.named, stem)
	} else if !slices.Contains(a.named, stem) {
		note(PurposeField, stem)
	}
	p.last = stem
}

// HeadOf is the stem that says what a title is of: the last word before what only tells more of the thing (a
// comma, a bracket, "for", "with"), or the first one in languages that name the thing first. Codes, numbers,
// units, single letters and colors are no heads, nor is the brand where the thing comes first. What else a
// title tells is told to note, by its field: the stems of two neighbours, and that of a word behind "for".
func (a *Analyzer) HeadOf(title, brand string, note func(field, term string)) string {
	p, end := phrase{}, 0
	brand, a.named = analysis.Fold(brand), a.named[:0]
	a.Scan.Reset(title)
	for a.Scan.Next() {
		pc := a.Scan.Piece()
		if between := title[end:pc.From]; strings.ContainsAny(between, ",(;:|[") ||
			strings.Contains(between, " -") {
			p.stop(a.HeadFirst)
		}
		end = pc.To
		inUnit := pc.From < p.unitEnd
		// no code, number or unit
		plain := !inUnit && !strings.ContainsAny(title[pc.From:pc.To], "0123456789")
		p.unitEnd = max(p.unitEnd, pc.UnitTo)
		for _, w := range pc.Words {
			if a.Lang.ForWhat(w.Text) {
				p.purpose = p.words > 0
				p.done = p.done || p.purpose && p.head != ""
			}
			if a.Lang.Stops(w.Text) {
				if !inUnit {
					p.stop(a.HeadFirst)
				}
				continue
			}
			stem := a.Look(w).Stem.Stem
			a.tell(&p, stem, note)
			if !plain || len(stem) == 1 || inBrackets(title[pc.To:]) {
				continue
			}
			p.words++
			if !p.done && !a.Lang.Colors(w.Text) && !(a.HeadFirst && strings.Contains(brand, w.Text)) {
				p.head, p.done = stem, a.HeadFirst
			}
		}
	}
	return p.head
}

// inBrackets tells whether the ending of a plural follows: 6 pc(s), 2 Blatt (Blätter).
func inBrackets(rest string) bool {
	end := strings.IndexByte(rest, ')')
	return strings.HasPrefix(rest, "(") && 2 <= end && end <= 4
}

// stop ends the part of the title in which its head stands: one word is rather a brand than a part, unless
// the head comes first.
func (p *phrase) stop(first bool) {
	if p.head != "" && (first || p.words > 1) {
		p.done = true
	}
}
