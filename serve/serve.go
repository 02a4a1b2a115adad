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
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// Options are the settings of a [Server]. Bundle is required; the zero value of each other field is its default.
type Options struct {
	Bundle      string // the bundle's folder; websites of their own lie in its sites/
	CustomerKey []byte // key of the customers' hashes; nil takes each bundle's own key file

	Logger   *slog.Logger            // nil: nothing is logged; personal data is never logged
	Clock    func() time.Time        // for the journal and /ready; nil: time.Now
	Build    bool                    // build an index that is missing, stale or damaged; otherwise that is an error
	Progress func(done, total int64) // of building an index, in products; nil: not called

	Drain time.Duration // how long requests under way may take once the server is told to stop; default 10 s
}

// Server answers requests. It is safe for concurrent use. Close it when done.
type Server struct{}

// New makes a server and opens the bundle at the root, if there is one; the websites' bundles are opened when they are
// first asked for.
func New(ctx context.Context, o Options) (*Server, error) { return nil, errors.ErrUnsupported }

// Handler is the server's handler, for tests and for servers of one's own.
func (s *Server) Handler() http.Handler { return nil }

// Serve answers requests on l, which it closes, until ctx is done; then it lets those under way come to their end.
// An index that New found missing is built meanwhile; /ready tells, and when that fails Serve returns the error.
func (s *Server) Serve(ctx context.Context, l net.Listener) error { return errors.ErrUnsupported }

// Reload reads the bundles that are open anew and swaps in those that have changed and check out. The error tells those
// that do not; the server goes on with what it had.
func (s *Server) Reload(ctx context.Context) error { return errors.ErrUnsupported }

// Close releases everything. No request may be under way.
func (s *Server) Close() error { return nil }
