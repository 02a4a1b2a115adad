package value

import (
	"regexp"
	"strconv"
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
	if !NoDate(until) {
		p.Until, p.HasUntil = ReadDate(until)
		fine = p.HasUntil
	}
	if fine && !NoDate(from) {
		if p.From, p.HasFrom = ReadDate(from); !p.HasFrom && p.HasUntil {
			p.From, p.HasFrom = dayBefore(from, p.Until)
		}
		fine = p.HasFrom
	}
	return p, fine && (p.HasFrom || p.HasUntil)
}

// dayBefore reads a first day that leaves the year to the last one: 30.9. - 15.10.2030, 20 Dec - 6 Jan 2031.
func dayBefore(from string, until Date) (Date, bool) {
	mark := " "
	if m := yearless.FindStringSubmatch(from); m != nil {
		from, mark = m[1], m[2]
	}
	for _, year := range []int{until.year, until.year - 1} {
		d, ok := ReadDate(from + mark + strconv.Itoa(year))
		if d.Unsure && until.order != AnyOrder {
			d.order, d.Unsure = until.order, false
		}
		if ok && d.From(d.order) <= until.From(until.order) {
			return d, true
		}
	}
	return Date{}, false
}

// yearless is a day and a month in numbers.
var yearless = regexp.MustCompile(`^(\d{1,2}([-/.])\d{1,2})[-/.]?$`)
