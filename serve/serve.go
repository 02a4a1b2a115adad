// Package serve answers the platform's requests (contract, 1.5 and 1.6) from a bundle and its index.
//
// A [Server] holds, for each website, one snapshot: a bundle that was checked and its open index. A request takes the
// snapshot once and uses it to the end; [Server.Reload] puts a new one in its place without disturbing anyone, and a
// bundle that does not check out never replaces one that does.
//
// Which requests there are stands in routes.go; what each parameter means stands in params.go.
package serve

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"plugsheet/index"
	"plugsheet/schemas/bundle"
	"plugsheet/serve/listen"
	"plugsheet/serve/metrics"
	"plugsheet/serve/web"
	"plugsheet/serve/webhook"
)

// Options are the settings of a [Server]. Bundle is required; the zero value of each other field is its default.
type Options struct {
	Bundle string // the bundle's folder; websites of their own lie in its sites/

	Customers bundle.CustomerAccess // the zero value takes each bundle's own key file

	// Secrets of the requests' signatures (contract, 1.2): the connector's, and while it is being changed also the one
	// before. [Server.SetSecrets] changes them. Without any, every request that has to be signed is refused.
	Secrets []Secret

	OwnSecret     bool // Secrets holds one that was made here ([OwnSecret]), which the platform does not know; /ready says so
	AllowUnsigned bool // without Secrets, answer without signatures: only listen where no stranger gets to

	Logger   *slog.Logger            // nil: nothing is logged; a line a request at Info; personal data is never logged
	Clock    func() time.Time        // for the journal and /ready; nil: time.Now
	Build    bool                    // build an index that is missing, stale or damaged; otherwise that is an error
	Progress func(done, total int64) // of building an index, in products; nil: not called

	Poll  time.Duration // how often Serve looks for changed bundles, besides when it is woken; default 10 s, negative: never
	Watch Watch         // the inputs that Serve follows; none: none

	Forward webhook.Forward // where Serve passes actions on to; none: nowhere

	NoGaps bool // do not count searches that find nothing for a word under private/ (see index/gaps)

	OpenSites int           // websites that are kept open, those last asked for; default 500
	SiteIdle  time.Duration // how long a website is kept open that nobody asks for; default 30 min

	TLS    listen.TLS    // none: something in front speaks it
	Limits listen.Limits // who is let in, and how much at once
	App    App           // the custom app
	Drain  time.Duration // how long requests under way may take once the server is told to stop; default 10 s
}

// Server answers requests. It is safe for concurrent use. Close it when done.
type Server struct {
	o       Options
	log     *slog.Logger
	mux     *http.ServeMux
	proof   atomic.Pointer[proof]
	askers  *listen.Sources // of POST /app/messages
	reading chan struct{}   // capacity half of the processors: held by each of them that is being answered
	metrics *metrics.Metrics
	gate    *listen.Gate
	tls     *tls.Config // nil: none
	bot     *botState
	bodies  web.Buffers
	pages   *pages

	snapshots atomic.Uint64 // how many there have been
	turns     turns
	born      time.Time
	closing   sync.Mutex // held by whoever closes idle websites

	root  *site
	sites atomic.Pointer[map[string]*site] // by folder name, which is the idWebsite; never changed, only replaced

	life       context.Context // of what goes on in the background; ends with Close
	end        context.CancelFunc
	background sync.WaitGroup
	serving    atomic.Bool
	checking   chan struct{} // capacity 1: held by the check that runs
	wake       chan struct{} // capacity 1: a look at the bundles is asked for

	unimported atomic.Pointer[unimported] // nil: the last import of what is watched did not fail

	forwarder *webhook.Forwarder // nil: actions are not passed on
}

// New makes a server and opens the bundle at the root, if there is one; the websites' bundles are opened when they are
// first asked for. An index that is missing is left for [Server.Serve] or [Server.Reload] to build when o.Build says
// so, since that may take minutes.
//
// Errors: [bundle.ErrNotBundle] where there is neither a bundle nor a website's, [*bundle.FormatError],
// [*bundle.DamagedError], [index.ErrMissing] and [index.ErrDamaged] without o.Build, or of the disk.
func New(ctx context.Context, o Options) (*Server, error) {
	s := &Server{o: o.withDefaults(), checking: make(chan struct{}, 1), wake: make(chan struct{}, 1), mux: http.NewServeMux()}
	err := s.SetSecrets(s.o.Secrets)
	if err != nil {
		return nil, err
	}
	s.o.Secrets = nil
	s.reading = make(chan struct{}, max(1, runtime.GOMAXPROCS(0)/2))
	s.gate, s.askers, s.pages = listen.NewGate(s.o.Limits, s.o.Clock), listen.NewSources(messagesRate), newPages()
	s.log = s.o.Logger
	if s.tls, err = s.o.TLS.Config(listen.TLSOptions{Private: filepath.Join(s.o.Bundle, bundle.PrivateDir), Logger: s.o.Logger, Clock: s.o.Clock}); err != nil {
		return nil, fmt.Errorf("preparing TLS: %w", err)
	}
	s.born, s.turns = s.o.Clock(), newTurns()
	s.handle(s.table())
	s.handle(s.botTable())
	s.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		s.fail(w.(*web.Exchange), r, &web.Failure{Kind: web.NoRoute})
	})
	s.metrics = s.newMetrics()
	if s.forwarder, err = webhook.NewForwarder(s.o.Forward, webhook.ForwarderOptions{Logger: s.o.Logger, Clock: s.o.Clock, Count: s.metrics.Forwarded}); err != nil {
		return nil, fmt.Errorf("preparing to forward actions: %w", err)
	}
	s.root = s.newSite("", s.o.Bundle)
	s.sites.Store(&map[string]*site{})
	if s.bot, err = s.newBotState(); err != nil {
		return nil, err
	}
	s.life, s.end = context.WithCancel(context.WithoutCancel(ctx))
	if err := s.start(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// start opens what can be opened at once.
func (s *Server) start(ctx context.Context) error {
	if err := s.listSites(); err != nil {
		return fmt.Errorf("listing the websites: %w", err)
	}
	if s.o.Build {
		b, err := bundle.Open(ctx, s.root.dir)
		if err != nil {
			return s.unlessSites(err)
		}
		state, err := index.Check(ctx, b)
		if err != nil {
			return fmt.Errorf("checking the index: %w", err)
		}
		if state != index.Equal {
			return nil
		}
	}
	return s.unlessSites(s.refresh(ctx, s.root))
}

// unlessSites forgives a root without bundle when there are websites with bundles of their own.
func (s *Server) unlessSites(err error) error {
	if s.without(s.root, err) {
		s.root.note(err, s.o.Clock(), "")
		return nil
	}
	return err
}

// withDefaults fills in what is left out.
func (o Options) withDefaults() Options {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Poll == 0 {
		o.Poll = 10 * time.Second
	}
	if o.OpenSites <= 0 {
		o.OpenSites = 500
	}
	if o.SiteIdle <= 0 {
		o.SiteIdle = 30 * time.Minute
	}
	if o.Drain <= 0 {
		o.Drain = 10 * time.Second
	}
	return o
}

// Handler is the server's handler, for tests and for servers of one's own.
func (s *Server) Handler() http.Handler { return http.HandlerFunc(s.serveHTTP) }

// Close releases everything. No request may be under way.
func (s *Server) Close() error {
	s.end()
	s.background.Wait()
	err := s.bot.conversations.Close()
	for _, t := range append(slices.Collect(maps.Values(*s.sites.Load())), s.root) {
		err = errors.Join(err, t.actions.Close())
		if t.gaps != nil {
			t.gaps.Close()
		}
		if n := t.current.Swap(nil); n != nil {
			n.release()
		}
	}
	return err
}
