// Package loopback answers pages of this machine: it lets in who opened the address that was printed and
// nobody else, says what a browser may do with the answers, and has the files that such pages share, their
// look among them.
//
// Whoever listens on loopback hears every page in the browser and every user of the machine. A page of a
// stranger reaches it under a name of its own that points here (the Host is then not ours), or blindly (the
// key is then missing, and the Origin is another one); another user does not know the key.
package loopback

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/subtle"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"net/netip"
	"path"
	"strings"
	"time"
)

// keyHeader carries the key. No page of another origin can set it: no preflight is answered.
const keyHeader = "X-Desk-Key"

// api is what the paths begin with that need the key. The files of a page do not: they are the same for
// everybody.
const api = "/api/"

// Guard lets requests in, or refuses them. Name, Command and Policy are required.
type Guard struct {
	Name    string                        // what answers, for people: the desk
	Command string                        // what printed the address: plugsheet desk
	Policy  func(r *http.Request) string  // the Content-Security-Policy of an answer
	Shared  func(path string) (open bool) // files that pages of other origins may show; nil: none

	key string
}

// Key is what requests of [api] must carry.
func (g *Guard) Key() string {
	g.key = cmp.Or(g.key, rand.Text())
	return g.key
}

// Address is what a person opens, where the page is listened for on HOST:PORT: the page and its key, in the
// part of an address that a browser keeps to itself.
func (g *Guard) Address(listening string) string { return "http://" + listening + "/#" + g.Key() }

// Wrap lets in who may be, and says what the browser may do with the answer. It must be listened for on a
// loopback address.
func (g *Guard) Wrap(inner http.Handler) http.Handler {
	key := []byte(g.Key())
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", g.Policy(r))
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cache-Control", "no-store")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		if !IsHere(r.Host) {
			Refuse(w, http.StatusMisdirectedRequest, g.Name+" answers under a name of this machine only")
			return
		}
		if g.Shared == nil || !g.Shared(r.URL.Path) {
			h.Set("Cross-Origin-Resource-Policy", "same-origin")
		}
		if why := stranger(r, key); strings.HasPrefix(r.URL.Path, api) && why != "" {
			Refuse(w, http.StatusForbidden, fmt.Sprintf(why, g.Command))
			return
		}
		inner.ServeHTTP(w, r)
	})
}

// stranger tells why a request may not be answered, with a place for the command's name; empty for one that
// may.
func stranger(r *http.Request, key []byte) string {
	if origin := r.Header.Get("Origin"); origin != "" && origin != "http://"+r.Host {
		return "a page of another origin asks%.0s"
	}
	if subtle.ConstantTimeCompare([]byte(r.Header.Get(keyHeader)), key) != 1 {
		return "the key is missing or another one: open the address that %s printed"
	}
	return ""
}

// Policy is a Content-Security-Policy of a page whose scripts and styles are its own: pictures of any shop;
// frames of one source and nothing else; framed by the pages of one source.
func Policy(frames, framedBy string) string {
	return strings.Join([]string{
		"default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' https: http:",
		"connect-src 'self'", "frame-src " + frames, "base-uri 'none'", "form-action 'none'",
		"frame-ancestors " + framedBy,
	}, "; ")
}

// IsHere tells whether a host, with its port or without, names this machine by an address or a name that only
// it can have.
func IsHere(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = strings.Trim(host, "[]")
	}
	a, err := netip.ParseAddr(name)
	return strings.EqualFold(name, "localhost") || err == nil && a.Unmap().IsLoopback()
}

// maxBody bounds the JSON that a page may send, in bytes.
const maxBody = 1 << 20

// problem is why a request of a page is refused.
type problem struct {
	Problem string `json:"problem"`
}

// Refuse answers a request with a reason.
func Refuse(w http.ResponseWriter, status int, why string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(problem{why})
}

// Write answers a request with JSON.
func Write(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(v)
}

// Read answers requests with what a page's JSON says; what cannot be read is refused.
func Read[T any](answer func(w http.ResponseWriter, r *http.Request, v T)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var v T
		if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody)).Decode(&v); err != nil {
			Refuse(w, http.StatusBadRequest, "the request cannot be read")
			return
		}
		answer(w, r, v)
	}
}

// Bounds of a request of a page. An answer may take as long as a connector does, which has a minute.
const (
	headerTime = 10 * time.Second
	writeTime  = 2 * time.Minute
	idleTime   = 2 * time.Minute
	drainTime  = 2 * time.Second
	maxHeader  = 16 << 10 // bytes
)

// Serve answers on l, which must be a listener of a loopback address and which it closes, until ctx is done.
// A request's body may take as long as read says.
func Serve(ctx context.Context, l net.Listener, h http.Handler, read time.Duration) error {
	if !IsHere(l.Addr().String()) {
		l.Close()
		return fmt.Errorf("%s can be reached from other machines", l.Addr())
	}
	web := &http.Server{
		Handler: h, ReadHeaderTimeout: headerTime, ReadTimeout: read, WriteTimeout: writeTime,
		IdleTimeout: idleTime, MaxHeaderBytes: maxHeader,
	}
	stopped := make(chan error, 1)
	go func() { stopped <- web.Serve(l) }()
	select {
	case err := <-stopped:
		return fmt.Errorf("answering the page: %w", err)
	case <-ctx.Done():
	}
	drain, end := context.WithTimeout(context.WithoutCancel(ctx), drainTime)
	defer end()
	if web.Shutdown(drain) != nil {
		return web.Close()
	}
	return nil
}

//go:embed static
var shared embed.FS

const pageFile = "index.html"

// Files are the files of a page, by name: its own, and those that all pages of this machine share.
type Files map[string][]byte

var mediaTypes = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8",
	".js": "text/javascript; charset=utf-8", ".json": "application/json", ".svg": "image/svg+xml",
}

// ReadFiles reads the folder static of a page's own files, and the shared ones.
func ReadFiles(own fs.FS) (Files, error) {
	files := Files{}
	for _, from := range []fs.FS{shared, own} {
		entries, err := fs.ReadDir(from, "static")
		if err != nil {
			return nil, fmt.Errorf("reading the page: %w", err)
		}
		for _, e := range entries {
			if files[e.Name()], err = fs.ReadFile(from, path.Join("static", e.Name())); err != nil {
				return nil, fmt.Errorf("reading the page: %w", err)
			}
		}
	}
	return files, nil
}

// ServeHTTP answers GET / and GET /{file}.
func (f Files) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("file")
	name = cmp.Or(name, pageFile)
	body, ok := f[name]
	if !ok {
		Refuse(w, http.StatusNotFound, "there is no such file")
		return
	}
	w.Header().Set("Content-Type", mediaTypes[path.Ext(name)])
	w.Write(body)
}

// Pictures answers GET /pictures/{file} with the pictures of a shop that is on no web; nil: there are none.
func Pictures(of fs.FS) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if of == nil {
			Refuse(w, http.StatusNotFound, "there is no such picture")
			return
		}
		w.Header().Set("Cache-Control", "max-age=3600")
		http.ServeFileFS(w, r, of, r.PathValue("file"))
	}
}
