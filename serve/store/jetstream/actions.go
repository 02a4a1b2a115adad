package jetstream

import (
	"context"
	"crypto/rand"
	"fmt"
	"iter"
	"slices"
	"strings"
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

// way is where a message may go, and what has to be there before.
type way struct {
	subject string
	there   func(context.Context) error
}

// publish returns when a message is kept by most of the store's servers; known tells that one of this id was
// before. Where no answer comes, since a server of the store may have died, it is tried again under the same
// id, on the next of the ways.
func (s *Store) publish(ctx context.Context, id string, data []byte, ways ...way) (known bool, err error) {
	tries := 0
	err = s.within(ctx, func(ctx context.Context) error {
		to := ways[tries%len(ways)]
		tries++
		if err := to.there(ctx); err != nil {
			return err
		}
		ack, err := s.js.Publish(ctx, to.subject, data, jetstream.WithMsgID(id), jetstream.WithRetryAttempts(0))
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
	return &actions{s: s, o: o, place: place(site), consumer: s.forwarding(place(site))}
}

// actions are the actions of one website.
type actions struct {
	s        *Store
	o        store.JournalOptions
	place    string
	consumer *part[jetstream.Consumer] // that forwards
}

// Record is [store.Actions.Record]. The store itself knows the ids of the last ten minutes, whichever server
// gave them; an action that comes again later is another one, as in a journal.
func (a *actions) Record(e store.Action) (repeated bool, err error) {
	line, err := files.Encode(e)
	if err != nil {
		return false, err
	}
	same, id := e.Delivery(), rand.Text()
	if same != "" {
		id = store.DeliveryID([]byte(a.place + " " + same))
	}
	first, second := way{asked + a.place, a.s.actions.there}, way{waiting + a.place, a.s.standby.there}
	if a.o.Forwarded { // the consumer is there before the first action, so that none is left out
		first.there, second.subject = a.consumer.there, waiting+toForward+a.place
	}
	known, err := a.s.publish(context.Background(), id, line, first, first, second)
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
		if err := s.tries(ctx, relieveWait, s.Wait, s.relieve); err != nil {
			yield(nil, fmt.Errorf("reading the store's actions: %w", err))
			return
		}
		s.each(ctx, s.actions, time.Time{}, subjects...)(yield)
	}
}

// each reads what a stream has of some subjects since a moment, up to the last message that the server that
// leads has. Another server may be read from. Where that dies the library goes on with the next. Where it
// lacks what the others have, since it has no room left, and where the last message is taken away meanwhile,
// the reading begins again behind what was read.
func (s *Store) each(
	ctx context.Context, from *part[jetstream.Stream], since time.Time, subjects ...string,
) iter.Seq2[*jetstream.RawStreamMsg, error] {
	return func(yield func(*jetstream.RawStreamMsg, error) bool) {
		config := jetstream.OrderedConsumerConfig{
			FilterSubjects: subjects, DeliverPolicy: jetstream.DeliverByStartTimePolicy, OptStartTime: &since,
		}
		at, err := uint64(0), ErrAway
		for range readTries {
			var last uint64
			if last, err = s.last(ctx, from, since, subjects); err != nil || at >= last {
				break
			}
			for m := range s.some(ctx, from.name, config) {
				if at = m.Sequence; at > last || !yield(m, nil) || at == last {
					return
				}
			}
			config.DeliverPolicy, config.OptStartTime = jetstream.DeliverByStartSequencePolicy, nil
			config.OptStartSeq, err = at+1, ErrAway
		}
		if err != nil {
			yield(nil, fmt.Errorf("reading the store's actions: %w", err))
		}
	}
}

// last is the number of the last message of some subjects, as the server that leads has it; 0 where there is
// none since a moment.
func (s *Store) last(
	ctx context.Context, from *part[jetstream.Stream], since time.Time, subjects []string,
) (last uint64, err error) {
	err = from.within(ctx, func(ctx context.Context, st jetstream.Stream) error {
		for _, subject := range subjects {
			m, err := st.GetLastMsgForSubject(ctx, subject)
			if err == nil && m.Time.After(since) {
				last = max(last, m.Sequence)
			}
			if err := unless(jetstream.ErrMsgNotFound, err); err != nil {
				return err
			}
		}
		return nil
	})
	return last, err
}

// some reads from one of a stream's servers, until it has nothing more for a while.
func (s *Store) some(
	ctx context.Context, stream string, config jetstream.OrderedConsumerConfig,
) iter.Seq[*jetstream.RawStreamMsg] {
	return func(yield func(*jetstream.RawStreamMsg) bool) {
		c, err := s.js.OrderedConsumer(ctx, stream, config)
		if err != nil {
			return
		}
		all, err := c.Messages()
		if err != nil {
			return
		}
		defer all.Stop()
		wait := jetstream.NextMaxWait(readWait)
		for m, err := all.Next(wait); err == nil; m, err = all.Next(wait) {
			meta, _ := m.Metadata() // each message of a stream has it
			one := &jetstream.RawStreamMsg{Subject: m.Subject(), Sequence: meta.Sequence.Stream,
				Header: m.Headers(), Data: m.Data(), Time: meta.Timestamp}
			if !yield(one) {
				return
			}
		}
	}
}

// readWait is how long the next message is waited for, and readTries how often the reading begins: the
// servers of the store may choose a leader meanwhile.
const (
	readWait  = 3 * time.Second
	readTries = 10
)
