//go:build unix

package cmd

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"plugsheet/serve"
	"plugsheet/serve/store"
)

// replicaBundles imports the sample once and copies it, as a deployment does; each
// replica builds an index of its own.
func replicaBundles(t *testing.T, n int) []string {
	t.Helper()
	dir := t.TempDir()
	output(t, plugsheet(t, dir, "sample demo"))
	output(t, plugsheet(t, dir, "import demo/shop -o bundle"))
	output(t, plugsheet(t, dir, "import demo/shop -o bundle --site ha-123"))
	for _, built := range []string{"bundle/index", "bundle/sites/ha-123/index"} {
		if err := os.RemoveAll(filepath.Join(dir, built)); err != nil {
			t.Fatal(err)
		}
	}
	var all []string
	for i := range n {
		copied := filepath.Join(t.TempDir(), fmt.Sprintf("replica%d", i))
		if err := os.CopyFS(copied, os.DirFS(filepath.Join(dir, "bundle"))); err != nil {
			t.Fatal(err)
		}
		all = append(all, copied)
	}
	return all
}

// whole is an answer with all its headers but those that are of one moment and one request.
type whole struct {
	Status  int
	Headers http.Header
	Body    string
}

// askSigned sends a request as the platform does: a GET, or with a body a POST.
func askSigned(t *testing.T, addr, target, body, known string) whole {
	t.Helper()
	method, signed := http.MethodGet, ""
	if body != "" {
		method, signed = http.MethodPost, body
	} else if u, err := url.Parse(target); err == nil {
		signed = u.RawQuery
	}
	r, err := http.NewRequest(method, "http://"+addr+target, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("x-iadvize-signature", serve.Sign(serve.Secret(vectorSecret), []byte(signed)))
	if known != "" {
		r.Header.Set("If-None-Match", known)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	data, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	answer.Header.Del("Date")
	answer.Header.Del("X-Request-Id")
	// where a page beside this one is depends on the name that the client used, which a balancer's clients
	// share
	for i, link := range answer.Header["Link"] {
		answer.Header["Link"][i] = strings.ReplaceAll(link, addr, "connector.shop.example")
	}
	return whole{answer.StatusCode, answer.Header, string(data)}
}

// Three servers on copies of one bundle give the same answers to the byte, headers included, so
// that a balancer may ask any of them: what one answered is known to the others (ETag), and the
// next page is the next page everywhere.
func TestReplicasAnswerAlike(t *testing.T) {
	var addrs []string
	for _, b := range replicaBundles(t, 3) {
		addrs = append(addrs, startServer(t, filepath.Dir(b), "serve "+b))
	}
	targets := []string{
		"/categories", "/categories?idParent=10&limit=2&offset=1", "/categories?idWebsite=ha-123",
		"/products?idCategory=20&limit=3", "/products?idWebsite=ha-123&limit=2", "/products?limit=-1",
		"/products?limit=1000",
		"/products?searchQuery=lantern", "/products?searchQuery=lanternn", "/products?searchQuery=AB-12",
		"/products?searchQuery=olive+wood&limit=2&offset=1",
		"/products?searchQuery=steel&idCategory=20",
		"/customer?emailVisitor=JANE.doe%40example.com&operatorLocale=fr-CA",
		"/customer?emailVisitor=nobody%40example.com", "/closing-form", "/closing-form?operatorLocale=fr",
		"/nothing", "/health",
	}
	for offset := 0; offset <= 45; offset += 5 {
		targets = append(targets, fmt.Sprintf("/products?limit=5&offset=%d", offset))
	}
	for _, target := range targets {
		first := askSigned(t, addrs[0], target, "", "")
		for _, addr := range addrs[1:] {
			if d := cmp.Diff(first, askSigned(t, addr, target, "", "")); d != "" {
				t.Errorf("%s: two replicas differ (-one +other):\n%s", target, d)
			}
			if tag := first.Headers.Get("ETag"); tag != "" {
				if again := askSigned(t, addr, target, "", tag); again.Status != http.StatusNotModified {
					t.Errorf("%s: another replica does not know the tag %s: status %d",
						target, tag, again.Status)
				}
			}
		}
		if strings.HasPrefix(target, "/products?limit=5&") &&
			(first.Status != http.StatusOK || first.Headers.Get("ETag") == "") {
			t.Errorf("%s: status %d, headers %v", target, first.Status, first.Headers)
		}
	}
}

// Each replica has a journal of its own and knows of no other: an action that is repeated is written once by
// each that gets it, and answered alike (samples/deploy/README.md says so).
func TestReplicasWriteEachTheirJournal(t *testing.T) {
	bundles := replicaBundles(t, 2)
	const action = `{"action":"OPEN_CASE","idConversation":"c-1","idOperator":"ha-7"}`
	var answers []whole
	for _, b := range bundles {
		addr := startServer(t, filepath.Dir(b), "serve "+b)
		answers = append(answers, askSigned(t, addr, "/customer/action", action, ""),
			askSigned(t, addr, "/customer/action", action, ""))
	}
	for _, a := range answers {
		if d := cmp.Diff(answers[0], a); d != "" || a.Status != http.StatusOK {
			t.Errorf("status %d; differs from the first answer:\n%s", a.Status, d)
		}
	}
	for _, b := range bundles {
		n := 0
		for a, err := range store.ReadActions(b) {
			if err != nil || a.Conversation != "c-1" {
				t.Errorf("%+v (%v)", a, err)
			}
			n++
		}
		if n != 1 {
			t.Errorf("%d actions in a replica's journal, want 1", n)
		}
	}
}
