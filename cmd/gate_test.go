//go:build unix

package cmd

import (
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// gate stands before the servers of a store. While it is held nothing passes, and no connection ends, as
// behind a network that lost them; while it is broken connections end, and there are no new ones.
type gate struct {
	passing sync.RWMutex
	broken  atomic.Bool
	url     string
}

// hold holds some gates until end.
func hold(gates []*gate) (end func()) {
	for _, g := range gates {
		g.passing.Lock()
	}
	return func() {
		for _, g := range gates {
			g.passing.Unlock()
		}
	}
}

// breakOff breaks some gates until end.
func breakOff(gates []*gate) (end func()) {
	set := func(broken bool) {
		for _, g := range gates {
			g.broken.Store(broken)
		}
	}
	set(true)
	return func() { set(false) }
}

// newGate puts a gate before each of the addresses in url, which are separated by commas.
func newGate(t *testing.T, url string) *gate {
	t.Helper()
	g := &gate{}
	var urls []string
	for one := range strings.SplitSeq(url, ",") {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { l.Close() })
		go g.accept(l, strings.TrimPrefix(one, "nats://"))
		urls = append(urls, "nats://"+l.Addr().String())
	}
	g.url = strings.Join(urls, ",")
	return g
}

func (g *gate) accept(l net.Listener, to string) {
	for {
		from, err := l.Accept()
		if err != nil {
			return
		}
		if g.broken.Load() {
			from.Close()
			continue
		}
		behind, err := net.Dial("tcp", to)
		if err != nil {
			from.Close()
			continue
		}
		go g.pass(from, behind)
		go g.pass(behind, from)
	}
}

func (g *gate) pass(from, to net.Conn) {
	defer from.Close()
	defer to.Close()
	data := make([]byte, 64<<10)
	for {
		n, err := from.Read(data)
		g.passing.RLock()
		if err == nil {
			_, err = to.Write(data[:n])
		}
		g.passing.RUnlock()
		if err != nil || g.broken.Load() {
			return
		}
	}
}
