package bot

import (
	"errors"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // the same time zones on every machine

	"plugsheet/importer/field"
	"plugsheet/importer/hours"
	"plugsheet/importer/kind"
	"plugsheet/importer/sheet"
	"plugsheet/importer/table"
	"plugsheet/schemas/bundle/scenario"
	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
)

// hours reads one row of the bot's hours.
func (b *Bot) hours(r *sheet.Row) error {
	scenarios := b.hoursOf(r)
	if len(scenarios) == 0 || slices.ContainsFunc(scenarios, func(s *botScenario) bool { return !s.zoned }) {
		r.Miss(field.HoursZone) // one for all rows of a scenario is enough, in the first
	}
	for _, s := range scenarios {
		s.zoned = true
		if s.Hours == nil {
			s.Hours = &scenario.Hours{Open: []scenario.Span{}}
		}
		b.timeZone(r, s)
	}
	languages := each.Once(each.Of(scenarios, func(s *botScenario) string { return s.Language }))
	days, times := b.openTimes(r, languages)
	holidays := b.Holidays(r, languages)
	for _, s := range scenarios {
		for _, day := range days {
			if times.Closed {
				s.closed = append(s.closed, closedDay{day, len(days), r.At(field.HoursTimes)})
			}
			for _, span := range times.Spans {
				s.Hours.Open = append(s.Hours.Open, scenario.Span{Day: day, From: span.From, To: span.To})
			}
		}
		if len(times.Spans) > 0 {
			s.opened = append(s.opened, days)
		}
		s.Hours.Holidays = append(s.Hours.Holidays, holidays...)
		slices.Sort(s.Hours.Holidays)
		s.Hours.Holidays = slices.Compact(s.Hours.Holidays)
	}
	return nil
}

// openTimes reads the days and the times of a row. Days without times are open all day long, and times
// without days are those of each day.
func (b *Bot) openTimes(r *sheet.Row, languages []string) (days []int, times hours.Times) {
	days, wrongDays := hours.Days(r.Text[field.HoursDays], languages...)
	if wrongDays != nil {
		b.Tell(dayProblem(r.At(field.HoursDays), wrongDays).WithValue(r.Text[field.HoursDays]))
	}
	times, wrongTimes := hours.OfDay(r.Text[field.HoursTimes], languages...)
	if wrongTimes != nil {
		b.Tell(timeProblem(r.At(field.HoursTimes), wrongTimes).WithValue(r.Text[field.HoursTimes]))
	}
	if wrongDays != nil || wrongTimes != nil {
		return nil, hours.Times{}
	}
	whole := []hours.Span{{From: "00:00", To: "24:00"}}
	switch {
	case times.Daily && len(days) > 0 && len(days) < 7:
		b.Tell(problem.Errorf(r.At(field.HoursTimes), "bad-hours",
			"this means each day of the week, and the days are others").
			WithValue(r.Text[field.HoursTimes]).Hintf("00:00-24:00"))
		return nil, times
	case times.Around, r.Text[field.HoursDays] != "" && r.Text[field.HoursTimes] == "":
		times.Spans = whole
	}
	if len(days) == 0 && r.Text[field.HoursTimes] != "" {
		days = []int{1, 2, 3, 4, 5, 6, 7}
	}
	return days, times
}

// dayProblem is what is wrong with a cell of days.
func dayProblem(at problem.Position, err error) problem.Problem {
	if errors.Is(err, hours.ErrAmbiguous) {
		return problem.Errorf(at, "bad-days", "these days can be read in two ways").Hintf(
			"Mon-Fri, or Mon, Wed, Sat")
	}
	return problem.Errorf(at, "bad-days", "these are no days of the week").Hintf("Mon-Fri, or Mon, Wed, Sat")
}

// timeProblem is what is wrong with a cell of times.
func timeProblem(at problem.Position, err error) problem.Problem {
	if errors.Is(err, hours.ErrAmbiguous) {
		return problem.Errorf(at, "bad-hours", "these times can be read in two ways").Hintf(
			"09:00-17:00, or 9 am to 5 pm")
	}
	return problem.Errorf(at, "bad-hours", "these are no times of a day").
		Hintf("09:00-12:30, 14:00-18:00; a time after midnight: 22:00-02:00")
}

// closedDay is a day that a row says to be closed, of a row with so many days.
type closedDay struct {
	day, days int
	at        problem.Position
}

// close takes the closed days of a scenario out of the open ones: "daily 9-17" and "Sunday closed" leave six
// days. A row that opens nothing but days that another closes contradicts it.
func (b *Bot) close(s *botScenario) {
	for _, c := range s.closed {
		contradicted := slices.ContainsFunc(s.opened, func(days []int) bool {
			return len(days) <= c.days && slices.Contains(days, c.day)
		})
		if contradicted {
			b.Tell(problem.Errorf(c.at, "bad-hours", "another row says that these days are open").Hintf(
				"keep one of the two rows"))
			return
		}
		s.Hours.Open = slices.DeleteFunc(s.Hours.Open,
			func(span scenario.Span) bool { return span.Day == c.day })
	}
}

// hoursOf are the scenarios that a row of hours is about: all of them where the cell is blank.
func (b *Bot) hoursOf(r *sheet.Row) []*botScenario {
	if r.Text[field.HoursScenario] == "" {
		return b.scenarios
	}
	if s := b.byID[r.Text[field.HoursScenario]]; s != nil {
		return []*botScenario{s}
	}
	if !b.ToldAt(r.At(field.HoursScenario)) {
		b.scenarioOf(r, field.HoursScenario)
	}
	return nil
}

// timeZone reads the zone that a scenario's hours are in: one for all its rows.
func (b *Bot) timeZone(r *sheet.Row, s *botScenario) {
	zone := r.Text[field.HoursZone]
	if zone == "" || s.Hours.TimeZone == zone {
		return
	}
	if !isTimeZone(zone) {
		if !b.ToldAt(r.At(field.HoursZone)) {
			b.Tell(problem.Errorf(r.At(field.HoursZone), "unknown-time-zone",
				"there is no time zone of this name").WithValue(zone).
				Hintf("a name such as Europe/Paris"))
		}
		return
	}
	if len(s.hours) > 0 {
		b.Tell(problem.Errorf(r.At(field.HoursZone), "two-time-zones",
			"the hours of a scenario have one time zone; the first is %s",
			b.CellName(s.hours[0], r.At(field.HoursZone))).WithValue(zone).Hintf("reckon these hours in %s",
			s.Hours.TimeZone))
		return
	}
	s.Hours.TimeZone, s.hours = zone, append(s.hours, r.At(field.HoursZone))
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
func (b *Bot) checkScenarios() {
	count := map[string]int{}
	for _, a := range b.answers {
		count[a.Scenario]++
	}
	for _, s := range b.scenarios {
		b.close(s)
		if s.always && s.Hours != nil {
			s.Availability = scenario.InHours
		}
		if s.Availability == scenario.InHours && (s.Hours == nil || len(s.Hours.Open) == 0) &&
			!b.hoursTold() {
			b.Tell(problem.Errorf(s.cells[field.BotAvailability], "no-hours",
				"the scenario is available in its hours, and there are none").WithValue(s.ID).
				Hintf("add rows to the sheet Bot hours"))
		}
		if s.Hours != nil && s.Hours.TimeZone == "" {
			s.Hours = nil // which was told of at its cell
		}
		if s.ID != "" && count[s.ID] == 0 {
			b.Tell(problem.Warnf(s.cells[field.BotID], "no-answers", "the scenario has no answers").
				WithValue(s.ID))
		}
	}
}

// hoursTold tells whether there is an error in the sheet of hours, from which others would follow.
func (b *Bot) hoursTold() bool {
	for _, s := range b.ByKind[kind.BotHours] {
		if len(s.Missing[field.HoursZone]) > 0 {
			return true
		}
		for at := range b.BadRows {
			if at.File == s.Sheet.File && at.Sheet == s.Sheet.Name {
				return true
			}
		}
	}
	return false
}

// Holidays reads the days of a cell on which there is no service.
func (b *Bot) Holidays(r *sheet.Row, languages []string) []string {
	if c := r.FieldCell(field.HoursHolidays); c.Kind == table.Date && c.Text == r.Text[field.HoursHolidays] &&
		len(c.Raw) >= len(time.DateOnly) {
		return []string{c.Raw[:len(time.DateOnly)]} // whatever the workbook shows it as
	}
	var days []string
	for part := range strings.FieldsFuncSeq(r.Text[field.HoursHolidays],
		func(c rune) bool { return c == ',' || c == ';' || c == '|' || c == '\n' }) {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		span, err := hours.Dates(part, languages...)
		if err != nil {
			p := problem.Errorf(r.At(field.HoursHolidays), "bad-holiday", "this is no date")
			if errors.Is(err, hours.ErrAmbiguous) {
				p = problem.Errorf(p.Position, p.Code, "this date can be read in two ways")
			}
			b.Tell(p.WithValue(part).Hintf("2030-12-25, or 12-25 for every year"))
		}
		days = append(days, span...)
	}
	return days
}
