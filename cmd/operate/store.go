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
	"plugsheet/schemas/bundle"
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
	if o.named || len(o.watch) > 0 {
		return closeStore, nil
	}
	if o.bundle, err = o.cacheFolder(); err == nil {
		o.published = &published{store: o.shared, dir: o.bundle, log: o.log, moves: map[string]int{}}
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
	moves map[string]int // of each website, that were taken
	told  string         // the last trouble
}

// followEvery is how often is looked whether another release counts.
const followEvery = 500 * time.Millisecond

// first takes what is published, or goes on with what was taken last.
func (b *published) first(ctx context.Context) error {
	_, err := b.take(ctx)
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
	tick := time.NewTicker(followEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		changed, err := b.take(ctx)
		if changed {
			wake()
		}
		b.tell(err)
	}
}

// tell logs what is news.
func (b *published) tell(err error) {
	text := ""
	if err != nil {
		text = err.Error()
	}
	if text != "" && b.told == "" {
		b.log.Warn("the published bundle cannot be taken; the one that was taken last is served", "error",
			err)
	}
	b.told = text
}

// take takes the current releases of all websites.
func (b *published) take(ctx context.Context) (changed bool, err error) {
	now, err := b.store.Published(ctx)
	for site, moves := range now {
		if !cli.IsSiteName(site) || b.moves[site] == moves {
			continue
		}
		parts, read, one := b.store.Current(ctx, site)
		dir := b.dir
		if site != "" {
			dir = filepath.Join(dir, bundle.SitesDir, site)
		}
		different := false
		if one == nil {
			different, one = bundle.Install(dir, parts, read)
		}
		if one != nil {
			err = errors.Join(err, one)
			continue
		}
		b.moves[site] = moves
		if changed = changed || different; different {
			b.log.Info("bundle taken from the store", "site", site, "digest", parts[bundle.ManifestFile])
		}
	}
	return changed, err
}

// forgetShared blots a person out of the actions that several servers keep together; nil where there are
// none.
func (o forgetOptions) forgetShared(ctx context.Context, p cli.Process, who string) (*forgotten, error) {
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
	return f, nil
}
