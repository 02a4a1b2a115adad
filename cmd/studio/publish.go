package studio

import (
	"context"
	"errors"
	"strconv"

	"plugsheet/cmd/cli"
	"plugsheet/importer"
	"plugsheet/importer/stage"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/bundle/diff"
	"plugsheet/serve/studio"
)

// Publish implements [studio.Table].
func (s *spreadsheet) Publish(website string, accept bool) func(context.Context, studio.Progress) (
	*studio.Published, error) {
	o := s.options()
	kept, limits := s.Keep(), s.limits()
	o.Bundle, o.Site, o.Provenance = s.of.Bundle, website, true
	to := bundle.SiteDir(s.of.Bundle, website)
	return func(ctx context.Context, p studio.Progress) (*studio.Published, error) {
		if kept != nil {
			return nil, kept
		}
		out := &studio.Published{Files: []string{to, s.file}}
		o.Progress = func(_ stage.Stage, done, total int64) { p("importing", done, total) }
		o.Review = func(ctx context.Context, before, after *bundle.Bundle) error {
			r, err := diff.Compare(ctx, before, after)
			if err == nil && !accept {
				out.Beyond = r.Beyond(limits)
			}
			if len(out.Beyond) > 0 {
				return errBeyond
			}
			return err
		}
		report, err := importer.Run(ctx, o)
		if errors.Is(err, errBeyond) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		if out.Digest = report.Digest; !report.Written {
			out.Errors = max(1, report.Problems.Errors())
			return out, nil
		}
		p("indexing", 0, 0)
		return out, cli.BuildIndex(ctx, s.of.Process, to)
	}
}

// Publication implements [studio.Table].
func (s *spreadsheet) Publication(website string, accept bool) studio.Same {
	more := []string{"-o", s.of.Bundle}
	if website != "" {
		more = append(more, "--site", website)
	}
	if accept {
		more = append(more, "--accept-changes")
	}
	return s.command("import", more...)
}

// errBeyond ends an import that changes more than may be without a yes.
var errBeyond = errors.New("the changes are too large")

// limits are those that the plugsheet.yaml sets, with the usual ones for the rest.
func (s *spreadsheet) limits() diff.Limits {
	percent := func(name string, otherwise int) int {
		n, err := strconv.Atoi(s.flag(name))
		if err != nil || n < 0 || n > 100 {
			return otherwise
		}
		return n
	}
	return diff.Limits{Gone: percent("max-gone", diff.DefaultGone),
		Moved: percent("max-price-moves", diff.DefaultMoved)}
}
