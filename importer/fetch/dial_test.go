package fetch

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"strings"
	"testing"
)

// TestDialer connects the hosts of one download, whose name server changes its mind.
func TestDialer(t *testing.T) {
	asked := map[string]int{}
	answers := map[string][]string{ // one after the other; the last one stays
		"shop.example":   {"192.168.1.5", "10.0.0.1"},
		"cdn.example":    {"203.0.113.9", "127.0.0.1"},
		"trap.example":   {"10.0.0.8"},
		"mixed.example":  {"203.0.113.9 127.0.0.1"},
		"mapped.example": {"::ffff:10.0.0.8"},
	}
	var reached string
	d := newDialer("Shop.example")
	d.lookup = func(_ context.Context, _, host string) (list []netip.Addr, err error) {
		n := min(asked[host], len(answers[host])-1)
		asked[host]++
		for _, a := range strings.Fields(answers[host][n]) {
			list = append(list, netip.MustParseAddr(a))
		}
		return list, nil
	}
	d.connect = func(_ context.Context, _, address string) (net.Conn, error) {
		reached = address
		return nil, nil
	}
	for _, c := range []struct {
		host, want string // empty: refused
	}{
		{"shop.example", "192.168.1.5:80"}, {"SHOP.example", "192.168.1.5:80"},
		// a shop of one's own network, which stays where it is
		{"cdn.example", "203.0.113.9:80"}, {"cdn.example", "203.0.113.9:80"},
		{"trap.example", ""}, {"mixed.example", ""}, {"mapped.example", ""},
	} {
		reached = ""
		_, err := d.dial(t.Context(), "tcp", net.JoinHostPort(c.host, "80"))
		if reached != c.want || errors.Is(err, errPrivate) != (c.want == "") {
			t.Errorf("%s: reached %q, error %v, want %q", c.host, reached, err, c.want)
		}
	}
}

func TestPublic(t *testing.T) {
	for address, want := range map[string]bool{
		"8.8.8.8": true, "2a00:1450:4001:830::200e": true,
		"0.0.0.0": false, "10.1.2.3": false, "100.64.0.1": false, "127.0.0.1": false,
		"169.254.169.254": false, "172.16.0.1": false,
		"192.168.0.1": false, "198.18.0.1": false, "224.0.0.1": false, "255.255.255.255": false, "::": false,
		"::1":     false,
		"fc00::1": false, "fe80::1": false, "ff02::1": false, "64:ff9b::a00:1": false, "2002:a00:1::": false,
	} {
		if got := public(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s is public: %v", address, got)
		}
	}
}
