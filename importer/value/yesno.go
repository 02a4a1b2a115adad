package value

import (
	"net/mail"
	"strings"

	"plugsheet/schemas/words"
)

// agreeing and refusing are the words for yes and for no.
var agreeing, refusing = lists.Set("agree"), lists.Set("refuse")

// YesNo reads a yes or no in the words of the known languages; what both numbers of a stock say is understood
// too: 0 is no, any other whole number is yes.
func YesNo(text string) (value, ok bool) {
	switch folded := Fold(text); {
	case agreeing()[folded]:
		return true, true
	case refusing()[folded]:
		return false, true
	}
	if n := strings.TrimSpace(text); Digits(n) {
		return strings.Trim(n, "0") != "", true
	}
	return false, false
}

// IsEmail tells whether text is one bare e-mail address.
func IsEmail(text string) bool {
	a, err := mail.ParseAddress(text)
	if err != nil || a.Name != "" || a.Address != text {
		return false
	}
	_, domain, _ := strings.Cut(text, "@")
	return strings.Contains(domain, ".") && !strings.HasSuffix(domain, ".")
}

// Exponential tells whether a text is a number such as 5.90123E+12, of at least eight digits.
func Exponential(s string) bool {
	if len(s) < 5 || s[0] < '0' || s[0] > '9' || strings.IndexByte(s, '+') < 0 {
		return false
	}
	head, tail, ok := strings.Cut(s, "E+")
	if !ok {
		head, tail, ok = strings.Cut(s, "e+")
	}
	whole, fraction, marked := strings.Cut(strings.Replace(head, ",", ".", 1), ".")
	if !ok || len(whole) != 1 || !Digits(whole) || marked && !Digits(fraction) || !Digits(tail) ||
		len(tail) > 2 {
		return false
	}
	power := strings.TrimLeft(tail, "0")
	return len(power) == 2 || len(power) == 1 && power[0] >= '7'
}

// ShortPower tells whether a text is what spreadsheet programs show for a code such as 1E5: 1.00E+05.
func ShortPower(s string) bool {
	return len(s) == len("1.00E+05") && (s[1] == '.' || s[1] == ',') && s[4:7] == "E+0" &&
		Digits(s[:1]+s[2:4]+s[7:])
}

// Digits tells whether a text is of digits only, at least one.
func Digits(s string) bool { return s != "" && strings.TrimLeft(s, "0123456789") == "" }

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

// IsExampleHost tells whether a host is one of those that stand for another one and belong to nobody.
func IsExampleHost(host string) bool {
	host = strings.ToLower(host)
	for _, name := range []string{"example", "test", "invalid", "example.com", "example.org", "example.net"} {
		if host == name || strings.HasSuffix(host, "."+name) {
			return true
		}
	}
	return strings.HasPrefix(host, "your-shop.") || strings.HasPrefix(host, "yourshop.")
}
