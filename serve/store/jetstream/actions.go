package jetstream

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"plugsheet/schemas/files"
	"plugsheet/serve/store"
)

// streamName is the stream of all that has to do with actions. Its subjects end in the place of a website.
const (
	streamName = "PLUGSHEET_ACTIONS"

	asked = "plugsheet.asked." // actions
	// those that somebody was blotted out of, and that are still to be forwarded
	unsent  = "plugsheet.unsent."
	blotted = "plugsheet.blotted." // the others of these
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

// stream opens the stream of actions, or makes it.
func (s *Store) stream(ctx context.Context) (jetstream.Stream, error) {
	open := func() (jetstream.Stream, error) { return s.js.Stream(ctx, streamName) }
	st, err := s.actions.get(jetstream.ErrStreamNotFound, open, func(replicas int) error {
		_, err := s.js.CreateStream(ctx, jetstream.StreamConfig{
			Name: streamName, Description: "actions of plugsheet", Replicas: replicas, Duplicates: s.Window,
			Subjects: []string{asked + ">", unsent + ">", blotted + ">", dead + ">", again + ">"},
		})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("opening the store's actions: %w", err)
	}
	return st, nil
}

// publish returns when a message is kept by most of the store's servers; known tells that one of this id was
// before. It is tried again, under the same id, where no answer comes: a server of the store may have died.
func (s *Store) publish(ctx context.Context, subject, id string, data []byte) (known bool, err error) {
	err = s.within(ctx, func(ctx context.Context) error {
		if _, err := s.stream(ctx); err != nil {
			return err
		}
		m := &nats.Msg{Subject: subject, Data: data}
		ack, err := s.js.PublishMsg(ctx, m, jetstream.WithMsgID(id), jetstream.WithRetryAttempts(0))
		if err == nil {
			known = ack.Duplicate
		}
		return err
	})
	return known, err
}

// Actions gives those of one website.
func (s *Store) Actions(site string, o store.JournalOptions) store.Actions {
	return &actions{s: s, o: o, site: site, place: place(site)}
}

// actions are the actions of one website.
type actions struct {
	s        *Store
	o        store.JournalOptions
	site     string
	place    string
	consumer opened[jetstream.Consumer]
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
	id, same := a.id(e)
	known, err := a.s.publish(context.Background(), asked+a.place, id, line)
	if a.o.Wrote != nil {
		a.o.Wrote(1, len(line), err)
	}
	return known && same, err
}

// id is the same for an action that comes again; false where nobody can tell, since who or where is missing.
func (a *actions) id(e store.Action) (id string, same bool) {
	if e.Operator == "" || e.Conversation == "" {
		return rand.Text(), false
	}
	h := sha256.New()
	for _, part := range []string{a.site, e.Operator, e.Conversation, e.Action} {
		fmt.Fprintf(h, "%d:%s", len(part), part)
	}
	return hex.EncodeToString(h.Sum(nil)[:16]), true
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
		var old []store.Action // which came into the stream a second time, behind those after them
		for m, err := range s.messages(ctx, blotted+place(site), unsent+place(site)) {
			if err != nil {
				yield(store.Action{}, err)
				return
			}
			if a, err := readAction(m); err == nil {
				old = append(old, a)
			}
		}
		slices.SortStableFunc(old, func(a, b store.Action) int { return strings.Compare(a.Time, b.Time) })
		before := func(moment string) bool { // gives those; false when no more are wanted
			for ; len(old) > 0 && (moment == "" || old[0].Time < moment); old = old[1:] {
				if !yield(old[0], nil) {
					return false
				}
			}
			return true
		}
		for m, err := range s.messages(ctx, asked+place(site)) {
			var a store.Action
			if err == nil {
				a, err = readAction(m)
			}
			if err == nil && !before(a.Time) || !yield(a, err) {
				return
			}
		}
		before("")
	}
}

func readAction(m stored) (a store.Action, err error) {
	if json.Unmarshal(m.data, &a) != nil || a.Time == "" {
		return a, &store.LineError{Path: streamName, Line: int(m.sequence)}
	}
	return a, nil
}

// stored is a message of the stream.
type stored struct {
	subject  string
	sequence uint64
	data     []byte
}

// messages reads what the stream has of some subjects now.
func (s *Store) messages(ctx context.Context, subjects ...string) iter.Seq2[stored, error] {
	return func(yield func(stored, error) bool) {
		err := s.eachMessage(ctx, subjects, func(m stored) bool { return yield(m, nil) })
		if err != nil {
			yield(stored{}, fmt.Errorf("reading the store's actions: %w", err))
		}
	}
}

// eachMessage reads up to the last message that the server that leads has now. Where the one that is read
// from dies the library goes on with another.
func (s *Store) eachMessage(ctx context.Context, subjects []string, use func(stored) bool) error {
	last := uint64(0)
	var st jetstream.Stream
	for _, subject := range subjects {
		err := s.within(ctx, func(ctx context.Context) (err error) {
			if st, err = s.stream(ctx); err != nil {
				return err
			}
			m, err := st.GetLastMsgForSubject(ctx, subject)
			if errors.Is(err, jetstream.ErrMsgNotFound) {
				return nil
			}
			if err == nil {
				last = max(last, m.Sequence)
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	if last == 0 {
		return nil
	}
	c, err := st.OrderedConsumer(ctx, jetstream.OrderedConsumerConfig{FilterSubjects: subjects})
	if err != nil {
		return err
	}
	all, err := c.Messages()
	if err != nil {
		return err
	}
	defer all.Stop()
	for {
		m, err := all.Next(jetstream.NextMaxWait(readWait))
		if err != nil {
			return errors.Join(ErrAway, err)
		}
		at, err := m.Metadata()
		if err != nil || at.Sequence.Stream > last {
			return err
		}
		if !use(stored{m.Subject(), at.Sequence.Stream, m.Data()}) || at.Sequence.Stream == last {
			return nil
		}
	}
}

// readWait is how long the next message is waited for: the servers of the store may choose a leader
// meanwhile.
const readWait = 30 * time.Second
