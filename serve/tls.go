package serve

import (
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"

	"golang.org/x/crypto/acme"
	"golang.org/x/crypto/acme/autocert"

	"plugsheet/schemas/bundle"
)

// TLS says where the certificate comes from: from files, or by ACME for Domains. The zero value is no TLS.
type TLS struct {
	CertFile, KeyFile string // PEM; read again when they change

	// Domains get certificates of Let's Encrypt, whose terms of service are agreed to by naming them. It must reach this
	// server on port 443 (TLS-ALPN-01). Account and certificates are kept in private/acme of the bundle.
	Domains   []string
	Email     string // of the account; may be empty
	Directory string // of another authority; empty: Let's Encrypt's
}

// acmeDir is where certificates are kept, under a bundle's private/.
const acmeDir = "acme"

// config makes what a listener needs; nil without TLS. Old versions of TLS are refused, and HTTP/2 is spoken.
func (o TLS) config(dir string, log *slog.Logger) (*tls.Config, error) {
	files := o.CertFile != "" || o.KeyFile != ""
	switch {
	case files && len(o.Domains) > 0:
		return nil, errors.New("a certificate in files and by ACME")
	case files:
		c := &certificate{certFile: o.CertFile, keyFile: o.KeyFile, log: log}
		if _, err := c.get(nil); err != nil {
			return nil, err
		}
		return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: c.get, NextProtos: []string{"h2", "http/1.1"}}, nil
	case len(o.Domains) > 0:
		m := &autocert.Manager{
			Prompt:     autocert.AcceptTOS,
			Cache:      autocert.DirCache(filepath.Join(dir, bundle.PrivateDir, acmeDir)),
			HostPolicy: autocert.HostWhitelist(o.Domains...),
			Email:      o.Email,
		}
		if o.Directory != "" {
			m.Client = &acme.Client{DirectoryURL: o.Directory}
		}
		config := m.TLSConfig()
		config.MinVersion = tls.VersionTLS12
		return config, nil
	}
	return nil, nil
}

// certificate is one in files. A handshake looks whether they have changed; new ones that cannot be read, or do not
// belong together yet, leave the old one in use.
type certificate struct {
	certFile, keyFile string
	log               *slog.Logger

	mu      sync.Mutex
	current *tls.Certificate
	stamp   string // of the files of current
	refused string // stamp of the files that were refused last
}

func (c *certificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	stamp := fileStamp(c.certFile) + fileStamp(c.keyFile)
	if c.current != nil && stamp == c.stamp {
		return c.current, nil
	}
	next, err := tls.LoadX509KeyPair(c.certFile, c.keyFile)
	switch {
	case err == nil:
		if c.current != nil {
			c.log.Info("certificate read again", "file", c.certFile)
		}
		c.current, c.stamp = &next, stamp
	case c.current == nil:
		return nil, fmt.Errorf("reading the certificate: %w", err)
	case stamp != c.refused:
		c.refused = stamp
		c.log.Error("new certificate refused; the old one goes on", "error", err)
	}
	return c.current, nil
}

// fileStamp is a text that changes when a file does.
func fileStamp(name string) string {
	st, err := os.Stat(name)
	if err != nil {
		return "-"
	}
	return fmt.Sprintf("%d %d ", st.Size(), st.ModTime().UnixNano())
}
