package analysis

import (
	"math"
	"strconv"
)

// measure says how many of a base unit one unit is.
type measure struct {
	base string
	size float64
}

// measures are the units that people write for each other: 50 cl and 0.5 l are 500 ml. All others stand for
// themselves.
var measures = map[string]measure{
	"cl": {"ml", 10}, "dl": {"ml", 100}, "l": {"ml", 1000},
	"cm": {"mm", 10}, "m": {"mm", 1000}, "in": {"mm", 25.4}, "ft": {"mm", 304.8},
	"kg": {"g", 1000}, "lb": {"g", 453.6}, "oz": {"g", 28.35},
	"tb": {"gb", 1000}, "kw": {"w", 1000}, "ah": {"mah", 1000},
}

// equalDigits is how many digits of a quantity count when two are equal: 2 inches are 5.08 cm.
const equalDigits = 5

// Quantity is the one spelling of a number with a unit, which is given as [Language.Unit] gives it: 0.5 and l
// are 500ml.
func Quantity(number, unit string) string {
	m, known := measures[unit]
	if !known {
		m = measure{unit, 1}
	}
	n, err := strconv.ParseFloat(number, 64)
	if err != nil || n == 0 || math.IsInf(n, 0) {
		return number + unit
	}
	digits := math.Pow10(equalDigits - 1 - int(math.Floor(math.Log10(n*m.size))))
	return strconv.FormatFloat(math.Round(n*m.size*digits)/digits, 'f', -1, 64) + m.base
}

// numbersOf gives the digits of a language's number words.
func numbersOf(language string) map[string]string {
	m := map[string]string{}
	for i, word := range listed("number", language) {
		m[word] = strconv.Itoa(i + 2)
	}
	delete(m, "-")
	return m
}
