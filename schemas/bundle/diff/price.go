package diff

import (
	"math"
	"strconv"

	"plugsheet/schemas/price"
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
