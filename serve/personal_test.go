package serve

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"plugsheet/schemas/bundle"
	"plugsheet/serve/web"
)

// What no log, metric, error answer or file outside private/ may ever hold. Each has a part that occurs
// nowhere else.
const (
	privateMail     = "jane.qzqz@personal.example"
	privateExternal = "EXT-qxqx.77"
	privateVisitor  = "VIS-qwqw.88"
	privateTalk     = "CONV-qvqv.99"
	privateOperator = "OPER-quqx.11"
	privateSearch   = "parcel of jane.qzqz@personal.example"
	privateToken    = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJxcHFwIn0.qpqp-c2lnbmF0dXJl"
	privateSecret   = "connector-token-qjqj.22"
)

// leaks finds the private values in a text, as they are or percent-encoded, and signatures.
func leaks(text string) (found []string) {
	for _, part := range []string{"qzqz", "qxqx", "qwqw", "qvqv", "quqx", "qpqp", "qjqj",
		"personal.example", "parcel of", "eyJ"} {
		if strings.Contains(strings.ToLower(text), strings.ToLower(part)) {
			found = append(found, part)
		}
	}
	return append(found, regexp.MustCompile(`sha256=[0-9a-f]{8,}`).FindAllString(text, -1)...)
}

// privateQueries are queries that hold all of it: good ones, and ones that are refused for each reason that
// there is.
func privateQueries() []string {
	all := url.Values{
		"emailVisitor": {privateMail}, "idVisitorExternal": {privateExternal},
		"idVisitorUnique": {privateVisitor}, "idConversation": {privateTalk}, "idOperator": {privateOperator},
		"searchQuery": {privateSearch}, "jwt": {privateToken}, "action": {"OPEN_CASE"},
	}
	with := func(key string, values ...string) string {
		q := url.Values{}
		for k, v := range all {
			q[k] = v
		}
		q[key] = values
		return q.Encode()
	}
	list := []string{
		all.Encode(), with("limit", "2"), with(privateMail, privateToken), "%zz&emailVisitor=" + privateMail,
		privateMail, "emailVisitor=" + privateMail + ";idVisitorExternal=" + privateExternal,
	}
	for _, key := range []string{"limit", "offset", "idParent", "idCategory", "idWebsite", "operatorLocale",
		"idConnectorVersion", "emailVisitor"} {
		list = append(list, with(key, privateMail), with(key, privateToken, privateMail),
			with(key, strings.Repeat(privateMail, 200)), with(key, privateMail+"\xff\x00\n"))
	}
	return list
}

// privateBodies are bodies that hold it, good ones and broken ones.
func privateBodies() []string {
	object := fmt.Sprintf(
		`{"action":"OPEN_CASE","idVisitorUnique":%q,"idConversation":%q,"idOperator":%q,"emailVisitor":%q}`,
		privateVisitor, privateTalk, privateOperator, privateMail)
	return []string{
		object, object[:len(object)-5], privateMail, "[" + object + "]",
		strings.Replace(object, "OPEN_CASE", privateMail, 1),
		strings.Replace(object, `"OPEN_CASE"`, `{"a":"`+privateMail+`"}`, 1),
		`{"` + privateMail + `":"` + privateToken + `"}`,
		"action=OPEN_CASE&idVisitorUnique=" + privateVisitor + "&emailVisitor=" +
			url.QueryEscape(privateMail), "action=%zz" + privateMail,
		strings.Repeat(object, maxBody/len(object)+1),
	}
}

// privateRequests asks every route that the server has, and some that it has not, in every way.
func privateRequests(s *Server) []*http.Request {
	paths := []string{"/" + privateMail, "/customer/" + privateMail, "/products/" + privateExternal + "/",
		"/.well-known/" + privateToken}
	for path := range s.table() {
		paths = append(paths, regexp.MustCompile(`\{[^}]*\}`).ReplaceAllString(path, privateExternal))
	}
	slices.Sort(paths)
	var all []*http.Request
	for _, path := range append(paths, "/panic-text", "/panic-error", "/panic-runtime") {
		for _, query := range privateQueries() {
			for _, method := range []string{"GET", "HEAD", "OPTIONS"} {
				all = append(all, httptest.NewRequest(method, path, nil))
				all[len(all)-1].URL.RawQuery = query
			}
		}
		for _, method := range []string{"POST", "PUT", "DELETE", "QZQZ"} {
			for i, body := range privateBodies() {
				r := httptest.NewRequest(method, path, strings.NewReader(body))
				r.Header.Set("Content-Type",
					[]string{"application/json", "application/x-www-form-urlencoded", privateMail}[i%3])
				r.Header.Set(web.SignatureHeader, Sign(Secret(privateSecret), []byte(body)))
				all = append(all, r)
			}
		}
	}
	for i, r := range all {
		if r.Body == http.NoBody {
			r.Header.Set(web.SignatureHeader, Sign(Secret(privateSecret), []byte(r.URL.RawQuery)))
		}
		if i%7 == 0 {
			r.Header.Set(web.SignatureHeader, Sign(Secret(privateSecret+privateToken), []byte(privateMail)))
		}
		r.Header.Set("Authorization", "Bearer "+privateToken)
		r.Header.Set("Cookie", "session="+privateToken)
		r.Header.Set("Referer", "https://desk.example/?mail="+privateMail)
		r.Header.Set("User-Agent", privateMail)
		r.Header.Set("X-Request-Id", privateMail)
	}
	return all
}

// failPrivately adds routes that fail in the ways that a mistake in the program does, with a text of the
// request's.
func failPrivately(s *Server) {
	add(s, "/panic-text", web.Route{Get: func(_ http.ResponseWriter, r *http.Request) error {
		panic("cannot find " + r.URL.RawQuery)
	}})
	add(s, "/panic-error", web.Route{Get: func(_ http.ResponseWriter, r *http.Request) error {
		panic(errors.New("no such " + privateMail))
	}})
	add(s, "/panic-runtime", web.Route{Get: func(_ http.ResponseWriter, r *http.Request) error {
		return []error{}[len(r.URL.RawQuery)]
	}})
}

// damagePrivately lets one reload after the other be refused, over files that hold what is private.
func damagePrivately(t *testing.T, s *Server, dir string) {
	t.Helper()
	private := filepath.Join(dir, bundle.PrivateDir)
	for name, text := range map[string]string{
		"customers.json": `{"format":1,"keyCheck":"x","customers":[` + privateMail,
		"key":            privateSecret,
	} {
		at := filepath.Join(private, name)
		before, errBefore := os.ReadFile(at)
		must(t, os.WriteFile(at, []byte(text), 0o600))
		for _, access := range []bundle.CustomerAccess{s.sites.Customers, {},
			{Key: []byte(privateSecret)}, {IdentityFile: at}} {
			given := s.sites.Customers
			s.sites.Customers = access
			s.Reload(t.Context()) // whatever comes of it
			s.sites.Customers = given
		}
		if must(t, os.Remove(at)); errBefore == nil {
			must(t, os.WriteFile(at, before, 0o600))
		}
	}
	must(t, os.WriteFile(filepath.Join(dir, "customers.age"), []byte(privateMail), 0o600))
	s.sites.Customers.IdentityFile = filepath.Join(private, "journal.jsonl")
	if s.Reload(t.Context()) == nil {
		t.Error("a customers.age that is none was accepted")
	}
	must(t, os.Remove(filepath.Join(dir, "customers.age")))
	s.sites.Customers.IdentityFile = ""
}

// TestNothingPersonalGetsOut sends what is private in every place of every route, makes reloads and the
// journal fail, and looks for it in all that leaves the server but the good answers. New routes are asked as
// soon as they are in the table.
func TestNothingPersonalGetsOut(t *testing.T) {
	for _, level := range []slog.Level{slog.LevelDebug, slog.LevelInfo, slog.LevelWarn, slog.LevelError} {
		t.Run(level.String(), func(t *testing.T) {
			dir, log := t.TempDir(), &bytes.Buffer{}
			shop := sample()
			shop.customers = append(shop.customers,
				bundle.Customer{Email: privateMail, ExternalID: privateExternal,
					Values: map[string]string{"Level": "qzqz"}})
			shop.write(t, dir)
			// cut off
			must(t, os.WriteFile(filepath.Join(dir, bundle.PrivateDir, journalName),
				[]byte("{\"time\":\""+privateMail), 0o600))
			o := options(t, dir)
			o.Secrets = []Secret{Secret(privateSecret)}
			o.Logger = slog.New(slog.NewJSONHandler(log, &slog.HandlerOptions{Level: level}))
			s := start(t, o)
			failPrivately(s)
			statuses := map[int]int{}
			for _, r := range privateRequests(s) {
				w := httptest.NewRecorder()
				s.Handler().ServeHTTP(w, r)
				statuses[w.Code]++
				if found := leaks(dump(w)); len(found) > 0 && w.Code >= 400 {
					t.Fatalf("%s %s is answered with %q:\n%s", r.Method, r.URL, found, dump(w))
				}
			}
			for _, want := range []int{200, 400, 401, 404, 405, 413, 500} {
				if statuses[want] == 0 {
					t.Errorf("no answer has status %d: %v", want, statuses)
				}
			}
			failJournal(t, s, dir)
			damagePrivately(t, s, dir)
			for _, path := range []string{"/metrics", "/ready", "/health"} {
				w := httptest.NewRecorder()
				s.Operations(false).ServeHTTP(w, httptest.NewRequest("GET", path, nil))
				if found := leaks(dump(w)); w.Code != 200 || len(found) > 0 {
					t.Errorf("%s, %d, holds %q", path, w.Code, found)
				}
			}
			for _, place := range []string{"panic: string, at plugsheet/serve.",
				"panic: runtime error: index out of range"} {
				if !strings.Contains(log.String(), place) {
					t.Errorf("the log does not say %q:\n%s", place,
						linesWith(log.String(), []string{"panic: "}))
				}
			}
			if found := leaks(log.String()); len(found) > 0 {
				t.Errorf("the log holds %q:\n%s", found, linesWith(log.String(), found))
			}
			if !strings.Contains(log.String(), "bundle refused") {
				t.Error("the log does not say that a bundle was refused")
			}
			filesWithout(t, dir)
		})
	}
}

// failJournal sends an action that cannot be written.
func failJournal(t *testing.T, s *Server, dir string) {
	t.Helper()
	must(t, s.sites.Root().Actions.Close())
	journal := filepath.Join(dir, bundle.PrivateDir, journalName)
	must(t, os.Rename(journal, journal+".kept"))
	must(t, os.Mkdir(journal, 0o700))
	body := strings.Replace(privateBodies()[0], privateTalk, privateTalk+"2", 1)
	act := func() *httptest.ResponseRecorder {
		r := httptest.NewRequest("POST", "/customer/action", strings.NewReader(body))
		r.Header.Set(web.SignatureHeader, Sign(Secret(privateSecret), []byte(body)))
		w := httptest.NewRecorder()
		s.Handler().ServeHTTP(w, r)
		return w
	}
	w := act()
	if found := leaks(dump(w)); w.Code != 503 || len(found) > 0 {
		t.Errorf("an action that cannot be written: %d, %q", w.Code, found)
	}
	must(t, os.Remove(journal))
	must(t, os.Rename(journal+".kept", journal))
	if w := act(); w.Code != 200 { // from here on the server is ready again
		t.Errorf("an action that comes again: %s", dump(w))
	}
}

// filesWithout holds that no file of the bundle outside private/ has anything of it, and that nobody but the
// owner may look into private/.
func filesWithout(t *testing.T, dir string) {
	t.Helper()
	seen := 0
	must(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		if rel, _ := filepath.Rel(dir, path); strings.HasPrefix(rel, bundle.PrivateDir) {
			if info.Mode().Perm()&0o077 != 0 && runtime.GOOS != "windows" {
				t.Errorf("%s may be read by others: %v", rel, info.Mode())
			}
			return nil
		}
		if d.IsDir() {
			return nil
		}
		data, err := os.ReadFile(path)
		if found := leaks(string(data)); len(found) > 0 {
			t.Errorf("%s holds %q", path, found)
		}
		seen++
		return err
	}))
	if seen < 5 {
		t.Errorf("only %d files were looked into", seen)
	}
}

// linesWith are the first lines of a log that hold one of the texts.
func linesWith(log string, texts []string) string {
	var b strings.Builder
	for line := range strings.Lines(log) {
		if slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(line, text) }) &&
			b.Len() < 2000 {
			b.WriteString(line)
		}
	}
	return b.String()
}

// A customer who was forgotten, or whose file was encrypted anew, is gone from a running server at its next
// look.
func TestForgottenAtOnce(t *testing.T) {
	dir := t.TempDir()
	sample().write(t, dir)
	o := options(t, dir)
	s := start(t, o)
	known := func() bool { _, ok := s.sites.Root().Current().Customers().Find("C-1", ""); return ok }
	if !known() {
		t.Fatal("nobody is known")
	}
	_, err := bundle.Forget(context.Background(), dir, "C-1", o.Customers)
	must(t, err)
	must(t, s.Reload(t.Context()))
	if known() {
		t.Error("still known")
	}
}

// Customers of another key are refused, and the old answers go on.
func TestCustomersOfAnotherKey(t *testing.T) {
	dir := t.TempDir()
	sample().write(t, dir)
	s := start(t, options(t, dir))
	s.sites.Customers.Key = []byte("another key for the tests")
	if err := s.Reload(t.Context()); !errors.As(err, new(*bundle.KeyError)) {
		t.Errorf("reload: %v", err)
	}
	if _, ok := s.sites.Root().Current().Customers().Find("C-1", ""); !ok {
		t.Error("the old customers have gone")
	}
	if w := get(s, "GET", "/ready", nil); w.Code != 200 ||
		!strings.Contains(w.Body.String(), `"cause":"the customers were hashed with another key"`) {
		t.Errorf("/ready: %s", dump(w))
	}
}
