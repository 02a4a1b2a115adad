// What every keeper of actions has to do, as tests: the files of package store, and the store of several
// servers.

package jetstream

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"plugsheet/serve/store"
)

// keeper is one place where actions are kept, empty at the beginning.
type keeper struct {
	Server      func(store.JournalOptions) store.Actions // one more server, after the one before was closed
	Actions     func() iter.Seq2[store.Action, error]
	DeadLetters func() iter.Seq2[store.DeadLetter, error]
	Retry       func(choose func(store.DeadLetter) bool) error
	Erase       func(who string) (int, error)
	Several     bool // servers keep it: one that is slow may leave it open whether an action is new
}

// testActions runs all tests of actions; open gives a place of its own for each.
func testActions(t *testing.T, open func(*testing.T) keeper) {
	fixed := func() time.Time { return time.Date(2026, 11, 28, 12, 1, 0, 0, time.UTC) }
	for name, test := range map[string]func(*testing.T, keeper){
		"kept": kept, "repeated": repeated, "repeated at once": repeatedAtOnce, "forwarded": forwarded,
		"forwarded at once": forwardedAtOnce, "forwarding begins": forwardingBegins, "dead letters": deadLetters,
		"erased": erased, "erased at work": erasedAtWork, "no line": noLine,
	} {
		t.Run(name, func(t *testing.T) {
			k := open(t)
			server := k.Server
			k.Server = func(o store.JournalOptions) store.Actions {
				o.Clock = fixed
				return server(o)
			}
			test(t, k)
		})
	}
}

// action is the one of a number, of its own conversation.
func action(n int) store.Action {
	return store.Action{
		Time: fmt.Sprintf("2026-11-28T12:00:%02d.5Z", n), Action: "CALL", ConnectorVersion: "3",
		Website: "ha-1", VisitorUnique: fmt.Sprintf("v-%d", n), Conversation: fmt.Sprintf("c-%d", n),
		Operator: "ha-7",
	}
}

func record(t *testing.T, a store.Actions, e store.Action) (repeated bool) {
	t.Helper()
	repeated, err := a.Record(e)
	must(t, err)
	return repeated
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// all reads to the end.
func all[T any](t *testing.T, list iter.Seq2[T, error]) (some []T) {
	t.Helper()
	for one, err := range list {
		must(t, err)
		some = append(some, one)
	}
	return some
}

func same(t *testing.T, got, want any) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Fatalf("-want +got:\n%s", d)
	}
}

// kept: what was acknowledged is read back, in order, also what has neither operator nor conversation.
func kept(t *testing.T, k keeper) {
	var lines int
	a := k.Server(store.JournalOptions{Wrote: func(n, _ int, failed error) {
		if lines += n; failed != nil {
			t.Error(failed)
		}
	}})
	must(t, errors.Join(a.Recover(), a.Try()))
	same(t, len(all(t, k.Actions())), 0)
	bare := store.Action{Time: "2026-11-28T12:00:01.7Z", Action: "CALL"}
	want := []store.Action{action(1), bare, bare, action(2)}
	for _, e := range want {
		if record(t, a, e) && !k.Several {
			t.Errorf("%+v was before", e)
		}
	}
	same(t, a.Ready(), true)
	must(t, a.Close())
	same(t, all(t, k.Actions()), want)
	same(t, lines, len(want))
}

// repeated: an action that comes again is kept once, also by another server.
func repeated(t *testing.T, k keeper) {
	one := action(1)
	other := one
	other.Conversation = "c-other"
	later := one
	later.Time = "2026-11-28T12:00:09Z"
	a := k.Server(store.JournalOptions{})
	again := []bool{record(t, a, one), record(t, a, other), record(t, a, later)}
	must(t, a.Close())
	a = k.Server(store.JournalOptions{})
	again = append(again, record(t, a, later))
	must(t, a.Close())
	if !k.Several {
		same(t, again, []bool{false, false, true, true})
	}
	same(t, all(t, k.Actions()), []store.Action{one, other})
}

// repeatedAtOnce: of twenty that come at the same moment one is kept, and all are acknowledged.
func repeatedAtOnce(t *testing.T, k keeper) {
	a := k.Server(store.JournalOptions{})
	defer a.Close()
	var group sync.WaitGroup
	news := make(chan int, 20)
	for range 20 {
		group.Go(func() {
			repeated, err := a.Record(action(1))
			if err != nil {
				t.Error(err)
			} else if !repeated {
				news <- 1
			}
		})
	}
	group.Wait()
	if !k.Several {
		same(t, len(news), 1)
	}
	same(t, len(all(t, k.Actions())), 1)
}

// next is the next letter, which has to be there.
func next(t *testing.T, q store.Queue) store.Letter {
	t.Helper()
	for late := time.Now().Add(time.Minute); ; {
		l, err := q.Next()
		if errors.Is(err, io.EOF) && time.Now().Before(late) {
			continue // it may come a moment after it was recorded
		}
		must(t, err)
		return l
	}
}

// forwarded: in order, the same one until it is done, and after a restart what was not done, in any order.
func forwarded(t *testing.T, k keeper) {
	a := k.Server(store.JournalOptions{Forwarded: true})
	for n := range 3 {
		record(t, a, action(n))
	}
	same(t, a.Forwardable(), true)
	q := a.Queues(1)[0]
	first := next(t, q)
	same(t, first.Action, action(0))
	same(t, next(t, q), first)
	must(t, q.Done())
	second := next(t, q)
	same(t, second.Action, action(1))
	q.Close()
	must(t, a.Close())
	a = k.Server(store.JournalOptions{Forwarded: true})
	defer a.Close()
	q = a.Queues(1)[0]
	defer q.Close()
	left := map[string]string{}
	for range 2 {
		l := next(t, q)
		left[l.Action.Conversation] = l.ID
		must(t, q.Done())
	}
	same(t, len(left), 2)
	same(t, left["c-1"], second.ID)
	if _, err := q.Next(); !errors.Is(err, io.EOF) {
		t.Fatalf("behind the last one: %v", err)
	}
	record(t, a, action(3))
	same(t, next(t, q).Action, action(3))
	same(t, len(all(t, k.Actions())), 4)
}

// forwardedAtOnce: where there are several queues each has what no other has, of one server and of two.
func forwardedAtOnce(t *testing.T, k keeper) {
	a := k.Server(store.JournalOptions{Forwarded: true})
	defer a.Close()
	queues := a.Queues(3)
	if len(queues) > 1 { // of a store, for which servers run together
		queues = append(queues, k.Server(store.JournalOptions{Forwarded: true}).Queues(2)...)
	}
	for n := range 2 * len(queues) {
		record(t, a, action(n))
	}
	sent := map[string]int{}
	for range 2 {
		for _, q := range queues {
			sent[next(t, q).Action.Conversation]++
		}
		for _, q := range queues {
			must(t, q.Done())
		}
	}
	same(t, len(sent), 2*len(queues))
	for _, q := range queues {
		if _, err := q.Next(); !errors.Is(err, io.EOF) {
			t.Errorf("behind the last one: %v", err)
		}
		q.Close()
	}
}

// forwardingBegins: with what comes after it was switched on.
func forwardingBegins(t *testing.T, k keeper) {
	a := k.Server(store.JournalOptions{})
	record(t, a, action(1))
	must(t, a.Close())
	a = k.Server(store.JournalOptions{Forwarded: true})
	defer a.Close()
	record(t, a, action(2))
	q := a.Queues(1)[0]
	defer q.Close()
	same(t, next(t, q).Action, action(2))
}

// deadLetters: what is buried is listed, and comes again when somebody wants it to, under its old id.
func deadLetters(t *testing.T, k keeper) {
	a := k.Server(store.JournalOptions{Forwarded: true})
	defer a.Close()
	q := a.Queues(1)[0]
	defer q.Close()
	var buried []store.DeadLetter
	for n := range 2 {
		record(t, a, action(n))
		l := next(t, q)
		d := store.DeadLetter{ID: l.ID, Time: action(n + 5).Time, Reason: "refused",
			Tries: 8, Action: l.Action}
		must(t, q.Bury(d))
		must(t, q.Done())
		buried = append(buried, d)
	}
	same(t, all(t, k.DeadLetters()), buried)
	must(t, k.Retry(func(d store.DeadLetter) bool { return d.ID == buried[1].ID }))
	same(t, a.Retries(), true)
	same(t, all(t, k.DeadLetters()), buried[:1])
	same(t, next(t, q), store.Letter{ID: buried[1].ID, Action: buried[1].Action, Again: true})
	must(t, q.Done())
	if _, err := q.Next(); !errors.Is(err, io.EOF) {
		t.Fatalf("behind the last one: %v", err)
	}
	same(t, len(all(t, k.Actions())), 2)
}

// erased: a visitor is blotted out of actions and letters, their order stays, and nothing is forwarded twice.
func erased(t *testing.T, k keeper) {
	a := k.Server(store.JournalOptions{Forwarded: true})
	defer a.Close()
	q := a.Queues(1)[0]
	defer q.Close()
	for n := range 4 {
		e := action(n)
		if n != 2 {
			e.VisitorUnique = "v-gone"
		}
		record(t, a, e)
	}
	l := next(t, q)
	must(t, q.Bury(store.DeadLetter{ID: l.ID, Time: l.Action.Time, Reason: "refused", Action: l.Action}))
	must(t, q.Done())
	n, err := k.Erase("v-gone")
	must(t, err)
	same(t, n, 4) // three actions and a letter
	var visitors, conversations []string
	for _, e := range all(t, k.Actions()) {
		visitors, conversations = append(visitors, e.VisitorUnique), append(conversations, e.Conversation)
	}
	same(t, visitors, []string{"******", "******", "v-2", "******"})
	same(t, conversations, []string{"c-0", "c-1", "c-2", "c-3"})
	same(t, all(t, k.DeadLetters())[0].Action.VisitorUnique, "******")
	var sent []string
	for {
		l, err := q.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		must(t, err)
		sent = append(sent, l.Action.Conversation+strings.Trim(l.Action.VisitorUnique, "*"))
		must(t, q.Done())
	}
	slices.Sort(sent)
	same(t, sent, []string{"c-1", "c-2v-2", "c-3"})
	record(t, a, action(5))
	last := next(t, q)
	same(t, last.Action, action(5))
	must(t, q.Done())
	_, err = k.Erase("v-5") // who was forwarded last
	must(t, err)
	q.Close()
	must(t, a.Close())
	a = k.Server(store.JournalOptions{Forwarded: true})
	q = a.Queues(1)[0]
	record(t, a, action(6))
	same(t, next(t, q).Action, action(6))
	must(t, q.Done())
	n, err = k.Erase("v-gone")
	must(t, err)
	same(t, n, 0)
}

// erasedAtWork: who is forgotten while an action waits for another attempt is not sent with the next one.
func erasedAtWork(t *testing.T, k keeper) {
	a := k.Server(store.JournalOptions{Forwarded: true})
	defer a.Close()
	q := a.Queues(1)[0]
	defer q.Close()
	record(t, a, action(1))
	same(t, next(t, q).Action, action(1))
	n, err := k.Erase(action(1).VisitorUnique)
	must(t, err)
	same(t, n, 1)
	want := action(1)
	want.VisitorUnique = "***"
	same(t, next(t, q).Action, want)
	must(t, q.Done())
	if l, err := q.Next(); !errors.Is(err, io.EOF) {
		t.Errorf("behind the last one: %+v, %v", l, err)
	}
}

// noLine: an action that nobody could read is told of, and what comes after it is read.
func noLine(t *testing.T, k keeper) {
	a := k.Server(store.JournalOptions{})
	record(t, a, store.Action{Action: "CALL"}) // without a time
	record(t, a, action(1))
	must(t, a.Close())
	var read []store.Action
	var wrong []error
	for e, err := range k.Actions() {
		if err != nil {
			wrong = append(wrong, err)
			continue
		}
		read = append(read, e)
	}
	same(t, read, []store.Action{action(1)})
	if len(wrong) != 1 || !errors.Is(wrong[0], store.ErrNoAction) {
		t.Errorf("told: %v", wrong)
	}
}
