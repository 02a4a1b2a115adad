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
	"syscall"
	"testing"
	"time"

	"plugsheet/cmd/operate"
	"plugsheet/serve"
)

// shop is a folder with a bundle of the sample shop.
func shop(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	output(t, plugsheet(t, dir, "sample demo"))
	output(t, plugsheet(t, dir, "import demo/shop -o bundle"))
	return dir
}

// unconfigured starts a server without any secret, and gives its HOST:PORT.
func unconfigured(t *testing.T, dir, args string) string {
	t.Helper()
	s := launchServer(t, dir, args+" --addr 127.0.0.1:0 --addr-file addr")
	return strings.TrimPrefix(s.url, "http://")
}

// What serve and desk print can be pasted into a shell, and is answered, without any setting.
func TestExamplesWorkWhenPasted(t *testing.T) {
	curl := needs(t, "curl")
	dir := shop(t)
	for _, c := range []struct {
		name, args, env string
	}{
		{"serve", "serve bundle", ""},
		{"serve with a secret", "serve bundle", "PLUGSHEET_SECRET=" + vectorSecret},
		{"serve, unsigned", "serve bundle --allow-unsigned", ""},
		{"desk", "desk bundle --desk-addr 127.0.0.1:0", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			printed := &lockedBuffer{}
			run := plugsheet(t, dir, c.args+" --addr 127.0.0.1:0 --addr-file addr --examples")
			run.Env, run.Stdout = append(os.Environ(), c.env), printed
			launchProcess(t, dir, run)
			n := 0
			for line := range strings.Lines(printed.String()) {
				rest, is := strings.CutPrefix(line, "curl ")
				if !is {
					continue
				}
				n++
				out := output(t, exec.Command("sh", "-c", curl+` -sS -o /dev/null -w '%{http_code}' `+rest))
				if out != "200" {
					t.Errorf("%s is answered %s", line, out)
				}
			}
			if n != 8 {
				t.Errorf("%d lines with curl in\n%s", n, printed.String())
			}
		})
	}
}

// The same over a socket in the file system.
func TestExamplesOfASocket(t *testing.T) {
	for url, want := range map[string]string{
		"http://127.0.0.1:8080": "curl 'http://127.0.0.1:8080/health'",
		"unix:/run/sock":        "curl --unix-socket '/run/sock' 'http://localhost/health'",
		"unix:@sock":            "curl --abstract-unix-socket 'sock' 'http://localhost/health'",
	} {
		var b bytes.Buffer
		if err := operate.PrintExamples(&b, url, nil); err != nil ||
			!strings.Contains(b.String(), want+"\n") {
			t.Errorf("%s: %v\n%s", url, err, b.String())
		}
	}
}

// A proxy that tells nobody that it is one, as nginx's plain proxy_pass, opens nothing
// of a server without a secret; with
// --allow-unsigned it does, which is what that says.
func TestPlainProxyOpensNothing(t *testing.T) {
	nginx := needs(t, "nginx")
	dir := shop(t)
	for _, c := range []struct {
		args string
		want int
	}{{"serve bundle", http.StatusUnauthorized}, {"serve bundle --trusted-proxy 127.0.0.1",
		http.StatusUnauthorized}, {"serve bundle --allow-unsigned", http.StatusOK}} {
		t.Run(c.args, func(t *testing.T) {
			place, run := asNginx(t, nginx, unconfigured(t, dir, c.args), func(site string) string {
				at := strings.Index(site, "listen unix:")
				listen := site[at : at+strings.Index(site[at:], "\n")]
				addr := site[strings.Index(site, "server 127.0.0.1:")+len("server "):]
				return "server {\n" + listen + "\nlocation / { proxy_pass http://" +
					addr[:strings.Index(addr, ";")] +
					"; }\n}\n"
			})
			ended := startProcess(t, run)
			client := over(t, place+"/sock", ended)
			for _, path := range []string{
				"/products?limit=1", "/categories", "/customer?emailVisitor=jane.doe%40example.com",
				"/closing-form",
				"/products/", "//products",
				"/bot/external-bots", "/bot/availability-strategies?idOperator=o",
			} {
				status(t, client, http.MethodGet, path, "", c.want)
			}
			status(t, client, http.MethodPost, "/customer/action",
				"action=OPEN_CASE&idConversation=c&idOperator=o", c.want)
			status(t, client, http.MethodGet, "/health", "", http.StatusOK)
			_, err := os.Stat(filepath.Join(dir, "bundle", "private", "journal.jsonl"))
			if recorded := err == nil; recorded != (c.want == http.StatusOK) {
				t.Errorf("an action is recorded: %v", recorded)
			}
		})
	}
}

// status asks by a client for a path of any host.
func status(t *testing.T, client *http.Client, method, path, body string, want int) {
	t.Helper()
	r, err := http.NewRequest(method, "http://connector.shop.example"+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != want &&
		!(path == "//products" && answer.StatusCode == http.StatusNotFound) {
		t.Errorf("%s %s: %d, want %d: %s (%v)", method, path, answer.StatusCode, want, text, err)
	}
}

// SIGHUP reads the file of the secrets again; one that cannot be meant changes nothing.
func TestSecretsAreReadAgain(t *testing.T) {
	dir := shop(t)
	file := filepath.Join(dir, "secret")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("the-first-secret\n")
	s := launchServer(t, dir, "serve bundle --secret-file secret --addr 127.0.0.1:0 --addr-file addr")
	for _, step := range []struct {
		file, said      string
		good, forgotten []string
	}{
		{"the-second-secret\nthe-first-secret\n", "secrets read again",
			[]string{"the-first-secret", "the-second-secret"}, nil},
		{"one\ntwo\nthree\n", "secrets not read again", []string{"the-first-secret", "the-second-secret"},
			[]string{"one", "three"}},
		{"", "secrets not read again", []string{"the-first-secret", "the-second-secret"}, []string{""}},
		{"the-second-secret\n", "secrets read again", []string{"the-second-secret"},
			[]string{"the-first-secret", "one"}},
	} {
		before := strings.Count(s.log.String(), step.said)
		write(step.file)
		if err := s.process.Signal(syscall.SIGHUP); err != nil {
			t.Fatal(err)
		}
		awaitLog(t, s, step.said, before+1)
		for _, secret := range step.good {
			if got := s.signed(t, secret); got != http.StatusOK {
				t.Errorf("%q: %q is answered %d", step.file, secret, got)
			}
		}
		for _, secret := range step.forgotten {
			if got := s.signed(t, secret); got != http.StatusUnauthorized {
				t.Errorf("%q: %q is answered %d", step.file, secret, got)
			}
		}
	}
	for _, part := range []string{"the-first", "the-second", "three"} {
		if strings.Contains(s.log.String(), part) {
			t.Errorf("%s is told", part)
		}
	}
}

// awaitLog waits until a text stands so often in a server's log.
func awaitLog(t *testing.T, s *server, text string, times int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for strings.Count(s.log.String(), text) < times {
		select {
		case <-ctx.Done():
			t.Fatalf("%q is not said %d times:\n%s", text, times, s.log.String())
		case <-tick.C:
		}
	}
}

// signed asks for products with a signature by a secret.
func (s *server) signed(t *testing.T, secret string) int {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, s.url+"/products?limit=1", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("x-iadvize-signature", serve.Sign(serve.Secret(secret), []byte("limit=1")))
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	return answer.StatusCode
}
