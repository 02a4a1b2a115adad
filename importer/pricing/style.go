package pricing

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/currency"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"
)

// Style is how a language writes amounts.
type Style struct {
	printer        *message.Printer
	language       string
	decimal, group string
	symbols        map[string]Unit
}

// Unit is a currency as the language writes it.
type Unit struct {
	symbol string
	Scale  int
	before bool // the symbol stands before the number
	blank  bool // there is a blank between them
}

// NewStyle learns a language's separators from the Unicode data. No-break spaces become plain ones, so
// that a price can be found by what a person types.
func NewStyle(tag string) *Style {
	t := language.Make(tag)
	p := &Style{printer: message.NewPrinter(t), language: tag, symbols: map[string]Unit{}}
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

// Decimal is the language's decimal mark.
func (p *Style) Decimal() string { return p.decimal }

func plainBlanks(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		return r
	}, s)
}

// signOwners are the currencies that people read in signs which several currencies have.
var signOwners = map[string]string{"$": "USD", "£": "GBP", "¥": "JPY"}

// Unit gives a currency by its ISO code; false for a code that there is not.
func (p *Style) Unit(code string) (Unit, bool) {
	if u, ok := p.symbols[code]; ok {
		return u, true
	}
	c, err := currency.ParseISO(code)
	if err != nil {
		return Unit{}, false
	}
	scale, _ := currency.Standard.Rounding(c)
	symbol := plainBlanks(p.printer.Sprint(currency.NarrowSymbol(c)))
	if owner := signOwners[symbol]; owner != "" && owner != code {
		symbol = plainBlanks(p.printer.Sprint(currency.Symbol(c))) // CA$: a bare $ is read as another's
	}
	u := Unit{symbol: symbol, Scale: scale}
	base, _, _ := strings.Cut(p.language, "-")
	switch {
	case base == "en" || base == "ja" || base == "zh" || base == "ko":
		last := []rune(u.symbol)[len([]rune(u.symbol))-1]
		u.before, u.blank = true, unicode.IsLetter(last)
	case base == "nl" || p.language == "pt" || p.language == "pt-BR":
		u.before, u.blank = true, true
	default:
		u.blank = true
	}
	p.symbols[code] = u
	return u, true
}

// Format writes an amount such as "1234.5" with the currency: "1 234,50 €" in French, "€1,234.50" in English.
func (p *Style) Format(amount string, u Unit) string {
	f, err := strconv.ParseFloat(amount, 64)
	if err != nil {
		return amount
	}
	whole, fraction, _ := strings.Cut(strconv.FormatFloat(f, 'f', u.Scale, 64), ".")
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

// figures are the amounts of a text that holds several.
var figures = regexp.MustCompile(`[0-9]+(?:[.,][0-9]{1,2})?`)

// FormatAll writes each amount of a text that holds several with the currency: "9 / 15" becomes "9,00 € /
// 15,00 €".
func (p *Style) FormatAll(text string, u Unit) string {
	return figures.ReplaceAllStringFunc(text, func(number string) string {
		f, _ := FigureOf(number)
		return p.Format(f.Plain(false), u)
	})
}
