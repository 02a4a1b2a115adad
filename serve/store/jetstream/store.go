// Package jetstream keeps in NATS JetStream what several servers must remember together: actions in a
// replicated stream, small values in key-value buckets, bundles in an object store. It makes what is missing
// there by itself, and uses what is there as it is, whoever made it.
package jetstream

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// Options are the settings of a [Store].
type Options struct {
	Logger *slog.Logger  // nil: nothing is logged
	Window time.Duration // within which an action that comes again is the same one; default 10 min
	Wait   time.Duration // how long one thing may take; default 4 s
	Late   bool          // wait in the background for a store that is away, instead of an error
}

// Errors of [New].
var (
	ErrAway  = errors.New("the store cannot be reached")
	ErrPlain = errors.New("the store keeps nothing: JetStream is not switched on there")
)

// Store is what is kept behind a connection. It is safe for concurrent use. Close it.
type Store struct {
	Options
	nc      *nats.Conn
	js      jetstream.JetStream
	actions *part[jetstream.Stream]
	standby *part[jetstream.Stream]
	objects *part[jetstream.ObjectStore]
	probes  *Values
	served  sync.Once    // begins to look after what stands by
	failed  atomic.Int64 // since when nothing goes well, in Unix nanoseconds; 0: all does
}

// New uses a connection, which should mend itself and keep nothing for later; Close closes it too. Errors:
// [ErrAway], [ErrPlain].
func New(nc *nats.Conn, o Options) (*Store, error) {
	o.Logger = cmp.Or(o.Logger, slog.New(slog.DiscardHandler))
	o.Window = cmp.Or(o.Window, 10*time.Minute)
	o.Wait = cmp.Or(o.Wait, 4*time.Second)
	js, _ := jetstream.New(nc, jetstream.WithDefaultTimeout(o.Wait)) // fails only for wrong options
	s := &Store{Options: o, nc: nc, js: js}
	s.actions = s.stream(streamName, asked, unsent, blotted, dead, again)
	s.standby, s.objects = s.stream(standbyName, waiting), s.newObjects()
	s.probes = s.values("probes", 0, "")
	ctx, cancel := context.WithTimeout(context.Background(), o.Wait)
	defer cancel()
	_, err := js.AccountInfo(ctx)
	switch {
	case errors.Is(err, jetstream.ErrJetStreamNotEnabled),
		errors.Is(err, jetstream.ErrJetStreamNotEnabledForAccount):
		return nil, ErrPlain
	case err != nil && !o.Late:
		return nil, fmt.Errorf("%w: %w", ErrAway, err)
	}
	s.note(err)
	return s, nil
}

// Close closes the connection.
func (s *Store) Close() { s.nc.Close() }

// part is a stream or a bucket of the store, which is opened when it is needed first. It is safe for
// concurrent use.
type part[T any] struct {
	s      *Store
	open   func(ctx context.Context, name string) (T, error)
	name   string
	config jetstream.StreamConfig // of one that is made
	opened atomic.Pointer[T]
}

// stream is one of those of actions, with all subjects that begin so.
func (s *Store) stream(name string, begin ...string) *part[jetstream.Stream] {
	c := jetstream.StreamConfig{Name: name, Description: "actions of plugsheet", Duplicates: s.Window}
	for _, one := range begin {
		c.Subjects = append(c.Subjects, one+">")
	}
	return &part[jetstream.Stream]{s: s, open: s.js.Stream, name: name, config: c}
}

// get opens the part, or makes it where it is missing: with three replicas, and with one where the store is a
// single server. Another server may make it at the same moment.
func (p *part[T]) get(ctx context.Context) (T, error) {
	if v := p.opened.Load(); v != nil {
		return *v, nil
	}
	v, err := p.open(ctx, p.name)
	if errors.Is(err, jetstream.ErrStreamNotFound) || errors.Is(err, jetstream.ErrBucketNotFound) {
		c := p.config
		if c.Replicas = 1; p.s.nc.ConnectedClusterName() != "" {
			c.Replicas = 3
		}
		_, made := p.s.js.CreateStream(ctx, c)
		if v, err = p.open(ctx, p.name); err != nil {
			err = errors.Join(made, err)
		}
	}
	if err != nil {
		return v, fmt.Errorf("opening the store's %s: %w", p.name, err)
	}
	p.opened.Store(&v)
	return v, nil
}

// within is [Store.within] with the part.
func (p *part[T]) within(ctx context.Context, do func(context.Context, T) error) error {
	return p.s.within(ctx, func(ctx context.Context) error {
		v, err := p.get(ctx)
		if err == nil {
			err = do(ctx, v)
		}
		return err
	})
}

// note keeps whether the store does what it is asked for, and logs what is news.
func (s *Store) note(err error) {
	if err != nil && s.failed.CompareAndSwap(0, time.Now().UnixNano()) {
		s.Logger.Warn("the store is away", "error", err)
	}
	if err == nil && s.failed.Swap(0) != 0 {
		s.Logger.Info("the store is there again")
	}
}

// Away tells since when the store keeps nothing; false where it does, as far as is known. It does not wait.
func (s *Store) Away() (since time.Time, away bool) {
	at := s.failed.Load()
	return time.Unix(0, at), at != 0
}

// Try tells, by trying, why nothing can be kept now.
func (s *Store) Try() error {
	return s.probes.Update(context.Background(), "probe", func([]byte) ([]byte, error) {
		return []byte(time.Now().UTC().Format(time.RFC3339Nano)), nil
	})
}

// patience is how long something may take now: nobody waits long for a store that has been away for a while.
func (s *Store) patience() time.Duration {
	if since, away := s.Away(); away && time.Since(since) > s.Wait {
		return min(s.Wait, 500*time.Millisecond)
	}
	return s.Wait
}

// within tries until something is done, for as long as the store may take.
func (s *Store) within(ctx context.Context, do func(context.Context) error) error {
	return s.tries(ctx, s.patience(), max(s.Wait/3, time.Second), do)
}

// tries tries until something is done, for some time, each try for some: what a server that died had taken is
// not waited for long.
func (s *Store) tries(ctx context.Context, all, each time.Duration, do func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, all)
	defer cancel()
	for {
		one, stop := context.WithTimeout(ctx, each)
		err := ErrAway
		if s.nc.IsConnected() {
			err = do(one)
		}
		stop()
		if err != nil && ctx.Err() == nil {
			time.Sleep(50 * time.Millisecond)
			continue
		}
		if err != nil {
			err = fmt.Errorf("%w: %w", ErrAway, err)
		}
		s.note(err)
		return err
	}
}
