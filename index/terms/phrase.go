package terms

import (
	"slices"
	"strings"

	"plugsheet/index/analysis"
	"plugsheet/index/segment"
	"plugsheet/index/vocabulary"
)

// phrase goes through a title word by word.
type phrase struct {
	brand   string // folded
	last    string // the stem before
	head    string // the stem that says what the title is of, as far as it was read
	words   int    // those that could be a head
	done    bool   // the head stands
	purpose bool   // what comes is what the thing is for
	unitEnd int    // where the last quantity ends

	run  []told // the words that follow each other without anything between
	lead told   // the first word that the vocabulary knows as a thing, where things are named first
}

// told is a word that a title tells.
type told struct {
	stem string
	kind vocabulary.Kind
	name bool // of the brand
}

func (w told) names() bool { return w.kind >= vocabulary.Thing }

// phrases adds to a run the neighbours in a title, its heads, and the words for what the thing is for.
func (a *Analyzer) phrases(title, brand string, to *segment.Run) {
	a.addHead(title, brand, to, func(field, term string) { to.Add(to.Number(field, term)) })
}

// addHead adds what a text says that a product is.
func (a *Analyzer) addHead(text, brand string, to *segment.Run, note func(field, term string)) {
	if head := a.HeadOf(text, brand, note); head != "" {
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

// belongs notes what the thing is for that a word names: the words before a part, a laptop sleeve. Where
// things are named first it is what stands behind the part, and the things behind a thing.
func (a *Analyzer) belongs(p *phrase, w told, note func(field, term string)) {
	if a.HeadFirst {
		if p.lead.stem != "" && w.stem != p.lead.stem && !w.name && w.kind != vocabulary.Quality &&
			(w.names() || p.lead.kind == vocabulary.Part) {
			note(PurposeField, w.stem)
		}
		return
	}
	if w.kind != vocabulary.Part {
		return
	}
	for _, before := range p.run {
		if before.stem != w.stem && before.mayHave() {
			note(PurposeField, before.stem)
		}
	}
}

// mayHave tells whether the word may name something that a part belongs to.
func (w told) mayHave() bool {
	return !w.name && w.kind != vocabulary.Quality && (w.names() || len(w.stem) >= minNamed)
}

// minNamed is how many letters a word has that names a thing which the vocabulary does not know: a USB cable
// is one of a kind, and not for a USB.
const minNamed = 4

// follow goes on to the next word of a run.
func (a *Analyzer) follow(p *phrase, w told, note func(field, term string)) {
	if p.purpose {
		return
	}
	if a.belongs(p, w, note); a.HeadFirst {
		if p.lead.stem == "" && w.names() && !w.name {
			p.lead = w
		}
		return
	}
	p.run = append(p.run, w)
}

// part ends a run of words.
func (p *phrase) part() { p.run = p.run[:0] }

// HeadOf is the stem that says what a title is of: the last word before what only tells more of the thing (a
// comma, a bracket, "for", "with"), or the first one in languages that name the thing first. Codes, numbers,
// units, single letters and colors are no heads, nor is the brand where the thing comes first. What else a title
// tells is told to note, by its field: the stems of two neighbours, and that of a word for what the thing is for.
func (a *Analyzer) HeadOf(title, brand string, note func(field, term string)) string {
	p, end := phrase{brand: analysis.Fold(brand)}, 0
	a.named = a.named[:0]
	a.Scan.Reset(title)
	for a.Scan.Next() {
		pc := a.Scan.Piece()
		if between := title[end:pc.From]; strings.ContainsAny(between, ",(;:|[") ||
			strings.Contains(between, " -") {
			p.stop(a.HeadFirst)
			p.part()
		}
		end = pc.To
		a.readPiece(&p, pc, title, note)
	}
	return p.head
}

// readPiece reads a piece of a title.
func (a *Analyzer) readPiece(p *phrase, pc *analysis.Piece, title string, note func(field, term string)) {
	inUnit := pc.From < p.unitEnd
	// no code, number or unit
	plain := !inUnit && !strings.ContainsAny(title[pc.From:pc.To], "0123456789")
	p.unitEnd = max(p.unitEnd, pc.UnitTo)
	if !plain {
		p.part()
	}
	for _, w := range pc.Words {
		if a.Lang.ForWhat(w.Text) {
			p.purpose = p.words > 0
			p.done = p.done || p.purpose && p.head != ""
		}
		if a.Lang.Stops(w.Text) {
			if !inUnit {
				p.stop(a.HeadFirst)
			}
			p.part()
			continue
		}
		stem := a.Look(w).Stem.Stem
		a.tell(p, stem, note)
		if plain && len(stem) > 1 && !inBrackets(title[pc.To:]) {
			a.readWord(p, w.Text, stem, note)
		}
	}
}

// readWord reads a word that may say what a title is of.
func (a *Analyzer) readWord(p *phrase, text, stem string, note func(field, term string)) {
	word, color := told{stem, a.kindOf(stem), strings.Contains(p.brand, text)}, a.Lang.Colors(text)
	if color {
		word.kind = vocabulary.Quality
	}
	if analysis.Negates(text) {
		p.part()
	} else {
		a.follow(p, word, note)
	}
	p.words++
	if !p.done && !color && !(a.HeadFirst && word.name) {
		p.head, p.done = stem, a.HeadFirst
	}
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
