package peers

import (
	"context"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"
)

// figures are what one engine took.
type figures struct {
	name   string
	build  time.Duration
	times  [kinds][]time.Duration
	empty  int   // queries that found nothing, in one round
	size   int64 // of the index, in bytes
	memory int64 // in bytes, files left out; 0 for unknown
}

// rounds is how often each engine answers all queries, besides the first times that are not counted.
const rounds = 3

// measure asks all engines all queries in turn, so that what else the machine does meets each of them.
func measure(ctx context.Context, engines []engine, queries []typedQuery, all []figures) error {
	for round := range rounds + 1 {
		for i, e := range engines {
			for _, q := range queries {
				start := time.Now()
				_, err := e.search(ctx, q)
				took := time.Since(start)
				switch {
				case err != nil:
					return fmt.Errorf("%s: searching %q: %w", e.name(), q.text, err)
				case round > 0:
					all[i].times[q.kind] = append(all[i].times[q.kind], took)
				}
			}
		}
	}
	return nil
}

// report writes one row for each engine; ratios are to the first.
func report(w io.Writer, all []figures) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(t, "engine\tmean µs\tratio\tp99 µs\t")
	for _, name := range kindNames {
		fmt.Fprintf(t, "%s µs\t", name)
	}
	fmt.Fprint(t, "empty\tbuild s\tratio\tsize MB\tmemory MB\t\n")
	own := mean(all[0].together())
	for _, f := range all {
		together := f.together()
		fmt.Fprintf(t, "%s\t%.0f\t%.1f\t%.0f\t", f.name, mean(together), mean(together)/own, p99(together))
		for _, times := range f.times {
			fmt.Fprintf(t, "%.0f\t", mean(times))
		}
		fmt.Fprintf(t, "%d\t%.1f\t%.1f\t", f.empty, f.build.Seconds(), f.build.Seconds()/all[0].build.Seconds())
		fmt.Fprintf(t, "%.0f\t%.0f\t\n", float64(f.size)/1e6, float64(f.memory)/1e6)
	}
	return t.Flush()
}

func (f figures) together() []time.Duration { return slices.Concat(f.times[:]...) }

// mean is in microseconds.
func mean(times []time.Duration) float64 {
	var sum time.Duration
	for _, t := range times {
		sum += t
	}
	return float64(sum) / float64(max(1, len(times))) / 1e3
}

// p99 is the time in microseconds that 99 of 100 do not exceed.
func p99(times []time.Duration) float64 {
	if len(times) == 0 {
		return 0
	}
	slices.Sort(times)
	return float64(times[(len(times)*99+99)/100-1]) / 1e3
}
