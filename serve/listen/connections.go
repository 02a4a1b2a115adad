package listen

import (
	"container/list"
	"crypto/tls"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"
)

// Connections bound how many connections there are, in all and of one source, so that there are always some
// left for others, and file descriptors for the journal and the bundle. Where one more comes than may be, the
// one that has waited longest for a request, of the same source where that has too many, is dropped for it;
// where none waits, the new one is. They are safe for concurrent use.
type Connections struct {
	all, each int
	trusted   []netip.Prefix // proxies: many clients behind one address
	log       *slog.Logger
	dropped   func() // is told of each
	told      seldom

	mu      sync.Mutex
	count   int
	waiting *list.List // of *connection, the longest first
	sources map[netip.Addr]*party
}

// party is what one source has.
type party struct {
	count   int
	waiting *list.List
}

// NewConnections bounds those of a gate's limits. dropped, which may be nil, is told of each one that is
// dropped.
func NewConnections(l Limits, log *slog.Logger, clock func() time.Time, dropped func()) *Connections {
	l = l.WithDefaults()
	if dropped == nil {
		dropped = func() {}
	}
	return &Connections{
		all: l.Connections, each: max(1, l.Connections/2), trusted: l.TrustedProxies, log: log,
		dropped: dropped, told: seldom{clock: clock}, waiting: list.New(), sources: map[netip.Addr]*party{},
	}
}

// Count is how many there are.
func (c *Connections) Count() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.count
}

// Listen gives the listener whose connections are bounded. The server's ConnState must be
// [Connections.State].
func (c *Connections) Listen(l net.Listener) net.Listener { return &bounded{l, c} }

// bounded is a listener that closes what is too much.
type bounded struct {
	net.Listener
	all *Connections
}

// Accept gives the next connection that may stay.
func (l *bounded) Accept() (net.Conn, error) {
	for {
		c, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if one := l.all.admit(c); one != nil {
			return one, nil
		}
	}
}

// connection is one of them.
type connection struct {
	net.Conn
	all    *Connections
	source netip.Addr
	party  *party // nil for one that counts in all alone, and after its end

	inAll, inParty *list.Element // of the lists of those that wait; nil while a request is under way
	open           bool
}

// admit counts a connection; nil when it had to be closed.
func (c *Connections) admit(raw net.Conn) *connection {
	one := &connection{Conn: raw, all: c, source: network(parseSource(raw.RemoteAddr().String()))}
	victim, ok := c.enter(one)
	if victim != nil {
		victim.Conn.Close()
	}
	if !ok {
		raw.Close()
		one = nil
	}
	if !ok || victim != nil {
		c.tell(!ok)
	}
	return one
}

// enter makes room for one and counts it. It gives the one that is dropped for it; false when there is no
// room.
func (c *Connections) enter(one *connection) (victim *connection, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	p := c.sources[one.source]
	bound := one.source.IsValid() && !within(c.trusted, one.source)
	var from *list.List
	switch {
	case bound && p != nil && p.count >= c.each:
		from = p.waiting
	case c.count >= c.all:
		from = c.waiting
	}
	if from != nil {
		oldest := from.Front()
		if oldest == nil {
			return nil, false
		}
		victim = oldest.Value.(*connection)
		c.leave(victim)
	}
	if p = c.sources[one.source]; p == nil {
		p = &party{waiting: list.New()}
		c.sources[one.source] = p
	}
	one.party, one.open = p, true
	p.count++
	c.count++
	c.wait(one)
	return victim, true
}

// leave counts one less. The caller holds the lock.
func (c *Connections) leave(one *connection) {
	if !one.open {
		return
	}
	c.busy(one)
	one.open = false
	c.count--
	if one.party.count--; one.party.count == 0 {
		delete(c.sources, one.source)
	}
}

// wait and busy put one among those that wait for a request, and take it out. The caller holds the lock.
func (c *Connections) wait(one *connection) {
	if one.open && one.inAll == nil {
		one.inAll, one.inParty = c.waiting.PushBack(one), one.party.waiting.PushBack(one)
	}
}

func (c *Connections) busy(one *connection) {
	if one.inAll != nil {
		c.waiting.Remove(one.inAll)
		one.party.waiting.Remove(one.inParty)
		one.inAll, one.inParty = nil, nil
	}
}

// State is for [http.Server.ConnState].
func (c *Connections) State(conn net.Conn, s http.ConnState) {
	if t, ok := conn.(*tls.Conn); ok {
		conn = t.NetConn()
	}
	one, ok := conn.(*connection)
	if !ok {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	switch s {
	case http.StateActive:
		c.busy(one)
	case http.StateIdle:
		c.wait(one)
	}
}

// Close counts the connection out.
func (one *connection) Close() error {
	one.all.mu.Lock()
	one.all.leave(one)
	one.all.mu.Unlock()
	return one.Conn.Close()
}

// tell counts one that was dropped, and says so from time to time.
func (c *Connections) tell(refused bool) {
	c.dropped()
	if times := c.told.tell(); times > 0 {
		c.log.Warn("too many connections: those that waited longest are dropped", "times",
			times, "refused", refused, "most", c.all, "mostOfOneSource", c.each, "hint",
			"more of them: --connections, and ulimit -n or LimitNOFILE= of systemd")
	}
}
