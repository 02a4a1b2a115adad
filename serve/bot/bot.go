// Package bot is the bot behind the platform's external-bot protocol (contract, 3): what it says to which
// words, and what it has to remember between them. It knows nothing of HTTP.
//
// A [Script] is made of a bundle and never changes; [Scenario.React] takes what a visitor wrote, with the
// little that is remembered of the conversation, and gives the replies and what to remember.
// [Conversations] keeps that, [Operators] the bots that the platform has made of scenarios.
package bot

import (
	"fmt"
	"time"

	"plugsheet/schemas/bundle"
	"plugsheet/schemas/bundle/scenario"
	"plugsheet/schemas/each"
	"plugsheet/serve/bot/understand"
)

// Script is all scenarios of a bundle. It is immutable, and safe for use by several goroutines at once.
type Script struct {
	scenarios []*Scenario
	byID      map[string]*Scenario
}

// Scenario is one of them. Its exported fields are shared: do not change them.
type Scenario struct {
	scenario.Scenario
	texts   texts
	catalog Catalog // nil: questions about products are like any other
	answers []scenario.Answer
	byID    map[string]*scenario.Answer
	phrases *understand.Matcher
	reader  *understand.Reader
	talk    map[understand.Talk]int // to the place of the answer that is asked for so
	digest  string                  // the beginning of the catalog's
	// folded text of every quick reply to where it leads; empty where to several
	labels map[string]string
	zone   *time.Location
}

// Read makes the script of a bundle. With a nil catalog no question about products is answered from one.
// Errors: a time zone that this program does not know, synonyms that cannot be read.
func Read(b *bundle.Bundle, catalog Catalog) (*Script, error) {
	s := &Script{byID: map[string]*Scenario{}}
	for _, one := range b.BotScenarios() {
		made, err := newScenario(one, b, catalog)
		if err != nil {
			return nil, fmt.Errorf("reading the scenario %q: %w", one.ID, err)
		}
		s.scenarios = append(s.scenarios, made)
		s.byID[one.ID] = made
	}
	return s, nil
}

// digestLength is how much of the bundle's digest tells it from the one before.
const digestLength = 8

func newScenario(one scenario.Scenario, b *bundle.Bundle, catalog Catalog) (*Scenario, error) {
	s := &Scenario{
		Scenario: one, texts: textsOf(one.Language), zone: time.UTC,
		digest: b.Digest()[:min(digestLength, len(b.Digest()))], byID: map[string]*scenario.Answer{},
		labels: map[string]string{}, reader: understand.ReaderOf(one.Language),
		talk: map[understand.Talk]int{},
	}
	if one.Products {
		s.catalog = catalog
	}
	if one.Hours != nil {
		zone, err := time.LoadLocation(one.Hours.TimeZone)
		if err != nil {
			return nil, err
		}
		s.zone = zone
	}
	var phrases []understand.Phrase
	for _, a := range b.BotAnswers() {
		if a.Scenario != one.ID {
			continue
		}
		for _, text := range a.Phrases {
			phrases = append(phrases, understand.Phrase{Text: text, Intent: len(s.answers)})
			s.noteTalk(text, len(s.answers))
		}
		s.answers = append(s.answers, a)
	}
	for i := range s.answers {
		s.byID[s.answers[i].ID] = &s.answers[i]
	}
	s.label(one.OpeningReplies)
	for _, a := range s.answers {
		s.label(a.QuickReplies)
	}
	var err error
	s.phrases, err = understand.New(one.Language, phrases, b.Synonyms())
	return s, err
}

// label notes where quick replies lead, for those that are clicked when another step was remembered, or none.
func (s *Scenario) label(replies []scenario.Reply) {
	for _, r := range replies {
		if r.Next == "" {
			continue
		}
		key := fold(r.Text)
		if next, taken := s.labels[key]; taken && next != r.Next {
			s.labels[key] = ""
			continue
		}
		s.labels[key] = r.Next
	}
}

// Scenarios are all scenarios in the spreadsheet's order. Do not change the slice.
func (s *Script) Scenarios() []*Scenario { return s.scenarios }

// Scenario finds a scenario by its id; nil where there is none.
func (s *Script) Scenario(id string) *Scenario { return s.byID[id] }

// Has tells whether an answer has this id, or whether it is a step that every scenario has.
func (s *Scenario) Has(id string) bool {
	return s.byID[id] != nil || id == scenario.Transfer || id == scenario.Close
}

// Opening is what the bot says before the visitor writes (contract, 3.7: only messages count there).
func (s *Scenario) Opening() []Reply {
	replies := each.Of(s.Scenario.Opening, say)
	if n := len(replies); n > 0 {
		replies[n-1].QuickReplies = quick(s.OpeningReplies)
	}
	return replies
}
