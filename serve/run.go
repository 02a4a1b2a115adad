package serve

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"

	"plugsheet/serve/listen"
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
