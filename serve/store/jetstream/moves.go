package jetstream

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"plugsheet/schemas/bundle/privacy"
	"plugsheet/serve/store"
)

// RetryDeadLetters lets those of a website's dead letters that choose wants be tried again, by whichever
// server forwards. A crash on the way may leave a letter in both places, never in none.
func (s *Store) RetryDeadLetters(ctx context.Context, site string, choose func(store.DeadLetter) bool) error {
	for m, err := range s.messages(ctx, dead+place(site)) {
		if err != nil {
			return err
		}
		d, err := store.Decode[store.DeadLetter](m.Data, streamName, 0)
		if err != nil || !choose(d) {
			continue // a line that is no letter stays
		}
		if err := s.replace(ctx, s.actions, m, again+place(site)); err != nil {
			return fmt.Errorf("moving dead letters: %w", err)
		}
	}
	return nil
}

// replace puts a message of a stream into that of actions, under a subject, and takes the old one away.
func (s *Store) replace(
	ctx context.Context, from *part[jetstream.Stream], m *jetstream.RawStreamMsg, subject string,
) error {
	id := m.Header.Get(jetstream.MsgIDHeader)
	if from == s.actions { // another one, of which [firstID] knows the first
		id += fmt.Sprint(" ", m.Sequence)
	}
	if _, err := s.publish(ctx, id, m.Data, way{subject, s.actions.there}); err != nil {
		return err
	}
	return remove(ctx, from, m.Sequence)
}

// firstID is the id of a message when it came first, before it was moved.
func firstID(h nats.Header) string {
	id, _, _ := strings.Cut(h.Get(jetstream.MsgIDHeader), " ")
	return id
}

// remove takes a message out of a stream, so that nothing of it can be read.
func remove(ctx context.Context, from *part[jetstream.Stream], sequence uint64) error {
	return from.within(ctx, func(ctx context.Context, st jetstream.Stream) error {
		err := st.SecureDeleteMsg(ctx, sequence)
		if _, gone := st.GetMsg(ctx, sequence); errors.Is(gone, jetstream.ErrMsgNotFound) {
			return nil // now, or by another server
		}
		return err
	})
}

// Erase overwrites a person's e-mail and ids with stars in all that the store has of a website's actions, as
// [privacy.Erase] does in files; it gives how often. What is still to be forwarded is forwarded without them,
// and so is, under its id, what is on its way or was forwarded while an earlier one was.
func (s *Store) Erase(ctx context.Context, site, who string) (n int, err error) {
	at := place(site)
	forwarded, err := s.forwarded(ctx, at)
	if err != nil {
		return 0, err
	}
	for m, err := range s.messages(ctx, asked+at, unsent+at, blotted+at, dead+at, again+at) {
		if err != nil {
			return n, err
		}
		found := privacy.EraseIn(m.Data, who)
		if found == 0 {
			continue
		}
		subject := m.Subject
		if strings.HasPrefix(subject, asked) || strings.HasPrefix(subject, unsent) {
			subject = unsent + at
			if m.Sequence <= forwarded {
				subject = blotted + at
			}
		}
		if err := s.replace(ctx, s.actions, m, subject); err != nil {
			return n, fmt.Errorf("erasing a person: %w", err)
		}
		n += found
	}
	return n, nil
}

// forwarded is up to where a website's actions are forwarded: to their end where they are not at all.
func (s *Store) forwarded(ctx context.Context, place string) (sequence uint64, err error) {
	sequence = math.MaxUint64
	err = s.actions.within(ctx, func(ctx context.Context, st jetstream.Stream) error {
		c, err := st.Consumer(ctx, s.forwarding(place).name)
		if err == nil {
			sequence = c.CachedInfo().AckFloor.Stream
		}
		return unless(jetstream.ErrConsumerNotFound, err)
	})
	return sequence, err
}

// Sites are the websites that the store has anything of, the root as an empty name among them.
func (s *Store) Sites(ctx context.Context) ([]string, error) {
	found := map[string]bool{}
	for m, err := range s.messages(ctx, asked+">", unsent+">", blotted+">", dead+">", again+">") {
		if err != nil {
			return nil, err
		}
		_, name, _ := strings.Cut(m.Subject, ".site.")
		found[name] = true
	}
	return slices.Sorted(maps.Keys(found)), nil
}

// standbyName is the stream of actions that stand by. When the server that leads the stream of actions dies,
// the others choose another one only after four to nine seconds, and nothing can be set to hasten that.
// Meanwhile actions are kept here, where another server leads. From here they go into the stream of actions
// under their ids, so that one which was kept there after all is not kept twice.
const (
	standbyName = "PLUGSHEET_STANDBY"
	waiting     = "plugsheet.waiting."
	toForward   = "forward." // then follows, where the server that kept them forwards

	relieveWait = 20 * time.Second // how long whoever reads actions waits until what stands by is moved
)

// lookAfter tells every two seconds whether the store is there, and moves what stands by, until the
// connection is closed.
func (s *Store) lookAfter() {
	for tick := time.NewTicker(2 * time.Second); !s.nc.IsClosed(); <-tick.C {
		_ = s.Try() // notes what comes of it
		ctx, cancel := context.WithTimeout(context.Background(), s.patience())
		_ = s.relieve(ctx) // what is left is moved another time
		_ = s.spread(ctx)  // where that may not be asked for they stay together
		cancel()
	}
}

// relieve moves what stands by into the stream of actions, in its order. Several servers may do so at once. A
// server of the store that was killed may bring back what was moved long ago: it is not moved again.
func (s *Store) relieve(ctx context.Context) error {
	var kept map[string]time.Time
	for m, err := range s.each(ctx, s.standby, time.Time{}, waiting+">") {
		if err == nil && kept == nil { // m is the oldest
			kept, err = s.kept(ctx, m.Time.Add(-unanswered))
		}
		switch {
		case err != nil:
		case kept[firstID(m.Header)].After(m.Time.Add(-unanswered)):
			err = remove(ctx, s.standby, m.Sequence)
		default:
			at, forwarded := strings.CutPrefix(strings.TrimPrefix(m.Subject, waiting), toForward)
			if forwarded { // it begins before what it forwards
				err = s.forwarding(at).there(ctx)
			}
			if err == nil {
				err = s.replace(ctx, s.standby, m, unsent+at)
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// unanswered is how long before an action stands by it may have come into its stream, without an answer, as
// the clocks of two servers of the store tell it. What came earlier is another one.
const unanswered = time.Minute

// kept are the ids of the actions that came into their stream since a moment, with the time when each last
// did; also of those that somebody was blotted out of.
func (s *Store) kept(ctx context.Context, since time.Time) (ids map[string]time.Time, err error) {
	ids = map[string]time.Time{}
	for m, err := range s.each(ctx, s.actions, since, asked+">", unsent+">", blotted+">") {
		if err != nil {
			return nil, err
		}
		ids[firstID(m.Header)] = m.Time
	}
	return ids, nil
}

// spread lets another server lead what stands by than the one that leads the stream of actions.
func (s *Store) spread(ctx context.Context) error {
	leaders := map[string]bool{}
	for _, one := range []*part[jetstream.Stream]{s.actions, s.standby} {
		st, err := one.get(ctx)
		if err != nil {
			return err
		}
		now, err := st.Info(ctx)
		if err != nil || now.Cluster == nil || len(now.Cluster.Replicas) == 0 {
			return err
		}
		leaders[now.Cluster.Leader] = true
	}
	if len(leaders) > 1 || leaders[""] {
		return nil
	}
	_, err := s.nc.RequestWithContext(ctx, "$JS.API.STREAM.LEADER.STEPDOWN."+standbyName, nil)
	return err // the one that leads chooses another that knows all
}
