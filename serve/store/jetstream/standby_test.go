package jetstream

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go/jetstream"

	"plugsheet/schemas/files"
	"plugsheet/serve/store"
)

// leaders are the servers that lead the two streams of actions.
func leaders(t *testing.T, s *Store) (actions, standby string) {
	t.Helper()
	var lead []string
	for _, one := range []*part[jetstream.Stream]{s.actions, s.standby} {
		must(t, one.within(t.Context(), func(ctx context.Context, st jetstream.Stream) error {
			now, err := st.Info(ctx)
			if err == nil {
				lead = append(lead, now.Cluster.Leader)
			}
			return err
		}))
	}
	return lead[0], lead[1]
}

// waitingNow is how many actions stand by.
func waitingNow(t *testing.T, s *Store) (n uint64) {
	t.Helper()
	must(t, s.standby.within(t.Context(), func(ctx context.Context, st jetstream.Stream) error {
		now, err := st.Info(ctx)
		if err == nil {
			n = now.State.Msgs
		}
		return err
	}))
	return n
}

// TestStandby: while the stream of actions has nobody who leads it, here: while it is not there, actions are
// kept where they stand by, one that comes again once; from there they come into the stream of actions once,
// also those that this had taken without an answer, and whoever reads actions finds them.
func TestStandby(t *testing.T) {
	_, url := startServers(t, 1)
	s := openStore(t, url, Options{})
	s.served.Do(func() {}) // nothing is moved until somebody reads
	a := s.Actions("ha-1", store.JournalOptions{Forwarded: true})
	same(t, record(t, a, action(1)), false)
	must(t, s.js.DeleteStream(t.Context(), streamName))
	same(t, []bool{record(t, a, action(2)), record(t, a, action(3)), record(t, a, action(2))},
		[]bool{false, false, true})
	same(t, waitingNow(t, s), uint64(2))

	other := openStore(t, url, Options{}) // makes the stream anew
	other.served.Do(func() {})
	b := other.Actions("ha-1", store.JournalOptions{Forwarded: true})
	same(t, record(t, b, action(3)), false) // as if it had been taken without an answer
	same(t, record(t, b, action(4)), false)
	sites, err := other.Sites(t.Context())
	must(t, err)
	same(t, sites, []string{"ha-1"})
	same(t, all(t, other.ReadActions(t.Context(), "ha-1")), []store.Action{action(2), action(3), action(4)})
	same(t, waitingNow(t, s), uint64(0))
	same(t, record(t, b, action(2)), true)
	q := b.Queues(1)[0]
	defer q.Close()
	sent := map[string]int{}
	for range 3 {
		sent[next(t, q).Action.Conversation]++
		must(t, q.Done())
	}
	same(t, sent, map[string]int{"c-2": 1, "c-3": 1, "c-4": 1})
}

// TestStandbyOfANewServer: a server that has not opened the stream of actions yet, and cannot now, keeps
// actions where they stand by too, also where it forwards them: they are forwarded once, whoever moves them,
// and none of those that came before anybody asked for that.
func TestStandbyOfANewServer(t *testing.T) {
	for _, forwarded := range []bool{false, true} {
		_, url := startServers(t, 1)
		s := openStore(t, url, Options{})
		s.served.Do(func() {})
		_, err := s.js.CreateStream(t.Context(), // with which that of actions cannot be made
			jetstream.StreamConfig{Name: "OTHER", Subjects: []string{asked + ">"}})
		must(t, err)
		same(t, record(t, s.Actions("", store.JournalOptions{}), action(1)), false)
		a := s.Actions("", store.JournalOptions{Forwarded: forwarded})
		same(t, record(t, a, action(2)), false)
		same(t, waitingNow(t, s), uint64(2))
		must(t, s.js.DeleteStream(t.Context(), "OTHER"))
		mover := openStore(t, url, Options{})
		same(t, all(t, mover.ReadActions(t.Context(), "")), []store.Action{action(1), action(2)})
		same(t, waitingNow(t, s), uint64(0))
		if !forwarded {
			continue
		}
		q := s.Actions("", store.JournalOptions{Forwarded: true}).Queues(1)[0]
		same(t, next(t, q).Action, action(2))
		must(t, q.Done())
		if l, err := q.Next(); !errors.Is(err, io.EOF) {
			t.Errorf("%+v, %v", l, err)
		}
		q.Close()
	}
}

// TestErasedOnItsWay: who is blotted out of an action that is on its way, or was forwarded while an earlier
// one was: it may be forwarded again, under the id that it had.
func TestErasedOnItsWay(t *testing.T) {
	_, url := startServers(t, 1)
	s := openStore(t, url, Options{})
	a := s.Actions("", store.JournalOptions{Forwarded: true})
	queues := a.Queues(2)
	ids := map[string]string{}
	for n, q := range queues {
		record(t, a, action(n))
		l := next(t, q)
		ids[l.Action.Conversation] = l.ID
	}
	must(t, queues[1].Done())
	for _, who := range []int{1, 0} { // one that is taken away counts as forwarded
		n, err := s.Erase(t.Context(), "", action(who).VisitorUnique)
		must(t, err)
		same(t, n, 1)
	}
	must(t, queues[0].Done())
	for _, q := range queues {
		l := next(t, q)
		same(t, l.ID, ids[l.Action.Conversation])
		same(t, strings.Trim(l.Action.VisitorUnique, "*"), "")
		must(t, q.Done())
	}
}

// TestBuriedTwice: two servers may be given the same message, when the first says nothing for a while: both
// bury it, and there is one dead letter; one that dies again is another.
func TestBuriedTwice(t *testing.T) {
	_, url := startServers(t, 1)
	s := openStore(t, url, Options{})
	a := s.Actions("", store.JournalOptions{Forwarded: true})
	record(t, a, action(1))
	q := a.Queues(1)[0]
	defer q.Close()
	l := next(t, q)
	dies := func(n int) {
		must(t, q.Bury(store.DeadLetter{ID: l.ID, Time: action(n).Time, Reason: "refused", Action: l.Action}))
	}
	dies(2)
	dies(3)
	must(t, q.Done())
	same(t, len(all(t, s.DeadLetters(t.Context(), ""))), 1)
	must(t, s.RetryDeadLetters(t.Context(), "", func(store.DeadLetter) bool { return true }))
	same(t, next(t, q).ID, l.ID)
	dies(4)
	must(t, q.Done())
	same(t, len(all(t, s.DeadLetters(t.Context(), ""))), 1)
}

// TestRights: a user of the store who has no other rights than those that samples/deploy names can do
// everything.
func TestRights(t *testing.T) {
	may := &server.Permissions{
		Publish:   &server.SubjectPermission{Allow: []string{"plugsheet.>", "$JS.>", "$KV.>", "$O.>"}},
		Subscribe: &server.SubjectPermission{Allow: []string{"_INBOX.>"}},
	}
	_, url := startServers(t, 1, func(o *server.Options) {
		o.Users = []*server.User{{Username: "shop", Password: "right", Permissions: may}}
	})
	s := openStore(t, strings.Replace(url, "nats://", "nats://shop:right@", 1), Options{})
	s.served.Do(func() {})
	a := s.Actions("ha-1", store.JournalOptions{Forwarded: true})
	same(t, record(t, a, action(1)), false)
	line, err := files.Encode(action(2))
	must(t, err)
	_, err = s.publish(t.Context(), "id", line, standing(s, "ha-1"))
	must(t, err)
	same(t, all(t, s.ReadActions(t.Context(), "ha-1")), []store.Action{action(1), action(2)})
	q := a.Queues(1)[0]
	defer q.Close()
	for i := range 2 {
		same(t, next(t, q).Action, action(i+1))
		must(t, q.Done())
	}
	data := []byte("{}")
	sum := sha256.Sum256(data)
	p := &Publication{Site: "ha-1", Files: map[string]string{"a.json": hex.EncodeToString(sum[:])},
		Read:   func(string) ([]byte, error) { return data, nil },
		Forget: func(before []byte) ([]byte, error) { return before, nil }}
	must(t, s.Publish(t.Context(), p))
	for one, err := range s.Published(t.Context(), t.TempDir()) {
		must(t, err)
		got, err := one.Read("a.json")
		must(t, err)
		same(t, got, data)
		break
	}
}

// TestSites: the same action of another website is another one.
func TestSites(t *testing.T) {
	_, url := startServers(t, 1)
	s := openStore(t, url, Options{})
	for _, site := range []string{"", "ha-1", "ha-2", "root"} {
		same(t, record(t, s.Actions(site, store.JournalOptions{}), action(1)), false)
		same(t, record(t, s.Actions(site, store.JournalOptions{}), action(1)), true)
		same(t, len(all(t, s.ReadActions(t.Context(), site))), 1)
	}
	sites, err := s.Sites(t.Context())
	must(t, err)
	same(t, sites, []string{"", "ha-1", "ha-2", "root"})
}

// TestRemovedTwice: several servers may move what stands by, and each takes it away.
func TestRemovedTwice(t *testing.T) {
	_, url := startServers(t, 1)
	s := openStore(t, url, Options{})
	_, err := s.publish(t.Context(), "id", []byte("{}"), standing(s, ""))
	must(t, err)
	must(t, remove(t.Context(), s.standby, 1))
	must(t, remove(t.Context(), s.standby, 1))
	same(t, waitingNow(t, s), uint64(0))
}

// TestStandbyIsErased: who is forgotten is blotted out of what stands by too. What was moved may come back
// there, when a server of the store was killed, and is not kept again, even when nobody else knows its id any
// more.
func TestStandbyIsErased(t *testing.T) {
	_, url := startServers(t, 1)
	s := openStore(t, url, Options{Window: 200 * time.Millisecond})
	s.served.Do(func() {})
	line := []byte(`{"time":"2026-11-28T12:00:00Z","idVisitorUnique":"v-gone"}`)
	wait := func() {
		_, err := s.publish(t.Context(), "id", line, standing(s, "ha-1"))
		must(t, err)
	}
	visitors := func() (all []string) {
		for a, err := range s.ReadActions(t.Context(), "ha-1") {
			must(t, err)
			all = append(all, a.VisitorUnique)
		}
		return all
	}
	comesBack := func() {
		eventually(t, "it came back", func() bool {
			wait()
			return waitingNow(t, s) == 1
		})
		later := func() (known bool) {
			known, err := s.publish(t.Context(), "later", []byte("{}"), way{dead + "other", s.actions.there})
			must(t, err)
			return known
		}
		later()
		eventually(t, "what came after it is not known any more", func() bool { return !later() })
	}
	wait()
	same(t, visitors(), []string{"v-gone"})
	comesBack()
	same(t, visitors(), []string{"v-gone"})
	comesBack()
	n, err := s.Erase(t.Context(), "ha-1", "v-gone")
	must(t, err)
	same(t, n, 1)
	comesBack()
	same(t, visitors(), []string{"******"})
	same(t, waitingNow(t, s), uint64(0))
}

// TestStandbyIsLedElsewhere: another server leads what stands by than the one that leads the actions, also
// after that became the same one.
func TestStandbyIsLedElsewhere(t *testing.T) {
	_, url := startServers(t, 3)
	s := openStore(t, url, Options{})
	s.Actions("", store.JournalOptions{})
	apart := func() bool {
		actions, standby := leaders(t, s)
		return actions != "" && standby != "" && actions != standby
	}
	eventually(t, "the leaders are apart", apart)
	actions, _ := leaders(t, s)
	eventually(t, "the standby moves to the server that leads the actions", func() bool {
		to := []byte(`{"placement":{"preferred":"` + actions + `"}}`)
		_, err := s.nc.Request("$JS.API.STREAM.LEADER.STEPDOWN."+standbyName, to, time.Second)
		_, standby := leaders(t, s)
		return err == nil && standby == actions
	})
	eventually(t, "the leaders are apart again", apart)
}

// standing is where actions of a website stand by.
func standing(s *Store, site string) way { return way{waiting + place(site), s.standby.there} }
