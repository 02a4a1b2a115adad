package loopback

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"time"
)

// Bounds of a request of a page. An answer may take as long as a connector does, which has a minute.
const (
	headerTime = 10 * time.Second
	writeTime  = 2 * time.Minute
	idleTime   = 2 * time.Minute
	drainTime  = 2 * time.Second
	maxHeader  = 16 << 10 // bytes
)

// Serve answers on l, which must be a listener of a loopback address and which it closes, until ctx is done.
// A request's body may take as long as read says.
func Serve(ctx context.Context, l net.Listener, h http.Handler, read time.Duration) error {
	if !IsHere(l.Addr().String()) {
		l.Close()
		return fmt.Errorf("%s can be reached from other machines", l.Addr())
	}
	web := &http.Server{
		Handler: h, ReadHeaderTimeout: headerTime, ReadTimeout: read, WriteTimeout: writeTime,
		IdleTimeout: idleTime, MaxHeaderBytes: maxHeader,
	}
	stopped := make(chan error, 1)
	go func() { stopped <- web.Serve(l) }()
	select {
	case err := <-stopped:
		return fmt.Errorf("answering the page: %w", err)
	case <-ctx.Done():
	}
	drain, end := context.WithTimeout(context.WithoutCancel(ctx), drainTime)
	defer end()
	if web.Shutdown(drain) != nil {
		return web.Close()
	}
	return nil
}
