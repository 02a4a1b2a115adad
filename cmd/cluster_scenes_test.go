//go:build unix

package cmd

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
)

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
	c.siteComesAndGoes(t)
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
