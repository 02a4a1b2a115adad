//go:build unix

package cmd

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"plugsheet/serve/store"
)

// The pair of age keys of the tests.
const (
	agePublic = "age1pxp99myn75zzg03npfw3gcwjgky4su40lj7zguktr3v8zcgxcuzsetn03a"
	ageSecret = "AGE-SECRET-KEY-1NTFT55FK3SVRSF5XKSJQ9AEDRPUEP23DP4RVV46WSXKNAE0TYDQQ57EZ09"
)

// TestClusterCustomers: customers are published encrypted; servers with the key know them, one without says
// so; who is forgotten is so at once for all, also where customers of before are published or come from a
// backup.
func TestClusterCustomers(t *testing.T) {
	identity := filepath.Join(t.TempDir(), "identity.txt")
	if err := os.WriteFile(identity, []byte(ageSecret+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PLUGSHEET_CUSTOMERS_IDENTITY", identity)
	c := startCluster(t, "")
	knows := func(i int, name, email string) bool {
		_, body, _ := askBody(c.servers[i].url + "/customer?emailVisitor=" + url.QueryEscape(email))
		return strings.Contains(body, name)
	}
	all := func(want bool) func() bool {
		return func() bool {
			return knows(0, "Jane", "jane.doe@example.com") == want &&
				knows(1, "Jane", "jane.doe@example.com") == want
		}
	}
	out, _ := plugsheet(t, c.dir, "publish bundle").CombinedOutput()
	if !strings.Contains(string(out), "are not published, since they are not encrypted") {
		t.Errorf("%s", out)
	}
	output(t, plugsheet(t, c.dir, "import demo/shop -o bundle --customers-for "+agePublic))
	if err := os.CopyFS(filepath.Join(c.dir, "backup"), os.DirFS(filepath.Join(c.dir, "bundle"))); err != nil {
		t.Fatal(err)
	}
	c.told(t, "publish bundle")
	wait(t, "two servers know the customer", all(true))
	os.Unsetenv("PLUGSHEET_CUSTOMERS_IDENTITY")
	c.servers[2].process.Kill()
	c.serve(t, 2)
	if log := c.servers[2].log.String(); knows(2, "Jane", "jane.doe@example.com") ||
		!strings.Contains(log, "the customers are encrypted, and no identity was given to open them") {
		t.Errorf("without the key:\n%s", log)
	}
	own := t.TempDir() // a server that answers from a folder of its own, and has a bundle of before
	if err := os.CopyFS(filepath.Join(own, "bundle"), os.DirFS(filepath.Join(c.dir, "backup"))); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PLUGSHEET_CUSTOMERS_IDENTITY", identity)
	alone := launchServer(t, own, "serve bundle --addr 127.0.0.1:0 --addr-file addr --poll -1s --rate 0")
	known := func(who, email string) bool {
		_, body, _ := askBody(alone.url + "/customer?emailVisitor=" + url.QueryEscape(email))
		return strings.Contains(body, who)
	}
	if !known("Jane", "jane.doe@example.com") {
		t.Fatal("she was not known before")
	}
	c.told(t, "forget bundle jane.doe@example.com --customers-identity "+identity)
	wait(t, "she is forgotten there too", func() bool { return !known("Jane", "jane.doe@example.com") })
	if !known("Luc", "luc.martin@example.org") {
		t.Error("and nobody else is")
	}
	wait(t, "she is forgotten, and nothing was published", all(false))
	c.told(t, "publish backup") // which does not know that she was forgotten
	wait(t, "the backup is everywhere", func() bool {
		old, err := os.ReadFile(filepath.Join(c.dir, "backup", "customers.age"))
		for _, dir := range c.dirs {
			now, missing := os.ReadFile(filepath.Join(dir, "cache", "customers.age"))
			if err != nil || missing != nil || !bytes.Equal(old, now) {
				return false
			}
		}
		return true
	})
	if !all(false)() {
		t.Error("she came back with a backup")
	}
	if !knows(0, "Luc", "luc.martin@example.org") {
		t.Error("with her somebody else was forgotten")
	}
}

// TestClusterAlone: without its store a server starts from what it took last, and says so.
func TestClusterAlone(t *testing.T) {
	c := startCluster(t, "")
	_, digest, _ := c.ready(0)
	for _, n := range c.nodes {
		n.kill()
	}
	c.servers[0].process.Kill()
	metrics := "127.0.0.1:" + freePorts(t, 1)[0]
	c.more = " --metrics-addr " + metrics
	c.serve(t, 0)
	away := func() bool {
		_, body, err := askBody("http://" + metrics + "/metrics")
		return err == nil && strings.Contains(body, "\nplugsheet_store_away 1\n")
	}
	wait(t, "the metrics say that the store is away", away)
	status, now, store := c.ready(0)
	if status != http.StatusOK || now != digest || store != "AWAY" {
		t.Errorf("%d %s %s", status, now, store)
	}
	if status, _, err := askBody(c.servers[0].url + "/products?searchQuery=lantern"); status != 200 {
		t.Errorf("%d %v", status, err)
	}
	for _, n := range c.nodes {
		n.start(t)
	}
	wait(t, "an action is acknowledged", func() bool { return sendAction(c.servers[0].url, "c-back") })
	wait(t, "the metrics say that the store is there", func() bool { return !away() })
	empty := filepath.Join(t.TempDir(), "none")
	for _, n := range c.nodes {
		n.kill()
	}
	out, err := plugsheet(t, c.dir, "serve --addr 127.0.0.1:0 --cache "+empty).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "is the store there?") {
		t.Errorf("without a store and a cache: %s", out)
	}
}

// TestClusterCommands: actions, dead letters and gaps of all servers are listed, exported and tried again.
func TestClusterCommands(t *testing.T) {
	c := startCluster(t, "")
	c.refuses.Store(true)
	if !sendAction(c.balancer, "c-dead") {
		t.Fatal("an action was not recorded")
	}
	letters := func() int {
		var list struct{ DeadLetters []store.DeadLetter }
		if err := json.Unmarshal(c.told(t, "actions list --dead --json"), &list); err != nil {
			t.Fatal(err)
		}
		return len(list.DeadLetters)
	}
	wait(t, "it is a dead letter", func() bool { return letters() == 1 })
	c.refuses.Store(false)
	c.told(t, "actions retry")
	wait(t, "it is forwarded, under its old id", func() bool { return c.ids("c-dead") == 1 && letters() == 0 })
	if out := c.told(t, "actions export"); !bytes.Contains(out, []byte("c-dead")) {
		t.Errorf("exported: %s", out)
	}
	for _, s := range c.servers {
		if status, _, err := askBody(s.url + "/products?searchQuery=flurbel"); status != 200 {
			t.Fatal(status, err)
		}
	}
	wait(t, "three searches of three servers are one total", func() bool {
		var list struct {
			Groups []struct {
				Query string
				Count int
			}
		}
		err := json.Unmarshal(c.told(t, "gaps bundle --json"), &list)
		return err == nil && len(list.Groups) == 1 && list.Groups[0].Count == 3
	})
	c.told(t, "gaps bundle --forget flurbel")
	if out := c.told(t, "gaps bundle --json"); bytes.Contains(out, []byte("flurbel")) {
		t.Errorf("forgotten: %s", out)
	}
}
