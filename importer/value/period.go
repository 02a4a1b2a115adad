package value

import (
	"regexp"
	"strings"
)

// Period is two dates as somebody wrote them in one text; one of them may be missing.
type Period struct {
	From, Until       Date
	HasFrom, HasUntil bool
}

var (
	between = regexp.MustCompile(
		`(?i) +(?:-|–|—|to|till|until|bis|bis zum|au|al|tot|t/m|a|até|ao|hasta|do|→|->|>) +|[–—/~;|]|,| - |-`)
	before = regexp.MustCompile(
		`(?i)^(?:from|vom|von|ab|seit|du|de|depuis|del|dal|dall'|desde|van|vanaf|od|valid from) +`)
	upTo = regexp.MustCompile(
		`(?i)^(?:to|till|until|bis|bis zum|jusqu'au|au|al|fino al|hasta|hasta el|tot|t/m|até|do) +`)
)

// ReadPeriod takes a period apart: 2030-11-01/2030-11-30, 1.11.2030 - 30.11.2030, "from 1 Nov 2030 to 30 Nov
// 2030", "until 30 Nov 2030". False where it is none.
func ReadPeriod(text string) (p Period, ok bool) {
	text = strings.Join(strings.Fields(text), " ")
	for _, at := range between.FindAllStringIndex(text, -1) {
		from, until := before.ReplaceAllString(text[:at[0]], ""), upTo.ReplaceAllString(text[at[1]:], "")
		if p, ok = twoDates(from, until); ok {
			return p, true
		}
	}
	if d, one := ReadDate(upTo.ReplaceAllString(text, "")); one && upTo.MatchString(text) {
		return Period{Until: d, HasUntil: true}, true
	}
	if d, one := ReadDate(before.ReplaceAllString(text, "")); one && before.MatchString(text) {
		return Period{From: d, HasFrom: true}, true
	}
	return Period{}, false
}

// twoDates reads both sides of a period, one of which may be blank.
func twoDates(from, until string) (p Period, ok bool) {
	from, until = strings.TrimSpace(from), strings.TrimSpace(until)
	if from == "" && until == "" {
		return p, false
	}
	fine := true
	if !NoDate(from) {
		p.From, p.HasFrom = ReadDate(from)
		fine = p.HasFrom
	}
	if fine && !NoDate(until) {
		p.Until, p.HasUntil = ReadDate(until)
		fine = p.HasUntil
	}
	return p, fine && (p.HasFrom || p.HasUntil)
}
