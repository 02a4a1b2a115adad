package value

import (
	"strings"

	"plugsheet/schemas/words"
)

// betweenDigits takes out what people write between the digits of an article number.
var betweenDigits = strings.NewReplacer(" ", "", "\u00a0", "", "-", "", "\u2011", "", "\u2010", "")

// CheckDigit tells whether the last digit of an article number fits the others: of a GTIN (EAN, UPC) of 8,
// 12, 13 or 14 digits, or an ISBN of 10. Zeros that a spreadsheet program took away at the front are no
// fault, nor is a text of another length or with letters, which is no such number.
func CheckDigit(text string) bool {
	number := text
	if !Digits(text) {
		number = betweenDigits.Replace(text)
	}
	switch len(number) {
	case 8, 12, 13, 14:
		return !Digits(number) || words.GTIN(number)
	case 10:
		return !Digits(number[:9]) || words.GTIN("0000"+number) || isbn(number)
	}
	return true
}

// isbn tells whether the last of ten digits, which may be an X for 10, fits the others; another letter does.
func isbn(number string) bool {
	sum := 0
	for i := range len(number) {
		sum += (10 - i) * int(number[i]-'0')
	}
	switch last := number[9]; {
	case last == 'X':
		return (sum-int('X'-'0')+10)%11 == 0
	case last < '0' || last > '9':
		return true
	}
	return sum%11 == 0
}
