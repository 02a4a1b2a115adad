package desk

import (
	"bytes"
	"io"
	"log"
	"mime"
	"net/http"
	"net/http/httputil"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"plugsheet/serve/app"

	"plugsheet/serve/loopback"
)

// The app of somebody else's connector lets the platform's pages alone frame it, as it should, and waits for
// the platform's library. So that the desk can frame it all the same, a second origin of this machine stands
// for the app's: it passes each request on to the app's origin and to no other, lets this machine's pages
// frame the answer, and has the stand-in in the place of the library. All else is as the app's server says
// it.
//
// Whoever is on this machine may use it: it gives what the app's server gives to anybody. Cookies go neither
// way: a browser keeps those of 127.0.0.1 for all ports, so the app would get those of other programs.

const (
	libraryHost = "static.iadvize.com"           // where the platform's library comes from (contract, 4.2)
	libraryPath = "/conversation-panel-app-lib/" // what is asked of it there
	maxRewrite  = 16 << 20                       // bytes of a page or script; a longer one stays as it is
)

var (
	libraryAddress = regexp.MustCompile(`(?:https?:)?//` + regexp.QuoteMeta(libraryHost))
	libraryTag     = regexp.MustCompile(`(?i)<(?:script|link)\b[^>]*` +
		regexp.QuoteMeta(libraryHost) + `[^>]*>`)
	integrity = regexp.MustCompile(`(?i)\s(?:integrity|crossorigin)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+))?`)
)

// Relay stands for the app's origin, at the one that [Options.Relay] names. It must be listened for on a
// loopback address.
func (d *Desk) Relay() http.Handler {
	standIn := app.New(app.Options{Desk: true})
	proxy := &httputil.ReverseProxy{
		Rewrite:        d.toApp,
		ModifyResponse: d.fromApp,
		Transport:      d.o.Transport,
		ErrorLog:       log.New(io.Discard, "", 0), // the page says it
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) {
			loopback.Refuse(w, http.StatusBadGateway, "the app's server gives no answer")
		},
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case !loopback.IsHere(r.Host):
			loopback.Refuse(w, http.StatusMisdirectedRequest,
				"the app is shown under a name of this machine only")
		case r.Header.Get("Sec-Fetch-Site") == "cross-site",
			!slices.Contains([]string{"", "http://" + r.Host}, r.Header.Get("Origin")):
			loopback.Refuse(w, http.StatusForbidden, "a page of another machine asks")
		case strings.HasPrefix(r.URL.Path, libraryPath):
			sendStandIn(w, r, standIn)
		default:
			proxy.ServeHTTP(w, r)
		}
	})
}

// sendStandIn answers what is asked of the platform's library: its script, and its style sheet, which the
// stand-in has none of.
func sendStandIn(w http.ResponseWriter, r *http.Request, a *app.App) {
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Cache-Control", "no-store")
	switch path.Ext(r.URL.Path) {
	case ".js":
		f, _ := a.File(app.StandIn)
		w.Header().Set("Content-Type", f.Type)
		w.Write(f.Body)
	case ".css":
		w.Header().Set("Content-Type", "text/css; charset=utf-8")
	default:
		loopback.Refuse(w, http.StatusNotFound, "the library has no such file")
	}
}

// toApp makes a request of the frame one to the app's origin.
func (d *Desk) toApp(r *httputil.ProxyRequest) {
	r.Out.URL.Scheme, r.Out.URL.Host, r.Out.Host = d.web.Scheme, d.web.Host, ""
	r.Out.URL.RawQuery = r.In.URL.RawQuery // as it came, however odd
	h := r.Out.Header
	for _, name := range []string{"Cookie", "Referer", "If-None-Match",
		"If-Modified-Since", "Accept-Encoding"} {
		h.Del(name) // the transport packs and unpacks
	}
	if h.Get("Origin") != "" {
		h.Set("Origin", origin(d.web))
	}
}

// fromApp makes an answer of the app's origin one for the frame.
func (d *Desk) fromApp(w *http.Response) error {
	own, h := origin(d.frame), w.Header
	for name := range h {
		if strings.HasPrefix(name, "Access-Control-") {
			h.Del(name)
		}
	}
	for _, name := range []string{"Set-Cookie", "X-Frame-Options", "Strict-Transport-Security", "Etag",
		"Last-Modified", "Alt-Svc", "Content-Security-Policy-Report-Only"} {
		h.Del(name)
	}
	h.Set("Cache-Control", "no-store")
	for i, policy := range h["Content-Security-Policy"] {
		h["Content-Security-Policy"][i] = relayedPolicy(policy, origin(d.web), own)
	}
	h.Add("Content-Security-Policy", "frame-ancestors http://127.0.0.1:* http://localhost:*")
	if to, err := w.Location(); err == nil && to.Scheme == d.web.Scheme && to.Host == d.web.Host {
		to.Scheme, to.Host = "http", d.frame.Host
		h.Set("Location", to.String())
	}
	return rewriteBody(w, own)
}

// relayedPolicy is a Content-Security-Policy for the frame: without who may frame the page, and with the
// relay's origin wherever it lets in that of the app or of the platform's library.
func relayedPolicy(policy, app, own string) string {
	var kept []string
	for _, directive := range strings.Split(policy, ";") {
		words := strings.Fields(directive)
		if len(words) == 0 ||
			slices.Contains([]string{"frame-ancestors", "upgrade-insecure-requests",
				"block-all-mixed-content"}, strings.ToLower(words[0])) {
			continue
		}
		for i, word := range words {
			if strings.HasPrefix(word, app) || strings.Contains(word, libraryHost) {
				words[i] = own
			}
		}
		kept = append(kept, strings.Join(words, " "))
	}
	return strings.Join(kept, "; ")
}

// rewriteBody puts the relay's address in the place of the library's in pages and scripts.
func rewriteBody(w *http.Response, own string) error {
	kind, _, _ := mime.ParseMediaType(w.Header.Get("Content-Type"))
	if !slices.Contains([]string{"text/html", "text/javascript", "application/javascript"}, kind) ||
		w.StatusCode == http.StatusPartialContent || w.Request.Method == http.MethodHead {
		return nil
	}
	data, err := io.ReadAll(io.LimitReader(w.Body, maxRewrite+1))
	if err != nil {
		return err
	}
	if len(data) > maxRewrite {
		w.Body = struct {
			io.Reader
			io.Closer
		}{io.MultiReader(bytes.NewReader(data), w.Body), w.Body}
		return nil
	}
	w.Body.Close()
	data = libraryTag.ReplaceAllFunc(data, func(tag []byte) []byte { return integrity.ReplaceAll(tag, nil) })
	data = libraryAddress.ReplaceAll(data, []byte(own))
	w.Body, w.ContentLength = io.NopCloser(bytes.NewReader(data)), int64(len(data))
	w.Header.Set("Content-Length", strconv.Itoa(len(data)))
	return nil
}

func origin(u *url.URL) string { return u.Scheme + "://" + u.Host }
