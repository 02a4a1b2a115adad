//go:build linux

package index

import (
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"

	"plugsheet/schemas/bundle"
)

// BenchmarkBuild builds the index of the generated products, or of the bundle whose folder is in
// PLUGSHEET_BENCH_BUNDLE, anew each time. It tells the processors' seconds of one build beside the time, the size of
// the index, and the most memory that the process ever held, mapped files included.
func BenchmarkBuild(b *testing.B) {
	dir := os.Getenv("PLUGSHEET_BENCH_BUNDLE")
	if dir == "" {
		dir = filepath.Join(b.TempDir(), strconv.Itoa(benchProducts(b)))
		writeBundle(b, dir, "en", generated(benchProducts(b)), generatedCategories())
	}
	bn, err := bundle.Open(b.Context(), dir)
	if err != nil {
		b.Fatal(err)
	}
	before := used(b)
	for b.Loop() {
		if err := Build(b.Context(), bn, Options{}); err != nil {
			b.Fatal(err)
		}
	}
	after := used(b)
	n := float64(b.N)
	cpu := after.Utime.Nano() + after.Stime.Nano() - before.Utime.Nano() - before.Stime.Nano()
	b.ReportMetric(float64(cpu)/1e9/n, "cpu-s/op")
	b.ReportMetric(n*float64(bn.Manifest().Counts.Products)/b.Elapsed().Seconds(), "products/s")
	b.ReportMetric(float64(folderSize(b, folder(bn)))/1e6, "index-MB")
	b.ReportMetric(float64(after.Maxrss)/1e3, "peak-MB")
}

func used(b *testing.B) (u syscall.Rusage) {
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return u
}
