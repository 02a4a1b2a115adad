package operate

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"plugsheet/cmd/cli"
	"plugsheet/index/build"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/bundle/privacy"
	"plugsheet/serve/store/jetstream"
)

// openStore connects to what several servers remember together, where that is asked for. Where no bundle is
// named it takes the one that is published there.
func (o *serving) openStore(ctx context.Context) (closeStore func(), err error) {
	if o.store.URL == "" {
		return func() {}, nil
	}
	if o.shared, err = o.store.Open(o.log, true); err != nil {
		return nil, err
	}
	closeStore = func() { o.shared.Close() }
	o.published = &published{store: o.shared, dir: o.bundle, log: o.log, moves: map[string]uint64{},
		forgotten: o.named || len(o.watch) > 0}
	if o.published.forgotten {
		return closeStore, nil
	}
	if o.bundle, err = o.cacheFolder(); err == nil {
		o.published.dir = o.bundle
		err = o.published.first(ctx)
	}
	if err != nil {
		closeStore()
	}
	return closeStore, err
}

// cacheFolder is where the published bundle is kept.
func (o *serving) cacheFolder() (string, error) {
	if o.cache != "" {
		return o.cache, nil
	}
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", cli.UsageErrorf("there is no folder for the published bundle: %s", err).
			WithHint("name one: --cache FOLDER")
	}
	return filepath.Join(dir, "plugsheet", "bundle"), nil
}

// published is the bundle that is published in a store, kept in a folder.
type published struct {
	store *jetstream.Store
	dir   string
	log   *slog.Logger
	moves map[string]uint64 // of each website, that were taken
	told  bool              // that there is trouble

	forgotten bool // the folder is somebody else's, and takes only who was forgotten
}

// How long after trouble the store is asked again what is published, and how long news are waited for before
// it is asked all the same.
const (
	followAgain = 500 * time.Millisecond
	followLong  = 30 * time.Second
)

// first takes what is published, or goes on with what was taken last.
func (b *published) first(ctx context.Context) error {
	err := b.take(ctx, false, func() {})
	if err == nil && len(b.moves) == 0 {
		err = jetstream.ErrNoRelease
	}
	if err == nil {
		return nil
	}
	if _, none := bundlesIn(b.dir, ""); none == nil {
		b.tell(err)
		return nil
	}
	err = fmt.Errorf("taking the bundle from the store: %w", err)
	if errors.Is(err, jetstream.ErrNoRelease) {
		return cli.WithHint(err,
			"plugsheet publish BUNDLE --store URL publishes one; serve BUNDLE --store URL answers from "+
				"a folder")
	}
	return cli.WithHint(err, "is the store there? a server that took a bundle once goes on with it (--cache)")
}

// follow takes each release that counts, until ctx is done.
func (b *published) follow(ctx context.Context, wake func()) {
	for ctx.Err() == nil {
		long, stop := context.WithTimeout(ctx, followLong)
		err := b.take(long, true, wake)
		stop()
		if errors.Is(err, context.DeadlineExceeded) && long.Err() != nil {
			continue
		}
		b.tell(err)
		select {
		case <-ctx.Done():
		case <-time.After(followAgain):
		}
	}
}

// take takes the current releases of all websites; with on also those that come, until ctx is done or one
// cannot be taken.
func (b *published) take(ctx context.Context, on bool, wake func()) (failed error) {
	begun := false
	// in the folder itself: there may be no other that this process may write
	for one, err := range b.store.Published(ctx, filepath.Join(b.dir, ".packs")) {
		switch {
		case err != nil:
			return errors.Join(failed, err)
		case one == nil && failed == nil && on:
			b.tell(nil)
			begun = true
			continue
		case one == nil:
			return failed
		}
		changed, err := b.install(ctx, one)
		if changed {
			wake()
		}
		if changed && !b.forgotten {
			build.Settle(b.folder(one.Site), one.Parts, b.log)
		}
		if failed = errors.Join(failed, err); failed != nil && begun {
			return failed
		}
	}
	return failed
}

// install makes the folder of a website what is published.
func (b *published) install(ctx context.Context, one *jetstream.Published) (changed bool, err error) {
	if !bundle.IsSiteName(one.Site) || b.moves[one.Site] == one.Move {
		return false, nil
	}
	dir := b.folder(one.Site)
	_, missing := bundle.Digest(dir)
	switch {
	case b.forgotten && missing != nil:
		return false, nil // there may be one later
	case b.forgotten:
		changed, err = bundle.AddForgotten(dir, one.Forgotten)
	case one.Gone && one.Site != "":
		err = os.RemoveAll(dir)
		changed = err == nil
	case len(one.Parts) > 0:
		if err := build.Fetch(ctx, dir, one.Parts, one.Read); err != nil {
			b.log.Info("the index is not taken from the store, but built", "error", err)
		}
		forgot, wrong := bundle.AddForgotten(dir, one.Forgotten) // before customers who are older
		changed, err = bundle.Install(dir, one.Parts, one.Read)
		changed, err = changed || forgot, errors.Join(err, wrong)
	}
	if err != nil {
		return false, err
	}
	if b.moves[one.Site] = one.Move; changed && !b.forgotten {
		b.log.Info("bundle taken from the store", "site", one.Site, "digest", one.Parts[bundle.ManifestFile])
	}
	return changed, nil
}

// folder is where a website's bundle is kept.
func (b *published) folder(site string) string { return bundle.SiteDir(b.dir, site) }

// tell logs what is news.
func (b *published) tell(err error) {
	news := "the published bundle cannot be taken; the one that was taken last is served"
	if b.forgotten {
		news = "who was forgotten elsewhere cannot be taken from the store"
	}
	if err != nil && !b.told {
		b.log.Warn(news, "error", err)
	}
	b.told = err != nil
}

// forgetShared blots a person out of the actions that several servers keep together, and lets all of them
// know who was forgotten in the bundles in dirs; nil where there are none.
func (o forgetOptions) forgetShared(
	ctx context.Context, p cli.Process, who string, dirs []string,
) (*forgotten, error) {
	if o.store.URL == "" {
		return nil, nil
	}
	shared, err := o.store.Open(NewLogger(p), false)
	if err != nil {
		return nil, err
	}
	defer shared.Close()
	sites := []string{o.site}
	if o.site == "" {
		if sites, err = shared.Sites(ctx); err != nil {
			return nil, err
		}
	}
	f := &forgotten{Bundle: "the store"}
	for _, site := range sites {
		n, err := shared.Erase(ctx, site, who)
		f.Notes += n
		if err != nil {
			f.Error = err.Error()
			return f, err
		}
	}
	for _, dir := range dirs {
		site := o.site
		if dir != o.bundle && site == "" {
			site = filepath.Base(dir)
		}
		if err := shared.Forget(ctx, site, forgetsToo(dir)); err != nil {
			f.Error = err.Error()
			return f, err
		}
	}
	return f, nil
}

// forgetsToo adds those who were forgotten in a bundle's folder to others.
func forgetsToo(dir string) func(before []byte) ([]byte, error) {
	return func(before []byte) ([]byte, error) {
		own, err := bundle.ReadForgotten(dir)
		if err != nil {
			return nil, err
		}
		return privacy.MergeForgotten(before, own)
	}
}
