package desk

import (
	"crypto/subtle"
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// keyHeader carries the key. No page of another origin can set it: the desk answers no preflight.
const keyHeader = "X-Desk-Key"

// serveHTTP lets in who may be, and says what the browser may do with the answer.
//
// Whoever listens on loopback hears every page in the browser and every user of the machine. A page of a stranger reaches it
// under a name of its own that points here (the Host is then not ours), or blindly (the key is then missing, and the Origin
// is another one); another user does not know the key.
func (d *Desk) serveHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", d.policy())
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	if !isThisMachine(r.Host) {
		refuse(w, http.StatusMisdirectedRequest, "the desk answers under a name of this machine only")
		return
	}
	if !strings.HasPrefix(r.URL.Path, "/pictures/") { // the app shows those too
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
	}
	if strings.HasPrefix(r.URL.Path, "/api/") {
		if origin := r.Header.Get("Origin"); origin != "" && origin != "http://"+r.Host {
			refuse(w, http.StatusForbidden, "a page of another origin asks")
			return
		}
		if subtle.ConstantTimeCompare([]byte(r.Header.Get(keyHeader)), []byte(d.key)) != 1 {
			refuse(w, http.StatusForbidden, "the key is missing or another one: open the address that plugsheet desk printed")
			return
		}
	}
	d.mux.ServeHTTP(w, r)
}

// policy is the Content-Security-Policy of everything: scripts and styles of the desk alone, none in the page; pictures of
// any shop; in frames the connector's app and nothing else; nobody frames the desk.
func (d *Desk) policy() string {
	return strings.Join([]string{
		"default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' https: http:", "connect-src 'self'",
		"frame-src " + origin(d.frame), "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
	}, "; ")
}

// isThisMachine tells whether a Host header names this machine by an address or a name that only it can have.
func isThisMachine(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = strings.Trim(host, "[]")
	}
	a, err := netip.ParseAddr(name)
	return strings.EqualFold(name, "localhost") || err == nil && a.IsLoopback()
}
