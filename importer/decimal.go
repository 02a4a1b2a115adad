package importer

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"plugsheet/importer/table"
	"plugsheet/schemas/problem"
)

// figure is the number in a price, taken apart.
type figure struct {
	digits   string // with the separators that stood in it, without blanks and apostrophes
	mark     byte   // the separator that decides: the last one; 0 for none
	point    bool   // it is the decimal point, beyond doubt
	unsure   bool   // it could be the decimal point or group thousands
	separate byte   // a separator that groups thousands beyond doubt; 0 for none
}

// figureOf finds the first number in a text such as "USD 1,234.50"; ok is false where there is none.
func figureOf(text string) (f figure, ok bool) {
	start := strings.IndexFunc(text, func(r rune) bool { return '0' <= r && r <= '9' })
	if start < 0 {
		return f, false
	}
	if start > 0 && (text[start-1] == '.' || text[start-1] == ',') {
		start--
	}
	var b strings.Builder
	blanks := false
	for i := start; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		switch {
		case r >= '0' && r <= '9' || r == '.' || r == ',':
			b.WriteByte(byte(r))
		case (unicode.IsSpace(r) || r == '\'' || r == '’') && i+n < len(text) && text[i+n] >= '0' && text[i+n] <= '9':
			blanks = true
		default:
			i = len(text)
		}
		i += n
	}
	return newFigure(strings.TrimRight(b.String(), ".,"), blanks), true
}

// newFigure decides what the separators in digits are. With two kinds the last one is the decimal point; one that comes
// twice groups thousands. One separator before exactly three digits could be either, unless a zero, nothing, or more than
// three digits stand before it, or blanks group thousands already.
func newFigure(s string, blanks bool) figure {
	f := figure{digits: s}
	last := strings.LastIndexAny(s, ".,")
	if last < 0 {
		return f
	}
	f.mark = s[last]
	other := byte('.' + ',' - f.mark)
	switch {
	case strings.Count(s, string(f.mark)) > 1:
		f.separate = f.mark
	case strings.IndexByte(s, other) >= 0:
		f.point, f.separate = true, other
	case len(s)-last-1 != 3 || last == 0 || last > 3 || s[0] == '0' || blanks:
		f.point = true
	default:
		f.unsure = true
	}
	return f
}

// plain is the number such as "1234.5"; point tells what the mark is where the number itself does not say.
func (f figure) plain(point bool) string {
	if !f.unsure {
		point = f.point
	}
	whole, fraction := f.digits, ""
	if point && f.mark != 0 {
		i := strings.LastIndexByte(f.digits, f.mark)
		whole, fraction = f.digits[:i], f.digits[i+1:]
	}
	whole = strings.NewReplacer(".", "", ",", "").Replace(whole)
	if whole == "" {
		whole = "0"
	}
	if fraction != "" {
		whole += "." + fraction
	}
	return whole
}

// evidence is what the prices of a column say of its separators.
type evidence struct {
	decimal, group map[byte]bool // separators that are the one or the other beyond doubt
	small, large   bool          // there are numbers without separator below 1000, or from 1000 on
}

// add takes in one price.
func (e *evidence) add(text string) {
	f, ok := figureOf(text)
	switch {
	case !ok || f.unsure:
		return
	case f.point:
		e.decimal[f.mark] = true
	case f.mark == 0 && len(f.digits) < 4:
		e.small = true
	case f.mark == 0:
		e.large = true
	}
	if f.separate != 0 {
		e.group[f.separate] = true
	}
}

// point tells whether a separator is the decimal point; known is false where the column does not say, or contradicts
// itself.
func (e *evidence) point(mark byte) (point, known bool) {
	other := byte('.' + ',' - mark)
	isPoint := e.decimal[mark] || e.group[other]
	isGroup := e.group[mark] || e.decimal[other]
	return isPoint, isPoint != isGroup
}

// groups tells whether thousands seem to be grouped: whoever writes 1,800 beside 12 and never 1800 does.
func (e *evidence) groups() bool { return e.small && !e.large }

// survey reads the sheet once more for what its prices say of their separators, by column.
func (c *catalog) survey(s *source) (map[int]*evidence, error) {
	found := map[int]*evidence{}
	for _, f := range []int{pPriceCatalog, pPricePromotion, pPriceSpecial} {
		if s.head.at[f] > 0 {
			found[s.head.at[f]] = &evidence{decimal: map[byte]bool{}, group: map[byte]bool{}}
		}
	}
	for data, err := range s.sheet.Rows(context.WithoutCancel(c.ctx)) {
		if err != nil {
			return nil, err
		}
		if data.Number <= s.head.row {
			continue
		}
		for column, e := range found {
			if column <= len(data.Cells) && data.Cells[column-1].Kind == table.Text {
				e.add(data.Cells[column-1].Text)
			}
		}
	}
	return found, nil
}

// isPoint tells whether the separator of an unsure price is the decimal point: by the settings, the other prices of the
// column, those of the sheet's other columns of prices, whether thousands seem to be grouped, and the currency's minor units. known is false where all of them
// leave it open.
func (c *catalog) isPoint(r *row, f int, mark byte) (point, known bool) {
	t := r.source
	if n := t.title(r.column[f]); n >= 0 {
		for header, m := range c.config.Decimals {
			if m != "" && fold(header) == fold(t.head.columns[n].title) {
				return m[0] == mark, true
			}
		}
	}
	if m := c.config.Decimal; m != "" {
		return m[0] == mark, true
	}
	if t.evidence == nil {
		var err error
		if t.evidence, err = c.survey(t); err != nil {
			t.evidence = map[int]*evidence{}
		}
	}
	points, groups := 0, 0
	for column, e := range t.evidence {
		p, ok := e.point(mark)
		switch {
		case ok && column == r.column[f]:
			return p, true
		case ok && p:
			points++
		case ok, column == r.column[f] && e.groups():
			groups++
		}
	}
	if points > 0 || groups > 0 {
		return points > 0, points == 0 || groups == 0
	}
	if u, ok := c.prices.unit(c.currencyOf(r)); ok && u.scale != 2 {
		return u.scale == 3, true
	}
	return false, false
}

// undecided tells, once a column, of prices that can be read in two ways.
func (c *catalog) undecided(r *row, f int, fig figure) {
	other := string('.' + ',' - rune(fig.mark))
	r.broken[f], c.bad = true, true
	c.once(r, f, problem.Errorf(r.source.sheet.At(0, r.column[f]), "unsure-price",
		"prices like %q can be read as %s or as %s, and nothing in the column decides", r.text[f], fig.plain(false), fig.plain(true)).
		Hintf("for %s it is decimal: %q; for %s, in plugsheet.yaml: decimal: %q", fig.plain(true), string(rune(fig.mark)),
			fig.plain(false), other))
}
