package search

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"strings"

	"plugsheet/cmd/cli"
	"plugsheet/index"
	"plugsheet/index/gaps"
)

// sentAfter is what agents sent after a search, the most sent first.
type sentAfter struct {
	Query    string        `json:"query"`
	Products []sentProduct `json:"products"`
}

type sentProduct struct {
	ID            string `json:"id"`
	Title         string `json:"title"`         // empty where the product is gone
	Conversations int    `json:"conversations"` // in which it was sent
	Learnt        bool   `json:"learnt"`        // in enough of them that it comes first
}

// findSent gives what agents sent, the searches with the most sent products first.
func findSent(ctx context.Context, x *index.Index, at gaps.Values,
	o gapsOptions) (all []sentAfter, err error) {
	sends, err := gaps.ReadSends(ctx, at)
	if err != nil {
		return nil, cli.WithHint(err, "plugsheet gaps %s --clear removes it", o.bundle)
	}
	places := map[string]int{}
	for _, s := range sends {
		at, known := places[s.Query]
		if !known {
			at = len(all)
			places[s.Query] = at
			all = append(all, sentAfter{Query: s.Query})
		}
		p := sentProduct{ID: s.Product, Conversations: s.Conversations,
			Learnt: s.Conversations >= index.SentByTwo}
		if p.Title, err = titleOf(ctx, x, s.Product); err != nil {
			return nil, err
		}
		all[at].Products = append(all[at].Products, p)
	}
	return all[:min(len(all), o.limit)], nil
}

// titleOf gives the title of the product with an id; empty where there is none.
func titleOf(ctx context.Context, x *index.Index, id string) (string, error) {
	ordinal, known, err := x.Product(ctx, id)
	if err != nil || !known {
		return "", err
	}
	records, err := x.Records([]int{ordinal})
	if err != nil {
		return "", err
	}
	return records[0].Product.Title, nil
}

// text shows a search and what was sent after it.
func (s *sentAfter) text() string {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%q  after it was sent\n", s.Query)
	for _, p := range s.Products {
		title, first := p.Title, ""
		title = cmp.Or(title, p.ID+", which is gone")
		if p.Learnt {
			first = ", comes first"
		}
		fmt.Fprintf(&b, "  %s  (%s%s)\n", title, cli.Plural(p.Conversations, "conversation"), first)
	}
	return b.String()
}

// askSent asks for each search what to do with what was sent after it, and reads the answers, a line each.
func (d *decisions) askSent(ctx context.Context, p cli.Process, sent []sentAfter) error {
	for i := range sent {
		fmt.Fprintf(p.Stderr, "%s  f to forget, Enter to go on, q to end: ", sent[i].text())
		select {
		case <-ctx.Done():
			return ctx.Err()
		case line, ok := <-d.lines:
			switch line = strings.TrimSpace(line); {
			case !ok || line == "q":
				return nil
			case line == "f":
				d.forgetSent = append(d.forgetSent, sent[i].Query)
			}
		}
	}
	return nil
}

// showMessages lists what visitors wrote that the bot did not understand, the most written first, or
// forgets some of it.
func showMessages(ctx context.Context, p cli.Process, at gaps.Values, o gapsOptions) error {
	if len(o.forget) > 0 {
		return gaps.Forget(ctx, at, o.forget...)
	}
	all, err := gaps.Read(ctx, at)
	if err != nil {
		return err
	}
	all = append([]gaps.Count{}, all[:min(len(all), o.limit)]...)
	if o.json {
		return cli.WriteJSON(p.Stdout, all)
	}
	for _, m := range all {
		fmt.Fprintf(p.Stdout, "%q  %s, last on %s\n", m.Query, times(m.Count), m.Last)
	}
	if len(all) == 0 {
		_, err = fmt.Fprintln(p.Stdout, "the bot understood all that visitors wrote")
	}
	return err
}
