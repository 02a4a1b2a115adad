//go:build unix

package cmd

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"plugsheet/serve/store"
)

// cluster is three servers on a store of three, behind a balancer, and a receiver of actions.
type cluster struct {
	dir      string // of the tools
	store    string
	nodes    []*node
	gates    []*gate // between each server and the store; nil: none
	dirs     []string
	servers  []*server
	balancer string
	current  [3]atomic.Pointer[string] // URL of each server
	more     string                    // arguments of servers that are started from now on
	refuses  atomic.Bool               // the receiver takes nothing
	received sync.Map                  // of a conversation, the ids of its deliveries: map[string]*sync.Map
}

// serveArgs start a server of it; the address is written where [launchServer] looks for it.
const serveArgs = "serve --addr 127.0.0.1:0 --addr-file addr --cache cache --poll -1s --rate 0"

func startCluster(t *testing.T, secret string) *cluster {
	t.Helper()
	c := &cluster{dir: t.TempDir()}
	c.nodes, c.store = startNodes(t, 3)
	c.gates = []*gate{nil, nil, newGate(t, c.store)}
	c.startServers(t, secret)
	return c
}

// startServers publishes a bundle and starts the servers.
func (c *cluster) startServers(t *testing.T, secret string) {
	t.Helper()
	hook := httptest.NewServer(http.HandlerFunc(c.receive))
	t.Cleanup(hook.Close)
	for name, value := range map[string]string{
		"STORE": c.store, "SECRET": secret, "WEBHOOK_SECRET": "hush", "ACTIONS_WEBHOOK": hook.URL,
		"ALLOW_UNSIGNED": map[bool]string{true: "true"}[secret == ""],
	} {
		t.Setenv("PLUGSHEET_"+name, value)
	}
	output(t, plugsheet(t, c.dir, "sample demo"))
	output(t, plugsheet(t, c.dir, "import demo/shop -o bundle"))
	wait(t, "the bundle is published", func() bool {
		return plugsheet(t, c.dir, "publish bundle").Run() == nil
	})
	c.dirs, c.servers = []string{t.TempDir(), t.TempDir(), t.TempDir()}, make([]*server, 3)
	for i := range 3 {
		c.serve(t, i)
	}
	proxy := httptest.NewServer(&httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {}, Transport: &balance{c: c},
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) {
			w.WriteHeader(http.StatusBadGateway)
		},
	})
	t.Cleanup(proxy.Close)
	c.balancer = proxy.URL
}

// serve starts a server.
func (c *cluster) serve(t *testing.T, i int) {
	t.Helper()
	args := serveArgs + c.more
	if c.gates[i] != nil {
		args += " --store " + c.gates[i].url
	}
	temp := os.Getenv("TMPDIR")
	os.Setenv("TMPDIR", filepath.Join(c.dir, "gone")) // as in a container, where only the cache may be written
	one := launchServer(t, c.dirs[i], args)
	os.Setenv("TMPDIR", temp)
	t.Cleanup(func() {
		for line := range strings.Lines(one.log.String()) {
			if t.Failed() && !strings.Contains(line, `"msg":"request"`) {
				t.Logf("server %d: %s", i, line)
			}
		}
	})
	c.servers[i] = one
	c.current[i].Store(&c.servers[i].url)
}

// receive takes forwarded actions; now and then it fails.
func (c *cluster) receive(w http.ResponseWriter, r *http.Request) {
	var d struct {
		Delivery string
		Action   store.Action
	}
	if json.NewDecoder(r.Body).Decode(&d) != nil {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	if c.refuses.Load() {
		w.WriteHeader(http.StatusGone)
		return
	}
	ids, _ := c.received.LoadOrStore(d.Action.Conversation, &sync.Map{})
	ids.(*sync.Map).Store(d.Delivery, true)
}

// balance asks one server after the other; a server that cannot be reached is passed over, and one that died
// over a read too.
type balance struct {
	c    *cluster
	next atomic.Int64
}

func (b *balance) RoundTrip(r *http.Request) (answer *http.Response, err error) {
	var body []byte
	if r.Body != nil {
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
	}
	first := b.next.Add(1)
	for i := range int64(3) {
		to, _ := url.Parse(*b.c.current[(first+i)%3].Load())
		one := r.Clone(r.Context())
		one.URL.Scheme, one.URL.Host, one.Body = to.Scheme, to.Host, io.NopCloser(bytes.NewReader(body))
		answer, err = http.DefaultTransport.RoundTrip(one)
		op := (*net.OpError)(nil)
		if err == nil || r.Method != http.MethodGet && !(errors.As(err, &op) && op.Op == "dial") {
			return answer, err
		}
	}
	return nil, err
}

// wait waits for a condition.
func wait(t *testing.T, what string, ok func() bool) {
	t.Helper()
	late := time.NewTimer(2 * time.Minute)
	defer late.Stop()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for !ok() {
		select {
		case <-late.C:
			t.Fatalf("never: %s", what)
		case <-tick.C:
		}
	}
}

// recorded counts the actions of each conversation in the store.
func (c *cluster) recorded(t *testing.T) map[string]int {
	t.Helper()
	var list struct{ Actions []store.Action }
	if err := json.Unmarshal(c.told(t, "actions list --json"), &list); err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for _, a := range list.Actions {
		count[a.Conversation]++
	}
	return count
}

// told is what a command writes. The store may be choosing new leaders: until it has, the command is given
// again.
func (c *cluster) told(t *testing.T, command string) (out []byte) {
	t.Helper()
	wait(t, command, func() bool {
		var err error
		out, err = plugsheet(t, c.dir, command).Output()
		return err == nil
	})
	return out
}

// ids counts the deliveries of a conversation.
func (c *cluster) ids(conversation string) (n int) {
	if ids, ok := c.received.Load(conversation); ok {
		ids.(*sync.Map).Range(func(any, any) bool { n++; return true })
	}
	return n
}

// unsent counts the conversations of which nothing was forwarded.
func (c *cluster) unsent(conversations *sync.Map) (n int) {
	conversations.Range(func(id, _ any) bool {
		if c.ids(id.(string)) == 0 {
			n++
		}
		return true
	})
	return n
}

// digest is what a server answers from, and whether its store is away.
func (c *cluster) ready(i int) (status int, digest, store string) {
	var answer struct {
		Digest string
		Store  struct{ Status string }
	}
	status, body, err := askBody(c.servers[i].url + "/ready")
	if err != nil || json.Unmarshal([]byte(body), &answer) != nil {
		return 0, "", ""
	}
	return status, answer.Digest, answer.Store.Status
}
