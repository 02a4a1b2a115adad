package diff

import (
	"math"
	"strconv"

	"plugsheet/schemas/price"
	"plugsheet/schemas/problem"
)

// percent is how far a price moved; nil where one of the two is no number or was nothing before.
func percent(before, after string) *float64 {
	a, okA := amount(before)
	b, okB := amount(after)
	if !okA || !okB || a == 0 {
		return nil
	}
	p := math.Round((b-a)/a*1000) / 10
	return &p
}

// amount reads the number of a price. It is good enough to say how far a price moved, and used for nothing
// else.
func amount(text string) (float64, bool) {
	p, ok := price.Read(text)
	if !ok {
		return 0, false
	}
	n, err := strconv.ParseFloat(p.Number, 64)
	return n, err == nil
}

// The limits of what may change without a question, in percent.
const (
	DefaultGone  = 20
	DefaultMoved = 50
)

// Limits are how much may change before a person is asked, in percent from 0 to 100.
type Limits struct {
	Gone  int // of the products, that are gone
	Moved int // of the prices, that move
}

// Beyond says which limits the changes pass, with the numbers; nothing where they pass none.
func (r *Report) Beyond(l Limits) (all []problem.Text) {
	if 100*r.GoneShare() > float64(l.Gone) {
		all = append(all, problem.Textf("%.0f %% of the products would be gone, and at most %d %% may",
			100*r.GoneShare(), l.Gone))
	}
	if 100*r.PricesShare() > float64(l.Moved) {
		all = append(all, problem.Textf("%.0f %% of the prices would move, and at most %d %% may",
			100*r.PricesShare(), l.Moved))
	}
	return all
}
