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
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// Options are the settings of a [Store]. URL is required.
type Options struct {
	URL   string // nats:// or tls://HOST:4222, several with commas; a user and a password may stand in it
	Creds string // file of a user's credentials
	CA    string // file of the authorities that the servers' certificates are of; empty: the system's
	Cert  string // files of a certificate of this program, where the servers ask for one
	Key   string

	Logger *slog.Logger  // nil: nothing is logged
	Window time.Duration // within which an action that comes again is the same one; default 10 min
	Wait   time.Duration // how long one thing may take; default 4 s
	Late   bool          // wait in the background for a store that is away, instead of an error
}

// Errors of [Open].
var (
	ErrRefused = errors.New("the store does not let this program in")
	ErrTLS     = errors.New("the store cannot be trusted")
	ErrAway    = errors.New("the store cannot be reached")
	ErrPlain   = errors.New("the store keeps nothing: JetStream is not switched on there")
)

// Store is a connection to it, which mends itself. It is safe for concurrent use. Close it.
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

// Open connects. Errors: [ErrRefused], [ErrTLS], [ErrAway], [ErrPlain], or what is wrong with the options.
func Open(o Options) (*Store, error) {
	o.Logger = cmp.Or(o.Logger, slog.New(slog.DiscardHandler))
	o.Window = cmp.Or(o.Window, 10*time.Minute)
	o.Wait = cmp.Or(o.Wait, 4*time.Second)
	s := &Store{Options: o}
	all := s.connection()
	nc, err := nats.Connect(o.URL, all...)
	if err = classed(err); errors.Is(err, ErrAway) && o.Late {
		s.note(err)
		o.Logger.Warn("the store cannot be reached yet", "error", err)
		nc, err = nats.Connect(o.URL, append(all, nats.RetryOnFailedConnect(true))...)
	}
	if err != nil {
		return nil, err
	}
	s.nc = nc
	if s.js, err = jetstream.New(nc, jetstream.WithDefaultTimeout(o.Wait)); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	s.actions, s.standby, s.objects = s.newActions(), s.newStandby(), s.newObjects()
	s.probes = s.values("probes", 0, "")
	ctx, cancel := context.WithTimeout(context.Background(), o.Wait)
	defer cancel()
	if _, err = s.js.AccountInfo(ctx); errors.Is(err, jetstream.ErrJetStreamNotEnabled) ||
		errors.Is(err, jetstream.ErrJetStreamNotEnabledForAccount) {
		return nil, errors.Join(ErrPlain, s.Close())
	} else if err != nil && !o.Late {
		return nil, errors.Join(ErrAway, err, s.Close())
	}
	return s, nil
}

// connection are the options of NATS.
func (s *Store) connection() []nats.Option {
	o := s.Options
	all := []nats.Option{
		nats.Name("plugsheet"), nats.Timeout(2 * time.Second), nats.MaxReconnects(-1),
		nats.ReconnectWait(100 * time.Millisecond),
		nats.ReconnectJitter(100*time.Millisecond, 100*time.Millisecond), nats.ReconnectBufSize(-1),
		nats.PingInterval(2 * time.Second), nats.MaxPingsOutstanding(2), nats.IgnoreAuthErrorAbort(),
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) {
			if err != nil { // nil: it was closed
				o.Logger.Warn("the store's connection broke", "error", err)
			}
		}),
		nats.ReconnectHandler(func(*nats.Conn) { o.Logger.Info("the store is connected again") }),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) {
			o.Logger.Debug("of the store", "error", err)
		}),
	}
	if o.Creds != "" {
		all = append(all, nats.UserCredentials(o.Creds))
	}
	if o.CA != "" {
		all = append(all, nats.RootCAs(o.CA))
	}
	if o.Cert != "" {
		all = append(all, nats.ClientCert(o.Cert, o.Key))
	}
	return all
}

// classed gives an error of connecting its kind.
func classed(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, nats.ErrAuthorization), errors.Is(err, nats.ErrAuthExpired),
		errors.Is(err, nats.ErrAuthRevoked):
		return fmt.Errorf("%w: %w", ErrRefused, err)
	case strings.Contains(err.Error(), "x509:"), strings.Contains(err.Error(), "tls:"),
		strings.Contains(err.Error(), "tls error"), // the server wants a certificate, and closes
		errors.Is(err, nats.ErrSecureConnRequired), errors.Is(err, nats.ErrSecureConnWanted):
		return fmt.Errorf("%w: %w", ErrTLS, err)
	case errors.Is(err, nats.ErrNoServers), errors.Is(err, nats.ErrTimeout),
		strings.Contains(err.Error(), "dial "), strings.Contains(err.Error(), "i/o timeout"):
		return fmt.Errorf("%w: %w", ErrAway, err)
	}
	return err
}

// Close closes the connection.
func (s *Store) Close() error {
	s.nc.Close()
	return nil
}

// part is a stream or a bucket of the store, which is opened when it is needed first. It is safe for
// concurrent use.
type part[T any] struct {
	s      *Store
	open   func(ctx context.Context, name string) (T, error)
	name   string
	config jetstream.StreamConfig // of one that is made
	opened atomic.Pointer[T]
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

// note keeps whether the store does what it is asked for.
func (s *Store) note(err error) {
	if err == nil {
		s.failed.Store(0)
		return
	}
	s.failed.CompareAndSwap(0, time.Now().UnixNano())
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
		err := ErrAway
		if s.nc.IsConnected() {
			one, stop := context.WithTimeout(ctx, each)
			err = do(one)
			stop()
		}
		switch {
		case err == nil:
			s.note(nil)
			return nil
		case errors.Is(ctx.Err(), context.Canceled):
			return err
		}
		select {
		case <-ctx.Done():
			s.note(err)
			return fmt.Errorf("%w: %w", ErrAway, err)
		case <-time.After(50 * time.Millisecond):
		}
	}
}
