package importer

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/currency"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"
)

// priceStyle is how a language writes amounts.
type priceStyle struct {
	printer        *message.Printer
	language       string
	decimal, group string
	symbols        map[string]priceUnit
}

// priceUnit is a currency as the language writes it.
type priceUnit struct {
	symbol string
	scale  int
	before bool // the symbol stands before the number
	blank  bool // there is a blank between them
}

// newPriceStyle learns a language's separators from the Unicode data. No-break spaces become plain ones, so
// that a price can be found by what a person types.
func newPriceStyle(tag string) *priceStyle {
	t := language.Make(tag)
	p := &priceStyle{printer: message.NewPrinter(t), language: tag, symbols: map[string]priceUnit{}}
	sample := p.printer.Sprint(number.Decimal(1234567.5, number.Scale(1)))
	marks := strings.FieldsFunc(sample, unicode.IsDigit)
	p.decimal, p.group = ".", ""
	if len(marks) > 0 {
		p.decimal = marks[len(marks)-1]
	}
	if len(marks) > 1 {
		p.group = plainBlanks(marks[0])
	}
	return p
}

func plainBlanks(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		return r
	}, s)
}

// unit gives a currency by its ISO code; false for a code that there is not.
func (p *priceStyle) unit(code string) (priceUnit, bool) {
	if u, ok := p.symbols[code]; ok {
		return u, true
	}
	c, err := currency.ParseISO(code)
	if err != nil {
		return priceUnit{}, false
	}
	scale, _ := currency.Standard.Rounding(c)
	u := priceUnit{symbol: plainBlanks(p.printer.Sprint(currency.NarrowSymbol(c))), scale: scale}
	base, _, _ := strings.Cut(p.language, "-")
	switch {
	case base == "en" || base == "ja" || base == "zh" || base == "ko":
		u.before, u.blank = true, unicode.IsLetter([]rune(u.symbol)[0])
	case base == "nl" || p.language == "pt" || p.language == "pt-BR":
		u.before, u.blank = true, true
	default:
		u.blank = true
	}
	p.symbols[code] = u
	return u, true
}

// format writes an amount such as "1234.5" with the currency: "1 234,50 €" in French, "€1,234.50" in English.
func (p *priceStyle) format(amount string, u priceUnit) string {
	f, err := strconv.ParseFloat(amount, 64)
	if err != nil {
		return amount
	}
	whole, fraction, _ := strings.Cut(strconv.FormatFloat(f, 'f', u.scale, 64), ".")
	var b strings.Builder
	if u.before {
		b.WriteString(u.symbol)
		if u.blank {
			b.WriteByte(' ')
		}
	}
	for i, d := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(p.group)
		}
		b.WriteRune(d)
	}
	if fraction != "" {
		b.WriteString(p.decimal + fraction)
	}
	if !u.before {
		if u.blank {
			b.WriteByte(' ')
		}
		b.WriteString(u.symbol)
	}
	return b.String()
}
