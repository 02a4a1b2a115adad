// Package listen is the way in: who is let in and how much at once, certificates, and what is told of
// connections outside of any request.
package listen

import (
	"fmt"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/time/rate"

	"plugsheet/serve/loopback"
	"plugsheet/serve/web/failure"
)

// Limits bound who is answered and how much at once. The zero value lets everybody in, at any rate, with the
// default timeouts and number of requests at once. What is open to everybody, /health and /ready, is only
// refused to a source that asks for it more than fifty times a second.
type Limits struct {
	AllowFrom      []netip.Prefix // Source networks that are answered; none: all of them
	TrustedProxies []netip.Prefix // whose X-Forwarded-For is believed; none: nobody's

	// of what needs no signature, answer only what comes from this machine and is meant for it
	ThisMachine bool

	// requests a second of one source, in bursts of twice as many; 0: no limit; this machine has none
	Rate     float64
	InFlight int // requests that are being answered at once, beyond which the answer is 503; default 512

	// Connections at once, of all; half of them are for one source at most, but for a trusted proxy. Default
	// 12,000, or less where the process may not open as many files: as many as its connections are kept for
	// the journal and the bundles.
	Connections int

	ReadHeader time.Duration // how long a client may take for the headers; default 5 s
	Read       time.Duration // for the whole request; default 15 s
	Write      time.Duration // for the whole request and answer; default 30 s
	Idle       time.Duration // how long a connection is kept for the next request; default 2 min
}

// WithDefaults fills in what is left out.
func (l Limits) WithDefaults() Limits {
	if l.InFlight <= 0 {
		l.InFlight = 512
	}
	if most := connections(openFiles()); l.Connections <= 0 || l.Connections > most {
		l.Connections = min(most, max(maxConnections, l.Connections))
	}
	for d, def := range map[*time.Duration]time.Duration{
		&l.ReadHeader: 5 * time.Second, &l.Read: 15 * time.Second, &l.Write: 30 * time.Second,
		&l.Idle: 2 * time.Minute,
	} {
		if *d <= 0 {
			*d = def
		}
	}
	return l
}

// What is kept of the files that a process may open: half of them, but neither less nor more than this.
const (
	leastKept      = 96
	mostKept       = 8192
	maxConnections = 12_000 // without a setting
	leastOpen      = 16     // connections, however few files there are
)

// connections is how many there may be where so many files may be open; 0: nobody knows.
func connections(files int) int {
	if files == 0 {
		return maxConnections
	}
	return max(leastOpen, files-min(mostKept, max(leastKept, files/2)))
}

// MaxHeader bounds all headers and the request line, in bytes.
const MaxHeader = 32 << 10

// Gate lets requests in, or not. It is safe for concurrent use.
type Gate struct {
	Limits
	clock    func() time.Time
	sources  *Sources
	open     *Sources // of what is open to everybody
	inFlight atomic.Int64
	untold   atomic.Int64 // when a request last came by a proxy that tells nobody, in Unix seconds
}

// openRate is how often a second one source gets what is open to everybody.
const openRate = 50

// NewGate makes a gate; what is left out of its limits has the default.
func NewGate(l Limits, clock func() time.Time) *Gate {
	l = l.WithDefaults()
	return &Gate{Limits: l, clock: clock, sources: NewSources(l.Rate), open: NewSources(openRate)}
}

// Answering is how many requests are being answered.
func (g *Gate) Answering() int64 { return g.inFlight.Load() }

// Admit checks where a request comes from, and how often. One whose signature is checked may come by any
// proxy.
func (g *Gate) Admit(r *http.Request, signed bool) error {
	if g.ThisMachine && !signed && !g.IsThisMachine(r) {
		return &failure.Error{Kind: failure.NoSecret, Detail: "ask for localhost or 127.0.0.1, or set a secret"}
	}
	from := g.Source(r)
	g.notice(r, from)
	if len(g.AllowFrom) > 0 && !within(g.AllowFrom, from) {
		return &failure.Error{Kind: failure.Stranger}
	}
	if g.Rate > 0 && !g.isOwn(r, from) && !g.sources.Allow(from, g.clock()) {
		return &failure.Error{Kind: failure.TooMany, Detail: fmt.Sprintf("at most %g a second", g.Rate)}
	}
	return nil
}

// AdmitOpen does so for what is open to everybody: only how often counts.
func (g *Gate) AdmitOpen(r *http.Request) error {
	from := g.Source(r)
	g.notice(r, from)
	if !g.isOwn(r, from) && !g.open.Allow(from, g.clock()) {
		return &failure.Error{Kind: failure.TooMany, Detail: fmt.Sprintf("at most %d a second", openRate)}
	}
	return nil
}

// isOwn tells whether a request is this machine's own, which has no limit: a proxy on it is a source like any
// other.
func (g *Gate) isOwn(r *http.Request, from netip.Addr) bool {
	return from.IsLoopback() && g.IsThisMachine(r)
}

// notice remembers a request of a proxy on this machine that does not tell, to us, for whom it asks.
func (g *Gate) notice(r *http.Request, from netip.Addr) {
	if from.IsLoopback() && !g.IsThisMachine(r) {
		g.untold.Store(g.clock().Unix())
	}
}

// untoldTime is how long a proxy that tells nobody is remembered.
const untoldTime = 10 * time.Minute

// Untold tells whether requests come by a proxy on this machine that does not tell for whom it asks, or is
// not trusted to: all its clients count as one source.
func (g *Gate) Untold() bool {
	last := g.untold.Load()
	return last != 0 && g.clock().Sub(time.Unix(last, 0)).Abs() < untoldTime
}

// Enter counts one more request that is being answered; false when there are too many. Whoever entered
// leaves. Reading a request's body comes before, so that slow clients hold no place.
func (g *Gate) Enter() bool {
	if g.inFlight.Add(1) > int64(g.Limits.InFlight) {
		g.inFlight.Add(-1)
		return false
	}
	return true
}

// Leave gives the place back.
func (g *Gate) Leave() { g.inFlight.Add(-1) }

// Source is where a request comes from: the other end of the connection, or, where that is a trusted proxy,
// the last address of X-Forwarded-For that is none. The addresses before that one are only what somebody
// claims.
func (g *Gate) Source(r *http.Request) netip.Addr {
	from := parseSource(r.RemoteAddr)
	if !from.IsValid() && (r.RemoteAddr == "@" || r.RemoteAddr == "") {
		from = thisMachine // the other end of a socket in the file system has no address
	}
	if len(g.TrustedProxies) == 0 || !within(g.TrustedProxies, from) {
		return from
	}
	hops := strings.Split(strings.Join(r.Header["X-Forwarded-For"], ","), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		hop := parseSource(strings.TrimSpace(hops[i]))
		if !hop.IsValid() {
			break
		}
		if from = hop; !within(g.TrustedProxies, from) {
			break
		}
	}
	return from
}

// proxied are headers by which a proxy says that it is one.
var proxied = []string{"X-Forwarded-For", "Forwarded", "Via", "X-Real-Ip"}

// IsThisMachine tells whether a request comes from this machine and is meant for it. A name of another
// machine in Host is that of a proxy, or of a web page that points a name of its own at us; other proxies say
// that they are some, or speak HTTP/1.0, as nginx does where nobody told it otherwise.
func (g *Gate) IsThisMachine(r *http.Request) bool {
	if !g.Source(r).IsLoopback() || !r.ProtoAtLeast(1, 1) {
		return false
	}
	isSet := func(name string) bool { return r.Header[name] != nil }
	if len(g.TrustedProxies) == 0 && slices.ContainsFunc(proxied, isSet) {
		return false
	}
	return loopback.IsHere(r.Host)
}

// thisMachine is where connections come from that no network carries.
var thisMachine = netip.AddrFrom4([4]byte{127, 0, 0, 1})

// parseSource reads an address with or without port; the zero one where it is none.
func parseSource(text string) netip.Addr {
	if ap, err := netip.ParseAddrPort(text); err == nil {
		return ap.Addr().Unmap().WithZone("")
	}
	a, err := netip.ParseAddr(strings.Trim(text, "[]"))
	if err != nil {
		return netip.Addr{}
	}
	return a.Unmap().WithZone("")
}

func within(networks []netip.Prefix, a netip.Addr) bool {
	return slices.ContainsFunc(networks, func(p netip.Prefix) bool { return p.Contains(a) })
}

// Sources bound how often each source comes; those that came last are remembered. They are safe for
// concurrent use.
type Sources struct {
	perSecond float64
	limiters  *lru.Cache[netip.Addr, *rate.Limiter]
}

// maxSources is how many sources are remembered.
const maxSources = 20_000

// NewSources lets each source come so often a second, in bursts of twice as many.
func NewSources(perSecond float64) *Sources {
	limiters, _ := lru.New[netip.Addr, *rate.Limiter](maxSources) // fails only for a size below one
	return &Sources{perSecond, limiters}
}

// Allow tells whether a source may come now, and counts it.
func (c *Sources) Allow(from netip.Addr, now time.Time) bool {
	from = network(from)
	l, ok := c.limiters.Get(from)
	if !ok {
		l = rate.NewLimiter(rate.Limit(c.perSecond), max(1, int(2*c.perSecond)))
		if before, had, _ := c.limiters.PeekOrAdd(from, l); had {
			l = before
		}
	}
	return l.AllowN(now, 1)
}

// networkBits are what makes one source of IPv6: providers give one customer as large a network, or a smaller
// one.
const networkBits = 56

// network is what counts as one source.
func network(from netip.Addr) netip.Addr {
	if from.Is6() {
		if p, err := from.Prefix(networkBits); err == nil {
			return p.Addr()
		}
	}
	return from
}
