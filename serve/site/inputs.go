package site

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Watch lets a server follow the spreadsheet that its bundle is made of.
type Watch struct {
	Inputs []string // files and folders
	// a text that changes when an input does; nil: only events tell of saves
	Stamp func() string
	// makes the bundle anew where that is needed; called after saves and from time to time, never twice at
	// once
	Import func(ctx context.Context) error
}

// followInputs imports after each save of an input, until ctx is done. It looks from time to time too: a
// share of another machine has no events, and an import that found the disk full is tried again. What changes
// between two such looks may be half written.
func (s *Sites) followInputs(ctx context.Context) {
	changed := make(chan struct{}, 1)
	wake := func() {
		select {
		case changed <- struct{}{}:
		default:
		}
	}
	if events := s.newEvents(wake); events != nil {
		var folders []string
		folders, events.means = s.Watch.places()
		events.add(folders...)
		s.background.Go(func() { events.follow(ctx, s.Logger) })
	}
	var tick <-chan time.Time // for ever silent without polling
	if s.Poll > 0 && s.Watch.Stamp != nil {
		t := time.NewTicker(s.Poll)
		defer t.Stop()
		tick = t.C
	}
	last := ""
	wake() // what was saved before the folders were watched
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick:
			before := last
			if last = s.Watch.Stamp(); last != before {
				continue
			}
		case <-changed:
		}
		err := s.Watch.Import(ctx)
		if ctx.Err() != nil {
			return
		}
		s.noteImport(err)
	}
}

// noteImport keeps how the last import ended, and tells of what is news.
func (s *Sites) noteImport(err error) {
	before := s.unimported.Load()
	switch {
	case err == nil:
		s.unimported.Store(nil)
		s.Wake()
	case before == nil || before.err.Error() != err.Error():
		s.unimported.Store(&unimported{err, s.Clock()})
		s.Unimported()
		s.Logger.Error("not imported; the old answers go on", "error", err)
	}
}

// unimported is an import of a watched input that failed.
type unimported struct {
	err error
	at  time.Time // when it first failed so
}

// NotImported is what the last import of a watched input failed with, and when it first failed so; nil where
// it did not.
func (s *Sites) NotImported() (at time.Time, err error) {
	if u := s.unimported.Load(); u != nil {
		return u.at, u.err
	}
	return time.Time{}, nil
}

// places are the folders to watch, and which events in them mean an input. Of a file that is its folder,
// since a save may put a new file in its place; what editors leave beside it means nothing.
func (w Watch) places() (folders []string, means func(name string) bool) {
	var files, whole []string
	for _, input := range w.Inputs {
		input = filepath.Clean(input)
		if st, err := os.Stat(input); err == nil && st.IsDir() {
			whole = append(whole, input)
			folders = append(folders, input)
			continue
		}
		files = append(files, input)
		folders = append(folders, filepath.Dir(input))
	}
	return folders, func(name string) bool {
		base := filepath.Base(name)
		return slices.Contains(files, name) ||
			slices.Contains(whole, filepath.Dir(name)) && !strings.HasPrefix(base, ".") &&
				!strings.HasPrefix(base, "~$")
	}
}
