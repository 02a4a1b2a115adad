package jetstream

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"plugsheet/schemas/files"
	"plugsheet/serve/store"
)

// streamName is the stream of all that has to do with actions. Its subjects end in the place of a website.
const (
	streamName = "PLUGSHEET_ACTIONS"

	asked = "plugsheet.asked." // actions
	// those that came into the stream late and are still to be forwarded: they stood by, or somebody was
	// blotted out of them
	unsent  = "plugsheet.unsent."
	blotted = "plugsheet.blotted." // actions that somebody was blotted out of after they were forwarded
	dead    = "plugsheet.dead."    // dead letters
	again   = "plugsheet.again."   // those of them that are to be tried again
)

// place is a website's part of a subject or a key: its name is of letters, digits, - and _, or empty for the
// root.
func place(site string) string {
	if site == "" {
		return "root"
	}
	return "site." + site
}

// publish returns when a message is kept by most of the store's servers; known tells that one of this id was
// before. Where no answer comes, since a server of the store may have died, it is tried again under the same
// id, with the next of the subjects.
func (s *Store) publish(
	ctx context.Context, id string, data []byte, subjects ...string,
) (known bool, err error) {
	asked := 0
	err = s.within(ctx, func(ctx context.Context) error {
		to, subject := s.actions, subjects[asked%len(subjects)]
		if strings.HasPrefix(subject, waiting) {
			to = s.standby
		}
		asked++
		if _, err := to.get(ctx); err != nil {
			return err
		}
		ack, err := s.js.Publish(ctx, subject, data, jetstream.WithMsgID(id), jetstream.WithRetryAttempts(0))
		if err == nil {
			known = ack.Duplicate
		}
		return err
	})
	return known, err
}

// Actions gives those of one website.
func (s *Store) Actions(site string, o store.JournalOptions) store.Actions {
	s.served.Do(func() { go s.lookAfter() })
	return &actions{s: s, o: o, place: place(site)}
}

// actions are the actions of one website.
type actions struct {
	s        *Store
	o        store.JournalOptions
	place    string
	consumer atomic.Pointer[jetstream.Consumer] // that forwards
}

// Record is [store.Actions.Record]. The store itself knows the ids of the last ten minutes, whichever server
// gave them; an action that comes again later is another one, as in a journal.
func (a *actions) Record(e store.Action) (repeated bool, err error) {
	line, err := files.Encode(e)
	if err != nil {
		return false, err
	}
	if a.o.Forwarded { // before the first action, so that none is left out
		if _, err := a.forwarding(); err != nil {
			return false, err
		}
	}
	same, id := e.Delivery(), rand.Text()
	if same != "" {
		id = store.DeliveryID([]byte(a.place + " " + same))
	}
	to := []string{asked + a.place, asked + a.place, waiting + a.place}
	known, err := a.s.publish(context.Background(), id, line, to...)
	if a.o.Wrote != nil {
		a.o.Wrote(1, len(line), err)
	}
	return known && same != "", err
}

// A server whose store is away goes on to answer what is read, so that it is as ready as the others: /ready
// tells of the store apart.

func (a *actions) Recover() error { return nil }
func (a *actions) Ready() bool    { return true }
func (a *actions) Try() error     { return a.s.Try() }
func (a *actions) Close() error   { return nil }

// ReadActions reads a website's actions, the oldest first; errors as [store.ReadActions].
func (s *Store) ReadActions(ctx context.Context, site string) iter.Seq2[store.Action, error] {
	return func(yield func(store.Action, error) bool) {
		var all []store.Action // some came into the stream behind those after them
		at := place(site)
		for a, err := range read[store.Action](ctx, s, asked+at, unsent+at, blotted+at) {
			if err == nil {
				all = append(all, a)
			} else if !yield(a, err) {
				return
			}
		}
		slices.SortStableFunc(all, func(a, b store.Action) int {
			return strings.Compare(strings.TrimSuffix(a.Time, "Z"), strings.TrimSuffix(b.Time, "Z"))
		})
		for _, a := range all {
			if !yield(a, nil) {
				return
			}
		}
	}
}

// DeadLetters reads a website's dead letters, the oldest first; errors as [store.DeadLetters].
func (s *Store) DeadLetters(ctx context.Context, site string) iter.Seq2[store.DeadLetter, error] {
	return read[store.DeadLetter](ctx, s, dead+place(site))
}

// read reads what the stream has of some subjects now.
func read[T store.Line](ctx context.Context, s *Store, subjects ...string) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for m, err := range s.messages(ctx, subjects...) {
			var v T
			if err == nil {
				v, err = store.Decode[T](m.Data, streamName, int(m.Sequence))
			}
			if !yield(v, err) {
				return
			}
		}
	}
}

// messages reads what the stream has of some subjects now, and what stood by.
func (s *Store) messages(
	ctx context.Context, subjects ...string,
) iter.Seq2[*jetstream.RawStreamMsg, error] {
	return func(yield func(*jetstream.RawStreamMsg, error) bool) {
		err := s.tries(ctx, relieveWait, s.Wait, s.relieve)
		if err == nil {
			all := reading{from: s.actions, subjects: subjects}
			err = s.each(ctx, all, func(m *jetstream.RawStreamMsg) bool { return yield(m, nil) })
		}
		if err != nil {
			yield(nil, fmt.Errorf("reading the store's actions: %w", err))
		}
	}
}

// reading is what is read of a stream.
type reading struct {
	from     *part[jetstream.Stream]
	subjects []string
	since    time.Time // zero: from its beginning
}

// each reads a stream up to the last message that the server that leads has now, until use wants no more.
// Where the one that is read from dies the library goes on with another.
func (s *Store) each(ctx context.Context, r reading, use func(*jetstream.RawStreamMsg) bool) error {
	last := uint64(0)
	err := r.from.within(ctx, func(ctx context.Context, st jetstream.Stream) error {
		for _, subject := range r.subjects {
			m, err := st.GetLastMsgForSubject(ctx, subject)
			if err == nil && m.Time.After(r.since) {
				last = max(last, m.Sequence)
			}
			if err != nil && !errors.Is(err, jetstream.ErrMsgNotFound) {
				return err
			}
		}
		return nil
	})
	if err != nil || last == 0 {
		return err
	}
	config := jetstream.OrderedConsumerConfig{FilterSubjects: r.subjects}
	if !r.since.IsZero() {
		config.DeliverPolicy, config.OptStartTime = jetstream.DeliverByStartTimePolicy, &r.since
	}
	c, err := s.js.OrderedConsumer(ctx, r.from.name, config)
	if err != nil {
		return err
	}
	all, err := c.Messages()
	if err != nil {
		return err
	}
	defer all.Stop()
	for at := uint64(0); at < last; {
		m, err := all.Next(jetstream.NextMaxWait(readWait))
		if err != nil {
			return errors.Join(ErrAway, err)
		}
		meta, _ := m.Metadata() // each message of a stream has it
		at = meta.Sequence.Stream
		raw := &jetstream.RawStreamMsg{
			Subject: m.Subject(), Sequence: at, Header: m.Headers(), Data: m.Data(), Time: meta.Timestamp,
		}
		if at > last || !use(raw) {
			return nil
		}
	}
	return nil
}

// readWait is how long the next message is waited for: the servers of the store may choose a leader
// meanwhile.
const readWait = 30 * time.Second
