package site

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/fsnotify/fsnotify"

	"plugsheet/index"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/each"
)

// quiet is how long nothing may change before it is looked at: a save, a checkout and a commit are many
// events.
const quiet = 200 * time.Millisecond

// Wake asks [Sites.Follow] to look at the bundles now. It does not wait; being asked twice before it comes to
// it is being asked once.
func (s *Sites) Wake() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// Follow loads what changes on the disk, and imports the inputs that are watched, until ctx is done.
func (s *Sites) Follow(ctx context.Context) {
	s.background.Go(func() { s.keepUp(ctx) })
	if len(s.Watch.Inputs) > 0 {
		s.background.Go(func() { s.followInputs(ctx) })
	}
}

// keepUp is the one loop that reloads, until ctx is done. Three doors lead to it: whoever calls Wake, as on
// SIGHUP, the clock, and events of the file system.
func (s *Sites) keepUp(ctx context.Context) {
	var tick <-chan time.Time // for ever silent without polling
	if s.Poll > 0 {
		t := time.NewTicker(s.Poll)
		defer t.Stop()
		tick = t.C
	}
	sweep := time.NewTicker(max(s.SiteIdle/4, time.Millisecond))
	defer sweep.Stop()
	events := s.newEvents(s.Wake)
	if events != nil {
		s.background.Go(func() { events.follow(ctx, s.Logger) })
	}
	for {
		events.watch(s.folders())
		select {
		case <-ctx.Done():
			return
		case <-tick:
			s.Wake()
		case <-sweep.C:
			s.CloseIdle()
		case <-s.wake:
			s.Look()
		}
	}
}

// Look begins to load what has changed since it was loaded, and tries again what was refused. It is cheap
// where nothing has, and does not wait: a website that takes long keeps no other one from being loaded. The
// channels are closed when what was begun has ended.
func (s *Sites) Look() (begun []<-chan struct{}) {
	if err := s.listSites(); err != nil {
		s.Logger.Error("the websites cannot be listed; those that are known go on", "error", err)
	}
	for _, t := range s.open() {
		if s.NeedsLoading(t) {
			begun = append(begun, s.Begin(t))
		}
	}
	return begun
}

// refusedWait is how long a website whose bundle was refused is left alone, unless it changes: a thousand
// damaged ones must not keep the processor busy, and neither must the root when it is damaged. Requests try
// earlier, where there is nothing to answer them with; see retryWait.
const refusedWait = time.Minute

// lasting tells whether a refusal is over when a file of the bundle has changed, and not sooner, as one for
// want of room or of an index may be.
func lasting(err error) bool {
	var damaged *bundle.DamagedError
	return errors.As(err, &damaged) ||
		errors.Is(err, index.ErrDamaged) && !errors.Is(err, index.ErrIndexDamaged)
}

// NeedsLoading tells whether a site is not what lies on the disk, or was refused and may have become
// readable.
func (s *Sites) NeedsLoading(t *Site) bool {
	now := stampOf(t.Dir)
	t.mu.Lock()
	defer t.mu.Unlock()
	n := t.current.Load()
	switch {
	case t.stamp != now:
		return true
	case t.refusal != nil:
		return t == s.root && !lasting(t.refusal) || s.Clock().Sub(t.refused).Abs() >= refusedWait
	case n == nil:
		return t == s.root
	}
	return !n.unchanged()
}

// stampOf is a text that changes when a bundle, its synonyms or its customers do: the digest of the manifest,
// and lengths and times of all files, since a file may also be damaged, or mended, beside a manifest that
// stays as it is.
func stampOf(dir string) string {
	digest, err := bundle.Digest(dir)
	if err != nil {
		digest = err.Error()
	}
	stamp := digest + jsonStamp(dir) + productsStamp(dir)
	for _, path := range bundle.CustomerFiles() {
		stamp += " -"
		if st, err := os.Stat(filepath.Join(dir, path)); err == nil {
			stamp += fmt.Sprintf("%d %d", st.Size(), st.ModTime().UnixNano())
		}
	}
	return stamp
}

// productsPath is the folder of a bundle's product files.
const productsPath = "products"

// productsStamp is a short text that changes when a product file of the bundle in dir does. It reads none.
func productsStamp(dir string) string { return jsonStamp(filepath.Join(dir, productsPath)) }

// jsonStamp does so for the JSON files of one folder; without the folder it is that of an empty one.
func jsonStamp(dir string) string {
	sum := fnv.New64a()
	// what is read of a folder that is going counts, and what is not is a change
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		if filepath.Ext(e.Name()) != ".json" {
			continue
		}
		if st, err := e.Info(); err == nil {
			fmt.Fprintln(sum, e.Name(), st.Size(), st.ModTime().UnixNano())
		}
	}
	return fmt.Sprintf(" %x", sum.Sum64())
}

// folders are those whose events may mean a change of a bundle.
func (s *Sites) folders() []string {
	list := []string{filepath.Join(s.Dir, bundle.SitesDir)}
	list = append(list, each.Of(s.open(), func(t *Site) string { return t.Dir })...)
	return list
}

// events are those of the file system, thinned out.
type events struct {
	w     *fsnotify.Watcher
	means func(name string) bool // whether an event of that name counts; nil: all do
	then  func()                 // called once it is quiet
	log   *slog.Logger
	full  bool // the system watches no more folders, which has been said
}

// newEvents gives nil where the system has none to give: the clock is left then.
func (s *Sites) newEvents(then func()) *events {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		s.Logger.Warn("files are not watched; they are looked at from time to time", "error", err)
		return nil
	}
	return &events{w: w, then: then, log: s.Logger}
}

// add watches folders, those that are watched already and those that are not there included.
func (e *events) add(folders ...string) {
	if e == nil {
		return
	}
	for _, dir := range folders {
		err := e.w.Add(dir)
		if err != nil && !e.full && !errors.Is(err, fs.ErrNotExist) {
			e.full = true
			e.log.Warn("not all folders can be watched; the others are looked at from time to time", "error",
				err)
		}
	}
}

// watch watches these folders and no others. Those that are watched already are asked for again, since one
// that was removed and came back is another one for the system.
func (e *events) watch(folders []string) {
	if e == nil {
		return
	}
	wanted := make(map[string]bool, len(folders))
	for _, dir := range folders {
		wanted[filepath.Clean(dir)] = true
	}
	for _, dir := range e.w.WatchList() {
		if !wanted[dir] {
			e.w.Remove(dir)
		}
	}
	e.add(folders...)
}

// follow calls then after each burst of events, until ctx is done.
func (e *events) follow(ctx context.Context, log *slog.Logger) {
	defer e.w.Close()
	calm := time.NewTimer(0)
	calm.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case event, ok := <-e.w.Events:
			if ok && event.Op != fsnotify.Chmod && (e.means == nil || e.means(filepath.Clean(event.Name))) {
				calm.Reset(quiet)
			}
		case err := <-e.w.Errors:
			log.Debug("events of files were lost", "error", err)
			calm.Reset(quiet)
		case <-calm.C:
			e.then()
		}
	}
}
