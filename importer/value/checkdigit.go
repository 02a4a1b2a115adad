package value

import "strings"

// CheckDigit tells whether the last digit of an article number fits the others: of a GTIN (EAN, UPC) of 8, 12,
// 13 or 14 digits, or an ISBN of 10. Zeros that a spreadsheet program took away at the front are no fault, nor is
// a text of another length or with letters, which is no such number.
func CheckDigit(text string) bool {
	number := strings.NewReplacer(" ", "", "\u00a0", "", "-", "", "\u2011", "", "\u2010", "").Replace(text)
	switch len(number) {
	case 8, 10, 12, 13, 14:
	default:
		return true
	}
	sum, isbn := 0, 0
	for i := range len(number) {
		d, fromEnd := int(number[i]-'0'), len(number)-1-i
		if d == 'X'-'0' && fromEnd == 0 && len(number) == 10 {
			d = 10
		} else if d < 0 || d > 9 {
			return true
		}
		sum += d * (1 + 2*(fromEnd%2))
		isbn += d * (1 + fromEnd)
	}
	return sum%10 == 0 && number[len(number)-1] != 'X' || len(number) == 10 && isbn%11 == 0
}
