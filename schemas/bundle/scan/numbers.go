package scan

import (
	"plugsheet/schemas/words"
	"slices"
	"strconv"
	"strings"
)

// isPhone tells whether a text is a telephone number in international form (E.164), and gives it without what
// stands behind it: numbers that follow after a blank are taken for part of it by its shape.
func isPhone(text string) (string, bool) {
	text, _, _ = strings.Cut(text, " - ")
	for {
		number := compact(text)
		if strings.HasPrefix(text, "+") && len(number) <= 15 {
			return text, len(number) >= 8 && hasCountry(number)
		}
		if !strings.HasPrefix(text, "+") && len(number) <= 16 {
			return text, len(number) >= 12 && !words.GTIN(number) && hasCountry(number[2:])
		}
		cut := strings.LastIndexAny(text, " .-/()\u00a0\u202f")
		if cut < 1 {
			return "", false
		}
		text = strings.TrimRight(text[:cut], " .-/()\u00a0\u202f")
	}
}

// countries are the country codes of two digits; those of three begin with other ones, and 1 and 7 stand
// alone (ITU-T E.164).
var countries = []string{"20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44",
	"45", "46", "47", "48", "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63",
	"64", "65", "66", "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98"}

// areas are the first two digits of country codes of three.
var areas = []string{"21", "22", "23", "24", "25", "26", "29", "35", "37", "38", "42", "50", "59", "67", "68",
	"69", "80", "85", "87", "88", "96", "97", "99"}

// hasCountry tells whether a number without plus begins with a country's code, and its rest is as long as
// there.
func hasCountry(number string) bool {
	switch {
	case number[0] == '1': // North America: area and exchange begin with 2 to 9
		return len(number) == 11 && number[1] >= '2' && number[4] >= '2'
	case number[0] == '7':
		return len(number) == 11
	case slices.Contains(countries, number[:2]):
		return strings.Trim(number[2:], "0") != ""
	}
	return slices.Contains(areas, number[:2]) && strings.Trim(number[3:], "0") != ""
}

// ibanLengths are the lengths of IBANs (ISO 13616 registry).
const ibanLengths = "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 " +
	"DO28 EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 " +
	"JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 " +
	"PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20"

// isIBAN tells whether a text begins with an IBAN: of the country's length, with the right check digits.
func isIBAN(text string) (string, bool) {
	at := strings.Index(ibanLengths, text[:2])
	if at < 0 || at%5 != 0 {
		return "", false
	}
	want, _ := strconv.Atoi(ibanLengths[at+2 : at+4]) // the table has two digits there
	number := compact(text)
	if len(number) < want {
		return "", false
	}
	number = number[:want]
	rest := 0
	for _, c := range number[4:] + number[:4] {
		if c >= 'A' {
			rest = (rest*100 + int(c-'A') + 10) % 97
		} else {
			rest = (rest*10 + int(c-'0')) % 97
		}
	}
	return number, rest == 1
}

// isCard tells whether a text is a payment card's number: the networks' first digits and lengths, and the
// check digit of Luhn. A divider stands everywhere or nowhere.
func isCard(text string) (string, bool) {
	number := compact(text)
	if spaces, hyphens := strings.Count(text, " "),
		strings.Count(text, "-"); spaces > 0 && hyphens > 0 || spaces+hyphens == 1 ||
		words.GTIN(number) || strings.Trim(number, number[:1]) == "" {
		return "", false
	}
	return text, cardNetwork(number) && words.Luhn(number)
}

// cardNetwork tells whether a number begins as a network's cards do and has their length.
func cardNetwork(number string) bool {
	two, _ := strconv.Atoi(number[:2])
	four, _ := strconv.Atoi(number[:4])
	switch n := len(number); {
	case number[0] == '4': // Visa
		return n == 16 || n == 19
	case two >= 51 && two <= 55, four >= 2221 && four <= 2720: // Mastercard
		return n == 16
	case two == 34, two == 37: // American Express
		return n == 15
	case two == 36, two == 38, four >= 3000 && four <= 3059: // Diners
		return n == 14
	case four == 6011, two == 65, four >= 6440 && four <= 6499, four >= 3528 && four <= 3589, two == 62:
		// Discover, JCB, UnionPay
		return n >= 16
	}
	return false
}

// isNIR tells whether a text is a French social security number: sex, year, month, department, and a key
// modulo 97.
func isNIR(text string) (string, bool) {
	number := compact(text)
	month, err := strconv.Atoi(number[3:5])
	if err != nil || month == 0 || month > 12 && month < 20 || month > 42 && month < 50 {
		return "", false
	}
	plain := strings.NewReplacer("2A", "19", "2B", "18").Replace(number[5:7])
	body, err := strconv.Atoi(number[:5] + plain + number[7:13])
	if err != nil {
		return "", false
	}
	key, _ := strconv.Atoi(number[13:]) // the shape has digits there
	return text, key == 97-body%97
}
