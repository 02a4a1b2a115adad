package hours

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// mostDays is how many days a span of holidays may have: a year.
const mostDays = 366

// noYear stands for the year of a date that comes every year; it is a leap year, so that there is a 29
// February.
const noYear = 2000

// date is a day, of one year or of every year.
type date struct {
	day    time.Time
	yearly bool
}

// Dates reads one holiday, or a span of them, and gives its days as 2006-01-02, or as 01-02 where they come
// every year. Dates are written as ISO 8601 does, with points and the day first, with the name of the month,
// or with slashes where only one of the numbers can be the month; otherwise it is ErrAmbiguous.
func Dates(text string, languages ...string) ([]string, error) {
	text = plain(text)
	d, err := oneDate(article.ReplaceAllString(text, ""), languages)
	if err == nil {
		return []string{d.String()}, nil
	}
	text = leadIn.ReplaceAllString(text, "")
	for _, at := range rangeSign.FindAllStringIndex(text, -1) {
		if sign := text[at[0]:at[1]]; strings.Contains(sign, "/") && sign != " t/m " &&
			!strings.Contains(text[:at[0]], "-") {
			continue // only ISO 8601 writes spans with a slash
		}
		first, last, ok := bothEnds(text[:at[0]], text[at[1]:], languages)
		if ok {
			return first.until(last)
		}
	}
	return nil, err
}

// rangeSign is what may stand between the first and the last day of a span; "-" and "/" belong to dates too,
// so each of them is tried.
var rangeSign = regexp.MustCompile(
	` ?(?:\.\.\.?|-|/) ?| (?:to|until|till|through|bis|au|a|al|hasta|fino al|tot en met|t/m|tot|ate|do) `)

// article is what may stand before a single day: a day from which on something holds is none.
var article = regexp.MustCompile(`^(?:on the|on|the|le|am|den|der|el|il|op|em|dia|no dia|dnia) `)

// leadIn is what may stand before the first day of a span.
var leadIn = regexp.MustCompile(`^(?:from|du|vom|von|dal|desde el|desde|del|van|de|do|od) `)

// bothEnds reads both ends of a span. The first may leave out what the last says: 24.-26.12.,
// 24.12.-2.1.2031.
func bothEnds(from, to string, languages []string) (first, last date, ok bool) {
	last, err := oneDate(to, languages)
	if err != nil {
		return endingOn(from, to, languages)
	}
	if m := dayOnly.FindStringSubmatch(from); m != nil {
		n, _ := strconv.Atoi(m[1])
		first = date{last.day.AddDate(0, 0, n-last.day.Day()), last.yearly}
		return first, last, n >= 1 && n < last.day.Day()
	}
	if first, err = oneDate(from, languages); err != nil {
		return first, last, false
	}
	if first.yearly && !last.yearly {
		first = date{time.Date(last.day.Year(), first.day.Month(), first.day.Day(), 0, 0, 0, 0, time.UTC),
			false}
		if first.day.After(last.day) {
			first.day = first.day.AddDate(-1, 0, 0)
		}
	}
	return first, last, first.yearly == last.yearly
}

// endingOn reads a span whose last day leaves out the month, which stands before the first one: Dec 24-26.
func endingOn(from, to string, languages []string) (first, last date, ok bool) {
	first, err := oneDate(from, languages)
	m := dayOnly.FindStringSubmatch(to)
	if err != nil || !monthFirst.MatchString(from) || m == nil {
		return first, last, false
	}
	n, _ := strconv.Atoi(m[1])
	last = date{first.day.AddDate(0, 0, n-first.day.Day()), first.yearly}
	return first, last, n > first.day.Day() && last.day.Month() == first.day.Month()
}

// dayOnly is a day of which the month stands behind it.
var dayOnly = regexp.MustCompile(`^(\d{1,2})(?:\.?o|\.|er|st|nd|rd|th)? ?$`)

// until lists the days from d to last. A span of every year may pass the end of the year.
func (d date) until(last date) ([]string, error) {
	end := last.day
	if d.yearly && end.Before(d.day) {
		end = end.AddDate(1, 0, 0)
	}
	if end.Before(d.day) || end.Sub(d.day) > mostDays*24*time.Hour {
		return nil, &unknownError{d.String() + "…" + last.String()}
	}
	var days []string
	for day := d.day; !day.After(end); day = day.AddDate(0, 0, 1) {
		days = append(days, date{day, d.yearly}.String())
	}
	slices.Sort(days)
	return slices.Compact(days), nil
}

// String writes a date as the bundle has it.
func (d date) String() string {
	if d.yearly {
		return d.day.Format("01-02")
	}
	return d.day.Format(time.DateOnly)
}

// oneDate reads a single date from a plain text.
func oneDate(text string, languages []string) (date, error) {
	text = strings.TrimSpace(text)
	for _, form := range []*regexp.Regexp{slashes, dashes} {
		if m := form.FindStringSubmatch(text); m != nil {
			return eitherFirst(m, text)
		}
	}
	if m := isoDate.FindStringSubmatch(text); m != nil {
		day, _ := strconv.Atoi(m[3])
		month, _ := strconv.Atoi(m[2])
		if m[1] == "" && (len(m[2])+len(m[3]) < 4 || month > 12) {
			return eitherFirst([]string{"", m[2], m[3], ""}, text) // 1-5 is not what ISO 8601 writes
		}
		return newDate(day, month, m[1], text)
	}
	if m := pointDate.FindStringSubmatch(text); m != nil {
		day, _ := strconv.Atoi(m[1])
		month, _ := strconv.Atoi(m[2])
		return newDate(day, month, m[3], text)
	}
	if m := namedDate.FindStringSubmatch(text); m != nil {
		return namedMonth(m[1], m[2], m[3], languages)
	}
	if m := monthFirst.FindStringSubmatch(text); m != nil {
		return namedMonth(m[2], m[1], m[3], languages)
	}
	return date{}, &unknownError{text}
}

// eitherFirst reads a date of which only the numbers tell the day from the month: parts are the whole, both
// and the year, which may be empty.
func eitherFirst(parts []string, text string) (date, error) {
	first, _ := strconv.Atoi(parts[1])
	second, _ := strconv.Atoi(parts[2])
	if first != second && first >= 1 && second >= 1 && first <= 12 && second <= 12 {
		return date{}, ErrAmbiguous
	}
	if second > 12 {
		first, second = second, first
	}
	return newDate(first, second, parts[3], text)
}

// The forms of a date.
var (
	slashes   = regexp.MustCompile(`^(\d{1,2})/(\d{1,2})(?:/(\d{4}))?$`)
	dashes    = regexp.MustCompile(`^(\d{1,2})-(\d{1,2})-(\d{4})$`)
	isoDate   = regexp.MustCompile(`^(?:(\d{4})-)?(\d{1,2})-(\d{1,2})$`)
	pointDate = regexp.MustCompile(`^(\d{1,2})\. ?(\d{1,2})\.?(?: ?(\d{4}))?$`)
	namedDate = regexp.MustCompile(
		`^(\d{1,2})(?:\.?o|\.|er|st|nd|rd|th)? (?:of |de |d')?([^\d .]+)\.?(?: (?:de |of )?(\d{4}))?$`)
	monthFirst = regexp.MustCompile(`^([^\d .]+)\.? (\d{1,2})(?:st|nd|rd|th)?(?:, ?| )?(\d{4})?$`)
)

// namedMonth makes a date whose month is a word: in the languages of the scenario, else in any of the eight.
func namedMonth(day, month, year string, languages []string) (date, error) {
	for _, l := range slices.Concat(languages, allLanguages()) {
		if v := vocabularies()[l]; v != nil && v.months[month] > 0 {
			n, _ := strconv.Atoi(day)
			return newDate(n, v.months[month], year, month)
		}
	}
	return date{}, &unknownError{month}
}

// newDate makes a date, which must be one of the calendar.
func newDate(day, month int, year, text string) (date, error) {
	y := noYear
	if year != "" {
		y, _ = strconv.Atoi(year)
	}
	t, err := time.Parse("2006-1-2", fmt.Sprintf("%04d-%d-%d", y, month, day))
	if err != nil {
		return date{}, &unknownError{text}
	}
	return date{t, year == ""}, nil
}
