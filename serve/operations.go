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
	"plugsheet/serve/web"
)

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
