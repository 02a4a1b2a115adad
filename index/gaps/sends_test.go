package gaps

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"plugsheet/schemas/bundle"
)

// TestSends demands that conversations are counted and never kept, that nothing personal is, and that what
// was forgotten stays forgotten.
func TestSends(t *testing.T) {
	dir, written := t.TempDir(), 0
	now := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	count := func(sent ...[3]string) string {
		t.Helper()
		c := NewSendCounter(CounterOptions{Dir: dir, Clock: func() time.Time { return now }, Wait: time.Hour},
			func() { written++ })
		for _, s := range sent {
			c.Count(s[0], s[1], s[2])
		}
		c.Close()
		all, err := ReadSends(context.Background(), Folder(dir))
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, s := range all {
			out = append(out,
				fmt.Sprintf("%s>%s %d %s %s", s.Query, s.Product, s.Conversations, s.First, s.Last))
		}
		return strings.Join(out, "; ")
	}
	got := count([3]string{"Red  Lamp", "7", "c1"}, [3]string{"red lamp", "7", "c1"}, [3]string{"red lamp",
		"7", "c2"},
		[3]string{"red lamp", "8", "c1"}, [3]string{"jane@example.com", "7", "c1"}, [3]string{"red", "7", ""})
	if want := "red lamp>7 2 2026-03-04 2026-03-04; red lamp>8 1 2026-03-04 2026-03-04"; got != want ||
		written != 1 {
		t.Errorf("%s, written %d times; want %s", got, written, want)
	}
	now = now.AddDate(0, 0, 1)
	if got, want := count([3]string{"red lamp", "8", "c9"}),
		"red lamp>7 2 2026-03-04 2026-03-04"; !strings.Contains(got, want) ||
		!strings.Contains(got, "red lamp>8 2 2026-03-04 2026-03-05") {
		t.Errorf("%s", got)
	}
	data, err := os.ReadFile(filepath.Join(dir, bundle.PrivateDir, sendsName))
	if err != nil || strings.Contains(string(data), "c9") {
		t.Errorf("%s %v", data, err)
	}
	if err := ForgetSends(t.Context(), Folder(dir), "RED lamp"); err != nil {
		t.Fatal(err)
	}
	if got := count([3]string{"red lamp", "7", "c3"}, [3]string{"desk", "7",
		"c3"}); got != "desk>7 1 2026-03-05 2026-03-05" {
		t.Errorf("after forgetting: %s", got)
	}
	now = now.AddDate(0, 0, kept+1)
	if got := count([3]string{"chair", "9", "c3"}); !strings.HasPrefix(got, "chair>9 1") ||
		strings.Contains(got, "desk") {
		t.Errorf("after %d days: %s", kept, got)
	}
}

// TestSendsReadOnly demands one line in the log, without a search in it, and counts that come when the disk
// lets them.
func TestSendsReadOnly(t *testing.T) {
	dir := t.TempDir()
	private := filepath.Join(dir, bundle.PrivateDir)
	if err := os.WriteFile(private, nil, 0o600); err != nil { // a file where the folder should be
		t.Fatal(err)
	}
	var log strings.Builder
	c := NewSendCounter(CounterOptions{
		Dir: dir, Logger: slog.New(slog.NewTextHandler(&log, nil)), Clock: someday(3), Wait: time.Hour,
	}, nil)
	for i := range 3 {
		c.Count("torch", "7", fmt.Sprint("c", i))
		c.gathered.flush()
	}
	if n := strings.Count(log.String(), "\n"); n != 1 || strings.Contains(log.String(), "torch") {
		t.Errorf("the log has %d lines: %s", n, log.String())
	}
	if err := os.Remove(private); err != nil {
		t.Fatal(err)
	}
	c.Close()
	if all, err := ReadSends(context.Background(), Folder(dir)); err != nil || len(all) != 1 ||
		all[0].Conversations != 3 {
		t.Errorf("%v %v", all, err)
	}
}
