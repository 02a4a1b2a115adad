package gaps

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"plugsheet/schemas/bundle"
)

// someday is a moment of a day in a zone where the day is another one.
func someday(day int) func() time.Time {
	return func() time.Time { return time.Date(2030, 1, day, 1, 2, 3, 0, time.FixedZone("", 2*3600)) }
}

func counter(t *testing.T, dir string, today int) *Counter {
	t.Helper()
	c := NewCounter(CounterOptions{Dir: dir, Clock: someday(today), Wait: time.Hour})
	t.Cleanup(c.Close)
	return c
}

// counted gives what the file holds, a line each.
func counted(t *testing.T, dir string) []string {
	t.Helper()
	all, err := Read(context.Background(), Folder(dir))
	if err != nil {
		t.Fatal(err)
	}
	lines := []string{}
	for _, c := range all {
		lines = append(lines, fmt.Sprintf("%s: %d, %s to %s", c.Query, c.Count, c.First, c.Last))
	}
	return lines
}

func TestCounter(t *testing.T) {
	dir := t.TempDir()
	if diff := cmp.Diff([]string{}, counted(t, dir)); diff != "" {
		t.Error(diff)
	}
	one := counter(t, dir, 3)
	for _, text := range []string{"Torch", " hand\t torch ", "torch\x00", "TORCH", "jane@example.com", "",
		"06 12 34 56 78", "<b>"} {
		one.Count(text)
	}
	one.Close()
	one.Count("too late")
	two, three := counter(t, dir, 5), counter(t, dir, 4)
	two.Count("torch")
	three.Count("lamp-oil") // two servers of one folder
	two.Close()
	three.Close()
	want := []string{
		"torch: 4, 2030-01-02 to 2030-01-04", "lamp-oil: 1, 2030-01-03 to 2030-01-03",
		"<b>: 1, 2030-01-02 to 2030-01-02", "hand torch: 1, 2030-01-02 to 2030-01-02",
	}
	if diff := cmp.Diff(want, counted(t, dir)); diff != "" {
		t.Error(diff)
	}
	data, err := os.ReadFile(filepath.Join(dir, bundle.PrivateDir, fileName))
	if err != nil || !strings.Contains(string(data), "\n,{\"query\":\"<b>\",\"count\":1,") {
		t.Errorf("the file is %s, %v", data, err)
	}
	if st, err := os.Stat(filepath.Join(dir, bundle.PrivateDir, fileName)); err != nil ||
		st.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", st.Mode(), err)
	}
}

func TestForget(t *testing.T) {
	dir := t.TempDir()
	c := counter(t, dir, 3)
	for _, text := range []string{"asdf", "torch", "qwer"} {
		c.Count(text)
	}
	c.gathered.flush()
	c.Count("asdf") // waits in memory
	if err := Forget(t.Context(), Folder(dir), "ASDF ", "never asked"); err != nil {
		t.Fatal(err)
	}
	c.Count("asdf")
	c.Count("qwer")
	c.gathered.flush()
	if diff := cmp.Diff([]string{"qwer: 2, 2030-01-02 to 2030-01-02", "torch: 1, 2030-01-02 to 2030-01-02"},
		counted(t, dir)); diff != "" {
		t.Error(diff)
	}
	data, err := os.ReadFile(filepath.Join(dir, bundle.PrivateDir, fileName))
	if err != nil || bytes.Contains(data, []byte("asdf")) {
		t.Errorf("what was forgotten is still there: %s, %v", data, err)
	}
	if err := Clear(t.Context(), Folder(dir)); err != nil {
		t.Fatal(err)
	}
	c.Count("asdf")
	c.Close()
	if diff := cmp.Diff([]string{"asdf: 1, 2030-01-02 to 2030-01-02"}, counted(t, dir)); diff != "" {
		t.Error(diff)
	}
	if err := Clear(t.Context(), Folder(t.TempDir())); err != nil {
		t.Error("nothing to clear:", err)
	}
}

// TestBounds demands that neither age nor number nor a moment's flood makes the file large.
func TestBounds(t *testing.T) {
	dir := t.TempDir()
	c := counter(t, dir, 3)
	for i := range maxGathered + 10 {
		c.Count(fmt.Sprint("word", i))
	}
	c.gathered.flush()
	if n := len(counted(t, dir)); n != maxGathered {
		t.Errorf("%d gathered at once, want %d", n, maxGathered)
	}
	for range maxQueries / maxGathered {
		for i := range maxGathered {
			c.Count(fmt.Sprint("often", i))
			c.Count(fmt.Sprint("often", i))
		}
		c.gathered.flush()
	}
	more := map[pair]*Count{}
	for i := range 2 * maxQueries {
		q := fmt.Sprint("new", i)
		more[pair{q, ""}] = &Count{q, 1, "2030-01-02", "2030-01-02"}
	}
	if err := c.gathered.write(more); err != nil {
		t.Fatal(err)
	}
	all := counted(t, dir)
	if len(all) != maxQueries || !strings.HasPrefix(all[maxGathered-1], "often") {
		t.Errorf("%d are kept, and place %d is %s", len(all), maxGathered, all[maxGathered-1])
	}
	late := counter(t, dir, 3+kept+1)
	late.Count("today")
	late.Close()
	if diff := cmp.Diff([]string{"today: 1, 2030-04-03 to 2030-04-03"}, counted(t, dir)); diff != "" {
		t.Error(diff)
	}
}

// TestCounterReadOnly demands one line in the log, without a query in it, and counts that come when the disk
// lets them.
func TestCounterReadOnly(t *testing.T) {
	dir := t.TempDir()
	private := filepath.Join(dir, bundle.PrivateDir)
	if err := os.WriteFile(private, nil, 0o600); err != nil { // a file where the folder should be
		t.Fatal(err)
	}
	var log bytes.Buffer
	c := NewCounter(CounterOptions{Dir: dir, Logger: slog.New(slog.NewTextHandler(&log, nil)),
		Clock: someday(3), Wait: time.Hour})
	for range 3 {
		c.Count("torch")
		c.gathered.flush()
	}
	if n := strings.Count(log.String(), "\n"); n != 1 || strings.Contains(log.String(), "torch") {
		t.Errorf("the log has %d lines: %s", n, log.String())
	}
	if err := os.Remove(private); err != nil {
		t.Fatal(err)
	}
	c.Close()
	if diff := cmp.Diff([]string{"torch: 3, 2030-01-02 to 2030-01-02"}, counted(t, dir)); diff != "" {
		t.Error(diff)
	}
}

func TestDamagedCounts(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, bundle.PrivateDir, fileName)
	for _, text := range []string{"{", `{"queries":[{"query":"","count":1}]}`,
		`{"queries":[{"query":"x","count":0}]}`} {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Read(context.Background(), Folder(dir)); err == nil ||
			!strings.Contains(err.Error(), "is damaged") {
			t.Errorf("%s: %v", text, err)
		}
		if err := Forget(t.Context(), Folder(dir), "torch"); err == nil {
			t.Errorf("%s: forgotten", text)
		}
		c := counter(t, dir, 3)
		c.Count("torch")
		c.Close()
		if diff := cmp.Diff([]string{"torch: 1, 2030-01-02 to 2030-01-02"}, counted(t, dir)); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
	}
}

// TestCounterAtOnce counts and forgets from many goroutines; the background writes meanwhile.
func TestCounterAtOnce(t *testing.T) {
	dir := t.TempDir()
	c := NewCounter(CounterOptions{Dir: dir, Clock: someday(3), Wait: time.Microsecond})
	var all sync.WaitGroup
	for g := range 8 {
		all.Go(func() {
			for i := range 200 {
				c.Count(fmt.Sprint("word ", i%20))
				if g == 0 && i%50 == 0 {
					if err := Forget(context.Background(), Folder(dir), "another"); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	all.Wait()
	c.Close()
	total := 0
	counts, err := Read(context.Background(), Folder(dir))
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range counts {
		total += q.Count
	}
	if total != 1600 || len(counts) != 20 {
		t.Errorf("%d counts of %d queries, want 1600 of 20", total, len(counts))
	}
}

func BenchmarkCount(b *testing.B) {
	c := NewCounter(CounterOptions{Dir: b.TempDir(), Wait: time.Hour})
	b.ReportAllocs()
	for b.Loop() {
		c.Count("Hand torch with 3 lamps")
	}
}
