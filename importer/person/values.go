package person

import (
	"net/netip"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"plugsheet/schemas/bundle/scan"
	"plugsheet/schemas/words"
)

// values are how many values of a column are what.
type values struct {
	filled                                      int
	emails, phones, abroad, ibans, cards        int // abroad: telephone numbers with their country
	hashes, hex, ips, numbers, accounts         int
	greetings, sure, addressed                  int // salutations, those that are nothing else, Frau Meier
	texts, names, pairs, digits, words, handles int
	different                                   map[string]bool
}

// count looks at each value.
func count(list []string) values {
	v := values{different: map[string]bool{}}
	for _, text := range list {
		if text = strings.TrimSpace(text); text != "" {
			v.filled++
			v.different[text] = true
			v.shapes(text)
			v.wording(text)
		}
	}
	return v
}

// shapes counts what has a shape of its own.
func (v *values) shapes(text string) {
	v.found(text)
	digits := digitsIn(text)
	if len(text) <= 30 && digits >= 6 && digits <= 15 && phoneShape.MatchString(text) {
		v.phones++
	}
	if digits >= 4 && len(text) <= 30 && !strings.ContainsAny(text, "@/:") {
		v.numbers++
	}
	if digits >= 6 && len(text) <= 40 || bicShape.MatchString(text) {
		v.accounts++
	}
	if hashShape.MatchString(text) {
		v.hashes++
	}
	if hexShape.MatchString(text) {
		v.hex++
	}
	if _, err := netip.ParseAddr(text); err == nil {
		v.ips++
	}
}

// found counts what a scan for personal data finds in a text that is hardly more than that.
func (v *values) found(text string) {
	for _, f := range scan.Find(text, scan.Allow{}) {
		if len(text) > len(f.Text)+30 {
			continue
		}
		switch f.Code {
		case "email":
			v.emails++
		case "phone":
			v.abroad++
		case "iban":
			v.ibans++
		case "card":
			v.cards++
		case "social-security":
			v.numbers++
		}
		break
	}
}

// reach is how somebody is reached, behind the name: a number of six digits or more, or an address.
var reach = regexp.MustCompile(
	`(?i)[\s,;:|/(<\[-]*(?:(?:tel|fon|phone|mob|mobile?|mobil|fax|dw|ext)\.?:? ?)?` +
		`(?:\+?[0-9(][0-9 ./()-]{4,}[0-9]|[^\s@]+@[^\s@]+\.[a-z]+)[)>\]]*$`)

// mayReach tells whether [reach] can match, without the work of it: most texts end otherwise.
func mayReach(text string) bool {
	end := strings.TrimRight(text, ")>]")
	if len(end) < 6 {
		return false
	}
	isPart := func(r rune) bool { return strings.ContainsRune("0123456789 ./()-", r) }
	number := strings.TrimFunc(end[len(end)-6:], isPart) == "" && end[len(end)-1] >= '0'
	return number || strings.Contains(text, "@")
}

var (
	phoneShape = regexp.MustCompile(
		`^(?i:tel\.?:? ?)?\+?[0-9(][0-9 .\-/()\x{a0}\x{202f}]+[0-9](?: ?(?:x|ext\.?) ?[0-9]+)?$`)
	bicShape  = regexp.MustCompile(`^[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$`)
	hashShape = regexp.MustCompile(
		`^(?:\$2[abxy]\$|\$argon2|\$[PH]\$|\$[156]\$|\$wp\$|\{S?SHA[0-9]*\}|(?:pbkdf2|scrypt|bcrypt)[_:$])`)
	hexShape = regexp.MustCompile(
		`^(?:[0-9a-fA-F]{32}|[0-9a-fA-F]{40}|[0-9a-fA-F]{64}|[0-9a-fA-F]{128})(?::[0-9A-Za-z]+)*$`)
)

// digitsIn counts the digits of a text.
func digitsIn(text string) int {
	n := 0
	for _, r := range text {
		if unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

// Words in the values, folded: greetings are salutations, and titles those that are other things too; answers
// say yes and no. Headers of doubtfulStaff name somebody only where the values are full names.
var (
	greetings     = lists.Set("greeting")
	titles        = lists.Set("title")
	answers       = lists.Set("answer")
	doubtfulStaff = lists.Set("maybestaff")
)

// wording counts what is told by its words.
func (v *values) wording(text string) {
	folded := words.Fold(text)
	if greetings()[folded] {
		v.sure++
	}
	if greetings()[folded] || titles()[folded] {
		v.greetings++
	}
	digits := digitsIn(text)
	if digits > 0 {
		v.digits++
	}
	if mayReach(text) {
		name := strings.TrimRight(reach.ReplaceAllString(text, ""), " ,;:-/|(")
		if name != text && name != "" {
			text, folded, digits = name, words.Fold(name), digitsIn(name)
		}
	}
	if len(folded) > 0 && !strings.ContainsFunc(text, unicode.IsSpace) && len(text) <= 60 &&
		!strings.Contains(text, "/") {
		v.handles++
	}
	if digits > 0 || utf8.RuneCountInString(text) > 50 || strings.ContainsAny(text, "@<>/:;") ||
		folded == "" {
		return
	}
	v.texts++
	if answers()[folded] {
		v.words++
		return
	}
	v.naming(strings.Fields(text))
}

// naming counts words that are the name of a person, for all that can be seen.
func (v *values) naming(parts []string) {
	capital := 0
	for _, p := range parts {
		if first, _ := utf8.DecodeRuneInString(p); unicode.IsUpper(first) {
			capital++
		}
	}
	if len(parts) <= 4 && capital >= (len(parts)+1)/2 {
		v.names++
		if capital > 1 && greetings()[words.Fold(parts[0])] {
			v.addressed++
		}
		if capital > 1 {
			v.pairs++
		}
	}
}

// most tells whether half of the values at least are so.
func (v values) most(n int) bool { return n > 0 && n*2 >= v.filled }

// proven is what the values alone say a column holds.
func (v values) proven(header string) Sort {
	switch {
	case v.most(v.hashes):
		return Password
	case v.most(v.emails):
		return Email
	case v.most(v.ibans):
		return Bank
	case v.filled >= 3 && v.cards*10 >= v.filled*8 && !scan.IsCoded(header):
		return Card
	case v.most(v.abroad) && !scan.IsCoded(header):
		return Phone
	case v.greetings*10 >= v.filled*8 && v.sure > 0:
		return Salutation
	case v.addressed > 0 && v.addressed*10 >= v.filled*8:
		return Full
	}
	return None
}

// suit tells whether the values are such as the header says.
func (v values) suit(sort Sort, header string) bool {
	switch sort {
	case Phone:
		return v.most(v.phones + v.abroad)
	case Given, Family, Full, Name:
		return v.texts*10 >= v.filled*7 && v.words < v.filled
	case Birth:
		return v.most(v.digits)
	case Bank:
		return v.most(v.accounts)
	case Number:
		return v.most(v.numbers)
	case Address:
		return v.most(v.ips)
	case Login:
		return v.most(v.handles) && v.words < v.filled
	case Staff:
		if doubtfulStaff()[words.Fold(header)] {
			return v.most(v.pairs)
		}
		return v.most(v.names)
	case Card:
		return v.most(v.cards)
	case Email, Salutation:
		return false // they are known by their values
	}
	return true
}

var forenames = lists.Set("forename")

// FullNames tells whether most of some texts are the full names of different persons, where no header says
// it: a common forename and, before or behind it, what is hardly the same twice. Things that are called by
// forenames alone ("Anna sofa", "Oliver sofa") are none.
func FullNames(texts []string) bool {
	filled, named, families := 0, 0, map[string]bool{}
	for _, text := range texts {
		parts := strings.Fields(text)
		if len(parts) == 0 {
			continue
		}
		filled++
		var v values
		if v.naming(parts); len(parts) < 2 || len(parts) > 4 || v.pairs == 0 || digitsIn(text) > 0 {
			continue
		}
		first, last := words.Fold(parts[0]), words.Fold(parts[len(parts)-1])
		if forenames()[last] && !forenames()[first] {
			first, last = last, first // Rossi Mario
		}
		if forenames()[first] {
			named++
			families[last] = true
		}
	}
	return named > 1 && named*2 >= filled && len(families)*10 >= named*8
}
