// Package doctor finds out what is wrong with a set-up: with the folder that a server works on ([Bundle]),
// with what it is given ([Secrets], [Certificate]), and with how it is reached ([URL]). Nothing is ever
// changed, and no finding holds a secret or anything of a person.
package doctor

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"os"
	"runtime"
	"strings"
	"time"

	"plugsheet/serve"
)

// Level says how bad a finding is.
type Level string

// The levels.
const (
	OK      Level = "ok"
	Warning Level = "warning" // it works, and somebody should look
	Wrong   Level = "wrong"   // it does not work, or lets in who should not be
)

// Finding is the result of one check.
type Finding struct {
	Level Level  `json:"level"`
	Check string `json:"check"` // what was looked at, in a word or two
	What  string `json:"what"`  // what was found
	// what to do, to be pasted where that can be; empty where all is well
	Hint string `json:"hint,omitempty"`
}

// report collects findings.
type report []Finding

func (r *report) ok(check, format string, args ...any) {
	*r = append(*r, Finding{OK, check, fmt.Sprintf(format, args...), ""})
}

func (r *report) warn(check, hint, format string, args ...any) {
	*r = append(*r, Finding{Warning, check, fmt.Sprintf(format, args...), hint})
}

func (r *report) wrong(check, hint, format string, args ...any) {
	*r = append(*r, Finding{Wrong, check, fmt.Sprintf(format, args...), hint})
}

// expiry is how long before its end a certificate is warned of.
const expiry = 21 * 24 * time.Hour

// minSecret is how short a secret may be before somebody should look, in bytes.
const minSecret = 16

// Secrets looks at the secrets as they were given, before anything is trimmed: the current one and, while it
// is being changed, the one before, which is empty otherwise. No finding tells any part of them.
func Secrets(current, previous string) []Finding {
	const check = "secret"
	r := &report{}
	text := strings.TrimSpace(current)
	switch {
	case text == "" && strings.TrimSpace(previous) != "":
		r.wrong(check, "PLUGSHEET_SECRET is the current one",
			"only the one before is set: serve does not start")
		return *r
	case text == "":
		r.warn(check,
			"export PLUGSHEET_SECRET=…   (the secret token under App information of the developer platform)",
			"none: serve listens on this machine only, and makes one for itself, which iAdvize does not know")
		return *r
	}
	before := len(*r)
	for _, c := range []struct {
		bad  bool
		what string
	}{
		{current != text, "there are blanks or line ends around it; plugsheet takes them off, others do not"},
		{quoted(text), "there are quotation marks around it, which are taken as a part of it"},
		{strings.ContainsAny(text, " \t\r\n"), "there is a blank in the middle of it"},
		{len(text) < minSecret, fmt.Sprintf("it has less than %d characters: was it cut off?", minSecret)},
		{text == strings.TrimSpace(previous),
			"it is the same as the one before: the change has not been made, or is over"},
		{strings.HasPrefix(text, serve.OwnSecretPrefix),
			"it is one that plugsheet made for tries, which iAdvize does not know"},
		{strings.HasPrefix(text, "demo-secret"), "it is the one of the documentation, which everybody knows"},
	} {
		if c.bad {
			r.warn(check, "compare it with the secret token under App information of the developer platform",
				"%s", c.what)
		}
	}
	if len(*r) == before {
		more := ""
		if strings.TrimSpace(previous) != "" {
			more = "; the one before counts too"
		}
		r.ok(check, "signatures are checked%s", more)
	}
	return *r
}

func quoted(text string) bool {
	if len(text) < 2 {
		return false
	}
	first, last := text[0], text[len(text)-1]
	return first == last && (first == '"' || first == '\'' || first == '`')
}

// Certificate looks at the files of a certificate (PEM) and its key as a server would read them.
func Certificate(certFile, keyFile string, now time.Time) []Finding {
	const check = "certificate"
	r := &report{}
	pair, err := tls.LoadX509KeyPair(certFile, keyFile)
	if err != nil {
		r.wrong(check, fmt.Sprintf("openssl x509 -noout -subject -in %s; openssl pkey -noout -in %s",
			certFile, keyFile), "%v", err)
		return *r
	}
	if st, err := os.Stat(keyFile); err == nil && st.Mode().Perm()&0o007 != 0 && runtime.GOOS != "windows" {
		r.wrong(check, "chmod 600 "+keyFile, "everybody on this machine may read or change its key")
	}
	var chain []*x509.Certificate
	for _, der := range pair.Certificate {
		c, err := x509.ParseCertificate(der)
		if err != nil {
			r.wrong(check, "openssl x509 -noout -text -in "+certFile, "%v", err)
			return *r
		}
		chain = append(chain, c)
	}
	r.chain(check, chain, now)
	r.term(check, chain[0], now)
	return *r
}

// chain looks whether each certificate is signed by the next, and whether the authority's own is there to
// lead clients to one that they know.
func (r *report) chain(check string, chain []*x509.Certificate, now time.Time) {
	for i, c := range chain[:len(chain)-1] {
		if err := c.CheckSignatureFrom(chain[i+1]); err != nil {
			r.wrong(check, "put the server's own first, and after each the one that signed it",
				"certificate %d of the chain is not signed by the next one", i+1)
			return
		}
		if now.After(chain[i+1].NotAfter) {
			r.wrong(check, "take the chain that the authority gives now",
				"certificate %d of the chain has expired", i+2)
			return
		}
	}
	if only := chain[0]; len(chain) == 1 && only.CheckSignatureFrom(only) != nil &&
		only.Issuer.String() != only.Subject.String() {
		r.warn(check, "use fullchain.pem, not cert.pem",
			"it is alone: without its authority's certificate many clients do not know it")
	} else if len(chain) == 1 {
		r.warn(check, "take one of Let's Encrypt: --acme-domain",
			"it is signed by itself: the platform does not know it")
	}
}

// term tells how long a certificate is good for, and for which names.
func (r *report) term(check string, c *x509.Certificate, now time.Time) {
	names := strings.Join(c.DNSNames, ", ")
	for _, ip := range c.IPAddresses {
		names = strings.TrimPrefix(names+", "+ip.String(), ", ")
	}
	const renew = "renew it: certbot renew, or what your authority says"
	end := c.NotAfter.UTC().Format(time.DateOnly)
	switch {
	case now.After(c.NotAfter):
		r.wrong(check, renew, "it expired on %s", end)
	case now.Before(c.NotBefore):
		r.wrong(check, "timedatectl", "it is good from %s on only", c.NotBefore.UTC().Format(time.DateOnly))
	case now.Add(expiry).After(c.NotAfter):
		r.warn(check, renew, "it expires on %s", end)
	case names == "":
		r.wrong(check, "take one with the name that the platform uses", "it holds no name (subjectAltName)")
	default:
		r.ok(check, "for %s, until %s", names, end)
	}
}

// privateAddress tells whether an address is one that the platform cannot reach.
func privateAddress(a net.IP) bool {
	return a.IsLoopback() || a.IsPrivate() || a.IsLinkLocalUnicast() || a.IsUnspecified()
}
