package search

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"plugsheet/cmd/cli"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/each"
	"plugsheet/serve/bot"
	"plugsheet/serve/bot/judge"
)

type botTestOptions struct {
	caseOptions
	minRight, maxWrong float64
	at                 string
}

// NewBotTest is the command that measures how the bot understands visitors.
func NewBotTest(p cli.Process) *cobra.Command {
	o := botTestOptions{}
	c := cli.SettingsCommand(p, "bot-test BUNDLE [CASES.csv] [flags]",
		"Measure how well the bot understands visitors", func(c *cobra.Command, args []string) error {
			if o.bundle = args[0]; len(args) > 1 {
				o.cases = args[1]
			}
			return runBotTest(c.Context(), p, o)
		})
	o.addFlags(c)
	f := c.Flags()
	f.Float64Var(&o.minRight, "min-right", 0, "the least part that goes right, a `SHARE` from 0 to 1")
	f.StringVar(&o.at, "at", "",
		"the `MOMENT` of cases that name none, such as \"2030-11-29 09:00\" (default: now)")
	f.Float64Var(&o.maxWrong, "max-wrong", 1, "the largest part that goes wrong, a `SHARE` from 0 to 1")
	return c
}

func (o botTestOptions) check() error {
	if err := o.caseOptions.check(); err != nil {
		return err
	}
	if err := checkShare("min-right", o.minRight); err != nil {
		return err
	}
	if _, ok := judge.ReadMoment(o.at, time.UTC); o.at != "" && !ok {
		return cli.UsageErrorf("--at is %q: a moment is such as %s", o.at,
			strings.Join(judge.Moments, " or "))
	}
	return checkShare("max-wrong", o.maxWrong)
}

func runBotTest(ctx context.Context, p cli.Process, o botTestOptions) error {
	if err := o.check(); err != nil {
		return err
	}
	if o.generate != "" {
		return generateBotCases(ctx, p, o)
	}
	cases, err := caseReader[judge.Case]{"message,expected", judge.ReadCases}.file(p, o.caseOptions)
	if err != nil {
		return err
	}
	b, err := openBot(ctx, o.bundle)
	if err != nil {
		return err
	}
	x, err := cli.OpenIndex(ctx, p, b)
	if err != nil {
		return err
	}
	defer x.Close()
	script, err := bot.Read(b, x)
	if err != nil {
		return err
	}
	for i := range cases {
		cases[i].At = cmp.Or(cases[i].At, o.at)
	}
	report, err := judge.Run(ctx, script, cases, time.Now())
	if err != nil {
		return err
	}
	missing := judge.Unknown(script, cases)
	return errors.Join(printBotFigures(p, o, report, missing), printMissing(p, o, missing, script))
}

// openBot opens a bundle that has a bot.
func openBot(ctx context.Context, name string) (*bundle.Bundle, error) {
	b, err := bundle.Open(ctx, name)
	if err == nil && len(b.BotScenarios()) == 0 {
		err = cli.WithHint(fmt.Errorf("%s has no bot", name),
			"import a sheet Bot scenarios; plugsheet template shows its columns")
	}
	return b, err
}

func generateBotCases(ctx context.Context, p cli.Process, o botTestOptions) error {
	if err := cli.MayWrite(o.generate, o.force); err != nil {
		return err
	}
	b, err := openBot(ctx, o.bundle)
	if err != nil {
		return err
	}
	cases := judge.Generate(b.BotAnswers(), seed)
	if len(cases) == 0 {
		return fmt.Errorf("%s has no phrase to make cases of", o.bundle)
	}
	return o.writeStarter(p, len(cases), func(w io.Writer) error { return judge.WriteCases(w, cases) })
}

// botFigures is the outcome of bot-test as JSON.
type botFigures struct {
	judge.Report
	Missing  []judge.Missing `json:"missing"`
	NotRight []badUtterance  `json:"notRight"`
}

type badUtterance struct {
	Line     int           `json:"line"`
	Verdict  judge.Verdict `json:"verdict"`
	Message  string        `json:"message"`
	Expected []string      `json:"expected"`
	Products []string      `json:"products,omitempty"` // references that were expected
	Got      string        `json:"got"`
	Shown    []string      `json:"shown,omitempty"` // references
	Guesses  []bot.Guess   `json:"guesses"`
}

// printBotFigures prints the figures to stdout and what is wrong with them to stderr.
func printBotFigures(p cli.Process, o botTestOptions, r judge.Report, missing []judge.Missing) error {
	out := botFigures{Report: r, Missing: missing, NotRight: []badUtterance{}}
	for _, one := range r.Results {
		if one.Verdict != judge.Right {
			bad := badUtterance{one.Line, one.Verdict, one.Message, one.Expected,
				one.Products, one.Got, one.Shown, one.Guesses}
			if len(bad.Expected) == 0 {
				bad.Expected = []string{judge.Ask}
			}
			out.NotRight = append(out.NotRight, bad)
		}
	}
	if err := o.printFigures(p, out, botFiguresText(out)); err != nil {
		return err
	}
	below := r.Right < o.minRight
	if below {
		fmt.Fprintf(p.Stderr, "%s: right is %.4f, below %g\n", o.cases, r.Right, o.minRight)
	}
	above := r.Wrong > o.maxWrong
	if above {
		fmt.Fprintf(p.Stderr, "%s: wrong is %.4f, above %g\n", o.cases, r.Wrong, o.maxWrong)
	}
	if below || above {
		return cli.ErrProblems
	}
	return nil
}

// printMissing says which scenarios and answers of the cases there are not, and which there are.
func printMissing(p cli.Process, o botTestOptions, missing []judge.Missing, script *bot.Script) error {
	if len(missing) == 0 {
		return nil
	}
	scenarios := each.Of(script.Scenarios(), func(one *bot.Scenario) string { return one.ID })
	kinds := map[string]bool{}
	for _, m := range missing {
		kinds[m.What] = true
		if m.What == "scenario" && m.Name == "" {
			fmt.Fprintf(p.Stderr, "%s:%d: the row names no scenario, and %s has %d\n",
				o.cases, m.Line, o.bundle, len(scenarios))
			continue
		}
		fmt.Fprintf(p.Stderr, "%s:%d: no %s %q in %s\n", o.cases, m.Line, m.What, m.Name, o.bundle)
	}
	if kinds["scenario"] {
		fmt.Fprintf(p.Stderr, "  hint: write in the column scenario one of %s\n",
			strings.Join(scenarios, ", "))
	}
	if kinds["answer"] {
		fmt.Fprintf(p.Stderr, "  hint: expected takes an id of the scenario's answers, %s or %s\n",
			judge.Products, judge.Ask)
	}
	return cli.ErrProblems
}

func botFiguresText(h botFigures) []byte {
	var out bytes.Buffer
	fmt.Fprintf(&out, "cases  %d\nright  %.4f\nwrong  %.4f\nasked  %.4f\n", h.Cases,
		h.Right, h.Wrong, h.Asked)
	for i, b := range h.NotRight {
		if i == 0 {
			fmt.Fprintln(&out, "not right")
		}
		fmt.Fprintf(&out, "%6d  %-5s  %q: expected %s, got %s\n", b.Line, b.Verdict, b.Message,
			withProducts(strings.Join(b.Expected, "|"), b.Products, "|"), withProducts(b.Got, b.Shown, ", "))
		for _, g := range b.Guesses {
			fmt.Fprintf(&out, "               %.2f %s, by %q\n", g.Score, g.Answer, g.Phrase)
		}
	}
	return out.Bytes()
}

// withProducts is what was expected, or came, with the references of products.
func withProducts(text string, products []string, between string) string {
	if len(products) == 0 {
		return text
	}
	return text + " (" + strings.Join(products, between) + ")"
}
