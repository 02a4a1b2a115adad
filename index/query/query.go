// Package query reads what a search asks for besides its words: what it leaves out ("not red", "ohne
// Zucker"), and what the products may cost ("under 200", "moins de 50 €"). The wordings are data, in
// words/*.txt. It knows nothing of the catalog: whoever searches decides by it whether such words are
// rather a part of a product's name.
package query

import (
	"strings"
	"unicode"
)

// Span is a part of a text, in bytes.
type Span struct{ From, To int }

// Of is that part of the text.
func (s Span) Of(text string) string { return text[s.From:s.To] }

// Not is something that is left out.
type Not struct {
	Span         // with the word that says so
	Sign  Span   // that word, or its last one: without
	Words []Span // what is left out, each word for itself
	Own   bool   // it is said in the language of the catalog, or in that of other words
}

// Wishes are what a text asks for besides its words.
type Wishes struct {
	Nots  []Not
	Limit *Limit // nil for none
}

// Read reads a text. Spoken tells of a language, a code of two letters, whether it is that of the catalog or
// of words of the text: some words mean it in their own language only. It is asked for such words alone.
func Read(text string, spoken func(language string) bool) (w Wishes) {
	r := reader{text: text, spoken: spoken, all: tokens(text), wording: shared()}
	for i := 0; i < len(r.all); {
		if l, next := r.limit(i); l != nil && w.Limit == nil {
			w.Limit, i = l, next
			continue
		}
		if not, next := r.not(i); next > i {
			if len(not.Words) > 0 {
				w.Nots = append(w.Nots, not)
			}
			i = next
			continue
		}
		i++
	}
	return w
}

// Without is the text without some of its parts.
func Without(text string, parts ...Span) string {
	b := []byte(text)
	for _, p := range parts {
		for i := p.From; i < p.To; i++ {
			b[i] = ' '
		}
	}
	return strings.TrimSpace(string(b))
}

// reader goes through a text.
type reader struct {
	text    string
	spoken  func(language string) bool
	all     []token
	wording *wording
}

// match finds the longest phrase that stands at a token and means one of these.
func (r *reader) match(at int, means ...string) (found *phrase, next int) {
	if at >= len(r.all) {
		return nil, at
	}
	next = at
	candidates := r.wording.phrases[r.all[at].word]
	for n := range candidates {
		p := &candidates[n]
		if len(p.words) <= next-at && found != nil || !contains(means, p.means) || !r.holds(at, p.words) {
			continue
		}
		if p.means == "home" && !r.spoken(p.language) {
			continue
		}
		if found == nil || len(p.words) > next-at {
			found, next = p, at+len(p.words)
		}
	}
	return found, next
}

func contains(all []string, one string) bool {
	for _, a := range all {
		if a == one {
			return true
		}
	}
	return false
}

// holds tells whether words stand one after the other from a token on.
func (r *reader) holds(at int, words []string) bool {
	if at+len(words) > len(r.all) {
		return false
	}
	for i, word := range words {
		if r.all[at+i].word != word {
			return false
		}
	}
	return true
}

// not reads what is left out, from the word on that says so; next is at where there is none.
func (r *reader) not(at int) (n Not, next int) {
	if p, end := r.match(at, "idiom"); p != nil {
		return n, end
	}
	if r.all[at].glued {
		return n, at
	}
	p, end := r.match(at, "not", "home")
	if p == nil {
		return n, at
	}
	own := func(language string) bool { return language == p.language }
	n = Not{Sign: Span{r.all[end-1].from, r.all[end-1].to}, Own: p.means == "home" || r.spoken(p.language)}
	n.Span = Span{r.all[at].from, r.all[end-1].to}
	for end < len(r.all) {
		for end < len(r.all) && r.says(end, "skip", own) {
			end++
		}
		if end == len(r.all) || !letter(first(r.all[end].word)) && !r.all[end].number {
			break
		}
		word := r.piece(end)
		n.Words, n.To = append(n.Words, word), word.To
		for end < len(r.all) && r.all[end].from < word.To {
			end++
		}
		if end == len(r.all) || !r.says(end, "or", own) {
			break
		}
		end++
	}
	return n, end
}

func first(word string) rune {
	for _, r := range word {
		return r
	}
	return unicode.ReplacementChar
}

// says tells whether a token alone means something in one of some languages.
func (r *reader) says(at int, means string, in func(language string) bool) bool {
	for _, p := range r.wording.phrases[r.all[at].word] {
		if p.means == means && len(p.words) == 1 && in(p.language) {
			return true
		}
	}
	return false
}

// piece is what stands from a token on to the next blank, without a sign at its end.
func (r *reader) piece(at int) Span {
	s := Span{r.all[at].from, r.all[at].to}
	for at++; at < len(r.all) && r.all[at].glued; at++ {
		if r.all[at].number || letter(first(r.all[at].word)) {
			s.To = r.all[at].to
		}
	}
	return s
}
