//go:build linux

package cmd

import (
	"errors"
	"fmt"
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

// A server whose disk is full answers as before and refuses actions with 503; an index that it cannot build
// is refused. Once there is room it needs no restart.
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
	s := launchServer(t, dir,
		"serve disk/bundle --addr 127.0.0.1:0 --addr-file addr --allow-unsigned --poll 100ms")
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
	if status, body := s.get(t, http.DefaultClient, "/ready"); status != http.StatusServiceUnavailable ||
		!strings.Contains(body, "actions cannot be recorded") {
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

// Where few files may be open, one client that opens all the connections it can get shuts nobody out: others
// are answered, actions are recorded, and a new bundle is taken up.
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
	c := exec.Command("sh", "-c",
		"ulimit -n 256 && exec ./plugsheet serve bundle --addr 127.0.0.1:0 --addr-file addr "+
			"--allow-unsigned --poll 100ms")
	c.Dir = dir
	s := launchProcess(t, dir, c)
	fresh := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	want, tag := s.products(t, fresh), s.tag(t, fresh)

	var idle []net.Conn
	greedy := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 77)}}
	for range 600 { // more than it may have
		c, err := greedy.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
		if err != nil {
			break
		}
		idle = append(idle, c)
	}
	t.Cleanup(func() { closeAll(idle) })
	await(t, "the connections to be dropped that are too many", func() bool { return dropped(idle) > 500 })
	if n := s.openFiles(t); n > 160 {
		t.Errorf("%d files are open", n)
	}
	if got := s.products(t, fresh); got != want {
		t.Errorf("other answers than before: %.300s", got)
	}
	if err := os.WriteFile(filepath.Join(dir, "bundle", "synonyms.json"),
		[]byte(`[{"words":["mug","beaker"]}]`), 0o644); err != nil {
		t.Fatal(err)
	}
	await(t, "the new bundle", func() bool { return s.tag(t, fresh) != tag })
	s.awaitReady(t, fresh, "")
	s.recovered(t, filepath.Join(dir, "bundle"), want)
}

// tag is the entity tag of the products, which tells one state of the bundle from another.
func (s *server) tag(t *testing.T, c *http.Client) string {
	t.Helper()
	r, err := c.Get(s.url + "/products")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	return r.Header.Get("Etag")
}

// dropped counts the connections that the other side has closed.
func dropped(conns []net.Conn) (n int) {
	for _, c := range conns {
		c.SetReadDeadline(time.Now().Add(time.Millisecond))
		if _, err := c.Read(make([]byte, 1)); err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
			n++
		}
	}
	return n
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

// recovered checks that everything is answered again, and that one action is in the journal once, however
// often it was sent.
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
