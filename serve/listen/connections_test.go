package listen

import (
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"testing"
	"time"
)

// fakeConn is a connection from somewhere.
type fakeConn struct {
	net.Conn
	from   string
	closed bool
}

func (c *fakeConn) RemoteAddr() net.Addr { return address(c.from) }
func (c *fakeConn) Close() error         { c.closed = true; return nil }

type address string

func (a address) Network() string { return "tcp" }
func (a address) String() string  { return string(a) }

func bounds(t *testing.T, l Limits) *Connections {
	t.Helper()
	return NewConnections(l, slog.New(slog.DiscardHandler), time.Now, nil)
}

// connect lets somebody connect; nil where the connection is refused.
func connect(c *Connections, from string) (*fakeConn, *connection) {
	raw := &fakeConn{from: from}
	return raw, c.admit(raw)
}

func TestConnectionsOfOneSource(t *testing.T) {
	c := bounds(t, Limits{Connections: 10})
	var first, second *fakeConn
	for i := range 6 {
		raw, one := connect(c, "192.0.2.1:1")
		if one == nil {
			t.Fatalf("connection %d is refused", i)
		}
		switch i {
		case 0:
			first = raw
			c.State(one, http.StateActive)
		case 1:
			second = raw
		}
	}
	if first.closed || !second.closed || c.Count() != 5 {
		t.Errorf("busy one closed %v, the one that waited longest %v, %d open", first.closed,
			second.closed, c.Count())
	}
	for i := range 5 {
		if _, one := connect(c, "192.0.2.2:1"); one == nil {
			t.Errorf("another source's connection %d is refused", i)
		}
	}
	if first.closed || c.Count() != 10 {
		t.Errorf("%d open", c.Count())
	}
}

// Where everything is taken the one that waited longest goes, whosever it is; where none waits, nobody new
// comes.
func TestConnectionsInAll(t *testing.T) {
	c := bounds(t, Limits{Connections: 4})
	var all []*connection
	for _, from := range []string{"192.0.2.1:1", "192.0.2.1:2", "192.0.2.2:1", "192.0.2.2:2"} {
		_, one := connect(c, from)
		all = append(all, one)
	}
	raw, three := connect(c, "192.0.2.3:1")
	if three == nil || !all[0].Conn.(*fakeConn).closed || c.Count() != 4 {
		t.Fatalf("%v, %d open", raw.closed, c.Count())
	}
	for _, one := range append(all[1:], three) {
		c.State(one, http.StateActive)
	}
	if raw, one := connect(c, "192.0.2.4:1"); one != nil || !raw.closed || c.Count() != 4 {
		t.Error("one more was let in")
	}
	c.State(all[2], http.StateIdle)
	if _, one := connect(c, "192.0.2.4:1"); one == nil || !all[2].Conn.(*fakeConn).closed {
		t.Error("the one that waits again was not dropped")
	}
	for _, one := range append(all, three) {
		one.Close()
		one.Close() // twice is once
	}
	if c.Count() != 1 || c.waiting.Len() != 1 || len(c.sources) != 1 {
		t.Errorf("%d open, %d wait, %d sources", c.Count(), c.waiting.Len(), len(c.sources))
	}
}

// A proxy that is trusted may have all: many are behind it. So may the socket of a service manager, which has
// no address.
func TestConnectionsOfProxies(t *testing.T) {
	c := bounds(t,
		Limits{Connections: 8, TrustedProxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}})
	for _, from := range []string{"10.0.0.1:1", "@"} {
		for range 4 {
			if _, one := connect(c, from); one == nil {
				t.Errorf("%s is refused", from)
			}
		}
	}
	if _, one := connect(c, "10.0.0.1:1"); one == nil || c.Count() != 8 {
		t.Errorf("%d open", c.Count())
	}
}

func TestFilesAreKept(t *testing.T) {
	for files, want := range map[int]int{0: 12_000, 40: 16, 256: 128, 1024: 512, 20_000: 11_808,
		1 << 20: 1<<20 - 8192} {
		if got := connections(files); got != want {
			t.Errorf("%d files: %d connections, want %d", files, got, want)
		}
	}
}
