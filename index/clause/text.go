package clause

import (
	"plugsheet/index/analysis"
	"plugsheet/index/reader"
	"plugsheet/index/terms"
	"slices"
	"strings"
)

// MaxPieces is the number of pieces of a query that are considered, and maxText its length in characters.
const (
	MaxPieces = 64
	maxText   = 10_000
)

// Clauses takes the text of a query apart. Pieces that come twice count once.
func (p *Planner) Clauses(s *reader.Session, text string) []*Clause {
	a := terms.New(p.Lang)
	pieces := PiecesOf(a, Shorten(text))
	s.Corrected = 0
	open := !strings.HasSuffix(text, " ") // a blank at the end says that the last word is whole
	var all []*Clause
	for i := 0; i < len(pieces); i++ {
		c := p.understand(s, a, pieces, i, i == len(pieces)-1 && open)
		if apart := pieces[i].Apart(); c.Hits.Empty() && len(apart) > 1 &&
			len(pieces)+len(apart) <= MaxPieces && !s.LikeCode(pieces[i].Text) {
			pieces = slices.Replace(pieces, i, i+1, apart...)
			i--
			continue
		}
		p.longer(s, a, &pieces[i], c)
		all = append(all, c)
		for from := range c.before {
			all[i-1-from].part = true
		}
		for range c.behind {
			i++
			all = append(all, &Clause{Typed: pieces[i].Text, How: ByNothing, part: true})
		}
	}
	for i := 1; i < len(all); i++ {
		if all[i-1].part || all[i].part {
			continue
		}
		join(s, a, pieces[i-1:i+1], all[i-1:i+1])
		if c := all[i]; c.Codely && c.Hits.Empty() && s.BeginsCode(all[i-1].Typed) {
			// a code in two pieces, which does not exist
			all[i-1].Hits, all[i-1].Codely, all[i-1].How = reader.Hits{}, true, ByNothing
		}
	}
	p.readForeign(s, all)
	var out []*Clause
	seen := map[string]bool{}
	for _, c := range all {
		if key := strings.Join(c.Stems, " "); !seen[key] && !c.part {
			seen[key] = true
			out = append(out, c)
		}
	}
	return out
}

// PiecesOf gives the first pieces of a text, which stays the analyzer's.
func PiecesOf(a *terms.Analyzer, text string) (pieces []analysis.Piece) {
	a.Scan.Reset(text)
	for len(pieces) < MaxPieces && a.Scan.Next() {
		pc := *a.Scan.Piece()
		if n := len(pieces); n > 0 && isTimes(text[pc.From:pc.To]) && measured(pieces[n-1].Words[0].Text) &&
			startsNumber(text[pc.To:]) {
			continue // 160 x 230 are two numbers
		}
		pc.Words = append([]analysis.Word(nil), pc.Words...)
		pc.Text = text[pc.From:max(pc.UnitTo, pc.To)]
		a.Scan.Skip(pc.UnitTo)
		pieces = append(pieces, pc)
	}
	return pieces
}

func isTimes(sign string) bool { return sign == "x" || sign == "X" }

// measured tells whether a word is a number, or a metric thread: M8.
func measured(word string) bool {
	return analysis.IsNumber(word) || word[0] == 'm' && analysis.IsNumber(word[1:])
}

func startsNumber(text string) bool {
	text = strings.TrimLeft(text, " \u00a0")
	return text != "" && analysis.Digit(text[0])
}

// Shorten cuts a text to maxText characters.
func Shorten(text string) string {
	n := 0
	for i := range text {
		if n++; n > maxText {
			return text[:i]
		}
	}
	return text
}

// Spelled tells whether a text can only be meant as a code typed in pieces: a few letters with which codes
// begin, and numbers and a few letters behind them. No product that fits only some of it is an answer.
func Spelled(s *reader.Session, clauses []*Clause) bool {
	if len(clauses) < 2 || !s.BeginsCode(clauses[0].Typed) {
		return false
	}
	numbers := false
	for _, c := range clauses[1:] {
		piece := analysis.Fold(c.Typed)
		numbers = numbers || analysis.Digits(piece)
		if !analysis.Digits(piece) && len(piece) > reader.MaxSpelled {
			return false
		}
	}
	return numbers
}
