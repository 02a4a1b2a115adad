package doctor

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"plugsheet/schemas/bundle"
	"plugsheet/serve"
	"plugsheet/serve/listen"
)

// bad are the findings that are not ok, a line each.
func bad(all []Finding) string {
	var lines []string
	for _, f := range all {
		if f.Level != OK {
			lines = append(lines, fmt.Sprintf("%s %s: %s", f.Level, f.Check, f.What))
		}
	}
	return strings.Join(lines, "\n")
}

// expect demands that each text, and nothing else, is among the findings that are not ok, and that each has a
// hint.
func expect(t *testing.T, all []Finding, wants ...string) {
	t.Helper()
	got := bad(all)
	for _, f := range all {
		if (f.Hint == "") != (f.Level == OK) {
			t.Errorf("%s %s: hint %q", f.Level, f.Check, f.Hint)
		}
	}
	n := 0
	if got != "" {
		n = strings.Count(got, "\n") + 1
	}
	for _, want := range wants {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in:\n%s", want, got)
		}
	}
	if n != len(wants) {
		t.Errorf("%d findings, want %d:\n%s", n, len(wants), got)
	}
}

func TestSecrets(t *testing.T) {
	for _, c := range []struct {
		current, previous string
		wants             []string
	}{
		{"0123456789abcdef", "", nil},
		{"0123456789abcdef", "fedcba9876543210", nil},
		{"", "", []string{"warning secret: none"}},
		{"", "fedcba9876543210", []string{"wrong secret: only the one before"}},
		{"0123456789abcdef\n", "", []string{"blanks or line ends around"}},
		{`"0123456789abcdef"`, "", []string{"quotation marks"}},
		{"0123456789 abcdef", "", []string{"in the middle"}},
		{"short", "", []string{"less than 16"}},
		{"0123456789abcdef", " 0123456789abcdef", []string{"the same as the one before"}},
		{"plugsheet-own-0123456789ABCDEF", "", []string{"warning secret: it is one that plugsheet made"}},
		{"demo-secret-0123456789abcdef", "", []string{"which everybody knows"}},
	} {
		all := Secrets(c.current, c.previous)
		expect(t, all, c.wants...)
		if text := strings.TrimSpace(c.current); text != "" && strings.Contains(fmt.Sprint(all), text) {
			t.Errorf("the secret is told: %v", all)
		}
	}
}

var day = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)

// writeCertificate makes a certificate, signed by itself or by an authority that is put behind it where
// whole.
func writeCertificate(t *testing.T, dir string, names []string, end time.Time, authority,
	whole bool) (certFile, keyFile string) {
	t.Helper()
	newKey := func() *ecdsa.PrivateKey {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		return key
	}
	key := newKey()
	leaf := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "leaf"},
		DNSNames: names, NotBefore: day.AddDate(-1, 0, 0), NotAfter: end}
	signer, signerKey := leaf, key
	if authority {
		signerKey = newKey()
		signer = &x509.Certificate{SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "authority"},
			NotBefore: day.AddDate(-1, 0, 0), NotAfter: day.AddDate(9, 0, 0), IsCA: true,
			BasicConstraintsValid: true}
	}
	add := func(to []byte, of, by *x509.Certificate, key *ecdsa.PrivateKey) []byte {
		der, err := x509.CreateCertificate(rand.Reader, of, by, &key.PublicKey, signerKey)
		if err != nil {
			t.Fatal(err)
		}
		return append(to, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})...)
	}
	chain := add(nil, leaf, signer, key)
	if whole {
		chain = add(chain, signer, signer, signerKey)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	certFile, keyFile = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for name, data := range map[string][]byte{certFile: chain,
		keyFile: pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret})} {
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return certFile, keyFile
}

func TestCertificate(t *testing.T) {
	names := []string{"connector.shop.example"}
	for _, c := range []struct {
		name             string
		names            []string
		end              time.Time
		authority, whole bool
		wants            []string
	}{
		{"good", names, day.AddDate(0, 0, 60), true, true, nil},
		{"ends soon", names, day.AddDate(0, 0, 20), true, true,
			[]string{"warning certificate: it expires on 2026-03-21"}},
		{"over", names, day.AddDate(0, 0, -1), true, true,
			[]string{"wrong certificate: it expired on 2026-02-28"}},
		{"no name", nil, day.AddDate(0, 0, 60), true, true, []string{"it holds no name"}},
		{"alone", names, day.AddDate(0, 0, 60), true, false, []string{"warning certificate: it is alone"}},
		{"its own", names, day.AddDate(0, 0, 60), false, false, []string{"signed by itself"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			certFile, keyFile := writeCertificate(t, t.TempDir(), c.names, c.end, c.authority, c.whole)
			expect(t, Certificate(certFile, keyFile, day), c.wants...)
		})
	}
	certFile, keyFile := writeCertificate(t, t.TempDir(), names, day.AddDate(1, 0, 0), true, true)
	_, otherKey := writeCertificate(t, t.TempDir(), names, day.AddDate(1, 0, 0), true, true)
	expect(t, Certificate(certFile, otherKey, day), "private key does not match")
	if err := os.Chmod(keyFile, 0o644); err != nil {
		t.Fatal(err)
	}
	expect(t, Certificate(certFile, keyFile, day), "everybody on this machine may read or change its key")
}

const secret = "0123456789abcdef"

// sampleServer is one on an empty bundle; of signatures it checks those of the secret, where there is one.
func sampleServer(t *testing.T, secrets ...serve.Secret) http.Handler {
	t.Helper()
	return limitedServer(t, listen.Limits{}, secrets...)
}

// limitedServer is one that does not answer everybody.
func limitedServer(t *testing.T, limits listen.Limits, secrets ...serve.Secret) http.Handler {
	t.Helper()
	dir := t.TempDir()
	w, err := bundle.Create(dir, bundle.WriteOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	s, err := serve.New(t.Context(),
		serve.Options{Bundle: dir, Build: true, Secrets: secrets, AllowUnsigned: true, Limits: limits})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if err := s.Reload(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s.Handler()
}

// between changes what a proxy lets through.
func between(h http.Handler, change func(w http.ResponseWriter, r *http.Request) (done bool)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !change(w, r) {
			h.ServeHTTP(w, r)
		}
	})
}

func TestURL(t *testing.T) {
	signed, open := sampleServer(t, serve.Secret(secret)), sampleServer(t)
	const local = "warning address: 127.0.0.1"
	for _, c := range []struct {
		name    string
		handler http.Handler
		secret  string
		wants   []string
	}{
		{"good", signed, secret, nil},
		{"no secret here", signed, "", []string{"warning signature: not tried"}},
		{"another secret", signed, "another-one-of-them",
			[]string{"wrong signature: a right one is refused"}},
		{"open to everybody", open, secret,
			[]string{"wrong strangers: a request without signature is answered"}},
		{"closed for want of a secret",
			between(limitedServer(t, listen.Limits{ThisMachine: true}),
				func(_ http.ResponseWriter, r *http.Request) bool {
					r.Header.Set("X-Forwarded-For", "192.0.2.1")
					return false
				}), secret, []string{"warning proxy: a proxy beside the server does not tell",
				"wrong strangers: the server has no secret"}},
		{"not imported", between(signed, func(w http.ResponseWriter, r *http.Request) bool {
			if r.URL.Path == "/ready" {
				io.WriteString(w,
					`{"status":"READY","import":{"cause":"what was saved last was not imported"}}`)
			}
			return r.URL.Path == "/ready"
		}), secret, []string{"warning /ready: what was saved last was not imported"}},
		{"somebody else's", http.NotFoundHandler(), secret, []string{"wrong /health: status 404"}},
		{"health refused", between(signed, func(w http.ResponseWriter, r *http.Request) bool {
			if r.URL.Path == "/health" {
				w.WriteHeader(http.StatusUnauthorized)
			}
			return r.URL.Path == "/health"
		}), secret, []string{"wrong /health: it is refused with 401"}},
		{"redirected", http.RedirectHandler("https://elsewhere.example/", http.StatusMovedPermanently),
			secret, []string{`wrong /health: it is redirected to "https://elsewhere.example/"`}},
		{"slashes redirected", between(signed, func(w http.ResponseWriter, r *http.Request) bool {
			path, slash := strings.CutSuffix(r.URL.Path, "/")
			if slash {
				http.Redirect(w, r, path, http.StatusMovedPermanently)
			}
			return slash
		}), secret, []string{"warning redirects: a slash"}},
		{"not ready", between(signed, func(w http.ResponseWriter, r *http.Request) bool {
			if r.URL.Path == "/ready" {
				w.WriteHeader(http.StatusServiceUnavailable)
				io.WriteString(w, `{"detail":"the bundle is damaged: x"}`)
			}
			return r.URL.Path == "/ready"
		}), secret,
			[]string{"wrong /ready: it does not answer all that it should: the bundle is damaged: x"}},
		{"a proxy that tells nobody",
			between(sampleServer(t, serve.Secret(secret)), func(_ http.ResponseWriter, r *http.Request) bool {
				r.Host = "connector.shop.example"
				return false
			}), secret, []string{"warning proxy: a proxy beside the server does not tell"}},
		{"blanks rewritten", between(signed, func(_ http.ResponseWriter, r *http.Request) bool {
			r.URL.RawQuery = strings.ReplaceAll(r.URL.RawQuery, "%20", "+")
			return false
		}), secret, []string{"wrong proxy: something in front of the server changes %20 in a query"}},
		{"query sorted", between(signed, func(_ http.ResponseWriter, r *http.Request) bool {
			r.URL.RawQuery = r.URL.Query().Encode()
			return false
		}), secret, []string{"changes %20", "changes order"}},
		{"body rewritten", between(signed, func(_ http.ResponseWriter, r *http.Request) bool {
			data, _ := io.ReadAll(r.Body)
			r.Body = io.NopCloser(strings.NewReader(strings.TrimSpace(string(data))))
			return false
		}), secret, []string{"wrong proxy: something in front of the server changes bodies"}},
		{"clock", between(signed, func(w http.ResponseWriter, r *http.Request) bool {
			w.Header().Set("Date", "Sat, 01 Jan 2000 00:00:00 GMT")
			return false
		}), secret, []string{"wrong clock: the server's and this machine's differ"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			asked := 0
			front := httptest.NewUnstartedServer(
				http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					asked++
					c.handler.ServeHTTP(w, r)
				}))
			front.EnableHTTP2 = true
			front.StartTLS()
			defer front.Close()
			o := URLOptions{Roots: x509.NewCertPool()}
			o.Roots.AddCert(front.Certificate())
			if c.secret != "" {
				o.Secrets = []serve.Secret{serve.Secret(c.secret)}
			}
			all, err := URL(t.Context(), front.URL, o)
			if err != nil {
				t.Fatal(err)
			}
			expect(t, all, append(c.wants, local)...)
			if strings.Contains(fmt.Sprint(all), "ok signature") && strings.Contains(bad(all), "strangers") {
				t.Errorf("a signature that nobody checks is called right: %v", all)
			}
			if asked > 12 {
				t.Errorf("%d requests", asked)
			}
		})
	}
}

func TestURLCertificate(t *testing.T) {
	front := httptest.NewUnstartedServer(sampleServer(t, serve.Secret(secret)))
	front.StartTLS()
	defer front.Close()
	o := URLOptions{Secrets: []serve.Secret{serve.Secret(secret)}, Roots: x509.NewCertPool()}
	all, err := URL(t.Context(), front.URL, o)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, all, "warning address", "wrong certificate: its authority is not known", "warning http/2")
	certFile, keyFile := writeCertificate(t, t.TempDir(), []string{"other.example"},
		time.Now().AddDate(1, 0, 0), false, false)
	pair, err := tls.LoadX509KeyPair(certFile, keyFile)
	if err != nil {
		t.Fatal(err)
	}
	other := httptest.NewUnstartedServer(sampleServer(t, serve.Secret(secret)))
	other.TLS = &tls.Config{Certificates: []tls.Certificate{pair}}
	other.StartTLS()
	defer other.Close()
	if all, err = URL(t.Context(), other.URL, o); err != nil {
		t.Fatal(err)
	}
	expect(t, all, "warning address",
		"wrong certificate: it is for other names: other.example", "warning http/2")
}

func TestURLWithoutServer(t *testing.T) {
	front := httptest.NewServer(http.NotFoundHandler())
	front.Close()
	all, err := URL(t.Context(), front.URL, URLOptions{})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, all, "warning https", "warning address", "wrong connection")
	for _, target := range []string{"", "ftp://shop.example", "https://", "https://user:word@shop.example"} {
		if _, err := URL(t.Context(), target, URLOptions{}); err == nil {
			t.Errorf("%q is taken for a server's URL", target)
		}
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := URL(ended, front.URL, URLOptions{}); err == nil {
		t.Error("no error of the context")
	}
}
