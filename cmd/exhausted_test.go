//go:build linux

package cmd

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"plugsheet/serve/store"
)

// A server whose disk is full answers as before and refuses actions with 503; an index that it cannot build is refused.
// Once there is room it needs no restart.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	output(t, plugsheet(t, dir, "sample demo"))
	disk := filepath.Join(dir, "disk")
	if err := os.Mkdir(disk, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=2m"); err != nil {
		t.Skipf("this needs the right to mount a small file system: %v", err)
	}
	t.Cleanup(func() { syscall.Unmount(disk, syscall.MNT_DETACH) })
	output(t, plugsheet(t, dir, "import demo/shop -o disk/bundle"))
	s := launchServer(t, dir, "serve disk/bundle --addr 127.0.0.1:0 --addr-file addr --allow-unsigned --poll 100ms")
	want := s.products(t, http.DefaultClient)

	ballast := filepath.Join(disk, "ballast")
	f, err := os.Create(ballast)
	if err != nil {
		t.Fatal(err)
	}
	for err == nil {
		_, err = f.Write(make([]byte, 4096))
	}
	f.Close()
	if s.act(t, http.DefaultClient, "one") {
		t.Error("an action was acknowledged on a full disk")
	}
	if status, body := s.get(t, http.DefaultClient, "/ready"); status != http.StatusServiceUnavailable || !strings.Contains(body, "actions cannot be recorded") {
		t.Errorf("ready: %d %s", status, body)
	}
	if err := os.RemoveAll(filepath.Join(disk, "bundle", "index")); err != nil {
		t.Fatal(err)
	}
	takeRoom(t, ballast)
	s.awaitReady(t, http.DefaultClient, `"refused":`)
	if got := s.products(t, http.DefaultClient); got != want {
		t.Errorf("other answers than before: %.300s", got)
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	s.awaitReady(t, http.DefaultClient, "")
	s.recovered(t, filepath.Join(disk, "bundle"), want)
}

// takeRoom takes what room there is.
func takeRoom(t *testing.T, ballast string) {
	t.Helper()
	f, err := os.OpenFile(ballast, os.O_APPEND|os.O_WRONLY, 0)
	for err == nil {
		_, err = f.Write(make([]byte, 4096))
	}
	f.Close()
}

// A server without file descriptors to spare answers on the connections that it has, as before; new ones wait, a new
// bundle is refused, actions are a 503. Once there are some again it needs no restart.
func TestFewFiles(t *testing.T) {
	dir := t.TempDir()
	output(t, plugsheet(t, dir, "sample demo"))
	output(t, plugsheet(t, dir, "import demo/shop -o bundle"))
	self, err := os.Executable()
	if err == nil {
		err = os.Symlink(self, filepath.Join(dir, "plugsheet"))
	}
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command("sh", "-c", "ulimit -n 40 && exec ./plugsheet serve bundle --addr 127.0.0.1:0 --addr-file addr --allow-unsigned --poll 100ms")
	c.Dir = dir
	s := launchProcess(t, dir, c)
	one := &http.Client{Transport: &http.Transport{MaxConnsPerHost: 1}}
	want := s.products(t, one)

	var idle []net.Conn
	for range 400 { // more than it accepts; the others wait in the system's queue
		c, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
		if err != nil {
			break
		}
		idle = append(idle, c)
	}
	t.Cleanup(func() { closeAll(idle) })
	await(t, "all file descriptors to be taken", func() bool { return s.openFiles(t) >= 39 })
	if got := s.products(t, one); got != want {
		t.Errorf("other answers than before: %.300s", got)
	}
	if s.act(t, one, "one") {
		t.Error("an action was acknowledged without a file")
	}
	if err := os.WriteFile(filepath.Join(dir, "bundle", "synonyms.json"), []byte(`[{"words":["mug","beaker"]}]`), 0o644); err != nil {
		t.Fatal(err)
	}
	s.awaitReady(t, one, `"refused":`)
	if got := s.products(t, one); got != want {
		t.Errorf("other answers than before: %.300s", got)
	}
	closeAll(idle)
	s.awaitReady(t, one, "")
	s.recovered(t, filepath.Join(dir, "bundle"), want)
}

func closeAll(conns []net.Conn) {
	for _, c := range conns {
		c.Close()
	}
}

// products is the answer to GET /products, which must be one.
func (s *server) products(t *testing.T, c *http.Client) string {
	t.Helper()
	status, body := s.get(t, c, "/products")
	if status != http.StatusOK {
		t.Errorf("products: %d %s", status, body)
	}
	return body
}

func (s *server) get(t *testing.T, c *http.Client, path string) (int, string) {
	t.Helper()
	r, err := c.Get(s.url + path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, string(body)
}

// act sends an action and tells whether it was acknowledged; otherwise the answer must be a 503.
func (s *server) act(t *testing.T, c *http.Client, conversation string) bool {
	t.Helper()
	r, err := c.Post(s.url+"/customer/action", "application/json",
		strings.NewReader(`{"action":"OPEN_CASE","idOperator":"o","idConversation":"`+conversation+`"}`))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	io.Copy(io.Discard, r.Body)
	if r.StatusCode != http.StatusOK && r.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("an action was answered with %s", r.Status)
	}
	return r.StatusCode == http.StatusOK
}

// awaitReady asks /ready until it says what is wanted; empty: nothing of a refusal.
func (s *server) awaitReady(t *testing.T, c *http.Client, want string) {
	t.Helper()
	await(t, fmt.Sprintf("/ready with %q", want), func() bool {
		status, body := s.get(t, c, "/ready")
		if want != "" {
			return strings.Contains(body, want)
		}
		return status == http.StatusOK && !strings.Contains(body, `"refused":`)
	})
}

// recovered checks that everything is answered again, and that one action is in the journal once, however often it was
// sent.
func (s *server) recovered(t *testing.T, bundle, want string) {
	t.Helper()
	if got := s.products(t, http.DefaultClient); got != want {
		t.Errorf("other answers afterwards: %.300s", got)
	}
	for range 2 {
		if !s.act(t, http.DefaultClient, "one") {
			t.Error("an action is still refused")
		}
	}
	count := 0
	for a, err := range store.ReadActions(bundle) {
		if err != nil || a.Conversation != "one" {
			t.Errorf("in the journal: %+v, %v", a, err)
		}
		count++
	}
	if count != 1 {
		t.Errorf("the action is in the journal %d times", count)
	}
}

// await asks again and again until it is so; its own deadline ends a wait that has no end.
func await(t *testing.T, what string, so func() bool) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	late := time.After(time.Minute)
	for !so() {
		select {
		case <-late:
			t.Fatalf("never: %s", what)
		case <-tick.C:
		}
	}
}
