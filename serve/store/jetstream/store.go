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

	"plugsheet/schemas/each"
)

// Options are the settings of a [Store].
type Options struct {
	Logger *slog.Logger  // nil: nothing is logged
	Window time.Duration // within which, at least, an action that comes again is the same; default 10 min
	Wait   time.Duration // how long one thing may take; default 4 s
	Late   bool          // wait in the background for a store that is away, instead of an error

	// files: a NATS user's credentials, authorities to trust, and a certificate of one's own with its key
	Creds, CA, Cert, Key string
}

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

// Open connects to the store at url; several servers of it are separated by commas. Errors: those of this
// package, and of the files in o; none of them holds a password.
func Open(url string, o Options) (*Store, error) {
	o.Logger = cmp.Or(o.Logger, slog.New(slog.DiscardHandler))
	o.Window = cmp.Or(o.Window, 10*time.Minute)
	o.Wait = cmp.Or(o.Wait, 4*time.Second)
	nc, err := o.connect(url)
	if err != nil {
		return nil, err
	}
	js, _ := jetstream.New(nc, jetstream.WithDefaultTimeout(o.Wait)) // fails only for wrong options
	s := &Store{Options: o, nc: nc, js: js}
	s.actions = s.stream(streamName, asked, unsent, blotted, dead, again)
	s.standby = s.stream(standbyName, waiting)
	s.objects = &part[jetstream.ObjectStore]{s: s, name: objectsName, open: js.ObjectStore}
	s.objects.create = s.create(jetstream.StreamConfig{
		Name: "OBJ_" + objectsName, Subjects: []string{"$O." + objectsName + ".C.>", "$O." + objectsName + ".M.>"},
		Discard: jetstream.DiscardNew, AllowRollup: true, AllowDirect: true,
	})
	s.probes = s.values("probes", 0, "")
	if _, err = js.AccountInfo(context.Background()); err != nil && !o.Late || errors.Is(kindOf(err), ErrPlain) {
		nc.Close()
		return nil, kindOf(err)
	}
	s.note(err)
	return s, nil
}

// Close closes the connection.
func (s *Store) Close() { s.nc.Close() }

// part is a stream, a bucket or a consumer of the store, which is opened when it is needed first, and made
// where it is missing. It is safe for concurrent use.
type part[T any] struct {
	s      *Store
	name   string
	open   func(ctx context.Context, name string) (T, error)
	create func(ctx context.Context) error
	opened atomic.Pointer[T]
}

// stream is one of those of actions, with all subjects that begin so.
func (s *Store) stream(name string, begin ...string) *part[jetstream.Stream] {
	all := each.Of(begin, func(one string) string { return one + ">" })
	c := jetstream.StreamConfig{Name: name, Subjects: all, Description: "actions of plugsheet"}
	c.Duplicates = s.Window + s.Window/10 // what stands by comes here some seconds later
	return &part[jetstream.Stream]{s: s, name: name, open: s.js.Stream, create: s.create(c)}
}

// create makes a stream: with three replicas, and with one where the store is a single server.
func (s *Store) create(c jetstream.StreamConfig) func(context.Context) error {
	return func(ctx context.Context) error {
		if c.Replicas = 1; s.nc.ConnectedClusterName() != "" {
			c.Replicas = 3
		}
		_, err := s.js.CreateStream(ctx, c)
		return err
	}
}

// get opens the part, or makes it. Another server may make it at the same moment.
func (p *part[T]) get(ctx context.Context) (T, error) {
	if v := p.opened.Load(); v != nil {
		return *v, nil
	}
	v, err := p.open(ctx, p.name)
	if errors.Is(err, jetstream.ErrStreamNotFound) || errors.Is(err, jetstream.ErrBucketNotFound) ||
		errors.Is(err, jetstream.ErrConsumerNotFound) {
		made := p.create(ctx)
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

// there opens the part.
func (p *part[T]) there(ctx context.Context) error {
	_, err := p.get(ctx)
	return err
}

// within is [Store.within] with the part.
func (p *part[T]) within(ctx context.Context, do func(context.Context, T) error) error {
	return p.s.within(ctx, p.with(do))
}

// with opens the part and does something with it.
func (p *part[T]) with(do func(context.Context, T) error) func(context.Context) error {
	return func(ctx context.Context) error {
		v, err := p.get(ctx)
		if err == nil {
			err = do(ctx, v)
		}
		return err
	}
}

// unless gives an error, unless it is one that does not matter.
func unless(what, err error) error {
	if errors.Is(err, what) {
		return nil
	}
	return err
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
