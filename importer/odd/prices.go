package odd

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"plugsheet/schemas/price"
)

// amount is a price as the bundle has it, for comparing prices only.
type amount struct {
	price.Price
	text     string
	number   float64
	currency string // a symbol or a code; empty for none
	known    bool   // there is a number
}

// amountOf reads a price that was found to be one.
func amountOf(text string) amount {
	p, known := price.Read(text)
	number, _ := strconv.ParseFloat(p.Number, 64) // 0 where there is none
	return amount{p, text, number, currencyIn(text), known}
}

// currencyIn is the currency of a price: a symbol, or a word that is none of the small ones, such as EUR or
// kr.
func currencyIn(text string) string {
	for n, c := range text {
		if c == '$' || c >= utf8.RuneSelf && unicode.Is(unicode.Sc, c) {
			return text[n : n+utf8.RuneLen(c)]
		}
	}
	for _, w := range strings.FieldsFunc(text, notLetter) {
		if len(w) == 3 && strings.ToUpper(w) == w {
			return w
		}
	}
	return ""
}

// The prices are counted by size: so many sizes for a factor of ten.
const (
	sizes   = 40
	largest = 16 * sizes // 10^12 and above, from 10^-4
)

// outlying is how many times the median a price is that looks odd, and enough how many prices make a median.
const (
	outlying = 100
	enough   = 10
)

// prices are the catalog prices.
type prices struct {
	all        int
	bySize     [largest]int
	dearest    [largest]string // one price of each size
	currencies map[string]tally
}

func newPrices() prices { return prices{currencies: map[string]tally{}} }

func sizeOf(price float64) int {
	return min(largest-1, max(0, int(math.Floor((math.Log10(price)+4)*sizes))))
}

func (p *prices) add(a amount, text string) {
	if !a.known || a.number <= 0 {
		return
	}
	p.all++
	n := sizeOf(a.number)
	if p.bySize[n]++; p.dearest[n] == "" {
		p.dearest[n] = text
	}
	if t, ok := p.currencies[a.currency]; ok || len(p.currencies) < keptValues {
		t.add(true, text)
		p.currencies[a.currency] = t
	}
}

// found tells of prices far from the others, and of a currency that few have.
func (p *prices) found() []Found {
	var all []Found
	if f, odd := p.outliers(); odd {
		all = append(all, f)
	}
	if f, odd := p.rare(); odd {
		all = append(all, f)
	}
	return all
}

// outliers are the prices that are a hundred times the median, or more.
func (p *prices) outliers() (Found, bool) {
	if p.all < enough {
		return Found{}, false
	}
	median, below := 0, 0
	for below += p.bySize[0]; below*2 < p.all; below += p.bySize[median] {
		median++
	}
	n, example := 0, ""
	for size := median + int(sizes*math.Log10(outlying)); size < largest; size++ {
		if p.bySize[size] > 0 {
			n, example = n+p.bySize[size], p.dearest[size]
		}
	}
	if n == 0 || n*10 > p.all {
		return Found{}, false
	}
	far := remark("outlying-price", "%d of %d prices are more than %d times the one in the middle, %s")(
		n, p.all, outlying, p.dearest[median])
	return Found{catalog, far.WithValue(example)}, true
}

// rare is a currency that less than a tenth of the prices have, where nearly all have another.
func (p *prices) rare() (Found, bool) {
	n, example := 0, ""
	usual := ""
	for code, t := range p.currencies {
		if t.hits*10 > p.all*9 {
			usual = code
		}
	}
	for code, t := range p.currencies {
		if code != usual {
			n += t.hits
			if example == "" || t.example < example {
				example = t.example
			}
		}
	}
	if usual == "" || n == 0 {
		return Found{}, false
	}
	other := remark("other-currency", "%d of %d prices are in another currency than the rest, such as %s")(
		n, p.all, p.currencies[usual].example)
	return Found{catalog, other.WithValue(example)}, true
}
