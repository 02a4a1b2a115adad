package bot

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"plugsheet/index"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/bundle/scenario"
	"plugsheet/serve/bot/understand"
)

// script makes one of scenarios and answers.
func script(t *testing.T, c Catalog, s scenario.Scenario, answers ...scenario.Answer) *Scenario {
	t.Helper()
	dir := t.TempDir()
	w, err := bundle.Create(dir, bundle.WriteOptions{})
	must(t, err)
	defer w.Close()
	s.ID, s.Name, s.EditorURL = "s", "S", "https://shop.example/"
	if s.Language == "" {
		s.Language = "en"
	}
	if s.Availability == "" {
		s.Availability = scenario.Always
	}
	if s.HandOver.Rule == "" {
		s.HandOver.Rule = scenario.Close
	}
	for i := range answers {
		answers[i].Scenario = "s"
	}
	must(t, w.BotScenarios([]scenario.Scenario{s}))
	must(t, w.BotAnswers(answers))
	_, err = w.Commit(t.Context())
	must(t, err)
	b, err := bundle.Open(t.Context(), dir)
	must(t, err)
	all, err := Read(b, c)
	must(t, err)
	return all.Scenario("s")
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestHours(t *testing.T) {
	s := script(t, nil, scenario.Scenario{Availability: scenario.InHours, Hours: &scenario.Hours{
		TimeZone: "Europe/Paris", Holidays: []string{"12-25", "2030-07-15"},
		Open: []scenario.Span{{Day: 1, From: "09:00", To: "12:30"}, {Day: 1, From: "14:00", To: "24:00"},
			{Day: 6, From: "22:00", To: "02:00"}},
	}})
	for at, want := range map[string]bool{
		// a Monday, in summer
		"2030-07-01T07:00:00Z": true, "2030-07-01T06:59:00Z": false, "2030-07-01T10:30:00Z": false,
		"2030-07-01T21:59:00Z": true, "2030-07-01T22:00:00Z": false,
		"2030-01-07T07:30:00Z": false, "2030-01-07T08:30:00Z": true, // in winter
		// Saturday night
		"2030-07-06T19:59:00Z": false, "2030-07-06T20:00:00Z": true, "2030-07-06T23:59:00Z": true,
		"2030-07-07T00:00:00Z": false,
		"2030-07-15T08:00:00Z": false, "2028-12-25T09:00:00Z": false, // holidays, both Mondays
	} {
		now, err := time.Parse(time.RFC3339, at)
		must(t, err)
		if got := *s.Strategy(now, nil).Availability; got != want {
			t.Errorf("%s: %t", at, got)
		}
	}
}

func TestStrategy(t *testing.T) {
	rules := []Rule{{ID: "ef4670c3-d715-4a21-8226-ed17f354fc44", Label: "Sales"}, {ID: "no uuid"}}
	closed := &scenario.Hours{TimeZone: "UTC", Open: []scenario.Span{}}
	for _, c := range []struct {
		availability string
		hours        *scenario.Hours
		rules        []Rule
		want         string
	}{
		{scenario.Always, closed, rules, `{"strategy":"customAvailability","availability":true}`},
		{scenario.InHours, closed, rules, `{"strategy":"customAvailability","availability":false}`},
		{scenario.All, nil, rules,
			`{"strategy":"all","distributionRulesToCheck":["ef4670c3-d715-4a21-8226-ed17f354fc44"]}`},
		{scenario.AtLeastOne, nil, rules,
			`{"strategy":"atLeastOne","distributionRulesToCheck":["ef4670c3-d715-4a21-8226-ed17f354fc44"]}`},
		{scenario.AtLeastOne, closed, rules, `{"strategy":"customAvailability","availability":false}`},
		{scenario.AtLeastOne, nil, nil, `{"strategy":"customAvailability","availability":true}`},
		{scenario.AtLeastOne, nil, rules[1:], `{"strategy":"customAvailability","availability":true}`},
	} {
		s := script(t, nil, scenario.Scenario{Availability: c.availability, Hours: c.hours})
		got, err := json.Marshal(s.Strategy(time.Unix(0, 0), c.rules))
		must(t, err)
		if string(got) != c.want {
			t.Errorf("%s: %s, want %s", c.availability, got, c.want)
		}
	}
}

// slow is a catalog that takes longer than anybody waits, and does not look at the context.
type slow struct{ err error }

func (s slow) Fits(context.Context, string, int) (index.Fits, error) {
	if s.err == nil {
		time.Sleep(time.Hour)
	}
	return index.Fits{}, s.err
}

func (s slow) Records([]int) ([]bundle.Record, error) { return nil, s.err }

func (s slow) AppendAnswer(dst []byte, _ []int, _ time.Time) ([]byte, error) { return dst, s.err }

// dated is a catalog of one product with an offer from 2030 on.
type dated struct{ slow }

func (dated) AppendAnswer(dst []byte, _ []int, at time.Time) ([]byte, error) {
	price := "null"
	if at.Year() >= 2030 {
		price = `"8 €"`
	}
	return append(dst, `[{"title":"Lantern","priceCatalog":"10 €","pricePromotion":`+price+`}]`...), nil
}

func TestOfferOfNow(t *testing.T) {
	s := script(t, dated{}, scenario.Scenario{Products: true})
	for year, want := range map[int]string{2029: "", 2030: "8 €"} {
		replies, err := s.cards(found{products: []index.Fit{{}}}, understand.Question{},
			time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC))
		if err != nil || len(replies) < 2 || replies[len(replies)-1].Payload.OfferPrice != want {
			t.Errorf("%d: %+v, %v, want %q", year, replies, err, want)
		}
	}
}

// A catalog that is late or broken costs the products, and never the answer. The time is the test's own.
func TestLate(t *testing.T) {
	for name, c := range map[string]slow{"late": {}, "broken": {errors.New("damaged")}} {
		s := script(t, c, scenario.Scenario{Products: true, Fallback: "Pardon?"},
			scenario.Answer{ID: "open", Phrases: []string{"when are you open"},
				Messages: []string{"At nine."}})
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 4*time.Second)
			defer cancel()
			begun := time.Now()
			got := s.React(ctx, Turn{ContentType: "text", Text: "do you have lanterns?",
				Memory: Memory{Step: "x", Misses: 1}})
			if got.Outcome != Late || len(got.Replies) != 1 || got.Replies[0].Payload.Value != "Pardon?" ||
				got.Memory != (Memory{Step: "x", Misses: 1}) {
				t.Errorf("%s: %+v", name, got)
			}
			if took := time.Since(begun); took > 4*time.Second {
				t.Errorf("%s: %s", name, took)
			}
			if got := s.React(ctx,
				Turn{ContentType: "text", Text: "When are you open?"}); got.Answer != "open" {
				t.Errorf("%s: %+v", name, got)
			}
			time.Sleep(2 * time.Hour) // until the catalog is done
		})
	}
}

// A script that was changed by hand may lead in circles or nowhere.
func TestPlayEnds(t *testing.T) {
	s := script(t, nil, scenario.Scenario{},
		scenario.Answer{ID: "a", Phrases: []string{"a loop"}, Messages: []string{"A"}, Next: "b"},
		scenario.Answer{ID: "b", Messages: []string{"B"}, Next: "a"},
		scenario.Answer{ID: "c", Phrases: []string{"nowhere"}, Messages: []string{"C"}, Next: "gone"})
	if got := s.React(t.Context(),
		Turn{ContentType: "text", Text: "a loop"}); len(got.Replies) != 2*maxSteps-1 {
		t.Errorf("%d replies", len(got.Replies))
	}
	if got := s.React(t.Context(), Turn{ContentType: "text", Text: "Nowhere!"}); len(got.Replies) != 1 ||
		got.Memory.Step != "c" {
		t.Errorf("%+v", got)
	}
}
