package numfmt

import (
	"bytes"
	"slices"
	"strconv"
)

// decimal is a number in decimal digits, so that halves are rounded as a person would: 0.digits times 10 to
// the power of point. Zero has no digits.
type decimal struct {
	negative bool
	digits   []byte // without zeros at either end; belongs to the caller
	point    int
	number   []byte // as it was given
}

// parseDecimal reads a number such as -1234.5 or 1E+300.
func parseDecimal(number []byte) (d decimal, ok bool) {
	d.number = number
	unsigned, negative := bytes.CutPrefix(number, []byte{'-'})
	mantissa, power := unsigned, 0
	if i := bytes.IndexAny(unsigned, "eE"); i >= 0 {
		n, err := strconv.Atoi(string(unsigned[i+1:]))
		if err != nil || n > 400 || n < -400 {
			return d, false
		}
		mantissa, power = unsigned[:i], n
	}
	whole, fraction, _ := bytes.Cut(mantissa, []byte{'.'})
	if len(whole)+len(fraction) == 0 || len(mantissa) > 400 || !allDigits(whole) || !allDigits(fraction) {
		return d, false
	}
	d.point = len(whole) + power
	d.digits = slices.Concat(whole, fraction)
	zeros := len(d.digits) - len(bytes.TrimLeft(d.digits, "0"))
	d.digits = bytes.TrimRight(d.digits[zeros:], "0")
	d.point -= zeros
	d.negative = negative && len(d.digits) > 0
	return d, true
}

func allDigits(b []byte) bool { return len(bytes.TrimLeft(b, "0123456789")) == 0 }

// float is the number as spreadsheet programs keep it.
func (d decimal) float() float64 {
	v, err := strconv.ParseFloat(string(d.number), 64)
	if err != nil {
		return 0 // parseDecimal has read it; only what is out of range comes here
	}
	return v
}

// isWhole tells whether nothing stands behind the point.
func (d decimal) isWhole() bool { return len(d.digits) <= max(d.point, 0) }

// at is the digit of a place: 0 is that of the ones, -1 that of the tenths.
func (d decimal) at(place int) byte {
	if i := d.point - 1 - place; i >= 0 && i < len(d.digits) {
		return d.digits[i]
	}
	return '0'
}

// round rounds to some digits behind the point, halves away from zero. It changes the digits in place.
func (d decimal) round(decimals int) decimal {
	keep := d.point + decimals
	if keep >= len(d.digits) {
		return d
	}
	if keep < 0 {
		d.digits, d.point, d.negative = nil, 0, false
		return d
	}
	up := d.digits[keep] >= '5'
	d.digits = d.digits[:keep]
	if up {
		d = d.carry()
	}
	d.digits = bytes.TrimRight(d.digits, "0")
	if len(d.digits) == 0 {
		d.point, d.negative = 0, false
	}
	return d
}

// carry adds one to the last digit.
func (d decimal) carry() decimal {
	kept := bytes.TrimRight(d.digits, "9")
	if len(kept) == 0 {
		d.digits, d.point = append(d.digits[:0], '1'), d.point+1
		return d
	}
	kept[len(kept)-1]++
	d.digits = kept
	return d
}
