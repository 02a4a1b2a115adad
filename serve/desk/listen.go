package desk

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"time"
)

// Bounds of a request of the page. An answer may take as long as the connector does, which has a minute.
const (
	readTime  = 10 * time.Second
	writeTime = 2 * time.Minute
	idleTime  = 2 * time.Minute
	drainTime = 2 * time.Second
	maxHeader = 16 << 10 // bytes
)

// Serve answers the page on l, which must be a listener of a loopback address and which it closes, until ctx is done.
func (d *Desk) Serve(ctx context.Context, l net.Listener) error {
	return serveHere(ctx, l, d.Handler())
}

// ServeRelay is Serve for [Desk.Relay].
func (d *Desk) ServeRelay(ctx context.Context, l net.Listener) error {
	return serveHere(ctx, l, d.Relay())
}

func serveHere(ctx context.Context, l net.Listener, h http.Handler) error {
	if !isThisMachine(l.Addr().String()) {
		l.Close()
		return fmt.Errorf("%s can be reached from other machines", l.Addr())
	}
	web := &http.Server{
		Handler: h, ReadHeaderTimeout: readTime, ReadTimeout: readTime, WriteTimeout: writeTime, IdleTimeout: idleTime, MaxHeaderBytes: maxHeader,
	}
	stopped := make(chan error, 1)
	go func() { stopped <- web.Serve(l) }()
	select {
	case err := <-stopped:
		return fmt.Errorf("answering the desk's page: %w", err)
	case <-ctx.Done():
	}
	drain, end := context.WithTimeout(context.WithoutCancel(ctx), drainTime)
	defer end()
	if web.Shutdown(drain) != nil {
		return web.Close()
	}
	return nil
}
