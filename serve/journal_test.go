package serve

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"plugsheet/schemas/bundle"
	"plugsheet/serve/store"
)

// journalName is the file under a bundle's private/.
const journalName = "journal.jsonl"

func TestManyActionsAtOnce(t *testing.T) {
	s := serveSample(t)
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			if w := post(s, "application/json",
				fmt.Sprintf(`{"action":"CALL","idConversation":"c%d"}`, i)); w.Code != 200 {
				t.Errorf("%s", dump(w))
			}
		})
	}
	all.Wait()
	got := lines(t, s.sites.Root().Dir)
	seen := map[string]bool{}
	for _, l := range got {
		seen[l] = true
		if !strings.HasPrefix(l, `{"time":"`) || !strings.HasSuffix(strings.TrimSpace(l), "}") {
			t.Errorf("line %q", l)
		}
	}
	if len(got) != 20 || len(seen) != 20 {
		t.Errorf("%d lines, %d different", len(got), len(seen))
	}
}

func TestRepeatedAction(t *testing.T) {
	s := serveSample(t)
	for range 3 {
		if w := post(s, "application/json", caseBody); w.Code != 200 ||
			w.Body.String() != `{"success":true,"message":"The case is open."}` {
			t.Errorf("%s", dump(w))
		}
	}
	if got := len(lines(t, s.sites.Root().Dir)); got != 1 {
		t.Errorf("%d lines in the journal", got)
	}
	if text := scrape(s); !strings.Contains(text, `plugsheet_actions_total{result="repeated"} 2`) {
		t.Error("the metrics do not tell")
	}
}

// TestForgottenVisitor: an action of a visitor who asked to be forgotten is recorded without the id, also one
// that comes after it.
func TestForgottenVisitor(t *testing.T) {
	s := serveSample(t)
	dir := s.sites.Root().Dir
	_, err := bundle.Forget(t.Context(), dir, "v-gone", s.sites.Customers)
	must(t, err)
	must(t, s.Reload(t.Context()))
	for _, visitor := range []string{"v-gone", "v-here"} {
		w := post(s, "application/json", `{"action":"CALL","idVisitorUnique":"`+visitor+`"}`)
		if w.Code != 200 {
			t.Fatal(dump(w))
		}
	}
	got := strings.Join(lines(t, dir), "")
	if strings.Contains(got, "v-gone") || !strings.Contains(got, `"******"`) ||
		!strings.Contains(got, "v-here") {
		t.Errorf("recorded: %s", got)
	}
}

// logger writes everything that is logged to b.
func logger(b *strings.Builder) *slog.Logger {
	return slog.New(slog.NewTextHandler(b, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

// unwritable are actions that cannot be recorded.
type unwritable struct{ store.Actions }

func (unwritable) Ready() bool { return false }

// TestUnwritableJournalIsToldEarly: whoever looks after the server hears that nothing can be recorded before
// an operator does.
func TestUnwritableJournalIsToldEarly(t *testing.T) {
	log := &strings.Builder{}
	o := options(t, t.TempDir())
	o.Logger = logger(log)
	shop := sample()
	shop.customers = nil
	shop.write(t, o.Bundle)
	s := start(t, o)
	if strings.Contains(log.String(), "actions cannot be recorded") {
		t.Errorf("a folder that can be written: %s", log)
	}
	s.sites.Root().Actions = unwritable{s.sites.Root().Actions}
	shop.price = "11.00 €"
	shop.write(t, o.Bundle)
	must(t, s.Reload(context.Background()))
	if !strings.Contains(log.String(),
		`level=WARN msg="actions cannot be recorded: this process may not write in private/" site="" `+
			`hint="plugsheet doctor BUNDLE`) {
		t.Errorf("the log: %s", log)
	}
}
