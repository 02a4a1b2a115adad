// Package judge measures how well a bot understands: cases say what a visitor writes and what the bot
// should answer, and a report says how often it did, how often it answered something else, and how often it
// asked back.
package judge

import (
	"context"
	"slices"
	"time"

	"plugsheet/serve/bot"
)

// What a case can expect besides the ids of answers.
const (
	Ask      = "ask"      // the bot asks back, or hands over where it has done so before
	Products = "products" // it answers with products of the catalog
)

// Case is one message of a visitor.
type Case struct {
	Scenario     string // its id; may be empty where there is only one
	Conversation string // messages of one conversation follow each other; empty for one of its own
	Message      string
	// ids of answers, transfer, close, Ask or Products, any of which is right; none: Ask
	Expected []string
	Products []string // references of which one is to be among the cards; none: any are right
	At       string   // when it is said, as [Moments] has it; empty: at the moment of the run
	Line     int      // in the file, from 1
}

// Verdict says how a case went.
type Verdict string

// The verdicts.
const (
	Right Verdict = "right"
	Wrong Verdict = "wrong" // another answer than expected
	Asked Verdict = "asked" // back, where an answer was expected
)

// Result is what one case gave.
type Result struct {
	Case
	Verdict Verdict
	Got     string   // id of the answer, Products or Ask
	Shown   []string // references of the products, with Products
	Score   float64
	Guesses []bot.Guess
}

// Report is what a set of cases gave; the figures are shares from 0 to 1.
type Report struct {
	Cases   int      `json:"cases"`
	Right   float64  `json:"right"`
	Wrong   float64  `json:"wrong"`
	Asked   float64  `json:"asked"`
	Results []Result `json:"-"` // in the order of the cases
}

// Run says each message to its scenario, at the given moment where the case names none: what a bot answers
// may depend on it, and the same moment gives the same report. Cases whose scenario does not exist are left
// out: see [Unknown].
func Run(ctx context.Context, script *bot.Script, cases []Case, now time.Time) (Report, error) {
	var r Report
	memories := map[[2]string]bot.Memory{}
	count := map[Verdict]int{}
	for _, c := range cases {
		s := scenarioOf(script, c)
		if s == nil {
			continue
		}
		if err := ctx.Err(); err != nil {
			return r, err
		}
		t := bot.Turn{ContentType: "text", Text: c.Message, Now: c.moment(s.Zone(), now)}
		talk := [2]string{s.ID, c.Conversation}
		if c.Conversation != "" {
			t.Memory = memories[talk]
		}
		reaction := s.React(ctx, t)
		memories[talk] = reaction.Memory
		one := Result{Case: c, Got: got(reaction), Shown: reaction.Shown, Score: reaction.Score}
		one.Guesses = reaction.Guesses
		one.Verdict = verdict(one)
		count[one.Verdict]++
		r.Results = append(r.Results, one)
	}
	if r.Cases = len(r.Results); r.Cases > 0 {
		n := float64(r.Cases)
		r.Right, r.Wrong, r.Asked = float64(count[Right])/n, float64(count[Wrong])/n, float64(count[Asked])/n
	}
	return r, nil
}

func scenarioOf(script *bot.Script, c Case) *bot.Scenario {
	if all := script.Scenarios(); c.Scenario == "" && len(all) == 1 {
		return all[0]
	}
	return script.Scenario(c.Scenario)
}

// got is the outcome in the words of the cases.
func got(r bot.Reaction) string {
	switch r.Outcome {
	case bot.Answered:
		return r.Answer
	case bot.Products:
		return Products
	}
	return Ask
}

func verdict(r Result) Verdict {
	isShown := func(reference string) bool { return slices.Contains(r.Shown, reference) }
	switch {
	case r.Got == Products && len(r.Products) > 0 && !slices.ContainsFunc(r.Products, isShown):
		return Wrong
	case slices.Contains(r.Expected, r.Got), len(r.Expected) == 0 && r.Got == Ask:
		return Right
	case r.Got == Ask:
		return Asked
	}
	return Wrong
}

// Missing is something that a case names and the bot does not have.
type Missing struct {
	Line int    `json:"line"`
	What string `json:"what"` // scenario or answer
	Name string `json:"name"`
}

// Unknown finds the scenarios and answers that cases name and the bot does not have.
func Unknown(script *bot.Script, cases []Case) []Missing {
	missing := []Missing{}
	for _, c := range cases {
		s := scenarioOf(script, c)
		if s == nil {
			missing = append(missing, Missing{c.Line, "scenario", c.Scenario})
			continue
		}
		for _, id := range c.Expected {
			if id != Ask && id != Products && !s.Has(id) {
				missing = append(missing, Missing{c.Line, "answer", id})
			}
		}
	}
	return missing
}
