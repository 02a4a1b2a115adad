package bot

import (
	"slices"
	"time"
	_ "time/tzdata" // the same time zones on every machine

	"plugsheet/schemas/bundle/scenario"
)

// Strategy says when a bot is available (contract, 3.5): either the platform looks at its rules, or we say
// it.
type Strategy struct {
	Strategy     string   `json:"strategy"`
	Rules        []string `json:"distributionRulesToCheck,omitempty"`
	Availability *bool    `json:"availability,omitempty"`
}

// The strategies that are used.
const (
	strategyCustom = "customAvailability"
	strategyNone   = "notAvailable"
)

// Unavailable is the strategy of a bot that nobody knows.
func Unavailable() Strategy { return Strategy{Strategy: strategyNone} }

// Strategy says when the bot of this scenario is available: outside its hours never; in them, or without any,
// as its rules at the platform are, where the scenario says so and the operator has some.
func (s *Scenario) Strategy(now time.Time, rules []Rule) Strategy {
	open := s.Hours == nil || s.Availability == scenario.Always || s.open(now)
	if !open || s.Availability != scenario.AtLeastOne && s.Availability != scenario.All || len(rules) == 0 {
		return Strategy{Strategy: strategyCustom, Availability: &open}
	}
	answer := Strategy{Strategy: s.Availability}
	for _, r := range rules {
		if isRule.MatchString(r.ID) {
			answer.Rules = append(answer.Rules, r.ID)
		}
	}
	if len(answer.Rules) == 0 {
		return Strategy{Strategy: strategyCustom, Availability: &open}
	}
	return answer
}

// open tells whether a moment is in the hours. A span that ends before it begins belongs to the day on which
// it begins, and so does its holiday.
func (s *Scenario) open(now time.Time) bool {
	here := now.In(s.zone)
	clock := here.Format("15:04")
	yesterday := time.Date(here.Year(), here.Month(), here.Day()-1, 12, 0, 0, 0, s.zone)
	for _, span := range s.Hours.Open {
		over := span.To < span.From
		switch {
		case span.Day == weekday(here) && clock >= span.From && (over || clock < span.To):
			if !s.holiday(here) {
				return true
			}
		case over && span.Day == weekday(yesterday) && clock < span.To:
			if !s.holiday(yesterday) {
				return true
			}
		}
	}
	return false
}

// weekday is 1 for Monday and 7 for Sunday.
func weekday(t time.Time) int { return (int(t.Weekday())+6)%7 + 1 }

func (s *Scenario) holiday(t time.Time) bool {
	return slices.Contains(s.Hours.Holidays, t.Format("2006-01-02")) ||
		slices.Contains(s.Hours.Holidays, t.Format("01-02"))
}

// Zone is the time zone of the scenario's hours; UTC where it has none.
func (s *Scenario) Zone() *time.Location { return s.zone }
