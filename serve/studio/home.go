package studio

import (
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"plugsheet/schemas/bundle"
	"plugsheet/serve/loopback"
)

// home is what the first step shows.
type home struct {
	Folder    string   `json:"folder"`
	Inputs    []input  `json:"inputs"`
	Open      []string `json:"open"`
	Websites  []site   `json:"websites"` // the published bundle, and those of websites of their own
	Website   string   `json:"website"`  // whose bundle the steps are about; empty: that of all others
	Problem   string   `json:"problem"`  // why the bundle cannot be read
	Git       GitState `json:"git"`
	Server    server   `json:"server"`
	MaxUpload int64    `json:"maxUpload"` // bytes
	Pictures  string   `json:"pictures"`  // what is below it is shown from /pictures/; empty: none
	Command   Same     `json:"command"`
}

// site is a published bundle: that of one website, or the one of all others.
type site struct {
	Website  string        `json:"website"` // empty: all others
	Imported time.Time     `json:"imported"`
	Counts   bundle.Counts `json:"counts"`
	Digest   string        `json:"digest"`
}

// server is how the server of the published bundle stands.
type server struct {
	URL   string `json:"url"` // empty: there is none yet
	Ready bool   `json:"ready"`
}

// home answers GET /api/home.
func (s *Studio) home(w http.ResponseWriter, r *http.Request) {
	h := home{
		Inputs: s.inputs(), Open: []string{}, Websites: []site{},
		MaxUpload: s.o.MaxUpload, Pictures: s.o.PicturesURL,
	}
	s.mu.Lock()
	if h.Website = s.website; s.table != nil {
		h.Open = s.table.inputs
	}
	s.mu.Unlock()
	l, shown := languageOf(r), h.Open
	if len(shown) == 0 && len(h.Inputs) > 0 {
		shown = []string{s.path(h.Inputs[0].Name)}
	}
	h.Command = s.o.Importer.Map(shown)
	var err error
	if h.Folder, err = filepath.Abs(s.o.Folder); err != nil {
		h.Folder = s.o.Folder
	}
	if h.Websites, err = s.websites(); err != nil {
		h.Problem, _ = say(l, err)
	}
	if h.Server, err = s.serverState(r.Context(), len(h.Websites) > 0); err != nil {
		h.Problem, _ = say(l, err)
	}
	if s.o.Git != nil {
		if h.Git, err = s.o.Git.State(r.Context(), s.o.Folder); err != nil {
			h.Problem = l.Say("git gives no answer: %v", err)
		}
	}
	loopback.Write(w, h)
}

// websites are the published bundles, the one of all others first.
func (s *Studio) websites() ([]site, error) {
	all := []site{}
	names, err := bundle.SiteNames(s.o.Bundle)
	if err != nil {
		return all, err
	}
	for _, name := range append([]string{""}, names...) {
		dir := bundle.SiteDir(s.o.Bundle, name)
		b, _, err := bundle.Inspect(dir)
		switch {
		case errors.Is(err, bundle.ErrNotBundle), errors.Is(err, os.ErrNotExist):
			continue
		case err != nil:
			return all, err
		}
		one := site{Website: name, Counts: b.Manifest().Counts, Digest: b.Digest()}
		if st, err := os.Stat(filepath.Join(dir, bundle.ManifestFile)); err == nil {
			one.Imported = st.ModTime().UTC()
		}
		all = append(all, one)
	}
	return all, nil
}

// serverState tells how the server of the published bundle stands. It is begun as soon as there is a bundle.
func (s *Studio) serverState(ctx context.Context, has bool) (server, error) {
	if !has {
		return server{}, nil
	}
	c, err := s.Begin(ctx)
	if err != nil || c == nil {
		return server{}, err
	}
	return server{c.URL(), c.Ready(ctx, "", "")}, nil
}

// Begin begins the server of the published bundle, where there is none yet: nil as long as there is no
// bundle.
func (s *Studio) Begin(ctx context.Context) (Connector, error) {
	s.serving.Lock()
	defer s.serving.Unlock()
	if s.connector != nil {
		return s.connector, nil
	}
	if sites, err := s.websites(); err != nil || len(sites) == 0 {
		return nil, err
	}
	c, err := s.o.Start(context.WithoutCancel(ctx), s.o.Bundle, true)
	if err != nil {
		return nil, err
	}
	s.connector = c
	return c, nil
}

// chooseWebsite answers POST /api/website: the steps are about the bundle of a website, which there need not
// be yet.
func (s *Studio) chooseWebsite(w http.ResponseWriter, r *http.Request, v struct{ Website string }) {
	if !bundle.IsSiteName(v.Website) {
		refuse(w, r, http.StatusBadRequest,
			"%q cannot be a website's id: letters, digits, - and _ only, at most 64", v.Website)
		return
	}
	s.mu.Lock()
	s.website = v.Website
	s.mu.Unlock()
	s.home(w, r)
}

// chosen is the website that the steps are about.
func (s *Studio) chosen() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.website
}

// published is the folder of the bundle that the steps are about.
func (s *Studio) published() string {
	return bundle.SiteDir(s.o.Bundle, s.chosen())
}
