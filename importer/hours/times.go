package hours

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// moment is a time of a day as it is written.
type moment struct {
	minutes int    // since midnight
	half    string // am or pm, where it is written
	named   bool   // noon or midnight
	padded  bool   // its hour begins with 0, which only clocks of 24 hours write
}

// clockTime is a time as digits: 9, 9:30, 9.30, 9h30, 0930, with am or pm behind it.
var clockTime = regexp.MustCompile(
	`^(\d{1,2})(?: ?[:.hu] ?(\d{2})|(\d{2}))?(?: ?(am|pm|a\.m\.?|p\.m\.?|a m|p m)\b)?`)

// bareHour is an hour with its sign right behind it: 9h, 17u.
var bareHour = regexp.MustCompile(`^(\d{1,2}) ?[hu]\b`)

// times reads the times of a day from a plain text.
func (v *vocabulary) times(text string) (Times, error) {
	switch c := v.whole[strings.Trim(text, " .")]; c {
	case classClosed:
		return Times{Closed: true}, nil
	case classAround:
		return Times{Around: true, Daily: strings.Contains(text, "7")}, nil
	}
	var t Times
	for text = strings.TrimLeft(text, " ,"); text != ""; text = v.between(text) {
		from, rest, ok := v.moment(text)
		if !ok {
			return Times{}, &unknownError{text}
		}
		if rest, ok = v.take(rest, classTo); !ok {
			return Times{}, &unknownError{text}
		}
		to, rest, ok := v.moment(rest)
		if !ok {
			return Times{}, &unknownError{text}
		}
		span, err := spanOf(from, to)
		if err != nil {
			return Times{}, err
		}
		if n := len(t.Spans); n > 0 && from.twelve() && span.From < t.Spans[n-1].To {
			return Times{}, ErrAmbiguous // 10-12, 6-9
		}
		t.Spans = append(t.Spans, span)
		if text = rest; text != "" && v.between(text) == text {
			return Times{}, &unknownError{text}
		}
	}
	return t, nil
}

// between drops what stands between two spans.
func (v *vocabulary) between(text string) string {
	for {
		trimmed := strings.TrimLeft(text, " ,/")
		if next, ok := v.take(trimmed, classAnd); ok {
			trimmed = next
		}
		if trimmed == text {
			return text
		}
		text = trimmed
	}
}

// take drops a word of one of the classes from the beginning of a text.
func (v *vocabulary) take(text string, classes ...class) (rest string, ok bool) {
	text = strings.TrimLeft(text, " ")
	word, got, ok := v.word(text)
	if !ok || !slices.Contains(classes, got) {
		return text, false
	}
	return text[len(word):], true
}

// moment reads a time from the beginning of a text, with the words around it: "from 9 o'clock".
func (v *vocabulary) moment(text string) (m moment, rest string, ok bool) {
	for skipped := true; skipped; {
		text, skipped = v.take(text, classFrom, classSkip)
	}
	text, _ = v.take(text, classClock) // Polish writes it before: godz. 9
	text = strings.TrimLeft(text, " .")
	if rest, ok := v.take(text, classNoon); ok {
		return moment{minutes: 12 * 60, named: true}, rest, true
	}
	if rest, ok := v.take(text, classMidnight); ok {
		return moment{minutes: 24 * 60, named: true}, rest, true
	}
	part := clockTime.FindStringSubmatch(text)
	if part == nil {
		return m, text, false
	}
	if hour := bareHour.FindString(text); hour != "" && part[2] == "" {
		part[0] = hour
	}
	m, ok = newMoment(part[1], part[2]+part[3], part[4])
	rest, _ = v.take(text[len(part[0]):], classClock)
	return m, strings.TrimPrefix(rest, "."), ok
}

// newMoment makes a time of an hour, the minutes and am or pm.
func newMoment(hour, minute, half string) (moment, bool) {
	h, _ := strconv.Atoi(hour)
	m, _ := strconv.Atoi(minute)
	if half = strings.NewReplacer(".", "", " ", "").Replace(half); half != "" {
		if h < 1 || h > 12 {
			return moment{}, false
		}
		if h %= 12; half == "pm" {
			h += 12
		}
	}
	padded := len(hour) == 2 && hour[0] == '0'
	return moment{minutes: h*60 + m, half: half, padded: padded}, h < 24 && m < 60 || h == 24 && m == 0
}

// twelve tells whether a time may stand in either half of the day.
func (m moment) twelve() bool {
	return m.half == "" && !m.named && !m.padded && m.minutes > 0 && m.minutes <= 12*60+59
}

// night is when hours of a clock of twelve are rather of the afternoon: from 2 to 6.
const night = 6 * 60

// unclear tells whether a span of two times can be read in two ways: 9-5, 2-6, 1pm-5, noon-5, 10-2am.
func unclear(from, to moment) bool {
	halves := from.half != "" || to.half != "" || from.named || to.named
	backwards := to.minutes > 0 && to.minutes < from.minutes
	switch {
	case !halves && backwards && from.minutes <= 12*60+59:
		return true
	case from.twelve() && to.twelve():
		return from.minutes < night
	case to.twelve():
		return from.named && backwards || from.half == "pm" || from.half == "am" && to.minutes < 12*60
	case from.twelve() && to.half == "am":
		return from.minutes >= to.minutes
	}
	return from.twelve() && to.half == "pm" && from.minutes < night && from.minutes+12*60 >= to.minutes
}

// spanOf makes a span of two times. Where only the end says am or pm, the beginning is in the same half, or
// in the one before: 9-5pm, 1-5pm. What can be read in two ways is ambiguous.
func spanOf(from, to moment) (Span, error) {
	if unclear(from, to) {
		return Span{}, ErrAmbiguous
	}
	if later := from.minutes + 12*60; from.twelve() && to.half == "pm" && later < to.minutes {
		from.minutes = later
	}
	if from.minutes == 24*60 && from.named {
		from.minutes = 0
	}
	if from.minutes == to.minutes || from.minutes == 24*60 {
		return Span{}, &unknownError{clock(from.minutes) + "-" + clock(to.minutes)}
	}
	return Span{clock(from.minutes), clock(to.minutes)}, nil
}

// clock writes a time of a day.
func clock(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }
