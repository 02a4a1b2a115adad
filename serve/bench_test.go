package serve

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"plugsheet/schemas/bundle"
	"plugsheet/serve/web"
)

const (
	benchProducts = 5000
	benchPage     = 10
	benchClients  = 4
	benchTurn     = 50 // requests of a client before the other server has its turn
)

// catalog serves a shop of 0.6 kB products and gives the targets of all its pages of ten.
func catalog(b *testing.B, secrets ...Secret) (*Server, []string) {
	b.Helper()
	dir := b.TempDir()
	shop{ids: bundle.IntegerIDs, products: benchProducts, price: "10.00 €"}.write(b, dir)
	o := options(b, dir)
	o.Logger, o.Secrets = nil, secrets
	s := start(b, o)
	var targets []string
	for offset := 0; offset < benchProducts; offset += benchPage {
		targets = append(targets,
			fmt.Sprintf("/products?idConnectorVersion=c008849d-7cb1-40ca-9503-d6df2c5cddd8"+
				"&idWebsite=ha-123&idOperator=9999&limit=%d&offset=%d", benchPage, offset))
	}
	return s, targets
}

// fixedBody answers every request with the same bytes: the fastest handler that says as much.
func fixedBody(s *Server, target string) http.Handler {
	body := signed(s, "GET", target, "", Sign(Secret(demoSecret), []byte(queryOf(target)))).Body.Bytes()
	length := strconv.Itoa(len(body))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", length)
		w.Write(body)
	})
}

// BenchmarkListing measures pages of ten products over HTTP beside a handler that writes a fixed body of the
// same size, in turns in one process, and reports the ratio of their requests per second: "hot" for 100
// pages, as agents open them, and "all" for a walk through the whole catalog, where no page comes twice in a
// short time.
func BenchmarkListing(b *testing.B) {
	s, targets := catalog(b)
	for name, targets := range map[string][]string{"hot": targets[:100], "all": targets} {
		b.Run(name, func(b *testing.B) { compare(b, s.Handler(), fixedBody(s, targets[50]), targets) })
	}
}

// BenchmarkSignedListing is BenchmarkListing with the signature of each request checked, by the second of two
// secrets, and an access log that is written to a file.
func BenchmarkSignedListing(b *testing.B) {
	s, targets := catalog(b, Secret("the one that is tried first"), Secret(demoSecret))
	log, err := os.Create(filepath.Join(b.TempDir(), "log"))
	must(b, err)
	b.Cleanup(func() { must(b, log.Close()) })
	s.log = slog.New(slog.NewJSONHandler(log, nil))
	for name, targets := range map[string][]string{"hot": targets[:100], "all": targets} {
		b.Run(name, func(b *testing.B) { compare(b, s.Handler(), fixedBody(s, targets[50]), targets) })
	}
}

func queryOf(target string) string {
	_, query, _ := strings.Cut(target, "?")
	return query
}

// BenchmarkFixedBody measures the fixed body against itself, and against the same with the listing's headers:
// the noise of BenchmarkListing's ratio, and the part of it that no handler can save.
func BenchmarkFixedBody(b *testing.B) {
	s, targets := catalog(b)
	fixed, page := fixedBody(s, targets[50]), get(s, "GET", targets[50], nil)
	b.Run("itself", func(b *testing.B) { compare(b, fixed, fixed, targets) })
	b.Run("headers", func(b *testing.B) {
		compare(b, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			maps.Copy(w.Header(), page.Header())
			w.Write(page.Body.Bytes())
		}), fixed, targets)
	})
}

// compare lets two handlers serve in short turns, and in changing order, and reports one's requests per
// second and its share of the other's: the median of all turns, since something else may run on the machine.
func compare(b *testing.B, h, other http.Handler, targets []string) {
	one, two := newRig(b, h, targets), newRig(b, other, targets)
	one.run(len(targets))
	two.run(len(targets))
	var ratios, speeds []float64
	for b.Loop() {
		var ours, theirs time.Duration
		if len(ratios)%2 == 0 {
			ours, theirs = one.run(benchTurn), two.run(benchTurn)
		} else {
			theirs, ours = two.run(benchTurn), one.run(benchTurn)
		}
		ratios = append(ratios, theirs.Seconds()/ours.Seconds())
		speeds = append(speeds, benchTurn*benchClients/ours.Seconds())
	}
	b.ReportMetric(median(speeds), "rps")
	b.ReportMetric(median(ratios), "ratio")
}

func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}

// BenchmarkListingHandler is the handler alone, without a network.
func BenchmarkListingHandler(b *testing.B) {
	s, targets := catalog(b)
	h := s.Handler()
	r := httptest.NewRequest("GET", targets[7], nil)
	w := &discard{header: http.Header{}}
	b.ReportAllocs()
	for b.Loop() {
		clear(w.header)
		h.ServeHTTP(w, r)
	}
}

type discard struct{ header http.Header }

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) Write(p []byte) (int, error) { return len(p), nil }
func (d *discard) WriteHeader(int)             {}

// rig is a server on a port of this machine and clients that keep their connections.
type rig struct {
	requests [][]*http.Request // of each client
	client   []*http.Client
	b        *testing.B
	next     int
}

func newRig(b *testing.B, h http.Handler, targets []string) *rig {
	b.Helper()
	server := httptest.NewServer(h)
	b.Cleanup(server.Close)
	g := &rig{b: b}
	for range benchClients {
		g.client = append(g.client, &http.Client{Transport: &http.Transport{}})
		var all []*http.Request
		for _, target := range targets {
			r, err := http.NewRequestWithContext(context.Background(), "GET", server.URL+target, nil)
			must(b, err)
			r.Header.Set(web.SignatureHeader, Sign(Secret(demoSecret), []byte(queryOf(target))))
			all = append(all, r)
		}
		g.requests = append(g.requests, all)
	}
	return g
}

// run lets each client send n requests, each for another page, and gives the time that it took.
func (g *rig) run(n int) time.Duration {
	begin := time.Now()
	done := make(chan error, benchClients)
	for c := range benchClients {
		go func() {
			var err error
			for i := range n {
				all := g.requests[c]
				if err = g.send(g.client[c], all[(g.next+c*131+i*7)%len(all)]); err != nil {
					break
				}
			}
			done <- err
		}()
	}
	for range benchClients {
		if err := <-done; err != nil {
			g.b.Fatal(err)
		}
	}
	g.next += n
	return time.Since(begin)
}

func (g *rig) send(c *http.Client, r *http.Request) error {
	a, err := c.Do(r)
	if err != nil {
		return err
	}
	defer a.Body.Close()
	if n, err := io.Copy(io.Discard, a.Body); err != nil || a.StatusCode != 200 || n < 1000 {
		return fmt.Errorf("status %d, %d bytes, %w", a.StatusCode, n, err)
	}
	return nil
}
