//go:build linux

package cmd

import (
	"io"
	"net/http"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"testing"
	"time"
)

// BenchmarkFeed reads GET /feed.csv of generated products from a process of its own: rows/s, and its
// anonymous memory before, at most meanwhile and afterwards. PLUGSHEET_BENCH_PRODUCTS is their number,
// 20,000 by default.
func BenchmarkFeed(b *testing.B) {
	const key = "a-key-for-the-benchmark"
	rows := benchNumber(b, "PLUGSHEET_BENCH_PRODUCTS", 20_000)
	program := buildProgram(b)
	bundle := filepath.Join(benchFolder, strconv.Itoa(rows))
	if out, err := exec.Command(program, "import", generated(b, rows), "-o", bundle).
		CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	b.Setenv("PLUGSHEET_FEED_KEY", key)
	s := launch(b, program, bundle)
	defer s.stop(b)
	before, most := s.anonymous(b), 0.0
	var lines int64
	for b.Loop() {
		var ended atomic.Bool
		go func() {
			defer ended.Store(true)
			n, err := countLines(s.base + "/feed.csv?key=" + key)
			if err != nil {
				b.Error(err)
			}
			lines = n
		}()
		for !ended.Load() {
			most = max(most, s.anonymous(b))
			time.Sleep(5 * time.Millisecond)
		}
	}
	if lines < int64(rows) {
		b.Errorf("%d lines of %d products", lines, rows)
	}
	b.ReportMetric(before, "MiB-RssAnon-before")
	b.ReportMetric(most-before, "MiB-on-top")
	b.ReportMetric(s.anonymous(b)-before, "MiB-on-top-after")
	b.ReportMetric(float64(lines)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

// countLines reads an answer to its end and counts its lines.
func countLines(url string) (lines int64, err error) {
	r, err := http.Get(url)
	if err != nil {
		return 0, err
	}
	defer r.Body.Close()
	part := make([]byte, 64<<10)
	for {
		n, err := r.Body.Read(part)
		for _, c := range part[:n] {
			if c == '\n' {
				lines++
			}
		}
		if err == io.EOF {
			return lines, nil
		}
		if err != nil {
			return lines, err
		}
	}
}
