package pages

import (
	"cmp"
	"os"
	"slices"
	"strconv"
	"testing"
)

// BenchmarkTyping measures what an agent waits for: from the last keystroke of a search until its first
// products stand in the page, with its filters, at 100,000 products (PLUGSHEET_BENCH_ROWS) on this machine.
// It reports the median and the 95th percentile, in all and of each part of the way.
func BenchmarkTyping(bench *testing.B) {
	needBrowser(bench)
	n, err := strconv.Atoi(os.Getenv("PLUGSHEET_BENCH_ROWS"))
	if err != nil {
		n = 100_000
	}
	b := appTab(bench, library, "ERR_NAME_NOT_RESOLVED")
	enter(b, site(bench, generated(bench, n), nil))
	// an answer to fewer letters may come in between; only the one to the whole text ends the waiting
	Get[bool](b, `((real) => {
		const box = document.getElementById("search");
		let asked = "", out = 0, back = 0;
		globalThis.pressed = 0;
		globalThis.waited = [];
		globalThis.fetch = async (url, options) => {
			asked = new URL(url, location).searchParams.get("searchQuery");
			out = performance.now();
			const answer = await real(url, options);
			back = performance.now();
			return answer;
		};
		box.addEventListener("keydown", () => { pressed = performance.now(); }, true);
		new MutationObserver(() => {
			const now = performance.now();
			if (!pressed || asked !== box.value || asked !== goal) return;
			waited.push([now - pressed, out - pressed, back - out, now - back]);
			pressed = 0;
		}).observe(document.getElementById("results"), { childList: true });
		return true;
	})(fetch)`)
	searches := []string{"black cotton", "kitchen small", "outdoor", "XY-000004", "table bag", "garden"}
	for bench.Loop() {
		for _, text := range searches {
			Get[bool](b, `(globalThis.goal = `+strconv.Quote(text)+
				`, document.getElementById("search").select(), true)`)
			for _, key := range text {
				b.Keys(string(key))
			}
			b.Until(`pressed === 0`)
		}
	}
	waited := Get[[][]float64](b, `waited`)
	for at, what := range []string{"", "-until-asked", "-until-answered", "-until-shown"} {
		slices.SortFunc(waited, func(a, b []float64) int { return cmp.Compare(a[at], b[at]) })
		bench.ReportMetric(waited[len(waited)/2][at], "ms-median"+what)
		bench.ReportMetric(waited[len(waited)*95/100][at], "ms-p95"+what)
	}
	bench.ReportMetric(0, "ns/op")
}
