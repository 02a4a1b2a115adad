package jetstream

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"plugsheet/schemas/files"
	"plugsheet/serve/store"
)

// ackWait is how long after a sign of life of the server that forwards an action another takes its place.
const ackWait = 20 * time.Second

// fetchWait is how long the next action is waited for: the server that forwards hears of it a moment after it
// is kept.
const fetchWait = 500 * time.Millisecond

// forwarding opens the consumer that forwards a website's actions, whichever server runs it: one action at a
// time. A new one begins with what comes after it: actions of a time when nobody asked for forwarding are not
// sent.
func (a *actions) forwarding() (c jetstream.Consumer, err error) {
	if known := a.consumer.now.Load(); known != nil {
		return *known, nil
	}
	err = a.s.within(context.Background(), func(ctx context.Context) error {
		st, err := a.s.stream(ctx)
		if err != nil {
			return err
		}
		open := func() (jetstream.Consumer, error) { return st.Consumer(ctx, a.consumerName()) }
		c, err = a.consumer.get(jetstream.ErrConsumerNotFound, open, func(int) error {
			_, err := st.CreateConsumer(ctx, jetstream.ConsumerConfig{
				Durable:        a.consumerName(),
				FilterSubjects: []string{asked + a.place, unsent + a.place, again + a.place},
				DeliverPolicy:  jetstream.DeliverNewPolicy, AckPolicy: jetstream.AckExplicitPolicy,
				AckWait: ackWait, MaxAckPending: 1, MaxDeliver: -1,
			})
			return err
		})
		return err
	})
	return c, err
}

func (a *actions) consumerName() string { return "forward-" + strings.ReplaceAll(a.place, ".", "-") }

// Forwardable is [store.Actions.Forwardable]: there may be what another server left behind.
func (a *actions) Forwardable() bool { return a.o.Forwarded }

// Retries is [store.Actions.Retries]: only the store knows, so it is asked from time to time, also for what a
// server that died did not forward.
func (a *actions) Retries() bool { return a.o.Forwarded }

// Queue is [store.Actions.Queue]. All servers have the same one, and each gets what no other has.
func (a *actions) Queue() store.Queue { return &queue{a: a} }

type queue struct {
	a    *actions
	msg  jetstream.Msg // nil: none
	done bool          // with msg, which the store may not know yet
	stop func()        // the signs of life
}

// Next is [store.Queue.Next].
func (q *queue) Next() (store.Letter, error) {
	if q.done {
		if err := q.Done(); err != nil {
			return store.Letter{}, err
		}
	}
	if q.msg == nil {
		if err := q.fetch(); err != nil {
			return store.Letter{}, err
		}
	}
	if strings.HasPrefix(q.msg.Subject(), again) {
		var d store.DeadLetter
		if json.Unmarshal(q.msg.Data(), &d) != nil || d.ID == "" {
			return store.Letter{}, store.ErrNoAction
		}
		return store.Letter{ID: d.ID, Action: d.Action, Again: true}, nil
	}
	var a store.Action
	if json.Unmarshal(q.msg.Data(), &a) != nil || a.Time == "" {
		return store.Letter{}, store.ErrNoAction
	}
	return store.Letter{ID: store.DeliveryID(q.msg.Data()), Action: a}, nil
}

// fetch gets the next message, or [io.EOF].
func (q *queue) fetch() error {
	c, err := q.a.forwarding()
	if err != nil {
		return err
	}
	batch, err := c.Fetch(1, jetstream.FetchMaxWait(fetchWait))
	if err != nil {
		return err
	}
	for m := range batch.Messages() {
		q.msg = m
	}
	if q.msg == nil {
		if err := batch.Error(); err != nil {
			return err
		}
		return io.EOF
	}
	ctx, cancel := context.WithCancel(context.Background())
	q.stop = cancel
	go live(ctx, q.msg)
	return nil
}

// live tells the store that somebody is at work on a message, until ctx is done.
func live(ctx context.Context, m jetstream.Msg) {
	tick := time.NewTicker(ackWait / 4)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			_ = m.InProgress() // where it fails another server sends it too: at least once
		}
	}
}

// Done is [store.Queue.Done].
func (q *queue) Done() error {
	if q.msg == nil {
		return nil
	}
	q.done = true
	err := q.a.s.within(context.Background(), func(ctx context.Context) error {
		if strings.HasPrefix(q.msg.Subject(), again) {
			if err := q.a.remove(ctx, q.msg); err != nil {
				return err
			}
		}
		return q.msg.DoubleAck(ctx)
	})
	if err == nil || errors.Is(err, jetstream.ErrMsgAlreadyAckd) {
		q.Close()
		return nil
	}
	return err
}

// remove takes a letter that was tried again out of the stream.
func (a *actions) remove(ctx context.Context, m jetstream.Msg) error {
	st, err := a.s.stream(ctx)
	if err != nil {
		return err
	}
	meta, err := m.Metadata()
	if err != nil {
		return err
	}
	return st.DeleteMsg(ctx, meta.Sequence.Stream)
}

// Bury is [store.Queue.Bury].
func (q *queue) Bury(d store.DeadLetter) error {
	line, err := files.Encode(d)
	if err == nil {
		_, err = q.a.s.publish(context.Background(), dead+q.a.place, "dead-"+d.ID+d.Time, line)
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

// DeadLetters reads a website's dead letters, the oldest first; errors as [store.DeadLetters].
func (s *Store) DeadLetters(ctx context.Context, site string) iter.Seq2[store.DeadLetter, error] {
	return func(yield func(store.DeadLetter, error) bool) {
		for m, err := range s.messages(ctx, dead+place(site)) {
			var d store.DeadLetter
			if err == nil {
				d, err = readLetter(m)
			}
			if !yield(d, err) {
				return
			}
		}
	}
}

func readLetter(m stored) (d store.DeadLetter, err error) {
	if json.Unmarshal(m.data, &d) != nil || d.ID == "" {
		return d, &store.LineError{Path: streamName, Line: int(m.sequence)}
	}
	return d, nil
}
