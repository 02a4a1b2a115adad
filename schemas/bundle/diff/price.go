package diff

import (
	"math"
	"strconv"
	"strings"
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

// amount reads the number of a price that was formatted for people: "1 234,56 €", "$1,234.56", "15 000 Fcfa". The last
// point or comma is the decimal sign unless exactly three digits follow it and nothing else says otherwise. It is good
// enough to say how far a price moved, and used for nothing else.
func amount(price string) (float64, bool) {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '.' || r == ',' {
			return r
		}
		return -1
	}, price)
	digits = strings.Trim(digits, ".,")
	last := strings.LastIndexAny(digits, ".,")
	if last >= 0 {
		whole, rest := digits[:last], digits[last+1:]
		grouped := len(rest) == 3 && !strings.ContainsAny(whole, otherSign(digits[last]))
		if grouped {
			digits = strip(whole) + rest
		} else {
			digits = strip(whole) + "." + rest
		}
	}
	n, err := strconv.ParseFloat(digits, 64)
	return n, err == nil
}

func otherSign(c byte) string {
	if c == '.' {
		return ","
	}
	return "."
}

func strip(s string) string { return strings.NewReplacer(".", "", ",", "").Replace(s) }
