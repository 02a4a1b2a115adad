package cases

import (
	"context"
	"os"
	"strings"

	"plugsheet/serve/bot"
	"plugsheet/serve/bot/judge"
)

// compareBot says the same to both bots. Without a bot there are no cases.
func compareBot(ctx context.Context, before, after *catalog, o Options) (out Outcome, err error) {
	out.Figures, out.Worse = []Figure{}, []Worse{}
	file, cases, err := readCases(o, BotFile, func(f *os.File, name string) ([]judge.Case, error) {
		return judge.ReadCases(limited(f, name))
	})
	if err != nil {
		return out, err
	}
	if before != nil && len(before.BotScenarios()) == 0 {
		before = nil
	}
	if file == "" {
		from := after
		if before != nil {
			from = before
		}
		cases = judge.Generate(from.BotAnswers(), seed)
	}
	if len(after.BotScenarios()) == 0 && before == nil {
		return out, nil
	}
	now, err := talk(ctx, after, cases, o)
	if err != nil {
		return out, err
	}
	var then *judge.Report
	if before != nil {
		if then, err = talk(ctx, before, cases, o); err != nil {
			return out, err
		}
	}
	out.File, out.Cases = file, len(cases)
	out.Figures = append(out.Figures,
		figure("right", then, *now, func(r judge.Report) float64 { return r.Right }),
		figure("asked", then, *now, func(r judge.Report) float64 { return r.Asked }),
		figure("wrong", then, *now, func(r judge.Report) float64 { return r.Wrong }))
	if then != nil {
		out.compareTalks(then.Results, now.Results)
	}
	return out, nil
}

// talk says each case to a catalog's bot.
func talk(ctx context.Context, c *catalog, cases []judge.Case, o Options) (*judge.Report, error) {
	script, err := bot.Read(c.Bundle, c.index)
	if err != nil {
		return nil, err
	}
	r, err := judge.Run(ctx, script, cases, o.Now)
	return &r, err
}

// compareTalks holds the answers to the same messages against each other. A message whose scenario is gone is
// not answered any more.
func (out *Outcome) compareTalks(before, after []judge.Result) {
	type said struct{ scenario, conversation, message string }
	now := map[said]judge.Result{}
	for _, r := range after {
		now[said{r.Scenario, r.Conversation, r.Message}] = r
	}
	for _, was := range before {
		is, answered := now[said{was.Scenario, was.Conversation, was.Message}]
		one := Worse{Text: was.Message, Expected: append([]string{}, was.Expected...), Before: answer(was)}
		if answered {
			one.After = answer(is)
		}
		out.hold(rank(is.Verdict) > rank(was.Verdict), rank(is.Verdict) < rank(was.Verdict), one)
	}
}

// rank orders verdicts: asking back is better than a wrong answer, and a wrong one better than none.
func rank(v judge.Verdict) int {
	return map[judge.Verdict]int{judge.Right: 3, judge.Asked: 2, judge.Wrong: 1}[v]
}

// answer is what the bot said, with the products that it showed.
func answer(r judge.Result) string {
	return strings.TrimSpace(r.Got + " " + strings.Join(r.Shown, " "))
}
