//go:build unix

package cmd

import (
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"plugsheet/schemas/bundle"
)

const importKills = 3 // PLUGSHEET_SOAK=200 makes it as many

// An import is killed at random moments, of two inputs in turn: the bundle is the old or the new one each
// time, whole, and the next import needs no help.
func TestKilledImport(t *testing.T) {
	rounds := importKills
	if n, err := strconv.Atoi(os.Getenv("PLUGSHEET_SOAK")); err == nil {
		rounds = n
	}
	seed := seed(t)
	t.Logf("seed %d, %d rounds", seed, rounds)
	random := rand.New(rand.NewPCG(seed, 0))
	dir := t.TempDir()
	digests, took := [2]string{}, time.Duration(0)
	for i, rows := range []int{600, 400} {
		generateCatalog(t, filepath.Join(dir, input(i), "Products.csv"), rows)
		begin := time.Now()
		output(t, plugsheet(t, dir, "import "+input(i)+" -o bundle --accept-changes"))
		took = max(took, time.Since(begin))
		digests[i] = verified(t, filepath.Join(dir, "bundle"))
	}
	if digests[0] == digests[1] {
		t.Fatal("both inputs give the same bundle")
	}
	ends := map[string]int{}
	for round := range rounds {
		before := verified(t, filepath.Join(dir, "bundle"))
		next := 0
		if before == digests[0] {
			next = 1
		}
		c := plugsheet(t, dir, "import "+input(next)+" -o bundle --accept-changes")
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() { ended <- c.Wait() }()
		select {
		case <-time.After(time.Duration(random.Int64N(int64(took) * 5 / 4))):
			c.Process.Kill()
			<-ended
		case err := <-ended:
			if err != nil {
				t.Errorf("round %d: an import that was left alone: %v", round, err)
			}
		}
		if _, err := os.Stat(filepath.Join(dir, "bundle", ".commit")); err == nil {
			ends["in the middle of moving files"]++
		}
		switch got := verified(t, filepath.Join(dir, "bundle")); got {
		case before:
			ends["old"]++
		case digests[next]:
			ends["new"]++
		default:
			t.Fatalf("round %d: the bundle is neither the old nor the new one, but %s", round, got)
		}
	}
	output(t, plugsheet(t, dir, "import "+input(0)+" -o bundle --accept-changes"))
	if got := verified(t, filepath.Join(dir, "bundle")); got != digests[0] {
		t.Error("the last import gives another bundle than the first")
	}
	t.Logf("the bundle afterwards: %v", ends)
}

func input(i int) string { return []string{"one", "two"}[i] }

// verified reads the whole bundle and gives its digest.
func verified(t *testing.T, dir string) string {
	t.Helper()
	b, err := bundle.Open(t.Context(), dir)
	if err == nil {
		err = b.Verify(t.Context(), nil)
	}
	if err != nil {
		t.Fatal(errors.Join(errors.New("the bundle cannot be read"), err))
	}
	return b.Digest()
}
