package studio

import (
	"context"

	"plugsheet/cmd/cli"
	"plugsheet/cmd/search"
	"plugsheet/index/gaps"
	"plugsheet/schemas/each"
	"plugsheet/serve/studio"
)

// Improver does what plugsheet gaps does.
type Improver struct{ Process cli.Process }

// Commands implements [studio.Improver].
func (Improver) Commands(dir string) (improve, why studio.Same) {
	line := func(args ...string) string { return cli.ShellLine(append([]string{"plugsheet"}, args...)...) }
	improve.Lines = []string{line("gaps", dir, "--review"), line("gaps", dir, "--messages")}
	why.Lines = []string{line("search", dir, "QUERY", "--explain")}
	return improve, why
}

// Gaps implements [studio.Improver].
func (i Improver) Gaps(ctx context.Context, bundle string) ([]gaps.Group, error) {
	return search.Gaps(ctx, i.Process, bundle)
}

// Teach implements [studio.Improver].
func (i Improver) Teach(ctx context.Context, bundle, typed, meant string) (studio.Taught, error) {
	done, err := search.Teach(ctx, i.Process, bundle, typed, meant)
	out := studio.Taught{Answered: []studio.Answered{}}
	if err != nil {
		return out, err
	}
	out.Open, out.Cases = done.Open, done.CasesNew
	for _, a := range done.Answered {
		out.Answered = append(out.Answered, studio.Answered{Query: a.Query, Products: a.Products,
			First: each.Of(a.First, func(p gaps.Product) string { return p.Title })})
	}
	return out, nil
}
