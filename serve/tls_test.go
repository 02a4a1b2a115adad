package serve

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"plugsheet/serve/listen"
)

// writeCertificate writes a new one for 127.0.0.1 with a serial number.
func writeCertificate(t testing.TB, o listen.TLS, serial int64) {
	t.Helper()
	writeCertificateFor(t, o, serial, time.Unix(0, 0), time.Unix(1<<33, 0))
}

// writeCertificateFor writes one that is good for some time only.
func writeCertificateFor(t testing.TB, o listen.TLS, serial int64, from, end time.Time) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: "plugsheet"},
		DNSNames: []string{"localhost"}, NotBefore: from, NotAfter: end,
	}
	cert, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	must(t, err)
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	must(t, err)
	must(t, os.WriteFile(o.CertFile, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert}), 0o600))
	must(t, os.WriteFile(o.KeyFile,
		pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}), 0o600))
}

// asked asks over a connection of its own and gives the answer with the certificate's serial number.
func asked(t *testing.T, url string) (*http.Response, int64) {
	t.Helper()
	c := &http.Client{Transport: &http.Transport{
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, ForceAttemptHTTP2: true,
		DisableKeepAlives: true}}
	a, err := c.Get(url + "/products?limit=1")
	must(t, err)
	a.Body.Close()
	return a, a.TLS.PeerCertificates[0].SerialNumber.Int64()
}

// TestCertificateIsReadAgain replaces a certificate under a running server: whole, half, and by nonsense.
func TestCertificateIsReadAgain(t *testing.T) {
	dir := t.TempDir()
	o := options(t, t.TempDir())
	o.TLS = listen.TLS{CertFile: filepath.Join(dir, "cert.pem"), KeyFile: filepath.Join(dir, "key.pem")}
	sample().write(t, o.Bundle)
	writeCertificate(t, o.TLS, 1)
	s := start(t, o)
	url, stop := run(t, s)
	url = "https" + strings.TrimPrefix(url, "http")
	a, serial := asked(t, url)
	if serial != 1 || a.StatusCode != 200 || a.ProtoMajor != 2 ||
		a.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("certificate %d, %s, status %d, %v", serial, a.Proto, a.StatusCode, a.Header)
	}
	key, err := os.ReadFile(o.TLS.KeyFile)
	must(t, err)
	writeCertificate(t, o.TLS, 22222)
	next, err := os.ReadFile(o.TLS.KeyFile)
	must(t, err)
	// the new certificate with half of the old key
	must(t, os.WriteFile(o.TLS.KeyFile, key[:len(key)-5], 0o600))
	if _, serial := asked(t, url); serial != 1 {
		t.Errorf("with another certificate's key: %d", serial)
	}
	must(t, os.WriteFile(o.TLS.KeyFile, next, 0o600))
	if _, serial := asked(t, url); serial != 22222 {
		t.Errorf("a new certificate is not used: %d", serial)
	}
	must(t, os.Remove(o.TLS.CertFile))
	if _, serial := asked(t, url); serial != 22222 {
		t.Errorf("without a file: %d", serial)
	}
	old := &http.Client{Transport: &http.Transport{
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true, MaxVersion: tls.VersionTLS11},
	}}
	if _, err := old.Get(url + "/health"); err == nil {
		t.Error("TLS 1.1 is spoken")
	}
	if a, err := http.Get("http" + strings.TrimPrefix(url, "https") + "/health"); err == nil {
		a.Body.Close()
		if a.StatusCode == 200 {
			t.Error("HTTP without TLS is answered")
		}
	}
	must(t, stop())
}

func TestTLSSettings(t *testing.T) {
	dir := t.TempDir()
	bad := listen.TLS{CertFile: filepath.Join(dir, "cert.pem"), KeyFile: filepath.Join(dir, "key.pem")}
	o := options(t, t.TempDir())
	sample().write(t, o.Bundle)
	for name, c := range map[string]listen.TLS{
		"no files": bad, "no key": {CertFile: bad.CertFile},
		"both": {CertFile: "a", KeyFile: "b", Domains: []string{"shop.example"}},
	} {
		o.TLS = c
		if s, err := New(context.Background(), o); err == nil {
			t.Errorf("%s: accepted: %v", name, s.Close())
		}
	}
}

// TestACMEHosts: certificates are asked for the named domains only, from the named authority, which here
// cannot be reached.
func TestACMEHosts(t *testing.T) {
	o := options(t, t.TempDir())
	log := &strings.Builder{}
	o.Logger = logger(log)
	config, err := listen.TLS{Domains: []string{"shop.example"},
		Directory: "http://127.0.0.1:0/directory"}.Config(listen.TLSOptions{
		Private: filepath.Join(o.Bundle, "private"), Logger: o.Logger, Clock: o.Clock,
	})
	must(t, err)
	_, err = config.GetCertificate(&tls.ClientHelloInfo{ServerName: "other.example",
		CipherSuites: []uint16{tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256}})
	if err == nil || !strings.Contains(err.Error(), "not configured") {
		t.Errorf("another domain: %v", err)
	}
	if log.Len() > 0 {
		t.Errorf("a stranger's name is told: %s", log)
	}
	_, err = config.GetCertificate(&tls.ClientHelloInfo{ServerName: "shop.example",
		CipherSuites: []uint16{tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256}})
	if err == nil || errors.Is(err, context.Canceled) || strings.Contains(err.Error(), "not configured") {
		t.Errorf("the domain: %v", err)
	}
	if got := log.String(); !strings.Contains(got,
		`msg="no certificate could be had" domain=shop.example times=1`) {
		t.Errorf("the log: %s", got)
	}
	st, err := os.Stat(filepath.Join(o.Bundle, "private", "acme"))
	must(t, err)
	if st.Mode().Perm() != 0o700 {
		t.Errorf("the cache can be read by others: %v", st.Mode())
	}
	if config.MinVersion != tls.VersionTLS12 {
		t.Error("old versions of TLS are spoken")
	}
}

// TestCertificateNearItsEnd: one that is no good any more, or soon, is told of once a day, and a new one ends
// that.
func TestCertificateNearItsEnd(t *testing.T) {
	dir, log, later := t.TempDir(), &strings.Builder{}, time.Duration(0)
	o := options(t, t.TempDir())
	o.Logger, o.Clock = logger(log), func() time.Time { return clock().Add(later) }
	files := listen.TLS{CertFile: filepath.Join(dir, "cert.pem"), KeyFile: filepath.Join(dir, "key.pem")}
	const day = 24 * time.Hour
	for i, c := range []struct {
		after, from, end time.Duration // after the clock's beginning
		want             string
	}{
		{0, -day, 90 * day, ""},
		{0, day, 90 * day, "is not good yet"},
		{84 * day, -day, 90 * day, "expires soon"},
		{91 * day, -day, 90 * day, "has expired"},
	} {
		later = 0
		log.Reset()
		writeCertificateFor(t, files, int64(i), clock().Add(c.from), clock().Add(c.end))
		later = c.after
		config, err := files.Config(listen.TLSOptions{Logger: o.Logger, Clock: o.Clock})
		must(t, err)
		for range 3 {
			_, err = config.GetCertificate(nil)
			must(t, err)
		}
		if got := log.String(); strings.Count(got, "the certificate ") != min(1, len(c.want)) ||
			!strings.Contains(got, c.want) {
			t.Errorf("want %q once, got %s", c.want, got)
		}
		later += day
		if _, err = config.GetCertificate(nil); err != nil ||
			c.want == "has expired" && strings.Count(log.String(), c.want) != 2 {
			t.Errorf("the next day: %v %s", err, log)
		}
	}
}
