package importer

import (
	"context"
	"errors"
	"fmt"

	"plugsheet/schemas/bundle"
	"plugsheet/schemas/problem"
)

// review shows the bundle that is replaced and the new one to whoever asked for it. What cannot be read is
// replaced all the same, since an import is how a damaged bundle is mended.
func (i *run) review(ctx context.Context, dir string) error {
	if i.o.Review == nil || dir == "" {
		return nil
	}
	before, err := bundle.Open(ctx, dir)
	switch {
	case errors.Is(err, bundle.ErrNotBundle):
		return nil
	case err != nil && ctx.Err() == nil:
		i.Tell(problem.Warnf(problem.Position{}, "old-bundle",
			"the bundle that is replaced cannot be read, so nobody knows what changes: %v", err))
		return nil
	case err != nil:
		return err
	}
	after, err := i.Writer.Preview(ctx)
	if err != nil {
		return fmt.Errorf("reading the new bundle: %w", err)
	}
	return i.o.Review(ctx, before, after)
}
