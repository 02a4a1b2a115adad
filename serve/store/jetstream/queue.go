package jetstream

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"plugsheet/schemas/files"
	"plugsheet/serve/store"
)

// ackWait is how long after a sign of life of the server that forwards an action another takes its place.
const ackWait = 20 * time.Second

// fetchWait is how long the next action is waited for: the server that forwards hears of it a moment after it
// is kept.
const fetchWait = 500 * time.Millisecond

// maxPending is how many actions of a website are on their way at once, from all servers together.
const maxPending = 64

// forwarding is the consumer that forwards a website's actions, whichever servers run it. A new one begins
// with what comes after it: actions of a time when nobody asked for forwarding are not sent.
func (s *Store) forwarding(place string) *part[jetstream.Consumer] {
	c := jetstream.ConsumerConfig{
		Durable:        "forward-" + strings.ReplaceAll(place, ".", "-"),
		FilterSubjects: []string{asked + place, unsent + place, again + place},
		DeliverPolicy:  jetstream.DeliverNewPolicy, AckPolicy: jetstream.AckExplicitPolicy,
		AckWait: ackWait, MaxAckPending: maxPending, MaxDeliver: -1,
	}
	open := func(ctx context.Context, name string) (jetstream.Consumer, error) {
		if err := s.actions.there(ctx); err != nil {
			return nil, err
		}
		return s.js.Consumer(ctx, streamName, name)
	}
	create := func(ctx context.Context) error {
		_, err := s.js.CreateConsumer(ctx, streamName, c)
		return err
	}
	return &part[jetstream.Consumer]{s: s, name: c.Durable, open: open, create: create}
}

// Forwardable is [store.Actions.Forwardable]: there may be what another server left behind.
func (a *actions) Forwardable() bool { return a.o.Forwarded }

// Retries is [store.Actions.Retries]: only the store knows, so it is asked from time to time, also for what a
// server that died did not forward.
func (a *actions) Retries() bool { return a.o.Forwarded }

// Queues is [store.Actions.Queues]. Those of all servers have the same actions.
func (a *actions) Queues(most int) (all []store.Queue) {
	for range most {
		all = append(all, &queue{a: a})
	}
	return all
}

type queue struct {
	a    *actions
	msg  jetstream.Msg // nil: none
	at   uint64        // its number in the stream
	done bool          // with msg, which the store may not know yet
	stop func()        // the signs of life
}

// Next is [store.Queue.Next].
func (q *queue) Next() (store.Letter, error) {
	err := q.look()
	if err == nil && q.done {
		err = q.Done()
	}
	if err == nil && q.msg == nil {
		err = q.fetch()
	}
	if err != nil {
		return store.Letter{}, err
	}
	line := q.msg.Data()
	if strings.HasPrefix(q.msg.Subject(), again) {
		d, err := store.Decode[store.DeadLetter](line, streamName, 0)
		return store.Letter{ID: d.ID, Action: d.Action, Again: true}, err
	}
	e, err := store.Decode[store.Action](line, streamName, 0)
	// the same also where somebody was blotted out of it while it was on its way
	id := store.DeliveryID([]byte(firstID(q.msg.Headers()) + " " + e.Time))
	return store.Letter{ID: id, Action: e}, err
}

// look looks whether the message is still there: where somebody was blotted out of it another took its place.
func (q *queue) look() error {
	if q.msg == nil || q.done {
		return nil
	}
	return q.a.s.actions.within(context.Background(), func(ctx context.Context, st jetstream.Stream) error {
		_, err := st.GetMsg(ctx, q.at)
		q.done = errors.Is(err, jetstream.ErrMsgNotFound)
		return unless(jetstream.ErrMsgNotFound, err)
	})
}

// fetch gets the next message, or [io.EOF].
func (q *queue) fetch() error {
	c, err := q.a.consumer.get(context.Background())
	if err == nil {
		q.msg, err = c.Next(jetstream.FetchMaxWait(fetchWait))
	}
	if errors.Is(err, nats.ErrTimeout) {
		err = io.EOF
	}
	if err != nil {
		return err
	}
	meta, _ := q.msg.Metadata() // each message of a stream has it
	q.at = meta.Sequence.Stream
	ctx, cancel := context.WithCancel(context.Background())
	q.stop = cancel
	go live(ctx, q.msg)
	return nil
}

// live tells the store that somebody is at work on a message, until ctx is done.
func live(ctx context.Context, m jetstream.Msg) {
	for tick := time.Tick(ackWait / 4); ; {
		select {
		case <-ctx.Done():
			return
		case <-tick:
			_ = m.InProgress() // where it fails another server sends it too: at least once
		}
	}
}

// Done is [store.Queue.Done]. A letter that was tried again leaves the stream.
func (q *queue) Done() error {
	if q.msg == nil {
		return nil
	}
	q.done = true
	err := q.a.s.within(context.Background(), func(ctx context.Context) error {
		if strings.HasPrefix(q.msg.Subject(), again) {
			if err := remove(ctx, q.a.s.actions, q.at); err != nil {
				return err
			}
		}
		return unless(jetstream.ErrMsgAlreadyAckd, q.msg.DoubleAck(ctx))
	})
	if err == nil {
		q.Close()
	}
	return err
}

// Bury is [store.Queue.Bury]. Of two servers that were given the same message one buries it for both.
func (q *queue) Bury(d store.DeadLetter) error {
	line, err := files.Encode(d)
	if err == nil {
		to := way{dead + q.a.place, q.a.s.actions.there}
		_, err = q.a.s.publish(context.Background(), fmt.Sprint("dead-", d.ID, "-", q.at), line, to)
	}
	return err
}

// Close gives the message back, for another server.
func (q *queue) Close() {
	if q.msg != nil {
		q.stop()
		_ = q.msg.Nak() // of one that is done nothing comes, and otherwise this server is silent for a while
	}
	q.msg, q.stop, q.done = nil, nil, false
}
