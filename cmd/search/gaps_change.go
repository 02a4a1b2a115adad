package search

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"plugsheet/cmd/cli"
	"plugsheet/index"
	"plugsheet/index/gaps"
	"plugsheet/index/judge"
	"plugsheet/schemas/bounded"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/each"
	"plugsheet/schemas/files"
)

// work is what decisions are carried out on.
type work struct {
	o      gapsOptions
	dir    string // of the bundle
	counts gaps.Values
	x      *index.Index
	found  *gapsFound
}

// gapsChanged is what was done, as JSON.
type gapsChanged struct {
	Rules     []bundle.Synonym `json:"rules"`    // that were accepted
	Added     int              `json:"added"`    // of them, those that were not there yet
	Answered  []answeredNow    `json:"answered"` // queries that find something now
	Open      []string         `json:"open"`     // what was accepted and still finds nothing
	Cases     string           `json:"cases"`    // the file of search tests
	CasesNew  int              `json:"casesAdded"`
	Forgotten []string         `json:"forgotten"`
}

type answeredNow struct {
	Query    string         `json:"query"`
	Products int            `json:"products"`
	First    []gaps.Product `json:"first"`
}

// carryOut does what was decided and says what that was.
func (d *decisions) carryOut(ctx context.Context, p cli.Process, w work) error {
	done, err := d.change(ctx, p, w)
	if err != nil {
		return err
	}
	return done.print(p, w.o)
}

// change does what was decided: synonyms, then the search tests that prove them, then what is to be
// forgotten. All that can be refused is looked at before anything is written.
func (d *decisions) change(ctx context.Context, p cli.Process, w work) (*gapsChanged, error) {
	for _, s := range d.accept {
		if err := checkMeant(ctx, w.x, s); err != nil {
			return nil, err
		}
	}
	old, err := readOldCases(w.o.cases)
	if err != nil {
		return nil, err
	}
	done := &gapsChanged{Rules: d.rules(w), Answered: []answeredNow{}, Open: []string{}, Cases: w.o.cases,
		Forgotten: spelled(w.found.Groups, d.forget)}
	if len(done.Rules) > 0 {
		if done.Added, err = bundle.AddSynonyms(w.dir, done.Rules); err != nil {
			return nil, err
		}
		cases, err := w.prove(ctx, p, d, done)
		if err == nil {
			done.CasesNew, err = w.addCases(old, cases)
		}
		if err != nil {
			return nil, fmt.Errorf("proving the synonyms, which are in %s: %w", bundle.SynonymsFile, err)
		}
	}
	if len(done.Forgotten) > 0 {
		if err := gaps.Forget(ctx, w.counts, done.Forgotten...); err != nil {
			return nil, err
		}
	}
	if forget := append(d.sentTo(w.found.Sent), d.forgetSent...); len(forget) > 0 {
		if err := gaps.ForgetSends(ctx, w.counts, forget...); err != nil {
			return nil, err
		}
		for _, q := range forget {
			if !slices.Contains(done.Forgotten, q) {
				done.Forgotten = append(done.Forgotten, q)
			}
		}
	}
	return done, nil
}

// sentTo are those of the queries to be forgotten after which something was sent.
func (d *decisions) sentTo(sent []sentAfter) (some []string) {
	for _, s := range sent {
		if slices.ContainsFunc(d.forget,
			func(q string) bool { return strings.EqualFold(strings.TrimSpace(q), s.Query) }) {
			some = append(some, s.Query)
		}
	}
	return some
}

// rules are what is written to synonyms.json.
func (d *decisions) rules(w work) []bundle.Synonym {
	rules := []bundle.Synonym{}
	for _, s := range d.accept {
		typed := spellings(w.found.Groups, s.typed)
		r := bundle.Synonym{From: typed, To: []string{s.meant}}
		if w.o.twoWay {
			r = bundle.Synonym{Words: append(typed, s.meant)}
		}
		asked, last := 0, ""
		for _, g := range w.found.Groups {
			if slices.ContainsFunc(g.Unknown,
				func(u gaps.Unknown) bool { return strings.EqualFold(u.Word, s.typed) }) ||
				strings.EqualFold(g.Query,
					s.typed) {
				asked, last = asked+g.Count, max(last, g.Last)
			}
		}
		if asked > 0 {
			r.Comment = fmt.Sprintf("asked %s until %s", times(asked), last)
		}
		rules = append(rules, r)
	}
	return rules
}

// prove looks at what the accepted words and all open queries find now, and gives a
// search test for each that finds something.
func (w work) prove(ctx context.Context, p cli.Process, d *decisions, done *gapsChanged) (cases []judge.Case,
	err error) {
	b, err := bundle.Open(ctx, w.dir)
	if err != nil {
		return nil, err
	}
	x, err := cli.OpenIndex(ctx, p, b)
	if err != nil {
		return nil, err
	}
	defer x.Close()
	queries := each.Of(d.accept, func(s synonym) string { return s.typed })
	accepted := len(queries)
	for _, g := range w.found.Groups {
		queries = append(queries, g.Spellings...)
	}
	for i, q := range queries {
		if slices.ContainsFunc(queries[:i],
			func(before string) bool { return strings.EqualFold(before, q) }) {
			continue
		}
		f, err := gaps.Look(ctx, x, q)
		if err != nil {
			return nil, err
		}
		switch {
		case f.Products > 0 && !f.Missing:
			done.Answered = append(done.Answered, answeredNow{q, f.Products, f.First})
			if f.Whole > 0 { // what has only some of the words proves nothing
				cases = append(cases, caseOf(q, f.First[:min(f.Whole, len(f.First))]))
			}
		case i < accepted:
			done.Open = append(done.Open, q)
		}
	}
	return cases, nil
}

// addCases adds the search tests that are new to the old ones, and gives their number.
func (w work) addCases(old []byte, cases []judge.Case) (added int, err error) {
	text, added, err := judge.AppendCases(old, cases)
	if err != nil || added == 0 {
		return 0, err
	}
	if err := files.WriteFile(w.o.cases, text, 0o644); err != nil {
		return 0, fmt.Errorf("writing the cases: %w", err)
	}
	return added, nil
}

// caseOf expects the first products of an answer, by their references where these can
// stand in a file of cases.
func caseOf(query string, first []gaps.Product) judge.Case {
	c := judge.Case{Query: query}
	for _, p := range first {
		name := p.Reference
		if name == "" || strings.Contains(name, "|") || strings.TrimSpace(name) != name {
			name = p.ID.String()
		}
		c.Wants = append(c.Wants, judge.Want{Product: name, Grade: 1})
	}
	return c
}

// readOldCases reads the file that cases are added to; none is an empty one. What is wrong with
// it is told before anything is written.
func readOldCases(name string) ([]byte, error) {
	old, err := bounded.ReadFile(name, maxCases)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("reading the cases: %w", err)
	}
	_, _, err = judge.AppendCases(old, nil)
	var at *judge.CaseError
	if errors.As(err, &at) {
		return nil, cli.WithHint(fmt.Errorf("%s:%d: %s", name, at.Line, at.Reason),
			"mend it, or name another file with --cases")
	}
	return old, err
}
