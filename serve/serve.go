// Package serve answers the platform's requests (contract, 1.5 and 1.6) from a bundle and its index.
//
// A [Server] holds, for each website, one snapshot: a bundle that was checked and its open index. A request
// takes the snapshot once and uses it to the end; [Server.Reload] puts a new one in its place without
// disturbing anyone, and a bundle that does not check out never replaces one that does.
//
// Which requests there are stands in routes.go; what each parameter means is package param's.
package serve

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"plugsheet/index/gaps"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/each"
	"plugsheet/serve/app"
	"plugsheet/serve/app/requests"
	"plugsheet/serve/bot/protocol"
	"plugsheet/serve/listen"
	"plugsheet/serve/metrics"
	"plugsheet/serve/site"
	"plugsheet/serve/store"
	"plugsheet/serve/web"
	"plugsheet/serve/web/failure"
	"plugsheet/serve/webhook"
)

// Options are the settings of a [Server]. Bundle is required; the zero value of each other field is its
// default.
type Options struct {
	Bundle string // the bundle's folder; websites of their own lie in its sites/

	Customers bundle.CustomerAccess // the zero value takes each bundle's own key file

	// Secrets of the requests' signatures (contract, 1.2): the connector's, and while it is being changed
	// also the one before. [Server.SetSecrets] changes them. Without any, every request that has to be signed
	// is refused.
	Secrets []Secret

	// Secrets holds one that was made here ([OwnSecret]), which the platform does not know; /ready says so
	OwnSecret     bool
	AllowUnsigned bool // without Secrets, answer without signatures: only listen where no stranger gets to

	// nil: nothing is logged; a line a request at Info; personal data is never logged
	Logger *slog.Logger
	Clock  func() time.Time // for the journal and /ready; nil: time.Now
	// build an index that is missing, stale or damaged; otherwise that is an error
	Build    bool
	Progress func(done, total int64) // of building an index, in products; nil: not called

	// how often Serve looks for changed bundles, besides when it is woken; default 10 s, negative: never
	Poll  time.Duration
	Watch site.Watch // the inputs that Serve follows; none: none

	Forward webhook.Forward // where Serve passes actions on to; none: nowhere

	// Store is what several servers remember together; nil: this one remembers in files under private/.
	Store store.Shared

	// FeedKeys are those of GET /feed.csv, of at least MinFeedKey bytes: the one that counts and, while it is
	// being changed, the one before. [Server.SetFeedKeys] changes them. Without any there is no feed.
	FeedKeys []string

	NoGaps     bool // do not count searches that find nothing for a word under private/ (see index/gaps)
	NoLearning bool // do not count what agents send there, nor let the app's searches learn from it

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
	keys    atomic.Pointer[[]string] // of the feed
	metrics *metrics.Metrics
	gate    *listen.Gate
	conns   *listen.Connections
	often   listen.Sampled // lines of the log that come as often as anybody wants
	warned  atomic.Bool    // of a proxy that tells nobody
	tls     *tls.Config    // nil: none
	bot     *protocol.Protocol
	app     *requests.Requests
	bodies  web.Buffers
	pages   *pages
	feeds   chan struct{} // those that are being written

	sites      *site.Sites
	background sync.WaitGroup // of what [Server.Serve] began

	forwarder *webhook.Forwarder // nil: actions are not passed on
}

// New makes a server and opens the bundle at the root, if there is one; the websites' bundles are opened when
// they are first asked for. An index that is missing is left for [Server.Serve] or [Server.Reload] to build
// when o.Build says so, since that may take minutes.
//
// Errors: [bundle.ErrNotBundle] where there is neither a bundle nor a website's, [*bundle.FormatError],
// [*bundle.DamagedError], [index.ErrMissing] and [index.ErrDamaged] without o.Build, or of the disk.
func New(ctx context.Context, o Options) (*Server, error) {
	s := &Server{o: o.withDefaults(), mux: http.NewServeMux(), pages: newPages(),
		feeds: make(chan struct{}, maxFeeds)}
	if err := s.SetSecrets(s.o.Secrets); err != nil {
		return nil, err
	}
	s.SetFeedKeys(s.o.FeedKeys)
	s.o.Secrets, s.log = nil, s.o.Logger
	s.gate = listen.NewGate(s.o.Limits, s.o.Clock)
	s.metrics = s.newMetrics()
	s.conns = listen.NewConnections(s.o.Limits, s.log, s.o.Clock, s.metrics.Dropped)
	s.often = listen.NewSampled(s.o.Clock)
	var err error
	private := filepath.Join(s.o.Bundle, bundle.PrivateDir)
	s.tls, err = s.o.TLS.Config(listen.TLSOptions{Private: private, Logger: s.log, Clock: s.o.Clock})
	if err != nil {
		return nil, fmt.Errorf("preparing TLS: %w", err)
	}
	s.forwarder, err = webhook.NewForwarder(s.o.Forward, webhook.ForwarderOptions{
		Logger: s.log, Clock: s.o.Clock, Count: s.metrics.Forwarded,
	})
	if err != nil {
		return nil, fmt.Errorf("preparing to forward actions: %w", err)
	}
	if s.sites, err = site.New(ctx, s.siteOptions()); err != nil {
		return nil, err
	}
	s.bot, err = protocol.New(protocol.Options{
		Dir: private, Store: s.o.Store, Sites: s.sites, Metrics: s.metrics, Logger: s.log, Clock: s.o.Clock,
	})
	if err != nil {
		return nil, errors.Join(err, s.sites.Close())
	}
	s.app = requests.New(requests.Options{
		App: func() *app.App { return s.proof.Load().app }, Sites: s.sites, Gate: s.gate, Logger: s.log,
		Clock: s.o.Clock, AllowOpen: s.o.AllowUnsigned,
	})
	s.handle(s.table())
	s.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		s.fail(w.(*web.Exchange), r, &failure.Error{Kind: failure.NoRoute})
	})
	return s, nil
}

// siteOptions are the settings of the websites.
func (s *Server) siteOptions() site.Options {
	o := s.o
	all := site.Options{
		Dir: o.Bundle, Customers: o.Customers, Logger: o.Logger, Clock: o.Clock, Build: o.Build,
		Progress: o.Progress, Poll: o.Poll, Watch: o.Watch, NoGaps: o.NoGaps, NoLearning: o.NoLearning,
		OpenSites: o.OpenSites, SiteIdle: o.SiteIdle, Actions: s.newActions, Loaded: s.metrics.Reload,
		Unimported: s.metrics.Unimported,
	}
	if o.Store != nil {
		all.Counts = func(t *site.Site) gaps.Values { return o.Store.Counts(t.Name) }
	}
	return all
}

// newActions makes the keeper of a website's actions. What is recorded is counted and forwarded.
func (s *Server) newActions(t *site.Site) store.Actions {
	o := store.JournalOptions{
		Dir: t.Dir, Logger: s.log.With("site", t.Name), Clock: s.o.Clock, Forwarded: s.forwarder != nil,
		Wrote: func(lines, bytes int, failed error) {
			s.metrics.WroteJournal(lines, bytes, failed)
			if failed == nil {
				s.forwarder.Recorded(t.Actions)
			}
		},
	}
	if s.o.Store != nil {
		return s.o.Store.Actions(t.Name, o)
	}
	return store.NewJournal(o)
}

// sources are the websites that are known and the root, for the forwarder.
func (s *Server) sources() []webhook.Source {
	return each.Of(s.sites.All(), func(t *site.Site) webhook.Source {
		return webhook.Source{Site: t.Name, Actions: t.Actions}
	})
}

// Reload reads the bundles that are open anew; see [site.Sites.Reload].
func (s *Server) Reload(ctx context.Context) error { return s.sites.Reload(ctx) }

// Wake asks [Server.Serve] to look at the bundles now; see [site.Sites.Wake].
func (s *Server) Wake() { s.sites.Wake() }

// withDefaults fills in what is left out.
func (o Options) withDefaults() Options {
	o.Logger = cmp.Or(o.Logger, slog.New(slog.DiscardHandler))
	if o.Clock == nil {
		o.Clock = time.Now
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
	s.background.Wait()
	return errors.Join(s.sites.Close(), s.bot.Close())
}
