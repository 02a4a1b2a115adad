package search

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"plugsheet/cmd/cli"
	"plugsheet/index"
	"plugsheet/index/gaps"
)

// synonym is what a person accepted: who types the one means the other.
type synonym struct{ typed, meant string }

// decisions are what a person wants done.
type decisions struct {
	accept []synonym
	forget []string // queries

	forgetSent []string // queries after which was sent what no search is to learn from

	limit int           // groups that are asked for at most
	lines <-chan string // what the person answers
}

// readSynonym reads TYPED=MEANT.
func readSynonym(text string) (synonym, error) {
	typed, meant, ok := strings.Cut(text, "=")
	s := synonym{strings.Join(strings.Fields(typed), " "), strings.Join(strings.Fields(meant), " ")}
	if !ok || s.typed == "" || s.meant == "" || strings.Contains(meant, "=") {
		return s, cli.UsageErrorf("%q is not TYPED=MEANT", text).
			WithHint("for example torch=lantern: who types torch also finds lantern")
	}
	return s, nil
}

// readAccepted reads all that --accept says.
func readAccepted(o gapsOptions) (all []synonym, err error) {
	for _, text := range o.accept {
		s, readErr := readSynonym(text)
		all, err = append(all, s), errors.Join(err, readErr)
	}
	return all, err
}

// checkMeant refuses a synonym whose meaning the catalog does not have.
func checkMeant(ctx context.Context, x *index.Index, s synonym) error {
	f, err := gaps.Look(ctx, x, s.meant)
	if err == nil && (f.Products == 0 || f.Missing) {
		return cli.UsageErrorf("%s=%s would find nothing: no product answers %q", s.typed, s.meant, s.meant).
			WithHint("the word behind = must be one of the catalog")
	}
	return err
}

// ask asks for each group what to do, on stderr, and reads the answers, a line each. The end of stdin ends
// it, and what was decided until then counts.
func (d *decisions) ask(ctx context.Context, p cli.Process, x *index.Index, found *gapsFound) error {
	d.lines = readLines(ctx, p.Stdin)
	defer fmt.Fprintln(p.Stderr)
	on, err := d.askGroups(ctx, p, x, found.Groups[:min(len(found.Groups), d.limit)])
	if err != nil || !on {
		return err
	}
	return d.askSent(ctx, p, found.Sent)
}

// askGroups asks for the groups; on is false where the person wants to end.
func (d *decisions) askGroups(ctx context.Context, p cli.Process, x *index.Index,
	groups []gaps.Group) (on bool, err error) {
	for i := range groups {
		g := &groups[i]
		fmt.Fprintf(p.Stderr, "%s", groupText(g, true))
		for done := false; !done; {
			fmt.Fprint(p.Stderr, "  number, TYPED=MEANT, f to forget, Enter to go on, q to end: ")
			select {
			case <-ctx.Done():
				return false, ctx.Err()
			case line, ok := <-d.lines:
				if line = strings.TrimSpace(line); !ok || line == "q" {
					return false, nil
				}
				err := d.answer(ctx, x, g, line)
				if done = err == nil; err == nil {
					break
				}
				if !cli.IsUsage(err) {
					return false, err
				}
				fmt.Fprintf(p.Stderr, "  %s\n", err)
			}
		}
	}
	return true, nil
}

// answer carries one answer into the decisions.
func (d *decisions) answer(ctx context.Context, x *index.Index, g *gaps.Group, line string) error {
	switch line {
	case "", "n":
		return nil
	case "f":
		d.forget = append(d.forget, g.Query)
		return nil
	case "y":
		line = "1"
	}
	if n, err := strconv.Atoi(line); err == nil {
		if n < 1 || n > len(g.Proposals) {
			return cli.UsageErrorf("there is no proposal %d", n)
		}
		d.accept = append(d.accept, synonym{g.Proposals[n-1].Typed, g.Proposals[n-1].Meant})
		return nil
	}
	s, err := readSynonym(line)
	if err == nil {
		err = checkMeant(ctx, x, s)
	}
	if err == nil {
		d.accept = append(d.accept, s)
	}
	return err
}

// readLines reads lines in the background, so that an interrupt ends the waiting for one.
func readLines(ctx context.Context, r io.Reader) <-chan string {
	lines := make(chan string)
	go func() {
		defer close(lines)
		for s := bufio.NewScanner(r); s.Scan(); {
			select {
			case lines <- s.Text():
			case <-ctx.Done():
				return
			}
		}
	}()
	return lines
}

// spellings are the ways in which the counted queries write a word, this one first.
func spellings(groups []gaps.Group, typed string) []string {
	all := []string{typed}
	for _, g := range groups {
		for _, u := range g.Unknown {
			if strings.EqualFold(u.Word, typed) {
				all = append(all, u.Spellings...)
			}
		}
	}
	slices.Sort(all[1:])
	all = append(all[:1], slices.DeleteFunc(all[1:],
		func(w string) bool { return strings.EqualFold(w, typed) })...)
	return slices.Compact(all)
}

// spelled are all spellings of the queries.
func spelled(groups []gaps.Group, queries []string) []string {
	all := []string{}
	for _, q := range queries {
		i := slices.IndexFunc(groups, func(g gaps.Group) bool {
			return slices.ContainsFunc(g.Spellings, func(s string) bool { return strings.EqualFold(s, q) })
		})
		if i < 0 {
			all = append(all, q)
		} else {
			all = append(all, groups[i].Spellings...)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
