package serve

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/pprof"
	"time"

	"plugsheet/serve/listen"
	"plugsheet/serve/metrics"
	"plugsheet/serve/web"
)

// Serve answers requests on l, which it closes, until ctx is done; then it lets those under way come to their
// end, for at most o.Drain, and returns nil. Bundles that change on the disk are loaded meanwhile; see
// [Server.Wake]. The index that [New] found missing is built meanwhile, and /ready tells; when that fails
// Serve returns the error. Call it once.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	web := &http.Server{
		Handler:                      s.Handler(),
		ReadHeaderTimeout:            s.gate.ReadHeader,
		ReadTimeout:                  s.gate.Read,
		WriteTimeout:                 s.gate.Write,
		IdleTimeout:                  s.gate.Idle,
		MaxHeaderBytes:               listen.MaxHeader,
		ConnState:                    s.conns.State,
		ErrorLog:                     listen.NewWebLog(s.log, s.o.Clock, s.metrics.Handshake),
		DisableGeneralOptionsHandler: true,
	}
	l = s.conns.Listen(l)
	answer := web.Serve
	if s.tls != nil {
		web.TLSConfig = s.tls
		answer = func(l net.Listener) error { return web.ServeTLS(l, "", "") }
	}
	stopped := make(chan error, 1)
	go func() { stopped <- answer(l) }()
	prepared := make(chan error, 1)
	s.background.Go(func() { prepared <- s.sites.Prepare(ctx) })
	following, end := context.WithCancel(ctx)
	defer end()
	s.sites.Follow(following)
	if s.forwarder != nil {
		s.background.Go(func() { s.forwarder.Run(following, s.sources) })
	}
	for {
		select {
		case err := <-stopped:
			return fmt.Errorf("serving: %w", err)
		case err := <-prepared:
			if err != nil && ctx.Err() == nil {
				return errors.Join(err, s.stop(web))
			}
			prepared = nil
		case <-ctx.Done():
			return s.stop(web)
		}
	}
}

// stop closes the listener, lets the requests under way come to their end, and drops those that do not in
// time.
func (s *Server) stop(web *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), s.o.Drain)
	defer cancel()
	if err := web.Shutdown(ctx); err != nil {
		s.log.Warn("some requests did not come to their end and were dropped", "after", s.o.Drain)
		return web.Close()
	}
	return nil
}

// newMetrics makes the metrics and lets the state of s be read.
func (s *Server) newMetrics() *metrics.Metrics {
	state := metrics.State{
		Age:         func() time.Duration { return s.sites.Age() },
		Products:    func() int { return s.sites.Products() },
		Refused:     func() int { return s.sites.CountRefused() },
		Sites:       func() (known, open int) { return s.sites.Count() },
		InFlight:    s.gate.Answering,
		Connections: func() int { return s.conns.Count() },
		Lag:         func() float64 { return s.forwarder.Lag() },
	}
	if s.o.Store != nil {
		state.StoreAway = func() float64 {
			if _, away := s.o.Store.Away(); away {
				return 1
			}
			return 0
		}
	}
	return metrics.New(state)
}

// profileTime is how long an answer of the operations' listener may take: a profile is 30 seconds by default.
const profileTime = 2 * time.Minute

// Operations is the handler for those who run the server: /metrics, in the text format of Prometheus,
// /health, /ready, and with profiles also /debug/pprof/. It checks no signature, so it belongs on an address
// that only they reach; profiles show the memory, with secrets and personal data in it.
func (s *Server) Operations(profiles bool) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", s.metrics.Handler())
	mux.Handle("GET /health", s.plain(s.health))
	mux.Handle("GET /ready", s.plain(s.ready))
	if profiles {
		for path, h := range map[string]http.HandlerFunc{
			"": pprof.Index, "profile": pprof.Profile, "symbol": pprof.Symbol, "trace": pprof.Trace,
		} {
			mux.HandleFunc("GET /debug/pprof/"+path, s.hereOnly(h))
		}
	}
	return mux
}

// hereOnly keeps out what a proxy passes on and says so, and pages that point a name of their own at this
// machine.
func (s *Server) hereOnly(h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !s.gate.IsThisMachine(r) {
			http.Error(w, "profiles are for this machine", http.StatusForbidden)
			return
		}
		h(w, r)
	}
}

// plain lets an endpoint answer that is neither counted nor logged.
func (s *Server) plain(answer web.Endpoint) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		e := web.Begin(w, r, s.tls != nil)
		if err := answer(e, r); err != nil {
			web.Problem(s.log, e, r, err)
		}
	})
}

// ServeOperations answers on l, which it closes, with [Server.Operations] until ctx is done.
func (s *Server) ServeOperations(ctx context.Context, l net.Listener, profiles bool) error {
	web := &http.Server{
		Handler:           s.Operations(profiles),
		ReadHeaderTimeout: s.gate.ReadHeader,
		ReadTimeout:       s.gate.Read,
		WriteTimeout:      profileTime,
		IdleTimeout:       s.gate.Idle,
		MaxHeaderBytes:    listen.MaxHeader,
		ErrorLog:          listen.NewWebLog(s.log, s.o.Clock, s.metrics.Handshake),
	}
	stop := context.AfterFunc(ctx, func() { web.Close() })
	defer stop()
	if err := web.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serving the metrics: %w", err)
	}
	return nil
}
