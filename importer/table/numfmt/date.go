package numfmt

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// MaxSerial is the serial number of 31 December 9999, the last day that spreadsheet programs know.
const MaxSerial = 2958465

// firstSure is the serial number of 1 March 1900. Of the days before it Excel and LibreOffice say different
// dates, because Excel counts a 29 February 1900 that never was.
const firstSure = 61

// clock is what a section of dates needs.
type clock struct {
	day    bool // shows a day, a month or a year
	half   bool // hours are counted to 12
	names  bool // shows names of months or days
	plain  bool // the moment is shown as ISO 8601
	places int  // digits of fractions of a second
}

// compileDate decides what the letters of a date mean; era tells whether there are some of another calendar.
func (s *section) compileDate(era bool) error {
	s.other = true
	c := &s.clock
	c.plain = era || s.locale.system != "" || s.locale.calendar
	if err := s.dateMarks(); err != nil {
		return err
	}
	for i, t := range s.tokens {
		switch {
		case t.kind == tHalf:
			c.half = true
		case t.kind == tDate && t.text[0] == 'm' && s.isMinute(i):
			s.tokens[i].text = strings.Repeat("n", len(t.text))
		case t.kind == tDate && strings.IndexByte("ymd", t.text[0]) >= 0:
			c.day = true
			c.names = c.names || t.text[0] != 'y' && len(t.text) > 2
		case t.kind == tDate && len(t.text) > 2:
			return errors.New("the format of the time cannot be read")
		}
	}
	c.plain = c.plain || c.names && s.locale.names() == nil
	return nil
}

// dateMarks decides what points, slashes and digits are.
func (s *section) dateMarks() error {
	kept := s.tokens[:0]
	for _, t := range s.tokens {
		last := len(kept) - 1
		switch t.kind {
		case tPoint, tComma, tSlash, tFixed:
			t.kind = tWords
			if t.text == "." && last >= 0 && kept[last].isSecond() {
				t.kind = tPoint
			}
		case tWhole:
			if t.text != "0" || last < 0 || kept[last].kind != tPoint && kept[last].kind != tDecimal {
				return errMixed
			}
			t.kind = tDecimal
			s.clock.places++
		case tPercent:
			t.kind = tWords
		}
		kept = append(kept, t)
	}
	s.tokens = kept
	if s.clock.places > 9 {
		return errors.New("the format has too many digits behind its seconds")
	}
	return nil
}

func (t token) isSecond() bool { return (t.kind == tDate || t.kind == tElapsed) && t.text[0] == 's' }

// isMinute tells whether an m stands for minutes: behind hours, or before seconds.
func (s *section) isMinute(i int) bool {
	if len(s.tokens[i].text) > 2 {
		return false
	}
	for j := i - 1; j >= 0; j-- {
		if t := s.tokens[j]; t.kind == tDate || t.kind == tElapsed {
			if t.text[0] == 'h' {
				return true
			}
			break
		}
	}
	for _, t := range s.tokens[i+1:] {
		if t.kind == tDate || t.kind == tElapsed {
			return t.text[0] == 's'
		}
	}
	return false
}

// showDate shows a serial number as a moment, or as a span of time where hours, minutes or seconds stand in
// brackets.
func (s *section) showDate(v float64, from1904 bool) (Shown, error) {
	if s.isSpan() {
		return s.showSpan(v)
	}
	iso, ok := ISO(v, from1904)
	if !ok || !from1904 && v < firstSure && s.showsDay(v) {
		return Shown{}, fmt.Errorf("%v is no day that can be told for sure: %w", v, ErrUnshown)
	}
	t, ok := moment(v, from1904, s.clock.places)
	if !ok {
		return Shown{}, fmt.Errorf("%v is no day: %w", v, ErrUnshown)
	}
	if s.clock.plain {
		return Shown{Text: s.locale.plainMoment(t, iso), ISO: iso, Other: true}, nil
	}
	return Shown{Text: s.dateText(t), ISO: iso, Other: true}, nil
}

// showsDay tells whether the day of a moment is shown.
func (s *section) showsDay(v float64) bool {
	return s.locale.system != "time" && (s.clock.day || s.clock.plain && v >= 1)
}

// plainMoment is a moment as ISO 8601: the date alone or the time alone where the format means only that.
func (l locale) plainMoment(t time.Time, iso string) string {
	switch l.system {
	case "date":
		return iso[:min(len(iso), len(time.DateOnly))]
	case "time":
		return t.Format(time.TimeOnly)
	}
	return iso
}

// dateText writes the section with a moment.
func (s *section) dateText(t time.Time) string {
	var w writer
	for _, k := range s.tokens {
		switch k.kind {
		case tHalf:
			w.words(half(k.text, t.Hour()))
		case tPoint:
			w.digit('.')
			w.words(fmt.Sprintf("%09d", t.Nanosecond())[:s.clock.places])
		case tDate:
			w.words(s.piece(k.text, t))
		default:
			w.plain(k)
		}
	}
	return strings.TrimSpace(string(w.out))
}

// half is the half of the day, written as the format writes it.
func half(text string, hour int) string {
	first, second, _ := strings.Cut(text, "/")
	if len(text) > 3 {
		first, second = "AM", "PM"
	}
	if hour < 12 {
		return first
	}
	return second
}

// piece is what a run of one letter shows.
func (s *section) piece(run string, t time.Time) string {
	n := len(run)
	switch run[0] {
	case 'y':
		if n <= 2 {
			return t.Format("06")
		}
		return t.Format("2006")
	case 'm':
		if n > 2 {
			return s.month(n, t)
		}
		return two(int(t.Month()), n)
	case 'd':
		if n > 2 {
			return s.locale.names()[dayNames[n == 3]][t.Weekday()]
		}
		return two(t.Day(), n)
	case 'h':
		if s.clock.half {
			return two((t.Hour()+11)%12+1, n)
		}
		return two(t.Hour(), n)
	case 'n':
		return two(t.Minute(), n)
	}
	return two(t.Second(), n)
}

// dayNames are the sorts of names of days, by whether they are short.
var dayNames = map[bool]string{true: "day", false: "days"}

// month is a month's name: short, long, or its first letter.
func (s *section) month(n int, t time.Time) string {
	names := s.locale.names()
	switch n {
	case 3:
		return names["month"][t.Month()-1]
	case 5:
		return string([]rune(strings.ToUpper(names["months"][t.Month()-1]))[:1])
	}
	for _, k := range s.tokens {
		if k.kind == tDate && k.text[0] == 'd' && len(k.text) < 3 && names["ofday"] != nil {
			return names["ofday"][t.Month()-1]
		}
	}
	return names["months"][t.Month()-1]
}

func two(n, width int) string {
	if width == 2 && n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

func (s *section) isSpan() bool {
	return slices.ContainsFunc(s.tokens, func(t token) bool { return t.kind == tElapsed })
}

// showSpan shows a span of time such as 36:00.
func (s *section) showSpan(v float64) (Shown, error) {
	units := math.Pow10(s.clock.places)
	all := math.Round(math.Abs(v) * 86400 * units)
	if s.clock.day || s.clock.half || all >= 1<<53 {
		return Shown{}, fmt.Errorf("%v is no span of time: %w", v, ErrUnshown)
	}
	rest := int64(all) % int64(units)
	seconds := int64(all) / int64(units)
	var w writer
	if v < 0 && all > 0 && !s.signed {
		w.digit('-')
	}
	for _, t := range s.tokens {
		switch t.kind {
		case tPoint:
			w.digit('.')
			w.words(padded(int(rest), s.clock.places))
		case tDate, tElapsed:
			w.words(padded(int(span(t, seconds)), len(t.text)))
		default:
			w.plain(t)
		}
	}
	return Shown{Text: strings.TrimSpace(string(w.out)), Other: true}, nil
}

// span is the hours, minutes or seconds of a span of time: all of them, or those beyond the next larger unit.
func span(t token, seconds int64) int64 {
	unit, beyond := int64(1), int64(60)
	switch t.text[0] {
	case 'h':
		unit, beyond = 3600, 24
	case 'm', 'n':
		unit = 60
	}
	if t.kind == tElapsed {
		return seconds / unit
	}
	return seconds / unit % beyond
}

// moment is that of a serial number, rounded to some digits behind the second; ok is false when no calendar
// has that day.
func moment(serial float64, from1904 bool, places int) (t time.Time, ok bool) {
	if !(serial >= 0 && serial < MaxSerial+1) {
		return t, false
	}
	days := math.Floor(serial)
	units := math.Pow10(places)
	clock := time.Duration(math.Round((serial-days)*86400*units)) * (time.Second / time.Duration(units))
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case from1904:
		epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case days < 60: // 1900 counts a 29 February that never was
		epoch = epoch.AddDate(0, 0, 1)
	}
	t = epoch.AddDate(0, 0, int(days)).Add(clock)
	return t, t.Year() <= 9999
}

// ISO writes a serial number as ISO 8601: a date, a date with its time, or, below one day, a time. ok is
// false when no calendar has that day.
func ISO(serial float64, from1904 bool) (text string, ok bool) {
	t, ok := moment(serial, from1904, 0)
	midnight := t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0
	switch {
	case !ok:
		return "", false
	case serial < 1 && !from1904 && (!midnight || serial == 0):
		return t.Format(time.TimeOnly), true
	case midnight:
		return t.Format(time.DateOnly), true
	}
	return t.Format("2006-01-02T15:04:05"), true
}
