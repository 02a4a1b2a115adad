//go:build linux

package index

import (
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"

	"plugsheet/index/build"
	"plugsheet/index/folder"
	"plugsheet/schemas/bundle"
)

// BenchmarkBuild builds the index of the generated products, or of the bundle whose folder is in
// PLUGSHEET_BENCH_BUNDLE, anew each time. It tells the processors' seconds of one build beside the time, the
// size of the index, and the most memory that the process ever held, mapped files included.
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
		if err := build.Build(b.Context(), bn, build.Options{}); err != nil {
			b.Fatal(err)
		}
	}
	after := used(b)
	n := float64(b.N)
	cpu := after.Utime.Nano() + after.Stime.Nano() - before.Utime.Nano() - before.Stime.Nano()
	b.ReportMetric(float64(cpu)/1e9/n, "cpu-s/op")
	b.ReportMetric(n*float64(bn.Manifest().Counts.Products)/b.Elapsed().Seconds(), "products/s")
	b.ReportMetric(float64(folderSize(b, folder.Of(bn)))/1e6, "index-MB")
	b.ReportMetric(float64(after.Maxrss)/1e3, "peak-MB")
}

func used(b *testing.B) (u syscall.Rusage) {
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return u
}

// BenchmarkUpdate brings the index of the generated products up to date again and again, after the price and
// the text of one product in 100 have changed, or of one product at all. It tells the processors' seconds
// beside the time, as BenchmarkBuild does.
func BenchmarkUpdate(b *testing.B) {
	n := benchProducts(b)
	for name, every := range map[string]int{"1-percent": 100, "1-product": n} {
		b.Run(name, func(b *testing.B) {
			dir := b.TempDir()
			round := 0
			write := func() *bundle.Bundle {
				writeBundle(b, dir, "en", edited(n, every, round), generatedCategories())
				bn, err := bundle.Open(b.Context(), dir)
				if err != nil {
					b.Fatal(err)
				}
				round++
				return bn
			}
			if err := build.Build(b.Context(), write(), build.Options{}); err != nil {
				b.Fatal(err)
			}
			cpu := int64(0)
			for b.Loop() {
				b.StopTimer()
				bn := write()
				before := used(b)
				b.StartTimer()
				if err := build.Build(b.Context(), bn, build.Options{}); err != nil {
					b.Fatal(err)
				}
				after := used(b)
				cpu += after.Utime.Nano() + after.Stime.Nano() - before.Utime.Nano() - before.Stime.Nano()
				x, err := Open(b.Context(), bn)
				if err != nil {
					b.Fatal(err)
				}
				if len(x.Facts.Order) != 2 {
					b.Error("it was built whole")
				}
				x.Close()
			}
			b.ReportMetric(float64(cpu)/1e9/float64(b.N), "cpu-s/op")
		})
	}
}

// edited are the generated products, of which some have another price and text in each round.
func edited(n, every, round int) func(func(bundle.Record) bool) {
	return func(yield func(bundle.Record) bool) {
		v := newLexemes(uint64(round))
		i := 0
		for r := range generated(n) {
			if i++; i%every == 0 {
				words := 1 + i/every%9 // other lengths than before, in the mean too
				r.Product.PriceCatalog, r.Product.Title, r.Product.Description = strconv.Itoa(round),
					v.text(2+words), v.text(12*words)
			}
			if !yield(r) {
				return
			}
		}
	}
}
