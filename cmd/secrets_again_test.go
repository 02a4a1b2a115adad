//go:build unix

package cmd

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"plugsheet/serve"
)

// SIGHUP reads the keys of the feed, of which two overlap, and the secret that actions are forwarded with
// again.
func TestOtherSecretsAreReadAgain(t *testing.T) {
	const first, second, hush, hushed = "the-first-key-0123", "the-second-key-0123", "hush", "hushed"
	signed := make(chan string, 2) // by which secret
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(io.LimitReader(r.Body, 1<<20))
		for _, secret := range []string{hush, hushed} {
			if r.Header.Get("X-Plugsheet-Signature") == serve.Sign(serve.Secret(secret), body) {
				signed <- secret
			}
		}
	}))
	t.Cleanup(hook.Close)
	dir := shop(t)
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("key", first)
	write("hook", hush)
	s := launchServer(t, dir,
		"serve bundle --addr 127.0.0.1:0 --addr-file addr --allow-unsigned --feed-key-file key "+
			"--actions-webhook "+hook.URL+" --webhook-secret-file hook")
	check := func(step string, want map[string]int, secret string) {
		t.Helper()
		for key, status := range want {
			if got, _ := s.get(t, http.DefaultClient, "/feed.csv?key="+key); got != status {
				t.Errorf("%s: %s is answered with %d", step, key, got)
			}
		}
		if !s.act(t, http.DefaultClient, step) {
			t.Fatalf("%s: an action was refused", step)
		}
		if got := <-signed; got != secret {
			t.Errorf("%s: signed with %s", step, got)
		}
	}
	check("at first", map[string]int{first: 200, second: 401}, hush)
	for i, step := range []struct {
		keys, said string
		want       map[string]int
	}{
		{second + "\n" + first + "\n", "keys of the feed read again",
			map[string]int{first: 200, second: 200}},
		{"short\n", "keys of the feed not read again", map[string]int{first: 200, second: 200, "short": 401}},
		{second + "\n", "keys of the feed read again", map[string]int{first: 401, second: 200}},
	} {
		write("key", step.keys)
		write("hook", hushed)
		before := strings.Count(s.log.String(), "webhook's secret read again")
		if err := s.process.Signal(syscall.SIGHUP); err != nil {
			t.Fatal(err)
		}
		awaitLog(t, s, "webhook's secret read again", before+1)
		if !strings.Contains(s.log.String(), step.said) {
			t.Errorf("%q is not said", step.said)
		}
		check(fmt.Sprint("step ", i), step.want, hushed)
	}
}
