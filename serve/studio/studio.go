// Package studio is the page of whoever owns the spreadsheet: from a file that is dropped into it to a
// catalog that is published, on this machine, in a browser.
//
// What a step needs of the spreadsheet it gets from an [Importer], which cmd hands over: so a server is built
// without the spreadsheet's libraries. The page talks to this package's server alone, which answers this
// machine only, and only whoever has the key in the address that was printed (see loopback). What may take
// long is worked on in the background, shows how far it is, and can be stopped (work.go).
//
// Her files are never changed: what she drops is copied into a folder of the studio's own, and what she
// decides is written into the plugsheet.yaml beside it, after she has seen the difference.
package studio

import (
	"cmp"
	"context"
	"embed"
	"errors"
	"io/fs"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"plugsheet/schemas/problem"
	"plugsheet/serve/desk"
	"plugsheet/serve/loopback"
)

//go:embed static
var embedded embed.FS

// Options are the settings of a [Studio]. Folder, Importer and Start are required.
type Options struct {
	Folder   string // where her files and the bundle are
	Bundle   string // the published bundle; default: bundle in Folder
	Importer Importer
	Git      Git // nil: nothing is said of git
	Improver Improver

	// Start serves a bundle on this machine, with a desk that shows it; published tells the bundle at Bundle,
	// which the platform may reach, from one that is only tried.
	Start func(ctx context.Context, bundle string, published bool) (Connector, error)

	Pictures    fs.FS // pictures that are shown in the place of those below PicturesURL; none: nil
	PicturesURL string

	MaxUpload int64            // bytes of a dropped file; default 512 MiB
	Clock     func() time.Time // nil: time.Now
}

// Connector is a server of a bundle on this machine.
type Connector interface {
	URL() string      // where it answers
	Desk() *desk.Desk // the agent's view of it

	// Ready tells whether it answers a website, from the bundle with a digest; from any where that is empty.
	Ready(ctx context.Context, website, digest string) bool
	Reload(context.Context) error
	Close() error
}

// Studio answers the page's requests. It is safe for concurrent use. Close it when done.
type Studio struct {
	o     Options
	guard loopback.Guard
	files loopback.Files
	mux   *http.ServeMux
	work  *works

	mu      sync.Mutex // of what follows; a request holds it only as long as it looks
	table   *open      // nil: nothing is open
	website string     // whose bundle the steps are about; empty: that of all others

	checks     checks
	publishing sync.Mutex // held while something is published

	serving   sync.Mutex // of what follows; it is held while a server starts
	connector Connector  // of what is published; nil: there is no bundle yet
	trial     *trial     // nil: nothing is tried

	trying sync.Mutex // held while the bundle of the trial is written or measured; taken before serving
}

// defaultUpload bounds a dropped file, as plugsheet import bounds a download.
const defaultUpload = 512 << 20

// New makes a studio.
func New(o Options) (*Studio, error) {
	o.Bundle = cmp.Or(o.Bundle, filepath.Join(o.Folder, "bundle"))
	if o.MaxUpload <= 0 {
		o.MaxUpload = defaultUpload
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	s := &Studio{o: o, work: &works{}}
	s.guard = loopback.Guard{Name: "the studio", Command: "plugsheet studio", Policy: policy,
		Shared: isDeskPicture}
	var err error
	if s.files, err = loopback.ReadFiles(embedded); err != nil {
		return nil, err
	}
	s.mux = s.routes()
	return s, nil
}

// policy is the Content-Security-Policy of everything: in frames the studio's own desk, and nobody frames the
// studio.
func policy(*http.Request) string { return loopback.Policy("'self'", "'none'") }

// languageOf is the language of the page that asks: English for one that is none of ours.
func languageOf(r *http.Request) problem.Language {
	l, _ := problem.ParseLanguage(r.Header.Get("Accept-Language"))
	return l
}

// refuse says in the page's language why a request is refused.
func refuse(w http.ResponseWriter, r *http.Request, status int, format string, args ...any) {
	loopback.Refuse(w, status, languageOf(r).Say(format, args...))
}

// refuseFor refuses a request for an error, with what to do about it.
func refuseFor(w http.ResponseWriter, r *http.Request, err error) {
	message, hint := say(languageOf(r), err)
	loopback.Refuse(w, http.StatusUnprocessableEntity, strings.TrimRight(message+"\n"+hint, "\n"))
}

// isDeskPicture tells whether a path is a picture's that the app in the desk shows too.
func isDeskPicture(path string) bool { return strings.HasPrefix(path, "/desk/pictures/") }

// routes are all requests that the page can make, step by step. The desk of what is tried checks by itself who
// asks: its key is another one.
func (s *Studio) routes() *http.ServeMux {
	mux := http.NewServeMux()
	mux.Handle("GET /{$}", s.files)
	mux.Handle("GET /{file}", s.files)
	for pattern, answer := range map[string]http.HandlerFunc{
		"GET /pictures/{file}":     loopback.Pictures(s.o.Pictures),
		"GET /api/work/{id}":       s.work.show,
		"POST /api/work/{id}/stop": s.work.stop,

		"GET /api/home":           s.home,
		"POST /api/upload/{name}": s.upload,
		"POST /api/open":          loopback.Read(s.openInputs),
		"POST /api/samples":       s.samples,
		"POST /api/website":       loopback.Read(s.chooseWebsite),

		"GET /api/mapping":   s.mapping,
		"POST /api/choose":   loopback.Read(s.choose),
		"GET /api/settings":  s.settings,
		"POST /api/settings": s.keepSettings,

		"POST /api/check":   loopback.Read(s.check),
		"GET /api/problems": s.problems,
		"GET /api/grid":     s.grid,
		"POST /api/typed":   loopback.Read(s.typed),
		"POST /api/correct": loopback.Read(s.correct),
		"GET /api/marked":   s.marked,

		"POST /api/changes":       s.changes,
		"GET /api/changes/{list}": s.listed,

		"GET /api/try":    s.tried,
		"POST /api/try":   s.try,
		"POST /api/cases": s.compare,
		"/desk/":          s.desk,

		"GET /api/history":  s.history,
		"POST /api/publish": loopback.Read(s.publish),
		"POST /api/restore": loopback.Read(s.restore),

		"POST /api/improve": s.improve,
		"POST /api/teach":   loopback.Read(s.teach),
		"POST /api/why":     loopback.Read(s.why),
		"POST /api/phrase":  loopback.Read(s.phrase),
	} {
		mux.HandleFunc(pattern, answer)
	}
	return mux
}

// Handler is the studio's handler. It must be listened for on a loopback address.
func (s *Studio) Handler() http.Handler { return s.guard.Wrap(s.mux) }

// Address is what a person opens, for a studio that listens on HOST:PORT: the page and its key.
func (s *Studio) Address(listening string) string { return s.guard.Address(listening) }

// Close stops what is under way and lets go of what is open.
func (s *Studio) Close() error {
	s.work.stopAll()
	s.mu.Lock()
	defer s.mu.Unlock()
	err := errors.Join(s.table.close(), s.checks.close())
	s.table = nil
	s.serving.Lock()
	defer s.serving.Unlock()
	if s.connector != nil {
		err = errors.Join(err, s.connector.Close())
	}
	err = errors.Join(err, s.trial.end())
	s.connector, s.trial = nil, nil
	return err
}
