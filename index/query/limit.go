package query

import "plugsheet/schemas/price"

// Limit is what the products may cost, in thousandths.
type Limit struct {
	Span
	From, To int64  // both included
	Unit     string // the code of the currency; empty where none stands there
	Sign     Span   // the last word before the number, and
	Number   Span   // the number: a product's name may have both side by side
}

// None is the upper end of a limit that has none.
const None = 1 << 62

// amount is a price in a text.
type amount struct {
	value    int64
	unit     string
	number   int // its token
	measured bool
}

// limit reads a limit that begins at a token; nil for none.
func (r *reader) limit(at int) (*Limit, int) {
	for _, read := range []func(int) (*Limit, int){r.between, r.bounded, r.ranged, r.bare} {
		if l, next := read(at); l != nil {
			l.Span = Span{r.all[at].from, r.all[next-1].to}
			return l, next
		}
	}
	return nil, at
}

// between reads "between 20 and 50".
func (r *reader) between(at int) (*Limit, int) {
	p, next := r.match(at, "between")
	if p == nil {
		return nil, at
	}
	low, next, ok := r.amount(next)
	if !ok || next >= len(r.all) {
		return nil, at
	}
	if and, _ := r.match(next, "and"); and == nil && r.all[next].word != "&" {
		return nil, at
	}
	high, next, ok := r.amount(next + 1)
	if !ok || low.value > high.value || high.measured {
		return nil, at
	}
	return r.made(at, low, high), next
}

// bounded reads "under 200", "bis 50 €", "over 100".
func (r *reader) bounded(at int) (*Limit, int) {
	c, next, ok := r.comparison(at)
	if !ok {
		return nil, at
	}
	sign := next - 1
	a, next, ok := r.amount(next)
	if !ok || a.unit == "" && (!c.certain || a.measured || r.person(at-1)) {
		return nil, at
	}
	low, high := amount{number: sign}, amount{value: None, number: a.number}
	if c.upward {
		low = a
		if c.strict {
			low.value++
		}
		high.unit = a.unit
	} else {
		if high = a; c.strict {
			high.value--
		}
	}
	l := r.made(at, low, high)
	l.Sign, l.Number = Span{r.all[sign].from, r.all[sign].to}, Span{r.all[a.number].from, r.all[a.number].to}
	return l, next
}

// comparison is what a word or a sign before a price says.
type comparison struct{ strict, upward, certain bool }

// comparison reads one.
func (r *reader) comparison(at int) (c comparison, next int, ok bool) {
	p, next := r.match(at, "under", "upto", "over", "from")
	if p != nil {
		strict := p.means == "under" || p.means == "over"
		return comparison{strict, p.means == "over" || p.means == "from", strict}, next, true
	}
	sign := r.all[at].word
	c = comparison{strict: sign == "<" || sign == ">", upward: sign == ">" || sign == "≥", certain: true}
	if next++; next < len(r.all) && c.strict && r.all[next].word == "=" {
		c.strict, next = false, next+1
	}
	return c, next, c.strict || c.upward || sign == "≤" || sign == "<"
}

// ranged reads "20 - 50 €", "from 20 to 50 euros".
func (r *reader) ranged(at int) (*Limit, int) {
	_, next := r.match(at, "from")
	if next == at && (r.all[at].word == "de" || r.all[at].word == "van") {
		next++
	}
	low, next, ok := r.amount(next)
	if !ok || next >= len(r.all) {
		return nil, at
	}
	to, _ := r.match(next, "to")
	if dash := r.all[next].word; to == nil && dash != "-" && dash != "–" {
		return nil, at
	}
	high, next, ok := r.amount(next + 1)
	if !ok || low.value > high.value || high.unit == "" && low.unit == "" {
		return nil, at
	}
	return r.made(at, low, high), next
}

// bare reads "50 € or less", "30 $ max".
func (r *reader) bare(at int) (*Limit, int) {
	a, next, ok := r.amount(at)
	if !ok || a.unit == "" {
		return nil, at
	}
	p, next := r.match(next, "orless", "ormore")
	switch {
	case p == nil:
		return nil, at
	case p.means == "ormore":
		return r.made(at, a, amount{value: None, number: a.number}), next
	}
	return r.made(at, amount{number: a.number}, a), next
}

func (r *reader) made(at int, low, high amount) *Limit {
	unit := high.unit
	if unit == "" {
		unit = low.unit
	}
	number := Span{r.all[high.number].from, r.all[high.number].to}
	return &Limit{From: low.value, To: high.value, Unit: unit, Sign: Span{r.all[at].from, r.all[at].to},
		Number: number}
}

// person tells whether a token is a word for people: "kids under 3" are no prices.
func (r *reader) person(at int) bool {
	for at >= 0 && at < len(r.all) && (r.says(at, "skip", r.spoken) || r.all[at].word == "of" ||
		r.all[at].word == "de") {
		at--
	}
	return at >= 0 && r.wording.kinds[r.all[at].word] == "person"
}

// amount reads a price at a token: a number, and a currency before or behind it. It is measured where the
// number is one of something else: 5 kg, 3 years.
func (r *reader) amount(at int) (a amount, next int, ok bool) {
	if at < len(r.all) && r.wording.currencies[r.all[at].word] != "" && !r.all[at].number {
		a.unit = r.wording.currencies[r.all[at].word]
		at++
	}
	if at >= len(r.all) || !r.all[at].number || at > 0 && r.all[at].glued && a.unit == "" &&
		letter(first(r.all[at-1].word)) {
		return a, at, false
	}
	p, _ := price.Read(r.all[at].word) // of what is no price, the thousandths are none
	if a.value, ok = p.Thousandths(); !ok {
		return a, at, false
	}
	a.number, next = at, at+1
	if next < len(r.all) && a.unit == "" {
		behind := r.all[next]
		if a.unit = r.wording.currencies[behind.word]; a.unit != "" {
			return a, next + 1, true
		}
		a.measured = r.wording.kinds[behind.word] == "measure"
		if behind.glued && letter(first(behind.word)) {
			return a, at, false
		}
	}
	return a, next, true
}
