package importer

import (
	"context"
	"errors"
	"fmt"

	"plugsheet/importer/table"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/problem"
)

// review shows the bundle that is replaced and the new one to whoever asked for it. What cannot be read is replaced all
// the same, since an import is how a damaged bundle is mended.
func (i *run) review(ctx context.Context, dir string) error {
	if i.o.Review == nil || dir == "" {
		return nil
	}
	before, err := bundle.Open(ctx, dir)
	switch {
	case errors.Is(err, bundle.ErrNotBundle):
		return nil
	case err != nil && ctx.Err() == nil:
		i.tell(problem.Warnf(problem.Position{}, "old-bundle", "the bundle that is replaced cannot be read, so nobody knows what changes: %v", err))
		return nil
	case err != nil:
		return err
	}
	after, err := i.writer.Preview(ctx)
	if err != nil {
		return fmt.Errorf("reading the new bundle: %w", err)
	}
	return i.o.Review(ctx, before, after)
}

// named gives the errors about files the names that the person gave these.
func named(err error, names map[string]string) error {
	var f *table.FileError
	if len(names) == 0 || !errors.As(err, &f) {
		return err
	}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range joined.Unwrap() {
			named(e, names)
		}
		return err
	}
	if name := names[f.Path]; name != "" {
		f.Path = name
	}
	if name := names[f.At.File]; name != "" {
		f.At.File = name
	}
	return err
}
