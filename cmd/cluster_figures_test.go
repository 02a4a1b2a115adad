//go:build unix

package cmd

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"plugsheet/samples"
)

// TestClusterFigures measures three servers on a store against one with files, where PLUGSHEET_FIGURES says
// of how many products: actions and reads a second as ratios of one run, and how long a release takes until
// all answer from it.
func TestClusterFigures(t *testing.T) {
	if os.Getenv("PLUGSHEET_FIGURES") == "" {
		t.Skip("PLUGSHEET_FIGURES=100000 measures")
	}
	var rows int
	fmt.Sscan(os.Getenv("PLUGSHEET_FIGURES"), &rows)
	c := startCluster(t, "")
	t.Run("rates", c.rates)
	t.Run("release", func(t *testing.T) { c.release(t, rows) })
}

// rates holds actions and listings a second against a server with files.
func (c *cluster) rates(t *testing.T) {
	alone := t.TempDir()
	store := os.Getenv("PLUGSHEET_STORE")
	os.Setenv("PLUGSHEET_STORE", "")
	output(t, plugsheet(t, c.dir, "import demo/shop -o "+filepath.Join(alone, "bundle")))
	files := launchServer(t, alone, "serve bundle --addr 127.0.0.1:0 --addr-file addr --rate 0")
	os.Setenv("PLUGSHEET_STORE", store)
	var together []string
	for _, s := range c.servers {
		together = append(together, s.url)
	}
	number := 0
	action := func(url string, i int) bool { return sendAction(url, fmt.Sprintf("f%d-%d", number, i)) }
	list := func(url string, i int) bool {
		status, _, err := askBody(url + "/products?limit=20&offset=" + fmt.Sprint(i%20))
		return err == nil && status == 200
	}
	search := func(url string, i int) bool {
		status, _, err := askBody(url + "/products?searchQuery=" + []string{"lantern", "steel", "olive+wood"}[i%3])
		return err == nil && status == 200
	}
	for _, one := range []struct {
		name string
		ask  func(string, int) bool
		urls []string // more servers are more processes on this machine, so that reads go through one
	}{{"actions", action, together}, {"listings", list, together[:1]}, {"searches", search, together[:1]}} {
		for range 2 { // the second is warm
			number++
			few, slow := rate(t, []string{files.url}, one.ask)
			number++
			many, slowMany := rate(t, one.urls, one.ask)
			t.Logf("%s: files %.0f/s (p99 %s), store %.0f/s (p99 %s): %.2f",
				one.name, few, slow, many, slowMany, many/few)
		}
	}
}

// rate asks for three seconds with 32 clients: answers a second, and how long 99 of 100 took at most.
func rate(
	t *testing.T, urls []string, one func(url string, i int) bool,
) (perSecond float64, p99 time.Duration) {
	t.Helper()
	begin := time.Now()
	var mu sync.Mutex
	var took []time.Duration
	var clients sync.WaitGroup
	for client := range 32 {
		clients.Go(func() {
			for i := client; time.Since(begin) < 3*time.Second; i += 32 {
				since := time.Now()
				if !one(urls[i%len(urls)], i) {
					t.Error("no answer")
					return
				}
				mu.Lock()
				took = append(took, time.Since(since))
				mu.Unlock()
			}
		})
	}
	clients.Wait()
	slices.Sort(took)
	return float64(len(took)) / time.Since(begin).Seconds(), took[len(took)*99/100]
}

// release publishes a large catalog, changes every hundredth product of it, and publishes it again.
func (c *cluster) release(t *testing.T, rows int) {
	t.Helper()
	var csv strings.Builder
	if err := samples.Generate(&csv, rows); err != nil {
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
		t.Logf("%s published after %s, everywhere after %s",
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
