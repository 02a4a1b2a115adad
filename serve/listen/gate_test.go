package listen

import (
	"net/http"
	"net/netip"
	"testing"
	"time"
)

func networks(texts ...string) []netip.Prefix {
	var all []netip.Prefix
	for _, text := range texts {
		all = append(all, netip.MustParsePrefix(text))
	}
	return all
}

func TestSource(t *testing.T) {
	g := NewGate(Limits{TrustedProxies: networks("10.0.0.0/8", "fd00::/8", "127.0.0.1/32")}, time.Now)
	for _, c := range []struct {
		addr      string
		forwarded []string
		want      string
	}{
		{"35.158.241.155:4000", nil, "35.158.241.155"},
		{"[2001:db8::1]:4000", nil, "2001:db8::1"},
		{"[::ffff:10.0.0.1]:4000", []string{"1.2.3.4"}, "1.2.3.4"},
		{"35.158.241.155:4000", []string{"1.2.3.4"}, "35.158.241.155"}, // nobody's proxy
		{"10.0.0.1:4000", nil, "10.0.0.1"},
		{"@", nil, "127.0.0.1"}, // a socket in the file system
		{"@", []string{"1.2.3.4"}, "1.2.3.4"},
		{"10.0.0.1:4000", []string{""}, "10.0.0.1"},
		{"10.0.0.1:4000", []string{"1.2.3.4"}, "1.2.3.4"},
		{"10.0.0.1:4000", []string{"6.6.6.6, 1.2.3.4"}, "1.2.3.4"}, // the client's own claim before it
		{"10.0.0.1:4000", []string{"6.6.6.6", "1.2.3.4, 10.0.0.2"}, "1.2.3.4"},
		{"10.0.0.1:4000", []string{"1.2.3.4, unknown, 10.0.0.2"}, "10.0.0.2"},
		{"10.0.0.1:4000", []string{"[2001:db8::2]:99"}, "2001:db8::2"},
		{"[fd00::1%eth0]:4000", []string{"1.2.3.4:99"}, "1.2.3.4"},
		{"10.0.0.1:4000", []string{"10.0.0.3, 10.0.0.2"}, "10.0.0.3"},
		{"nowhere", []string{"1.2.3.4"}, "invalid IP"},
	} {
		r := &http.Request{RemoteAddr: c.addr, Header: http.Header{"X-Forwarded-For": c.forwarded}}
		if got := g.Source(r).String(); got != c.want {
			t.Errorf("%s %q: %s, want %s", c.addr, c.forwarded, got, c.want)
		}
	}
}

func TestSourcesAreBounded(t *testing.T) {
	c := NewSources(1)
	for i := range 5 * maxSources {
		c.Allow(netip.AddrFrom4([4]byte{1, byte(i >> 16), byte(i >> 8), byte(i)}), time.Time{})
	}
	if n := c.limiters.Len(); n > maxSources {
		t.Errorf("%d sources are remembered", n)
	}
}
