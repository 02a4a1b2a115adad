package webhook

import (
	"errors"
	"os"
	"testing"
	"time"

	"plugsheet/serve/store"
)

func letters(t *testing.T, dir string) (all []store.DeadLetter) {
	t.Helper()
	for d, err := range store.DeadLetters(dir) {
		must(t, err)
		all = append(all, d)
	}
	return all
}

// What the receiver refuses for good is a dead letter at once, what it refuses for too long is one in the
// end; those behind them go on.
func TestForwardDeadLetters(t *testing.T) {
	bubble(t, func(t *testing.T, r *fakeReceiver, dir string) {
		r.answer = func(_, conversation string) error {
			switch conversation {
			case "bad":
				return &failure{Reason: "the receiver answered 400", Permanent: true}
			case "slow":
				return &failure{Reason: "the receiver answered 500"}
			}
			return nil
		}
		s := forwardFrom(t, r, dir, 0)
		s.act(t, "0", "bad", "1", "slow", "2")
		r.wants(t, "0 1")
		time.Sleep(23 * time.Hour)
		r.wants(t, "0 1")
		time.Sleep(70 * time.Minute)
		r.wants(t, "0 1 2")
		got := letters(t, dir)
		if len(got) != 2 || got[0].Action.Conversation != "bad" || got[0].Tries != 1 ||
			got[0].Reason != "the receiver answered 400" || got[1].Action.Conversation != "slow" ||
			got[1].Tries < 200 {
			t.Errorf("%+v", got)
		}
		s.stop()
		s = forwardFrom(t, r, dir, 0) // and they are not sent again by themselves
		s.act(t, "3")
		r.wants(t, "0 1 2 3")

		r.answer = nil
		must(t, store.RetryDeadLetters(dir,
			func(d store.DeadLetter) bool { return d.Action.Conversation == "bad" }))
		if left := letters(t, dir); len(left) != 1 || left[0].ID != got[1].ID {
			t.Errorf("left %+v", left)
		}
		notify(s.box.wake)
		r.wants(t, "0 1 2 3 bad")
		if id := r.ids[len(r.ids)-1]; id != got[0].ID {
			t.Errorf("sent again as %s, before as %s", id, got[0].ID)
		}
		must(t, store.RetryDeadLetters(dir, func(store.DeadLetter) bool { return true }))
		s.stop()
		s = forwardFrom(t, r, dir, 0)
		r.wants(t, "0 1 2 3 bad slow")
		if _, err := os.Stat(privateFile(dir, "retry.jsonl")); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("the queue: %v", err)
		}
		s.stop()
	})
}

// Letters that fail again die again, after few attempts: what a person asked for does not hold up the others
// for a day.
func TestForwardRetriedLettersDieAgain(t *testing.T) {
	bubble(t, func(t *testing.T, r *fakeReceiver, dir string) {
		r.answer = func(_, conversation string) error {
			if conversation == "bad" {
				return &failure{Reason: "x", Permanent: len(r.asked) < 2}
			}
			return nil
		}
		s := forwardFrom(t, r, dir, 0)
		s.act(t, "bad")
		before := letters(t, dir)
		must(t, store.RetryDeadLetters(dir, func(store.DeadLetter) bool { return true }))
		s.act(t, "1")
		time.Sleep(10 * time.Minute)
		r.wants(t, "1")
		after := letters(t, dir)
		if len(before) != 1 || len(after) != 1 || after[0].ID != before[0].ID ||
			after[0].Tries != leastTries {
			t.Errorf("%+v, then %+v", before, after)
		}
		s.stop()
	})
}
