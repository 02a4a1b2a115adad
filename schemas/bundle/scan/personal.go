package scan

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"plugsheet/schemas/problem"
)

// kind is one of the things that are looked for.
type kind struct {
	code string
	name func() problem.Text
}

var (
	email = &kind{"email", func() problem.Text { return problem.Textf("an e-mail address") }}
	phone = &kind{"phone", func() problem.Text { return problem.Textf("a telephone number") }}
	iban  = &kind{"iban", func() problem.Text { return problem.Textf("an IBAN") }}
	card  = &kind{"card", func() problem.Text { return problem.Textf("a payment card number") }}
	nir   = &kind{"social-security",
		func() problem.Text { return problem.Textf("a French social security number") }}
)

// finding is one text that looks personal.
type finding struct {
	kind *kind
	text string
}

// masked shows the ends of what was found, so that whoever knows it knows it again, and a log holds nothing.
func (f finding) masked() string {
	if f.kind == email {
		first, _ := utf8.DecodeRuneInString(f.text)
		return string(first) + "…" + f.text[strings.LastIndex(f.text, "@"):]
	}
	return f.text[:2] + "…" + f.text[len(f.text)-2:]
}

var (
	emailShape = regexp.MustCompile(
		`[\p{L}\p{N}][\p{L}\p{N}._%+'-]*@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}{2,}`)
	webAddress = regexp.MustCompile(`(?i)\bhttps?://[^\s"'<>]+`)
	phoneShape = regexp.MustCompile(`(?:\+|00)[ \x{a0}]?\(?[1-9][0-9 .\-/()\x{a0}\x{202f}]{5,28}[0-9]`)
	ibanShape  = regexp.MustCompile(`[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{2,4}){3,8}`)
	cardShape  = regexp.MustCompile(
		`[0-9]{4}(?:[ -]?[0-9]{4}){3}(?:[ -]?[0-9]{1,3})?|[0-9]{4}[ -]?[0-9]{6}[ -]?[0-9]{4,5}`)
	nirShape = regexp.MustCompile(`[12] ?[0-9]{2} ?[0-9]{2} ?[0-9][0-9AB] ?[0-9]{3} ?[0-9]{3} ?[0-9]{2}`)
)

// number is a kind of number that is looked for.
type number struct {
	kind  *kind
	may   func(text string) bool // at little cost: where not, the shape is not in the text
	shape *regexp.Regexp
	is    func(match string) (string, bool)
}

var numbers = []number{
	{iban, hasCountryAndDigits, ibanShape, isIBAN},
	{nir, hasLongNumber, nirShape, isNIR},
	{card, hasLongNumber, cardShape, isCard},
	{phone, hasPrefix, phoneShape, isPhone},
}

// hasCountryAndDigits tells whether an IBAN may begin in a text: two capitals, and two digits behind them.
func hasCountryAndDigits(text string) bool {
	for i := 3; i < len(text); i++ {
		if isDigit(text[i]) && isDigit(text[i-1]) && isCapital(text[i-2]) && isCapital(text[i-3]) {
			return true
		}
	}
	return false
}

func hasLongNumber(text string) bool { return manyDigits(text, 14) }

// hasPrefix tells whether a number in international form may begin in a text: a plus or two zeros that touch
// nothing before them.
func hasPrefix(text string) bool {
	for i := range len(text) {
		if (text[i] == '+' || text[i] == '0' && i+1 < len(text) && text[i+1] == '0') &&
			(i == 0 || !isJoint(text[i-1])) {
			return true
		}
	}
	return false
}

// isJoint tells whether what follows a byte of ASCII belongs to the same word or number; see touches.
func isJoint(c byte) bool {
	return isDigit(c) || isCapital(c&^0x20) || strings.IndexByte("_.,+-", c) >= 0
}

func isDigit(c byte) bool   { return '0' <= c && c <= '9' }
func isCapital(c byte) bool { return 'A' <= c && c <= 'Z' }

// Finding is one text that looks personal.
type Finding struct {
	Code   string       // email, phone, iban, card or social-security
	Name   problem.Text // what it is, with its article
	Text   string       // as it stands
	Masked string       // its ends only, for a log
}

// Find finds everything in a text that looks personal, what is allowed left out. It is what [Run] finds in a
// file.
func Find(text string, allow Allow) []Finding {
	if !Suspect(text, false) {
		return nil
	}
	var list []Finding
	for _, f := range personal(text) {
		if !allow.list.has(f) {
			list = append(list, Finding{f.kind.code, f.kind.name(), f.text, f.masked()})
		}
	}
	return list
}

// FindCoded is [Find] for a text in which numbers are those of products: a reference, an EAN, a price, an
// address.
func FindCoded(text string, allow Allow) []Finding {
	if !Suspect(text, true) {
		return nil
	}
	return Find(digits.ReplaceAllString(text, "#"), allow)
}

// IsCoded tells whether a header names a number of products, as EAN and SKU do.
func IsCoded(header string) bool { return code.MatchString(header + ": ") }

// Suspect tells at little cost whether a text may hold something personal: where not, [Find] finds nothing,
// nor [FindCoded] where numbers in it are those of products.
func Suspect(text string, coded bool) bool {
	return mayAddress(text) || !coded && manyDigits(text, fewestDigits)
}

// mayAddress tells whether an @ stands in a text, in any of its ways to be written.
func mayAddress(text string) bool {
	if strings.IndexByte(text, '@') >= 0 {
		return true
	}
	return strings.IndexByte(text, '%') >= 0 && strings.Contains(text, "%40") ||
		strings.IndexByte(text, '&') >= 0 &&
			(strings.Contains(text, "&#64;") || strings.Contains(text, "&commat;"))
}

// Allow is what is the shop's own. The zero value is nothing.
type Allow struct{ list allowed }

// NewAllow reads what [Options].Allow holds.
func NewAllow(list []string) Allow { return Allow{newAllowed(list)} }

// encodedAt are other ways to write an @.
var encodedAt = strings.NewReplacer("%40", "@", "&#64;", "@", "&commat;", "@")

// personal finds everything in a text that looks personal.
func personal(text string) (found []finding) {
	if mayAddress(text) {
		text = encodedAt.Replace(text)
		for _, m := range emailShape.FindAllString(text, -1) {
			if !fileName(m) {
				found = append(found, finding{email, m})
			}
		}
	}
	if !manyDigits(text, fewestDigits) {
		return found
	}
	if strings.Contains(text, "://") {
		text = webAddress.ReplaceAllString(text, "#")
	}
	for _, n := range numbers {
		if !n.may(text) {
			continue
		}
		for _, at := range n.shape.FindAllStringIndex(text, -1) {
			if touches(text, at[0], at[1]) {
				continue
			}
			if is, ok := n.is(text[at[0]:at[1]]); ok {
				found = append(found, finding{n.kind, is})
			}
		}
	}
	return found
}

// fewestDigits is how many digits the shortest of the numbers has.
const fewestDigits = 8

// manyDigits tells whether a text has so many digits with nothing between them that no number has. Most texts
// end here: of a text of words only every eighth byte or so is looked at.
func manyDigits(text string, least int) bool {
	for i := least - 1; i < len(text); i += least {
		if inNumber[text[i]] == never {
			continue
		}
		from, digits := i, 0
		for from > 0 && inNumber[text[from-1]] != never {
			from--
		}
		for i = from; i < len(text) && inNumber[text[i]] != never; i++ {
			if inNumber[text[i]] == digit {
				digits++
			}
		}
		if digits >= least {
			return true
		}
	}
	return false
}

// What a byte is in one of the numbers: something that may stand between its digits, a digit, or what ends
// it.
const (
	between = iota
	digit
	never
)

// inNumber holds what each byte is. A table, since every text of a catalog is looked at.
var inNumber = func() (table [256]uint8) {
	for c := '0'; c <= '9'; c++ {
		table[c] = digit
	}
	for c := 'a'; c <= 'z'; c++ {
		table[c] = never
	}
	for _, c := range ",;:=#&_<>\"'" {
		table[c] = never
	}
	return table
}()

// touches tells whether a part of a text is part of a longer word or number.
func touches(text string, from, to int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:from])
	after, _ := utf8.DecodeRuneInString(text[to:])
	if from > 0 &&
		(unicode.IsLetter(before) || unicode.IsDigit(before) || strings.ContainsRune("_.,+-", before)) {
		return true
	}
	return to < len(text) && (unicode.IsLetter(after) || unicode.IsDigit(after) || after == '_')
}

// fileName tells whether what looks like an e-mail is the name of an image for dense screens: logo@2x.png.
func fileName(text string) bool {
	switch strings.ToLower(text[strings.LastIndex(text, ".")+1:]) {
	case "png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "css", "js", "html", "json", "pdf":
		return true
	}
	return false
}

// allowed is what is the shop's own.
type allowed map[string]bool

func newAllowed(list []string) allowed {
	a := allowed{}
	for _, text := range list {
		if strings.Contains(text, "@") {
			a[strings.ToLower(strings.TrimSpace(text))] = true
		} else {
			a[significant(text)] = true
		}
	}
	return a
}

// has tells whether a finding is the shop's own.
func (a allowed) has(f finding) bool {
	if f.kind == email {
		text := strings.ToLower(f.text)
		return a[text] || a[text[strings.LastIndex(text, "@"):]]
	}
	return a[significant(f.text)]
}

// significant is a number without what only divides it, and without the zeros or the plus before its country.
func significant(number string) string {
	return strings.TrimPrefix(compact(number), "00")
}

// compact keeps the letters and digits of a number.
func compact(number string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' {
			return r
		}
		return -1
	}, strings.ReplaceAll(number, "(0)", ""))
}
