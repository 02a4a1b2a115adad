package cli

import (
	"context"
	"errors"
	"fmt"

	"plugsheet/index"
	"plugsheet/index/build"
	"plugsheet/schemas/bundle"
)

// MaxLimit is the largest page, as the server's (contract, 7.3).
const MaxLimit = 100

// BuildIndex brings the index of the bundle in dir up to date.
func BuildIndex(ctx context.Context, p Process, dir string) error {
	const hint = "the bundle is written and whole, its index is not: plugsheet serve builds it when it starts"
	b, err := bundle.Open(ctx, dir)
	if err != nil {
		return WithHint(fmt.Errorf("reading the bundle back: %w", err), hint)
	}
	return WithHint(EnsureIndex(ctx, p, b), hint)
}

// EnsureIndex builds the index of b unless there is one that can be opened.
func EnsureIndex(ctx context.Context, p Process, b *bundle.Bundle) error {
	x, err := index.Open(ctx, b)
	if err == nil {
		return x.Close()
	}
	return rebuildIndex(ctx, p, b, err)
}

// rebuildIndex builds the index of b where it could not be opened and building mends that; otherwise
// it gives the cause back. Damage is told.
func rebuildIndex(ctx context.Context, p Process, b *bundle.Bundle, cause error) error {
	switch {
	case errors.Is(cause, index.ErrIndexDamaged):
		PrintLines(p.Stderr, "warning", fmt.Sprintf("%v; it is built anew", cause))
	case !errors.Is(cause, index.ErrMissing):
		return cause
	}
	bar := NewProgress(p)
	defer bar.End()
	return build.Build(ctx, b,
		build.Options{Progress: func(done, total int64) { bar.Step("indexing", done, total) }})
}

// OpenIndex opens the index of b, which it builds first where it is missing or damaged.
func OpenIndex(ctx context.Context, p Process, b *bundle.Bundle) (*index.Index, error) {
	x, err := index.Open(ctx, b)
	if err == nil {
		return x, nil
	}
	if err := rebuildIndex(ctx, p, b, err); err != nil {
		return nil, err
	}
	return index.Open(ctx, b)
}
