package studio

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"

	"plugsheet/schemas/bounded"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/files"
	"plugsheet/serve/loopback"
	"plugsheet/serve/studio/cases"
)

// trial is a catalog that is tried.
type trial struct {
	dir      string
	server   Connector // nil: nothing has been imported yet
	imported Imported
	of       *open  // what was imported
	settings string // the plugsheet.yaml of then
}

// tried is a catalog that is tried, as the page sees it.
type tried struct {
	Desk     string    `json:"desk"`     // the address of its desk; empty: nothing is tried yet
	Imported *Imported `json:"imported"` // nil: nothing is tried yet
	Stale    bool      `json:"stale"`    // something else has been opened or chosen since
}

// tried answers GET /api/try.
func (s *Studio) tried(w http.ResponseWriter, _ *http.Request) {
	s.mu.Lock()
	table, settings := s.table, ""
	if table != nil {
		now, _ := table.Settings() // what cannot be told is another one
		settings = now.After
	}
	s.mu.Unlock()
	t, is := s.tryNow()
	if !is {
		loopback.Write(w, tried{})
		return
	}
	loopback.Write(w, t.shown(t.of != table || t.settings != settings))
}

// tryNow is what is tried; false: nothing yet.
func (s *Studio) tryNow() (t trial, is bool) {
	s.serving.Lock()
	defer s.serving.Unlock()
	if s.trial == nil || s.trial.server == nil {
		return t, false
	}
	return *s.trial, true
}

func (t trial) shown(stale bool) tried {
	return tried{"desk/#" + t.server.Desk().Key(), &t.imported, stale}
}

// try answers POST /api/try: all that is open is imported into a bundle that only this machine sees, and
// served.
func (s *Studio) try(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	table := s.table
	if table == nil {
		s.mu.Unlock()
		refuse(w, r, http.StatusConflict, "no spreadsheet is open")
		return
	}
	settings, err := table.Settings()
	run := table.Importing(languageOf(r))
	table.busy.RLock() // until all is imported it is not closed
	s.mu.Unlock()
	s.work.begin(w, r, func(ctx context.Context, p Progress) (any, error) {
		defer table.busy.RUnlock()
		if err != nil {
			return nil, err
		}
		return s.stage(ctx, p, trial{of: table, settings: settings.After}, run)
	})
}

// stage imports into the trial's bundle and lets its server answer from it.
func (s *Studio) stage(ctx context.Context, p Progress, t trial, run importing) (tried, error) {
	s.trying.Lock() // one after the other
	defer s.trying.Unlock()
	dir, err := s.trialFolder()
	if err != nil {
		return tried{}, err
	}
	if t.imported, err = run(ctx, dir, p); err != nil {
		return tried{}, err
	}
	p("indexing", 0, 0)
	s.serving.Lock()
	defer s.serving.Unlock()
	t.dir, t.server = dir, s.trial.server
	if !t.imported.Written {
		return tried{Imported: &t.imported}, nil
	}
	if t.server == nil {
		if t.server, err = s.o.Start(context.WithoutCancel(ctx), dir, false); err != nil {
			return tried{}, err
		}
	}
	*s.trial = t
	if err := t.server.Reload(ctx); err != nil {
		return tried{}, err
	}
	return t.shown(false), nil
}

// trialFolder is the folder of the trial's bundle, with what is published of it by hand: the synonyms.
func (s *Studio) trialFolder() (string, error) {
	from := filepath.Join(s.published(), bundle.SynonymsFile)
	s.serving.Lock()
	defer s.serving.Unlock()
	if s.trial == nil {
		dir, err := os.MkdirTemp("", "plugsheet-studio-")
		if err != nil {
			return "", fmt.Errorf("making a folder for what is tried: %w", err)
		}
		s.trial = &trial{dir: dir}
	}
	to := filepath.Join(s.trial.dir, bundle.SynonymsFile)
	data, err := bounded.ReadFile(from, bundle.MaxSynonyms)
	if errors.Is(err, fs.ErrNotExist) {
		if err = os.Remove(to); errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
		return s.trial.dir, err
	}
	if err == nil {
		err = files.WriteFile(to, data, 0o644)
	}
	return s.trial.dir, err
}

// end ends what is tried and removes its bundle.
func (t *trial) end() error {
	if t == nil {
		return nil
	}
	var err error
	if t.server != nil {
		err = t.server.Close()
	}
	return errors.Join(err, os.RemoveAll(t.dir))
}

// compare answers POST /api/cases: the same searches, and the same messages to the bot, on the published
// catalog and on the one that is tried.
func (s *Studio) compare(w http.ResponseWriter, r *http.Request) {
	t, is := s.tryNow()
	if !is {
		refuse(w, r, http.StatusConflict, "nothing is tried yet")
		return
	}
	dir := s.published()
	o := cases.Options{After: t.dir, Folders: []string{s.o.Folder, dir}, Now: s.o.Clock()}
	if _, err := os.Stat(filepath.Join(dir, bundle.ManifestFile)); err == nil {
		o.Before = dir
	}
	s.work.begin(w, r, func(ctx context.Context, p Progress) (any, error) {
		s.trying.Lock() // the catalog stays as it is meanwhile
		defer s.trying.Unlock()
		o.Told = func(done, total int) { p("comparing", int64(done), int64(total)) }
		return cases.Compare(ctx, o)
	})
}

// desk answers what is below /desk/: the desk of what is tried.
func (s *Studio) desk(w http.ResponseWriter, r *http.Request) {
	t, is := s.tryNow()
	if !is {
		refuse(w, r, http.StatusNotFound, "nothing is tried yet")
		return
	}
	http.StripPrefix("/desk", t.server.Desk().Handler()).ServeHTTP(w, r)
}
