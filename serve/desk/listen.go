package desk

import (
	"context"
	"net"
	"time"

	"plugsheet/serve/loopback"
)

// readTime is how long a request of the page may take.
const readTime = 10 * time.Second

// Serve answers the page on l, which must be a listener of a loopback address and which it closes, until ctx
// is done.
func (d *Desk) Serve(ctx context.Context, l net.Listener) error {
	return loopback.Serve(ctx, l, d.Handler(), readTime)
}

// ServeRelay is Serve for [Desk.Relay].
func (d *Desk) ServeRelay(ctx context.Context, l net.Listener) error {
	return loopback.Serve(ctx, l, d.Relay(), readTime)
}
