package index

import "math"

// meanSteps is in how many steps a mean length may double. Lengths are kept in steps, so that a few other words in a
// catalog of many leave all means, and with them the worth of all words of all products, as they were: otherwise no
// index could be brought up to date without reading everything anew.
const meanSteps = 8

// inSteps gives the nearest step of each mean length.
func (l lengths) inSteps() lengths {
	for f, mean := range l {
		if mean > 0 {
			l[f] = float32(math.Exp2(math.Round(math.Log2(float64(mean))*meanSteps) / meanSteps))
		}
	}
	return l
}
