package search

import (
	"context"
	"fmt"

	"plugsheet/cmd/cli"
	"plugsheet/index/gaps"
)

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
