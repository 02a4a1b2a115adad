//go:build unix

package cmd

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
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
	"syscall"
	"testing"
	"time"

	"plugsheet/serve/store"
)

// cluster is three servers on a store of three, behind a balancer, and a receiver of actions.
type cluster struct {
	dir      string // of the tools
	store    string
	nodes    []*node
	dirs     []string
	servers  []*server
	balancer string
	current  [3]atomic.Pointer[string] // URL of each server
	received sync.Map                  // of a conversation, the ids of its deliveries: map[string]*sync.Map
}

// serveArgs start a server of it; the address is written where [launchServer] looks for it.
const serveArgs = "serve --addr 127.0.0.1:0 --addr-file addr --cache cache --poll -1s --rate 0"

func startCluster(t *testing.T, secret string) *cluster {
	t.Helper()
	c := &cluster{dir: t.TempDir()}
	hook := httptest.NewServer(http.HandlerFunc(c.receive))
	t.Cleanup(hook.Close)
	c.nodes, c.store = startNodes(t, 3)
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
	for i := range 3 {
		c.dirs = append(c.dirs, t.TempDir())
		c.servers = append(c.servers, nil)
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
	return c
}

// serve starts a server.
func (c *cluster) serve(t *testing.T, i int) {
	t.Helper()
	one := launchServer(t, c.dirs[i], serveArgs)
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

// TestConformThroughBalancer: the platform's whole conversation, each of its requests with another server.
func TestConformThroughBalancer(t *testing.T) {
	c := startCluster(t, vectorSecret)
	out := output(t, plugsheet(t, c.dir, "conform "+c.balancer+" --rate 1000 --email jane.doe@example.com"))
	if !strings.Contains(out, ": 0 break, 0 risk, 0 style") {
		t.Error(out)
	}
}

// TestCluster: what one server knows all know; an action is kept and forwarded once; a release reaches all,
// and so does the way back; and while the store is away everything that is read is answered.
func TestCluster(t *testing.T) {
	c := startCluster(t, "")
	for range 6 { // through each server twice
		if !sendAction(c.balancer, "c-1") {
			t.Fatal("an action was not recorded")
		}
	}
	wait(t, "the action is forwarded", func() bool { return c.ids("c-1") > 0 })
	if n := c.recorded(t)["c-1"]; n != 1 || c.ids("c-1") != 1 {
		t.Errorf("recorded %d times, forwarded under %d ids", n, c.ids("c-1"))
	}
	c.botIsKnown(t)
	c.publishUnderLoad(t)
	c.storeAway(t)
	c.restartStore(t)
	out := string(c.told(t, "forget bundle v-gone"))
	if !strings.Contains(out, "the store: ") || !strings.Contains(out, "1 note blotted out") {
		t.Errorf("forgotten: %s", out)
	}
}

// askJSON sends a request and gives its status and answer.
func askJSON(method, url, body string) (int, string, error) {
	r, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		return 0, "", err
	}
	r.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, "", err
	}
	defer answer.Body.Close()
	data, err := io.ReadAll(answer.Body)
	return answer.StatusCode, string(data), err
}

// message is what a visitor writes to the bot.
func message(conversation string, n int, text string) (path, body string) {
	return "/bot/conversations/" + conversation + "/messages", fmt.Sprintf(`{"idOperator":"op-1","message":`+
		`{"idMessage":"m-%d","author":{"role":"visitor"},"payload":{"contentType":"text","value":%q}}}`, n,
		text)
}

// botIsKnown: a bot that is made at one server is known to all, and a message that comes again through
// another server is answered as before.
func (c *cluster) botIsKnown(t *testing.T) {
	t.Helper()
	_, bots, err := askBody(c.servers[0].url + "/bot/external-bots")
	var list []struct{ IDBot string }
	if err != nil || json.Unmarshal([]byte(bots), &list) != nil || len(list) == 0 {
		t.Fatalf("%s %v", bots, err)
	}
	made := fmt.Sprintf(`{"language":"en","external":{"idBot":%q},"distributionRules":[]}`, list[0].IDBot)
	if status, body, err := askJSON("PUT", c.servers[0].url+"/bot/bots/op-1", made); status != 200 {
		t.Fatalf("%d %s %v", status, body, err)
	}
	for i := range 3 {
		if status, body, _ := askJSON("GET", c.servers[i].url+"/bot/bots/op-1", ""); status != 200 {
			t.Errorf("server %d: %d %s", i, status, body)
		}
	}
	for n, text := range []string{"gibberish flurbel", "gibberish once more", "lantern"} {
		path, body := message("c-bot", n, text)
		_, first, _ := askJSON("POST", c.servers[n].url+path, body)
		_, again, _ := askJSON("POST", c.servers[(n+1)%3].url+path, body)
		if first != again || !strings.Contains(first, "replies") {
			t.Errorf("%s\n%s", first, again)
		}
	}
}

// publishUnderLoad: releases reach all servers while they answer, and none of them fails to.
func (c *cluster) publishUnderLoad(t *testing.T) {
	t.Helper()
	stop := make(chan struct{})
	var load sync.WaitGroup
	var asked, failed atomic.Int64
	for range 4 {
		load.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				asked.Add(1)
				if status, _, err := askBody(c.balancer + "/products?searchQuery=lantern"); status != 200 ||
					err != nil {
					failed.Add(1)
				}
			}
		})
	}
	_, old, _ := c.ready(0)
	everywhere := func(want string) func() bool {
		return func() bool {
			for i := range 3 {
				if _, digest, _ := c.ready(i); digest != want {
					return false
				}
			}
			return true
		}
	}
	file := filepath.Join(c.dir, "demo", "shop", "Products.csv")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, bytes.ReplaceAll(text, []byte("antern"), []byte("ANTERN")),
		0o644); err != nil {
		t.Fatal(err)
	}
	output(t, plugsheet(t, c.dir, "import demo/shop -o bundle --accept-changes"))
	out, err := plugsheet(t, c.dir, "publish bundle").Output()
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(out), ": ")
	wait(t, "the new release is everywhere", func() bool {
		_, digest, _ := c.ready(0)
		return strings.HasPrefix(digest, after[:12]) && digest != old && everywhere(digest)()
	})
	output(t, plugsheet(t, c.dir, "publish --back"))
	wait(t, "the old release is everywhere", everywhere(old))
	close(stop)
	load.Wait()
	if failed.Load() > 0 || asked.Load() == 0 {
		t.Errorf("%d of %d reads failed", failed.Load(), asked.Load())
	}
}

// storeAway: the whole store stands still, as behind a network that lost it.
func (c *cluster) storeAway(t *testing.T) {
	t.Helper()
	for _, n := range c.nodes {
		n.process.Signal(syscall.SIGSTOP)
	}
	if sendAction(c.servers[0].url, "c-away") {
		t.Error("an action was acknowledged without a store")
	}
	status, _, _ := askJSON("POST", c.servers[0].url+"/customer/action",
		`{"action":"OPEN_CASE","idOperator":"o","idConversation":"c-away"}`)
	if status != http.StatusServiceUnavailable {
		t.Errorf("status %d", status)
	}
	wait(t, "/ready says that the store is away", func() bool {
		status, _, store := c.ready(0)
		return status == 200 && store == "AWAY"
	})
	for i := range 3 {
		if status, _, err := askBody(c.servers[i].url + "/products?limit=1"); status != 200 || err != nil {
			t.Errorf("read: %d %v", status, err)
		}
		path, body := message("c-away", i, "lantern")
		if status, body, _ := askJSON("POST", c.servers[i].url+path, body); status != 200 ||
			!strings.Contains(body, `"replies":[{`) {
			t.Errorf("the bot: %d %s", status, body)
		}
	}
	for _, n := range c.nodes {
		n.process.Signal(syscall.SIGCONT)
	}
	wait(t, "the action is acknowledged", func() bool { return sendAction(c.balancer, "c-away") })
	wait(t, "/ready says that the store is there", func() bool {
		_, _, store := c.ready(0)
		return store == "UP"
	})
	if n := c.recorded(t)["c-away"]; n != 1 {
		t.Errorf("recorded %d times", n)
	}
}

// restartStore: all servers of the store are killed and come back; nothing acknowledged is lost.
func (c *cluster) restartStore(t *testing.T) {
	t.Helper()
	status, _, _ := askJSON("POST", c.balancer+"/customer/action",
		`{"action":"OPEN_CASE","idOperator":"o","idConversation":"c-2","idVisitorUnique":"v-gone"}`)
	for _, n := range c.nodes {
		n.kill()
	}
	for _, n := range c.nodes {
		n.start(t)
	}
	wait(t, "an action is acknowledged", func() bool { return sendAction(c.balancer, "c-3") })
	count := c.recorded(t)
	if status != 200 || count["c-1"] != 1 || count["c-2"] != 1 || count["c-3"] != 1 {
		t.Errorf("status %d, recorded %v", status, count)
	}
}
