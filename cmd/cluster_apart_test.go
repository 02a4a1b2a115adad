//go:build unix

package cmd

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// TestClusterApart: one of three servers of the store loses the two others, silently and with connections
// that break, and a server its store. Meanwhile an action through any server is acknowledged, or 503,
// everything is read, and a release reaches the servers that have a store. Afterwards everything that was
// acknowledged is there once and forwarded under one id, and the server that was alone has the release.
func TestClusterApart(t *testing.T) {
	c := &cluster{dir: t.TempDir()}
	links := [3][3]*gate{}
	c.nodes, c.store = startLinkedNodes(t, 3, func(from, to int, route string) string {
		links[from][to] = newGate(t, route)
		return links[from][to].url
	})
	stores := strings.Split(c.store, ",")
	for i := range 3 {
		c.gates = append(c.gates, newGate(t, stores[i])) // each server has one of the store
	}
	c.startServers(t, "")
	around := func(i int) (gates []*gate) {
		for j := range 3 {
			if j != i {
				gates = append(gates, links[i][j], links[j][i])
			}
		}
		return gates
	}
	leads := c.leader(t)
	for n, scene := range []struct {
		name  string
		alone int // the server, and its server of the store
		gates []*gate
		part  func([]*gate) (end func())
	}{
		{"who leads the store is alone", leads, around(leads), hold},
		{"another is alone", (leads + 1) % 3, around((leads + 1) % 3), breakOff},
		{"a server is cut off its store", 0, c.gates[:1], breakOff},
	} {
		t.Run(scene.name, func(t *testing.T) {
			t.Setenv("PLUGSHEET_STORE", stores[(scene.alone+1)%3]+","+stores[(scene.alone+2)%3])
			c.apart(t, n, scene.alone, func() func() { return scene.part(scene.gates) })
		})
	}
}

// leader is the server of the store that leads the actions.
func (c *cluster) leader(t *testing.T) (i int) {
	t.Helper()
	nc, err := nats.Connect(c.store)
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	wait(t, "somebody leads", func() bool {
		st, err := js.Stream(t.Context(), "PLUGSHEET_ACTIONS")
		if err != nil {
			return false
		}
		_, err = fmt.Sscanf(st.CachedInfo().Cluster.Leader, "n%d", &i)
		return err == nil
	})
	return i
}

// writers send actions through each server, one after the other, each again until it is acknowledged.
type writers struct {
	acknowledged      sync.Map
	kept, unavailable [3]atomic.Int64
	all               sync.WaitGroup
	done              chan struct{}
}

func (c *cluster) write(t *testing.T, scene int) *writers {
	w := &writers{done: make(chan struct{})}
	for i := range 3 {
		w.all.Go(func() {
			for n := 0; !stopped(w.done); n++ {
				id := fmt.Sprintf("a%d-%d-%d", scene, i, n)
				for status := 0; status != http.StatusOK; {
					if stopped(w.done) {
						return
					}
					var err error
					status, _, err = askJSON("POST", c.servers[i].url+"/customer/action",
						`{"action":"OPEN_CASE","idOperator":"o","idConversation":"`+id+`"}`)
					if status == http.StatusServiceUnavailable {
						w.unavailable[i].Add(1)
					} else if status != http.StatusOK {
						t.Errorf("server %d: status %d, %v", i, status, err)
					}
				}
				w.acknowledged.Store(id, true)
				w.kept[i].Add(1)
			}
		})
	}
	return w
}

// more waits until some actions more were acknowledged through a server.
func (w *writers) more(t *testing.T, i int) {
	t.Helper()
	before := w.kept[i].Load()
	wait(t, fmt.Sprintf("actions are acknowledged by server %d", i), func() bool {
		return w.kept[i].Load() >= before+3
	})
}

// apart is one scene: what begins leaves a server alone, until it ends.
func (c *cluster) apart(t *testing.T, scene, alone int, begin func() (end func())) {
	_, before, _ := c.ready(alone)
	w := c.write(t, scene)
	for i := range 3 {
		w.more(t, i)
	}
	unavailable := w.unavailable[alone].Load()
	end := begin()
	wait(t, "the server alone takes no action", func() bool {
		return w.unavailable[alone].Load() > unavailable+1
	})
	kept := w.kept[alone].Load()
	c.changes(t, fmt.Sprint("LANTERN-", scene))
	digest := ""
	for i := range 3 {
		if status, _, err := askBody(c.servers[i].url + "/products?searchQuery=olive"); status != 200 {
			t.Errorf("server %d reads: %d, %v", i, status, err)
		}
		if i == alone {
			continue
		}
		w.more(t, i)
		wait(t, fmt.Sprintf("server %d has the release", i), func() bool {
			_, digest, _ = c.ready(i)
			return digest != before
		})
	}
	wait(t, "the server alone says so", func() bool {
		status, digest, store := c.ready(alone)
		return status == http.StatusOK && digest == before && store == "AWAY"
	})
	if n := w.kept[alone].Load(); n != kept {
		t.Errorf("%d actions were acknowledged without a store", n-kept)
	}
	end()
	for i := range 3 {
		w.more(t, i)
		wait(t, fmt.Sprintf("server %d is as the others", i), func() bool {
			status, now, store := c.ready(i)
			return status == http.StatusOK && now == digest && store == "UP"
		})
	}
	close(w.done)
	w.all.Wait()
	c.once(t, &w.acknowledged)
}

// changes publishes a bundle in which a word is another.
func (c *cluster) changes(t *testing.T, word string) {
	t.Helper()
	shop := filepath.Join(t.TempDir(), "shop")
	if err := os.CopyFS(shop, os.DirFS(filepath.Join(c.dir, "demo", "shop"))); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(shop, "Products.csv")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text = []byte(strings.ReplaceAll(string(text), "antern", word))
	if err := os.WriteFile(file, text, 0o644); err != nil {
		t.Fatal(err)
	}
	output(t, plugsheet(t, c.dir, "import "+shop+" -o bundle --accept-changes"))
	c.told(t, "publish bundle")
}

// once fails unless each action is kept once, those that were acknowledged among them, and each of these is
// forwarded under one id. It gives how many are kept.
func (c *cluster) once(t *testing.T, acknowledged *sync.Map) int {
	t.Helper()
	recorded := c.recorded(t)
	for id, n := range recorded {
		if n != 1 {
			t.Errorf("%s is kept %d times", id, n)
		}
	}
	acknowledged.Range(func(id, _ any) bool {
		if recorded[id.(string)] == 0 {
			t.Errorf("%s was acknowledged and is lost", id)
		}
		return true
	})
	// one after the other is forwarded, each acknowledged by the store: on a busy machine they take long
	for left := c.unsent(acknowledged); left > 0; left = c.unsent(acknowledged) {
		wait(t, fmt.Sprintf("one of %d is forwarded", left),
			func() bool { return c.unsent(acknowledged) < left })
	}
	acknowledged.Range(func(id, _ any) bool {
		if n := c.ids(id.(string)); n > 1 {
			t.Errorf("%s is forwarded under %d ids", id, n)
		}
		return true
	})
	return len(recorded)
}
