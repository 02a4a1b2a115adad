//go:build unix

package cmd

import (
	"fmt"
	"math"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"plugsheet/samples/testdata/catalog"
)

// TestClusterFigures measures three servers on a store against one with files, where PLUGSHEET_FIGURES says
// of how many products: actions and reads a second as ratios, how long nobody answers when the server of the
// store that leads the actions is killed, and how long a release takes until all answer from it.
func TestClusterFigures(t *testing.T) {
	if os.Getenv("PLUGSHEET_FIGURES") == "" {
		t.Skip("PLUGSHEET_FIGURES=100000 measures")
	}
	var rows int
	fmt.Sscan(os.Getenv("PLUGSHEET_FIGURES"), &rows)
	c := startCluster(t, "")
	t.Run("release", func(t *testing.T) { c.release(t, rows) })
	t.Run("killed", c.killed)
	t.Run("rates", c.rates) // whose actions are forwarded long after
}

// side is one of the two that are held against each other.
type side struct {
	urls []string
	ask  func(url string, i int) bool

	asked atomic.Int64 // no two asks are of the same number
	rates []float64    // answers a second, of each round
	took  []time.Duration
}

// rates holds actions, listings and searches a second against a server with files, which answers beside the
// cluster.
func (c *cluster) rates(t *testing.T) {
	clients := http.DefaultTransport.(*http.Transport)
	clients.MaxIdleConnsPerHost = figureClients // none of them connects anew for each question
	t.Cleanup(func() { clients.MaxIdleConnsPerHost = 0 })
	alone := t.TempDir()
	store := os.Getenv("PLUGSHEET_STORE")
	os.Setenv("PLUGSHEET_STORE", "")
	// of the same products: what was released last
	released := filepath.Join(c.dir, "big")
	files := launchServer(t, alone, "serve "+released+" --addr 127.0.0.1:0 --addr-file addr --poll -1s --rate 0")
	os.Setenv("PLUGSHEET_STORE", store)
	var together []string
	for _, s := range c.servers {
		together = append(together, s.url)
	}
	action := func(url string, i int) bool { return sendAction(url, fmt.Sprint("f", i)) }
	read := func(query string) func(string, int) bool {
		return func(url string, i int) bool {
			words := []string{"lantern", "steel", "olive+wood"}
			status, _, err := askBody(url + "/products?" + strings.NewReplacer("NUMBER", fmt.Sprint(i%20),
				"WORD", words[i%3]).Replace(query))
			return err == nil && status == 200
		}
	}
	for _, one := range []struct {
		name string
		ask  func(string, int) bool
		urls []string // more servers are more processes on this machine, so that reads go through one
		bar  float64
	}{
		{"listings", read("limit=20&offset=NUMBER"), together[:1], .97},
		{"searches", read("searchQuery=WORD"), together[:1], .97},
		{"actions", action, together, .3},
	} {
		few := &side{urls: []string{files.url}, ask: one.ask}
		many := &side{urls: one.urls, ask: one.ask}
		low, middle, high := compare(t, few, many)
		t.Logf("%s: files %.0f/s (p99 %s), store %.0f/s (p99 %s): %.3f, 95 of 100 times in %.3f to %.3f; bar %.2f",
			one.name, few.rate(), few.p99(), many.rate(), many.p99(), middle, low, high, one.bar)
	}
}

// Of a comparison, so short that both sides of a round find the same machine.
const (
	figureRounds  = 41
	figureRound   = 500 * time.Millisecond
	figureClients = 32
)

// compare asks both sides in turn, each first in every other round, and gives the median of the ratios, and
// between which of them it lies in 95 of 100 cases.
func compare(t *testing.T, few, many *side) (low, middle, high float64) {
	var ratios []float64
	for round := range figureRounds + 1 {
		sides := []*side{few, many}
		if round%2 == 1 {
			slices.Reverse(sides)
		}
		for _, s := range sides {
			s.round(t)
		}
		if round == 0 { // which warms
			*few, *many = side{urls: few.urls, ask: few.ask}, side{urls: many.urls, ask: many.ask}
			few.asked.Store(1 << 20)
			many.asked.Store(1 << 20)
			continue
		}
		ratios = append(ratios, many.rates[round-1]/few.rates[round-1])
	}
	slices.Sort(ratios)
	half := int(math.Ceil(.98 * math.Sqrt(figureRounds)))
	return ratios[figureRounds/2-half], ratios[figureRounds/2], ratios[figureRounds/2+half]
}

// round asks for a while with several clients.
func (s *side) round(t *testing.T) {
	t.Helper()
	begin := time.Now()
	var mu sync.Mutex
	var clients sync.WaitGroup
	before := len(s.took)
	for range figureClients {
		clients.Go(func() {
			var took []time.Duration
			for time.Since(begin) < figureRound {
				since, i := time.Now(), int(s.asked.Add(1))
				if !s.ask(s.urls[i%len(s.urls)], i) {
					t.Error("no answer")
					return
				}
				took = append(took, time.Since(since))
			}
			mu.Lock()
			defer mu.Unlock()
			s.took = append(s.took, took...)
		})
	}
	clients.Wait()
	s.rates = append(s.rates, float64(len(s.took)-before)/time.Since(begin).Seconds())
}

// rate is the median of the rounds.
func (s *side) rate() float64 { return slices.Sorted(slices.Values(s.rates))[len(s.rates)/2] }

// p99 is how long 99 of 100 answers took at most.
func (s *side) p99() time.Duration {
	return slices.Sorted(slices.Values(s.took))[len(s.took)*99/100].Round(100 * time.Microsecond)
}

// killed kills the server of the store that leads the actions, three times, while actions and reads come
// through the balancer.
func (c *cluster) killed(t *testing.T) {
	for n := range 3 {
		lead := c.leader(t)
		var count, act, read, failed atomic.Int64
		done := make(chan struct{})
		var clients sync.WaitGroup
		clients.Go(func() {
			last := time.Now()
			for i := 0; !stopped(done); i++ {
				for !sendAction(c.balancer, fmt.Sprintf("n%d-%d", n, i)) && !stopped(done) {
				}
				longer(&act, time.Since(last))
				last = time.Now()
				count.Add(1)
			}
		})
		clients.Go(func() {
			for since := time.Now(); !stopped(done); since = time.Now() {
				if status, _, err := askBody(c.balancer + "/products?limit=1"); status != 200 || err != nil {
					failed.Add(1)
				}
				longer(&read, time.Since(since))
			}
		})
		more := func() {
			before := count.Load()
			wait(t, "actions are acknowledged", func() bool { return count.Load() >= before+50 })
		}
		more()
		c.nodes[lead].kill()
		more()
		close(done)
		clients.Wait()
		c.nodes[lead].start(t)
		t.Logf("the leader killed: %d reads failed, the longest took %s; longest without an action "+
			"acknowledged %s; bars 0 and 5 s", failed.Load(), time.Duration(read.Load()),
			time.Duration(act.Load()))
		wait(t, "all are there again", func() bool {
			_, err := plugsheet(t, c.dir, "actions list --json").Output()
			return err == nil
		})
	}
}

// release publishes a large catalog, changes every hundredth product of it, and publishes it again.
func (c *cluster) release(t *testing.T, rows int) {
	t.Helper()
	var csv strings.Builder
	if err := catalog.Write(&csv, rows); err != nil {
		t.Fatal(err)
	}
	catalog := filepath.Join(c.dir, "Products.csv")
	for _, text := range []string{csv.String(), changed(csv.String())} {
		if err := os.WriteFile(catalog, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		output(t, plugsheet(t, c.dir, "import Products.csv -o big --accept-changes"))
		begin := time.Now()
		out, err := plugsheet(t, c.dir, "publish big").Output()
		if err != nil {
			t.Fatal(err)
		}
		published := time.Since(begin)
		_, after, _ := strings.Cut(string(out), ": ")
		wait(t, "all answer from it", func() bool {
			for i := range 3 {
				if _, digest, _ := c.ready(i); !strings.HasPrefix(digest, after[:12]) {
					return false
				}
			}
			return true
		})
		t.Logf("%s published after %s, everywhere after %s; bar 3 s for the second",
			strings.TrimSpace(string(out)), published, time.Since(begin))
	}
}

// changed gives a csv in which one line of a hundred has another price.
func changed(csv string) string {
	lines := strings.SplitAfter(csv, "\n")
	price := regexp.MustCompile(`,(\d+)\.(\d\d) €,`)
	for i := 50; i < len(lines); i += 100 {
		lines[i] = price.ReplaceAllString(lines[i], ",1$1.$2 €,")
	}
	return strings.Join(lines, "")
}
