package value

import (
	"net/mail"
	"strings"
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
func Digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
