package value

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"
)

// Order is the order of day and month in a date such as 03/04/2030.
type Order string

// The orders. AnyOrder is that of a date that says the same in both.
const (
	AnyOrder   Order = ""
	DayFirst   Order = "dmy"
	MonthFirst Order = "mdy"
)

// Date is a date as somebody wrote it, perhaps with a time.
type Date struct {
	first, second, year int    // day and month in the order that they stand in
	order               Order  // where the date itself says it
	Unsure              bool   // it can be read in both orders
	clock               string // 15:04:05; empty for a whole day
	offset              string // of the clock from UTC, such as -08:00; Z; empty: local
}

// Order is the order that the date itself shows: AnyOrder where it says nothing of that.
func (d Date) Order() Order { return d.order }

// The form of a text that is no date and yet is meant to be none: MySQL's zero.
var noDate = regexp.MustCompile(`^(0{1,4}[-/.]0{1,2}[-/.]0{1,4}([ T]00:00(:00(\.0+)?)?)?|0|-+|—|–)$`)

// NoDate tells whether a text stands for no date at all.
func NoDate(text string) bool {
	text = strings.TrimSpace(text)
	return text == "" || noDate.MatchString(text)
}

var (
	yearFirst = regexp.MustCompile(`^(\d{4})([-/.])(\d{1,2})([-/.])(\d{1,2})$`)
	yearLast  = regexp.MustCompile(`^(\d{1,2})([-/.]) ?(\d{1,2})([-/.]) ?(\d{4}|\d{2})\.?$`)
	packed    = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})$`)
	timePart  = regexp.MustCompile(
		`(?i)^(.*?\d)(?:T|,? +(?:at |um |à |a las |alle |om |o )?)(\d{1,2})[:h](\d{2})(?::(\d{2})(?:[.,` +
			`]\d+)?)?` +
			` ?(am|pm|a\.m\.|p\.m\.|uhr)? ?(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?$`)
)

// ReadDate takes a date apart: ISO 8601, with points, slashes or hyphens, with the name of the month in eight
// languages, packed (20301101), or as seconds since 1970, with or without a time. False where it is none, or
// no day of a calendar.
func ReadDate(text string) (Date, bool) {
	text = strings.Join(strings.Fields(text), " ")
	if n, err := strconv.ParseInt(text, 10, 64); err == nil && (len(text) == 10 || len(text) == 13) {
		if len(text) == 13 {
			n /= 1000
		}
		t := time.Unix(n, 0).UTC()
		return Date{first: t.Day(), second: int(t.Month()), year: t.Year(), order: AnyOrder,
			clock: t.Format(time.TimeOnly), offset: "Z"}, true
	}
	d := Date{}
	day := text
	if m := timePart.FindStringSubmatch(text); m != nil && strings.ContainsAny(text, ":hH") {
		clock, ok := clockOf(m[2], m[3], m[4], m[5])
		if !ok {
			return d, false
		}
		day, d.clock, d.offset = m[1], clock, offsetOf(m[6])
	}
	ok := d.readDay(strings.TrimSpace(strings.TrimRight(day, ",")))
	return d, ok && d.exists()
}

// clockOf is a time as 15:04:05.
func clockOf(hour, minute, second, half string) (string, bool) {
	h, _ := strconv.Atoi(hour)
	m, _ := strconv.Atoi(minute)
	s, _ := strconv.Atoi(cmp.Or(second, "0"))
	switch strings.ToLower(strings.ReplaceAll(half, ".", "")) {
	case "am", "pm":
		if h < 1 || h > 12 {
			return "", false
		}
		h %= 12
		if half[0] == 'p' || half[0] == 'P' {
			h += 12
		}
	}
	return fmt.Sprintf("%02d:%02d:%02d", h, m, s), h < 24 && m < 60 && s < 60
}

// offsetOf is an offset as -08:00 or Z.
func offsetOf(text string) string {
	switch text = strings.ToUpper(text); text {
	case "":
		return ""
	case "Z", "UTC", "GMT":
		return "Z"
	}
	digits := strings.ReplaceAll(text[1:], ":", "") + "00"
	return text[:1] + digits[:2] + ":" + digits[2:4]
}

// readDay reads a date without a time.
func (d *Date) readDay(text string) bool {
	number := func(s string) int { n, _ := strconv.Atoi(s); return n }
	if m := yearFirst.FindStringSubmatch(text); m != nil && m[2] == m[4] {
		d.year, d.second, d.first = number(m[1]), number(m[3]), number(m[5])
		return true
	}
	if m := packed.FindStringSubmatch(text); m != nil {
		d.year, d.second, d.first = number(m[1]), number(m[2]), number(m[3])
		return true
	}
	if m := yearLast.FindStringSubmatch(text); m != nil && m[2] == m[4] {
		d.first, d.second, d.year = number(m[1]), number(m[3]), number(m[5])
		if len(m[5]) == 2 {
			d.year += 2000
		}
		switch {
		case m[2] == "." || d.first > 12: // whoever writes points writes the day first
			d.order = DayFirst
		case d.second > 12:
			d.order = MonthFirst
		default:
			d.Unsure = d.first != d.second
		}
		return true
	}
	return d.readNamed(text)
}

// readNamed reads a date with the name of its month: 1 Nov 2030, November 1st, 2030, 1 de noviembre de 2030.
func (d *Date) readNamed(text string) bool {
	var numbers []int
	month := 0
	for _, word := range strings.FieldsFunc(text,
		func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		bare := strings.TrimRightFunc(word, unicode.IsLetter)
		n, err := strconv.Atoi(bare)
		switch {
		case err == nil && ordinal(word[len(bare):]):
			numbers = append(numbers, n)
		case months()[Fold(word)] > 0 && month == 0:
			month = months()[Fold(word)]
		case !dayWords()[Fold(word)]:
			return false
		}
	}
	if month == 0 || len(numbers) != 2 {
		return false
	}
	if numbers[0] > 31 {
		numbers[0], numbers[1] = numbers[1], numbers[0]
	}
	d.first, d.second, d.year = numbers[0], month, numbers[1]
	if d.year < 100 {
		d.year += 2000
	}
	return true
}

// ordinal tells whether letters behind a number make it a first, second and so on.
func ordinal(letters string) bool {
	switch strings.ToLower(letters) {
	case "", "st", "nd", "rd", "th", "er", "e", "o", "a":
		return true
	}
	return false
}

// dayWords are words in a date that say nothing of it: articles, and the days of the week.
var dayWords = lists.Set("dayword")

// exists tells whether there is such a day, in one of the orders.
func (d *Date) exists() bool {
	if d.year < 1900 || d.first < 1 || d.second < 1 {
		return false
	}
	day, month := d.first, d.second
	if d.order == MonthFirst {
		day, month = month, day
	}
	return month <= 12 && time.Date(d.year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Day() == day
}

// From is the date as the first moment of something: 2030-11-01, 2030-11-01T13:00:00,
// 2030-11-01T13:00:00-08:00. Midnight without an offset is the day: programs write it where nobody said a
// time.
func (d Date) From(o Order) string { return d.text(o, "00:00:00") }

// Until is the date as the last moment of something; the last minute of a day is the day too.
func (d Date) Until(o Order) string { return d.text(o, "00:00:00", "23:59:59", "23:59:00") }

// text writes the date with its time, unless that is one of those that stand for the whole day.
func (d Date) text(o Order, whole ...string) string {
	day, month := d.first, d.second
	if cmp.Or(d.order, o) == MonthFirst && (d.order != AnyOrder || d.Unsure) {
		day, month = month, day
	}
	text := fmt.Sprintf("%04d-%02d-%02d", d.year, month, day)
	if d.clock == "" {
		return text
	}
	for _, w := range whole {
		if d.clock == w && d.offset == "" {
			return text
		}
	}
	return text + "T" + d.clock + d.offset
}

// months are the names of the months in eight languages, folded, with their usual short forms: 1 is January.
var months = sync.OnceValue(func() map[string]int {
	all := map[string]int{}
	for _, year := range lists() {
		for i, name := range year.Words {
			if year.Name == "month" {
				all[Fold(name)] = i + 1
			}
		}
	}
	return all
})
