package listen

import (
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"plugsheet/schemas/files"

	"golang.org/x/crypto/acme"
	"golang.org/x/crypto/acme/autocert"
)

// TLS says where the certificate comes from: from files, or by ACME for Domains. The zero value is no TLS.
type TLS struct {
	CertFile, KeyFile string // PEM; read again when they change

	// Domains get certificates of Let's Encrypt, whose terms of service are agreed to by naming them. It must
	// reach this server on port 443 (TLS-ALPN-01). Account and certificates are kept in private/acme of the
	// bundle.
	Domains   []string
	Email     string // of the account; may be empty
	Directory string // of another authority; empty: Let's Encrypt's
}

// acmeDir is where certificates are kept, under a bundle's private/.
const acmeDir = "acme"

// TLSOptions are what the certificates need beside where they come from. All are required.
type TLSOptions struct {
	Private string // the folder for private/acme
	Logger  *slog.Logger
	Clock   func() time.Time
}

// Config makes what a listener needs; nil without TLS. Old versions of TLS are refused, and HTTP/2 is spoken.
func (t TLS) Config(o TLSOptions) (*tls.Config, error) {
	inFiles := t.CertFile != "" || t.KeyFile != ""
	switch {
	case inFiles && len(t.Domains) > 0:
		return nil, errors.New("a certificate in files and by ACME")
	case inFiles:
		c := &certificate{certFile: t.CertFile, keyFile: t.KeyFile, log: o.Logger, clock: o.Clock}
		if _, err := c.get(nil); err != nil {
			return nil, err
		}
		return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: c.get,
			NextProtos: []string{"h2", "http/1.1"}}, nil
	case len(t.Domains) > 0:
		if err := files.NoLink(o.Private, filepath.Join(o.Private, acmeDir)); err != nil {
			return nil, err
		}
		m := &autocert.Manager{
			Prompt:     autocert.AcceptTOS,
			Cache:      autocert.DirCache(filepath.Join(o.Private, acmeDir)),
			HostPolicy: autocert.HostWhitelist(t.Domains...),
			Email:      t.Email,
		}
		if t.Directory != "" {
			m.Client = &acme.Client{DirectoryURL: t.Directory}
		}
		config := m.TLSConfig()
		config.MinVersion = tls.VersionTLS12
		config.GetCertificate = t.told(config.GetCertificate, o)
		return config, nil
	}
	return nil, nil
}

// told tells why there is no certificate for one of the domains: net/http keeps that to itself. Whoever asks
// for another name is a stranger, and nothing of that is told.
func (t TLS) told(get func(*tls.ClientHelloInfo) (*tls.Certificate, error),
	o TLSOptions) func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	failed := &seldom{clock: o.Clock}
	return func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
		c, err := get(hello)
		if err != nil {
			for _, domain := range t.Domains {
				if !strings.EqualFold(domain, strings.TrimSuffix(hello.ServerName, ".")) {
					continue
				}
				if count := failed.tell(); count > 0 {
					o.Logger.Error("no certificate could be had", "domain", domain,
						"times", count, "error", err, "hint",
						"the domain's address must lead here, and port 443 be open to the internet")
				}
			}
		}
		return c, err
	}
}

// certificate is one in files. A handshake looks whether they have changed; new ones that cannot be read, or
// do not belong together yet, leave the old one in use.
type certificate struct {
	certFile, keyFile string
	log               *slog.Logger
	clock             func() time.Time

	mu      sync.Mutex
	current *tls.Certificate
	stamp   string // of the files of current
	refused string // stamp of the files that were refused last
	warned  time.Time
}

func (c *certificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	stamp := fileStamp(c.certFile) + fileStamp(c.keyFile)
	if c.current != nil && stamp == c.stamp {
		c.warn()
		return c.current, nil
	}
	next, err := tls.LoadX509KeyPair(c.certFile, c.keyFile)
	switch {
	case err == nil:
		if c.current != nil {
			c.log.Info("certificate read again", "file", c.certFile)
		}
		c.current, c.stamp, c.warned = &next, stamp, time.Time{}
		c.warn()
	case c.current == nil:
		return nil, fmt.Errorf("reading the certificate: %w", err)
	case stamp != c.refused:
		c.refused = stamp
		c.log.Error("new certificate refused; the old one goes on", "error", err)
	}
	return c.current, nil
}

// certificateSoon is how long before its end a certificate is warned of.
const certificateSoon = 7 * 24 * time.Hour

// warn says once a day that the certificate is no good any more, or soon, or not yet. It goes on to be shown:
// a server with an old one can be reached by whoever looks past it, one without cannot.
func (c *certificate) warn() {
	now, leaf := c.clock(), c.current.Leaf
	if leaf == nil || now.Sub(c.warned).Abs() < 24*time.Hour {
		return
	}
	file, end := slog.String("file", c.certFile), slog.Time("end", leaf.NotAfter)
	switch {
	case now.Before(leaf.NotBefore):
		c.log.Error("the certificate is not good yet: clients refuse it", file,
			slog.Time("from", leaf.NotBefore), slog.String("hint", "is the clock right? timedatectl"))
	case now.After(leaf.NotAfter):
		c.log.Error("the certificate has expired: clients refuse it", file, end,
			slog.String("hint", "renew it; the new one is taken up by itself"))
	case leaf.NotAfter.Sub(now) < certificateSoon:
		c.log.Warn("the certificate expires soon", file, end,
			slog.String("hint", "renew it; the new one is taken up by itself"))
	default:
		return
	}
	c.warned = now
}

// fileStamp is a text that changes when a file does.
func fileStamp(name string) string {
	st, err := os.Stat(name)
	if err != nil {
		return "-"
	}
	return fmt.Sprintf("%d %d ", st.Size(), st.ModTime().UnixNano())
}
