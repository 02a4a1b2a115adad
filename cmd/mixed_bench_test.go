//go:build linux

package cmd

import (
	"encoding/csv"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"
)

// The load of BenchmarkMixedLoad.
const (
	mixedClients = 16
	mixedQueries = 4000 // of all clients together, no two of a client alike
)

// BenchmarkMixedLoad searches generated products over HTTP, in a process of its own, with 16 clients that
// ask without a pause: 60 % plain words, 20 % one typo, 10 % codes, 10 % beginnings of words, drawn from
// the catalog. No answer comes from memory: each query is asked once. It reports what the slowest request
// took. PLUGSHEET_BENCH_PRODUCTS is the number of products, a million by default. The clients run on the
// same machine and take their share of it.
func BenchmarkMixedLoad(b *testing.B) {
	rows := benchNumber(b, "PLUGSHEET_BENCH_PRODUCTS", 1_000_000)
	program := buildProgram(b)
	bundle := filepath.Join(benchFolder, strconv.Itoa(rows))
	if out, err := exec.Command(program, "import", generated(b, rows), "-o", bundle).
		CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	queries := mixedLoad(b, generated(b, rows), rows)
	var took []time.Duration
	for b.Loop() {
		s := launch(b, program, bundle, "--rate", "0", "--no-gaps")
		took = append(took, s.load(b, queries)...)
		s.stop(b)
	}
	slices.Sort(took)
	ms := func(share float64) float64 { return took[int(share*float64(len(took)-1))].Seconds() * 1000 }
	b.ReportMetric(ms(0.5), "p50-ms")
	b.ReportMetric(ms(0.99), "p99-ms")
	b.ReportMetric(ms(1), "max-ms")
	b.ReportMetric(float64(len(took))/float64(b.N), "requests")
}

// load lets all clients ask their share of the queries and gives how long each answer took, to its last byte.
func (s *served) load(b *testing.B, queries []string) []time.Duration {
	b.Helper()
	var all sync.WaitGroup
	took := make([]time.Duration, len(queries))
	errs := make(chan error, mixedClients)
	for c := range mixedClients {
		all.Go(func() {
			client := &http.Client{Transport: &http.Transport{}}
			defer client.CloseIdleConnections()
			for i := c; i < len(queries); i += mixedClients {
				begin := time.Now()
				if err := fetchAll(client, s.base+"/products?limit=20&searchQuery="+
					url.QueryEscape(queries[i])); err != nil {
					errs <- err
					return
				}
				took[i] = time.Since(begin)
			}
		})
	}
	all.Wait()
	select {
	case err := <-errs:
		b.Fatal(err)
	default:
	}
	return took
}

func fetchAll(c *http.Client, url string) error {
	r, err := c.Get(url)
	if err != nil {
		return err
	}
	defer r.Body.Close()
	if _, err := io.Copy(io.Discard, r.Body); err != nil || r.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s %w", url, r.Status, err)
	}
	return nil
}

// mixedLoad draws the queries from a csv of products, the same ones each time.
func mixedLoad(b *testing.B, name string, rows int) []string {
	b.Helper()
	f, err := os.Open(name)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.ReuseRecord = true
	header, err := r.Read()
	if err != nil {
		b.Fatal(err)
	}
	title, reference := slices.Index(header, "title"), slices.Index(header, "reference")
	rnd := rand.New(rand.NewPCG(20261123, 16))
	var queries []string
	seen := map[string]bool{}
	every := max(1, rows/(3*mixedQueries))
	for row := 0; len(queries) < mixedQueries; row++ {
		record, err := r.Read()
		if err != nil {
			break // fewer products than queries
		}
		if row%every != 0 {
			continue
		}
		q := mixedQuery(rnd, len(queries)%10, strings.TrimSuffix(record[title], record[reference]),
			record[reference])
		if q != "" && !seen[q] {
			seen[q] = true
			queries = append(queries, strings.Clone(q))
		}
	}
	rnd.Shuffle(len(queries), func(i, j int) { queries[i], queries[j] = queries[j], queries[i] })
	return queries
}

// mixedQuery is what an agent types for a product: 0 to 5 are plain words, 6 and 7 have a typo, 8 is a code,
// 9 a word that is not finished. It is empty where the title does not lend itself to it.
func mixedQuery(rnd *rand.Rand, kind int, title, reference string) string {
	if kind == 8 {
		return reference
	}
	words := strings.Fields(title)
	if len(words) == 0 {
		return ""
	}
	from := rnd.IntN(len(words))
	words = words[from:min(len(words), from+1+rnd.IntN(3))]
	last := []rune(words[len(words)-1])
	if kind >= 6 && (len(last) < 5 || strings.ContainsFunc(string(last),
		func(r rune) bool { return !unicode.IsLetter(r) })) {
		return ""
	}
	switch {
	case kind == 9:
		last = last[:3+rnd.IntN(len(last)-4)]
	case kind >= 6:
		at := 1 + rnd.IntN(len(last)-1)
		last[at] = 'a' + (last[at]-'a'+1+rune(rnd.IntN(24)))%26
	}
	return strings.Join(append(slices.Clone(words[:len(words)-1]), string(last)), " ")
}
