package build

import (
	"context"
	"encoding/json"
	"math"
	"sync"

	"plugsheet/index/folder"
	"plugsheet/index/terms"
	"plugsheet/schemas/bundle"
)

// measure takes the mean lengths of the fields from a sample, since a product's words are weighed before the
// last one is read.
func (p *pass) measure(ctx context.Context) error {
	var sums, seen [terms.SampleFiles]terms.Lengths
	err := p.sample(ctx, func(i int, a *terms.Analyzer, texts [terms.FieldCount][]string) {
		for f := range texts {
			if c := a.Count(texts[f]); c > 0 {
				sums[i][f] += float32(c)
				seen[i][f]++
			}
		}
	})
	for f := range p.mean {
		sum, n := float32(0), float32(0)
		for i := range sums {
			sum, n = sum+sums[i][f], n+seen[i][f]
		}
		p.mean[f] = roundedLength(sum / max(n, 1))
	}
	return err
}

// roundedLength is the nearest of the mean lengths that there are. It needs no exact logarithm: the same
// products give the same length on every machine.
func roundedLength(mean float32) float32 {
	length := float32(1)
	for length*float32(math.Sqrt(terms.LengthStep)) < mean {
		length *= terms.LengthStep
	}
	return length
}

// sample visits the texts of some products of some files, several files at once; visit gets the file's place
// in the sample, and for each file an analyzer. The lines are not held against the schema: whoever reads all
// of them does that.
func (p *pass) sample(ctx context.Context,
	visit func(i int, a *terms.Analyzer, texts [terms.FieldCount][]string)) error {
	files := min(terms.SampleFiles, len(p.files))
	errs := make([]error, files)
	var all sync.WaitGroup
	for i := range files {
		all.Go(func() {
			a := p.newAnalyzer()
			errs[i] = p.sampleFile(ctx, p.files[i*len(p.files)/files],
				func(r *bundle.Record) { visit(i, a, a.Texts(r)) })
		})
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func (p *pass) sampleFile(ctx context.Context, f bundle.File, visit func(r *bundle.Record)) error {
	n := 0
	for l, err := range p.b.Lines(ctx, f) {
		if err != nil {
			return err
		}
		var r bundle.Record
		if err := json.Unmarshal(l.Whole, &r); err != nil {
			return folder.Damaged(f.Path, err.Error())
		}
		visit(&r)
		if n++; n == terms.SamplePerFile {
			break
		}
	}
	return nil
}
