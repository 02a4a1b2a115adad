//go:build unix

package cmd

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// server is the program in a process of its own, which ends with the test.
type server struct {
	url     string
	process *os.Process
	log     lockedBuffer
}

// launchServer starts the program in dir; its arguments say that the address goes into the file addr.
// What it logs is shown when the test fails.
func launchServer(t *testing.T, dir, args string) *server {
	t.Helper()
	return launchProcess(t, dir, plugsheet(t, dir, args))
}

func launchProcess(t *testing.T, dir string, c *exec.Cmd) *server {
	t.Helper()
	s := &server{}
	c.Stderr = &s.log
	addrFile := filepath.Join(dir, "addr")
	os.Remove(addrFile) // of one that was killed
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	s.process = c.Process
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	t.Cleanup(func() {
		c.Process.Kill()
		<-ended
		if t.Failed() {
			text := s.log.String()
			t.Logf("the end of its log:\n%s", text[max(0, len(text)-4000):])
		}
	})
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := askReady(ctx, addrFile, ended); err != nil {
		t.Fatalf("%v\n%s", err, s.log.String())
	}
	addr, err := os.ReadFile(addrFile)
	if err != nil {
		t.Fatal(err)
	}
	s.url = "http://" + strings.TrimSpace(string(addr))
	return s
}

// askBody asks for a URL and gives status and body.
func askBody(url string) (int, string, error) {
	r, err := http.Get(url)
	if err != nil {
		return 0, "", err
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	return r.StatusCode, string(body), err
}

// lockedBuffer is written by a process and read by a test.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
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
