package app_test

import (
	"os"
	"slices"
	"strconv"
	"testing"

	"plugsheet/serve/pagetest"
)

// BenchmarkTyping measures what an agent waits for: from the last keystroke of a search until its first
// products stand in the page, with its filters, at 100,000 products (PLUGSHEET_BENCH_ROWS) on this machine.
// It reports the median, the 95th percentile and the longest time.
func BenchmarkTyping(bench *testing.B) {
	pagetest.Need(bench)
	n, err := strconv.Atoi(os.Getenv("PLUGSHEET_BENCH_ROWS"))
	if err != nil {
		n = 100_000
	}
	b := newTab(bench, library, "ERR_NAME_NOT_RESOLVED")
	enter(b, site(bench, generated(bench, n), nil))
	// an answer to fewer letters may come in between; only the one to the whole text ends the waiting
	pagetest.Get[bool](b, `((real) => {
		const box = document.getElementById("search");
		let asked = "";
		globalThis.pressed = 0;
		globalThis.waited = [];
		globalThis.fetch = (url, options) => { asked = new URL(url, location).searchParams.get("searchQuery"); return real(url, options); };
		box.addEventListener("keydown", () => { pressed = performance.now(); }, true);
		new MutationObserver(() => {
			if (pressed && asked === box.value && asked === goal) { waited.push(performance.now() - pressed); pressed = 0; }
		}).observe(document.getElementById("results"), { childList: true });
		return true;
	})(fetch)`)
	searches := []string{"black cotton", "kitchen small", "outdoor", "XY-000004", "table bag", "garden"}
	for bench.Loop() {
		for _, text := range searches {
			pagetest.Get[bool](b, `(globalThis.goal = `+strconv.Quote(text)+`, document.getElementById("search").select(), true)`)
			for _, key := range text {
				b.Keys(string(key))
			}
			b.Until(`pressed === 0`)
		}
	}
	waited := pagetest.Get[[]float64](b, `waited`)
	slices.Sort(waited)
	bench.ReportMetric(waited[len(waited)/2], "median-ms")
	bench.ReportMetric(waited[len(waited)*95/100], "p95-ms")
	bench.ReportMetric(waited[len(waited)-1], "max-ms")
	bench.ReportMetric(0, "ns/op")
}
