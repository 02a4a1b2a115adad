package serve

import (
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"
)

// Limits bound who is answered and how much at once. The zero value lets everybody in, at any rate, with the default
// timeouts and number of requests at once. What is open to everybody, /health and /ready, is never refused.
type Limits struct {
	AllowFrom      []netip.Prefix // source networks that are answered; none: all of them
	TrustedProxies []netip.Prefix // whose X-Forwarded-For is believed; none: nobody's

	ThisMachine bool // of what needs no signature, answer only what comes from this machine and is meant for it

	Rate     float64 // requests a second of one source, in bursts of twice as many; 0: no limit; this machine has none
	InFlight int     // requests that are being answered at once, beyond which the answer is 503; default 512

	ReadHeader time.Duration // how long a client may take for the headers; default 5 s
	Read       time.Duration // for the whole request; default 15 s
	Write      time.Duration // for the whole request and answer; default 30 s
	Idle       time.Duration // how long a connection is kept for the next request; default 2 min
}

// withDefaults fills in what is left out.
func (l Limits) withDefaults() Limits {
	if l.InFlight <= 0 {
		l.InFlight = 512
	}
	for d, def := range map[*time.Duration]time.Duration{
		&l.ReadHeader: 5 * time.Second, &l.Read: 15 * time.Second, &l.Write: 30 * time.Second, &l.Idle: 2 * time.Minute,
	} {
		if *d <= 0 {
			*d = def
		}
	}
	return l
}

// gate lets requests in, or not.
type gate struct {
	Limits
	clock    func() time.Time
	sources  sources
	inFlight atomic.Int64
}

// admit checks where a request comes from, and how often. One whose signature is checked may come by any proxy.
func (g *gate) admit(r *http.Request, signed bool) error {
	if g.ThisMachine && !signed && !g.isThisMachine(r) {
		return &failure{kind: noSecret, detail: "ask for localhost or 127.0.0.1, or set a secret"}
	}
	if len(g.AllowFrom) == 0 && g.Rate == 0 {
		return nil
	}
	from := g.source(r)
	if len(g.AllowFrom) > 0 && !within(g.AllowFrom, from) {
		return &failure{kind: stranger}
	}
	if g.Rate > 0 && !from.IsLoopback() && !g.sources.limiter(from, g.Rate).AllowN(g.clock(), 1) {
		return &failure{kind: tooMany, detail: fmt.Sprintf("at most %g a second", g.Rate)}
	}
	return nil
}

// enter counts one more request that is being answered; false when there are too many. Whoever entered leaves. Reading
// a request's body comes before, so that slow clients hold no place.
func (g *gate) enter() bool {
	if g.inFlight.Add(1) > int64(g.InFlight) {
		g.inFlight.Add(-1)
		return false
	}
	return true
}

func (g *gate) leave() { g.inFlight.Add(-1) }

// source is where a request comes from: the other end of the connection, or, where that is a trusted proxy, the last
// address of X-Forwarded-For that is none. The addresses before that one are only what somebody claims.
func (g *gate) source(r *http.Request) netip.Addr {
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

// isThisMachine tells whether a request comes from this machine and is meant for it. A name of another machine in Host
// is that of a proxy, or of a web page that points a name of its own at us; other proxies say that they are some.
func (g *gate) isThisMachine(r *http.Request) bool {
	if !g.source(r).IsLoopback() {
		return false
	}
	if len(g.TrustedProxies) == 0 && (r.Header["X-Forwarded-For"] != nil || r.Header["Forwarded"] != nil || r.Header["Via"] != nil) {
		return false
	}
	host := (&url.URL{Host: r.Host}).Hostname()
	a, err := netip.ParseAddr(host)
	return strings.EqualFold(host, "localhost") || err == nil && a.Unmap().IsLoopback()
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
	for _, p := range networks {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

// sources remembers how often each source came. Like pages it has two generations, each of at most maxSources.
type sources struct {
	mu         sync.Mutex
	young, old map[netip.Addr]*rate.Limiter
}

const maxSources = 10_000

// networkBits are what makes one source of IPv6: a customer has at least so large a network.
const networkBits = 64

// limiter finds the one of a source, or makes it.
func (c *sources) limiter(from netip.Addr, perSecond float64) *rate.Limiter {
	if from.Is6() {
		if p, err := from.Prefix(networkBits); err == nil {
			from = p.Addr()
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if l := c.young[from]; l != nil {
		return l
	}
	l := c.old[from]
	if l == nil {
		l = rate.NewLimiter(rate.Limit(perSecond), max(1, int(2*perSecond)))
	}
	if c.young == nil || len(c.young) >= maxSources {
		c.old, c.young = c.young, map[netip.Addr]*rate.Limiter{}
	}
	c.young[from] = l
	return l
}
