package importer

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // the same time zones on every machine

	"plugsheet/importer/table"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/problem"
)

// hours reads one row of the bot's hours.
func (b *bot) hours(r *row) error {
	scenarios := b.hoursOf(r)
	if len(scenarios) == 0 || slices.ContainsFunc(scenarios, func(s *botScenario) bool { return !s.zoned }) {
		r.miss(hZone) // one for all rows of a scenario is enough, in the first
	}
	for _, s := range scenarios {
		s.zoned = true
		if s.Hours == nil {
			s.Hours = &bundle.BotHours{Open: []bundle.BotSpan{}}
		}
		b.timeZone(r, s)
	}
	days, daysOK := weekdays(r.text[hDays])
	if !daysOK {
		b.tell(problem.Errorf(r.at(hDays), "bad-days", "these are no days of the week").WithValue(r.text[hDays]).Hintf("Mon-Fri, or Mon, Wed, Sat"))
	}
	spans, hoursOK := clockSpans(r.text[hHours])
	if !hoursOK {
		b.tell(problem.Errorf(r.at(hHours), "bad-hours", "these are no times of a day").WithValue(r.text[hHours]).
			Hintf("09:00-12:30, 14:00-18:00; a time after midnight: 22:00-02:00"))
	}
	switch {
	case r.text[hDays] == "" && len(spans) > 0:
		days = []int{1, 2, 3, 4, 5, 6, 7}
	case r.text[hDays] != "" && r.text[hHours] == "" && daysOK:
		spans = []bundle.BotSpan{{From: "00:00", To: "24:00"}}
	}
	holidays := b.holidays(r)
	for _, s := range scenarios {
		for _, day := range days {
			for _, span := range spans {
				s.Hours.Open = append(s.Hours.Open, bundle.BotSpan{Day: day, From: span.From, To: span.To})
			}
		}
		s.Hours.Holidays = append(s.Hours.Holidays, holidays...)
		slices.Sort(s.Hours.Holidays)
		s.Hours.Holidays = slices.Compact(s.Hours.Holidays)
	}
	return nil
}

// hoursOf are the scenarios that a row of hours is about: all of them where the cell is blank.
func (b *bot) hoursOf(r *row) []*botScenario {
	if r.text[hScenario] == "" {
		return b.scenarios
	}
	if s := b.byID[r.text[hScenario]]; s != nil {
		return []*botScenario{s}
	}
	if !b.toldAt(r.at(hScenario)) {
		b.scenarioOf(r, hScenario)
	}
	return nil
}

// timeZone reads the zone that a scenario's hours are in: one for all its rows.
func (b *bot) timeZone(r *row, s *botScenario) {
	zone := r.text[hZone]
	if zone == "" || s.Hours.TimeZone == zone {
		return
	}
	if !isTimeZone(zone) {
		if !b.toldAt(r.at(hZone)) {
			b.tell(problem.Errorf(r.at(hZone), "unknown-time-zone", "there is no time zone of this name").WithValue(zone).
				Hintf("a name such as Europe/Paris"))
		}
		return
	}
	if len(s.hours) > 0 {
		b.tell(problem.Errorf(r.at(hZone), "two-time-zones", "the hours of a scenario have one time zone; the first is %s",
			b.cellName(s.hours[0], r.at(hZone))).WithValue(zone).Hintf("reckon these hours in %s", s.Hours.TimeZone))
		return
	}
	s.Hours.TimeZone, s.hours = zone, append(s.hours, r.at(hZone))
}

// isTimeZone tells whether there is a zone of this name. UTC is one; the machine's own is none.
func isTimeZone(name string) bool {
	if name == "" || name == "Local" {
		return false
	}
	_, err := time.LoadLocation(name)
	return err == nil
}

// checkScenarios checks what only the whole of a scenario tells.
func (b *bot) checkScenarios() {
	count := map[string]int{}
	for _, a := range b.answers {
		count[a.Scenario]++
	}
	for _, s := range b.scenarios {
		if s.always && s.Hours != nil {
			s.Availability = bundle.BotInHours
		}
		if s.Availability == bundle.BotInHours && (s.Hours == nil || len(s.Hours.Open) == 0) && !b.hoursTold() {
			b.tell(problem.Errorf(s.cells[bAvailability], "no-hours", "the scenario is available in its hours, and there are none").WithValue(s.ID).
				Hintf("add rows to the sheet Bot hours"))
		}
		if s.Hours != nil && s.Hours.TimeZone == "" {
			s.Hours = nil // which was told of at its cell
		}
		if s.ID != "" && count[s.ID] == 0 {
			b.tell(problem.Warnf(s.cells[bID], "no-answers", "the scenario has no answers").WithValue(s.ID))
		}
	}
}

// hoursTold tells whether there is an error in the sheet of hours, from which others would follow.
func (b *bot) hoursTold() bool {
	for _, s := range b.byKind[botHours] {
		if len(s.missing[hZone]) > 0 {
			return true
		}
		for at := range b.badRows {
			if at.file == s.sheet.File && at.sheet == s.sheet.Name {
				return true
			}
		}
	}
	return false
}

// weekdayNames are the beginnings of the days' names from Monday on, folded, in eight languages. A name is understood by
// any of them that it begins with; the longest counts.
func weekdayNames() [7][]string {
	return [7][]string{
		{"mo", "lu", "pon", "seg", "ma"}, {"tu", "mar", "di", "wt", "ter"}, {"we", "me", "mi", "wo", "sr", "qua"},
		{"th", "je", "ju", "do", "gi", "czw", "qui"}, {"fr", "ve", "vi", "vr", "pi", "pt", "sex"}, {"sa", "sob", "za"},
		{"su", "dim", "so", "dom", "zo", "nie", "nd"},
	}
}

// weekday is the day of a name, 1 for Monday, or 0.
func weekday(name string) int {
	name = fold(name)
	if n, err := strconv.Atoi(name); err == nil && n >= 1 && n <= 7 {
		return n
	}
	best, day := 0, 0
	for n, beginnings := range weekdayNames() {
		for _, b := range beginnings {
			if len(b) > best && strings.HasPrefix(name, b) {
				best, day = len(b), n+1
			}
		}
	}
	return day
}

// weekdays reads days such as Mon-Fri or Mon, Wed; a span may pass Sunday. Blank is none.
func weekdays(text string) (days []int, ok bool) {
	for part := range strings.FieldsFuncSeq(strings.NewReplacer("–", "-", " à ", "-", " to ", "-", " bis ", "-").Replace(text), func(r rune) bool {
		return r == ',' || r == ';' || r == '|' || r == '\n' || r == '+'
	}) {
		from, to, span := strings.Cut(strings.TrimSpace(part), "-")
		first, last := weekday(from), weekday(from)
		if span {
			last = weekday(to)
		}
		if first == 0 || last == 0 {
			return nil, false
		}
		for day := first; ; day = day%7 + 1 {
			if days = append(days, day); day == last {
				break
			}
		}
	}
	slices.Sort(days)
	return slices.Compact(days), true
}

// clockSpans reads times such as 09:00-12:30, 14h-18h. Blank is none.
func clockSpans(text string) (spans []bundle.BotSpan, ok bool) {
	for part := range strings.FieldsFuncSeq(strings.ReplaceAll(text, "–", "-"), func(r rune) bool { return r == ',' || r == ';' || r == '|' || r == '\n' }) {
		from, to, span := strings.Cut(part, "-")
		first, firstOK := clock(from)
		last, lastOK := clock(to)
		if !span || !firstOK || !lastOK || first == last || first == "24:00" {
			return nil, false
		}
		spans = append(spans, bundle.BotSpan{From: first, To: last})
	}
	return spans, true
}

// clock reads a time of a day: 9:00, 9h, 9h30, 09.30 or 24:00.
func clock(text string) (string, bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	text = strings.NewReplacer(".", ":", "uhr", "", " ", "").Replace(text)
	hour, minute, colon := strings.Cut(strings.Replace(text, "h", ":", 1), ":")
	if !colon || minute == "" {
		minute = "00"
	}
	h, errHour := strconv.Atoi(hour)
	m, errMinute := strconv.Atoi(minute)
	if errHour != nil || errMinute != nil || len(hour) > 2 || len(minute) != 2 || h < 0 || m < 0 || m > 59 || h > 24 || h == 24 && m > 0 {
		return "", false
	}
	return fmt.Sprintf("%02d:%02d", h, m), true
}

// holidays reads the days of a cell on which there is no service.
func (b *bot) holidays(r *row) []string {
	if c := r.fieldCell(hHolidays); c.Kind == table.Date && c.Text == r.text[hHolidays] && len(c.Raw) >= len(time.DateOnly) {
		return []string{c.Raw[:len(time.DateOnly)]} // whatever the workbook shows it as
	}
	var days []string
	for part := range strings.FieldsFuncSeq(r.text[hHolidays], func(c rune) bool { return c == ',' || c == ';' || c == '|' || c == '\n' }) {
		day, ok := holiday(strings.TrimSpace(part))
		if !ok && twoWays(part) {
			b.tell(problem.Errorf(r.at(hHolidays), "bad-holiday", "this date can be read in two ways").WithValue(strings.TrimSpace(part)).
				Hintf("2030-12-25, or 12-25 for every year"))
			continue
		}
		if !ok {
			b.tell(problem.Errorf(r.at(hHolidays), "bad-holiday", "this is no date").WithValue(strings.TrimSpace(part)).
				Hintf("2030-12-25, or 12-25 for every year"))
			continue
		}
		days = append(days, day)
	}
	return days
}

// slashed takes a date with slashes apart: in some countries its first number is the day, in others the month.
func slashed(text string) (first, second int, year string, ok bool) {
	parts := strings.Split(strings.TrimSpace(text), "/")
	if len(parts) != 2 && len(parts) != 3 {
		return 0, 0, "", false
	}
	var err1, err2 error
	first, err1 = strconv.Atoi(parts[0])
	second, err2 = strconv.Atoi(parts[1])
	return first, second, strings.Join(parts[2:], ""), err1 == nil && err2 == nil
}

// twoWays tells whether a date with slashes may be two dates.
func twoWays(text string) bool {
	first, second, _, ok := slashed(text)
	return ok && first != second && first >= 1 && second >= 1 && first <= 12 && second <= 12
}

// holiday reads a date with or without a year, as ISO 8601 writes it or with points, day first; with slashes where only one
// of its numbers can be the month.
func holiday(text string) (string, bool) {
	if first, second, year, ok := slashed(text); ok {
		if twoWays(text) {
			return "", false
		}
		if second > 12 {
			first, second = second, first
		}
		text = strings.TrimSuffix(fmt.Sprintf("%d.%d.%s", first, second, year), ".")
	}
	for _, form := range [][2]string{
		{"2006-1-2", "2006-01-02"}, {"2.1.2006", "2006-01-02"}, {"1-2", "01-02"}, {"2.1.", "01-02"}, {"2.1", "01-02"},
	} {
		year := form[1] == "01-02"
		layout, value := form[0], text
		if year { // a leap year, so that there is a 29 February
			layout, value = "2006|"+layout, "2000|"+text
		}
		if t, err := time.Parse(layout, value); err == nil {
			return t.Format(form[1]), true
		}
	}
	return "", false
}
