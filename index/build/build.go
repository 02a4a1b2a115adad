// Package build writes the index of a bundle: whole, or from the one before where little has changed. It
// reads the products, has their terms made (package terms), and moves the finished folder into place.
package build

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"

	"plugsheet/index/analysis"
	"plugsheet/index/folder"
	"plugsheet/index/segment"
	"plugsheet/index/terms"
	"plugsheet/schemas/bundle"
)

// Options are the settings of [Build]. The zero value is usable.
type Options struct {
	Logger *slog.Logger // nil: nothing is logged
	// read and analyze everything, also where the index before could be brought up to date
	Whole bool
	// products read and in all, both a little more for the merging at the end; called from one goroutine;
	// nil: not called
	Progress func(done, total int64)
}

// tmpPrefix begins the names of folders in which an index is being built.
const tmpPrefix = "tmp-"

// LockFile is held in such a folder as long as its builder lives.
const LockFile = "lock"

// installLock is held while a finished index is moved into place.
const installLock = "install.lock"

// Build builds the index of b in a new folder, from the one before where at most one product in 20 has
// changed and nothing that all products share, makes it durable and moves it into place; indexes of other
// content are removed afterwards, and what other builders left half done. It may run while others build or
// read: who has an index open keeps it. Errors: of the bundle ([bundle.DamagedError]), of the disk, or the
// context's.
func Build(ctx context.Context, b *bundle.Bundle, o Options) error {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	at := folder.Of(b)
	if err := inPlace(at, func(dir string) error { return buildIn(ctx, b, dir, o) }); err != nil {
		return fmt.Errorf("building the index: %w", err)
	}
	sweep(filepath.Dir(at), filepath.Base(at), o.Logger)
	return nil
}

// inPlace has an index made in a new folder, and moves it into its place.
func inPlace(at string, fill func(dir string) error) (err error) {
	root := filepath.Dir(at)
	if err := os.MkdirAll(root, 0o755); err != nil {
		return fmt.Errorf("making its folder: %w", err)
	}
	tmp, err := os.MkdirTemp(root, tmpPrefix)
	if err != nil {
		return fmt.Errorf("making its folder: %w", err)
	}
	held := flock.New(filepath.Join(tmp, LockFile))
	defer func() {
		err = errors.Join(err, held.Unlock(), os.RemoveAll(tmp))
	}()
	if ok, err := held.TryLock(); err != nil || !ok {
		return fmt.Errorf("locking %s: %w", tmp, errors.Join(err, fs.ErrExist))
	}
	dir := filepath.Join(tmp, "new")
	if err := errors.Join(os.Chmod(tmp, 0o755), os.Mkdir(dir, 0o755)); err != nil {
		return err
	}
	if err := fill(dir); err != nil {
		return err
	}
	if err := install(tmp, at); err != nil {
		return fmt.Errorf("moving it into place: %w", err)
	}
	return nil
}

// buildIn writes an index into the folder dir: from the one before where little has changed, otherwise whole.
func buildIn(ctx context.Context, b *bundle.Bundle, dir string, o Options) error {
	if !o.Whole {
		err := updateIn(ctx, b, dir)
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		o.Logger.Debug("the index is not brought up to date", "bundle", b.Dir(), "cause", err)
		if err := errors.Join(os.RemoveAll(dir), os.Mkdir(dir, 0o755)); err != nil {
			return err
		}
	}
	return wholeIn(ctx, b, dir, o)
}

// wholeIn writes a whole index into the folder dir.
func wholeIn(ctx context.Context, b *bundle.Bundle, dir string, o Options) error {
	p, err := newPass(ctx, b, dir)
	if err != nil {
		return err
	}
	if err = errors.Join(p.run(ctx, mergingToo(b, o.Progress)), p.close()); err != nil {
		return err
	}
	return finish(ctx, p, p.facts(), nil)
}

// facts are those of an index that is built whole, but for its files.
func (p *pass) facts() *folder.Facts {
	f := &folder.Facts{
		Version: folder.FormatVersion, Analysis: terms.Fingerprint(), Digest: p.b.CatalogDigest(),
		Products: p.products, Language: p.tag, Tree: treeOf(p.b), Mean: p.mean,
		Order: segment.Whole(p.products), Offers: p.offers.count, Listed: p.offers.listed,
		Moments: p.offers.list(), Zone: p.b.TimeZone().String(),
	}
	for _, file := range p.files {
		f.Sources = append(f.Sources, folder.Source{SHA256: file.SHA256, Records: file.Records})
	}
	return f
}

// finish sums up all files, and makes the index in the pass's folder durable. Of an earlier index the
// sums of the files that are shared are taken, which were just compared.
func finish(ctx context.Context, p *pass, f *folder.Facts, old *earlier) (err error) {
	dir := p.dir
	if f.Files, err = folder.Sums(ctx, dir, old.shared()); err != nil {
		return err
	}
	if err := folder.WriteStamps(dir, append(p.stamps, folder.StampsAt(dir, f.Files)...)); err != nil {
		return err
	}
	if err := folder.WriteFacts(dir, f); err != nil {
		return err
	}
	return folder.SyncTree(dir)
}

// mergingToo makes one count of the products that are read and those whose terms are merged: merging takes
// about an eighth of the time of reading.
func mergingToo(b *bundle.Bundle, progress func(done, total int64)) func(read, merged int64) {
	whole := int64(b.Manifest().Counts.Products)
	return func(read, merged int64) {
		if progress != nil {
			progress(read+merged/MergeShare, whole+whole/MergeShare)
		}
	}
}

// MergeShare is how many products are merged in the time in which one is read.
const MergeShare = 8

// install moves the new index from tmp to its place, one builder after the other. One that is there already,
// damaged or of a builder that was faster, goes; who has it open keeps it.
func install(tmp, to string) error {
	turn := flock.New(filepath.Join(filepath.Dir(to), installLock))
	if err := turn.Lock(); err != nil {
		return err
	}
	defer turn.Unlock()
	err := os.Rename(to, filepath.Join(tmp, "old"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Rename(filepath.Join(tmp, "new"), to); err != nil {
		return err
	}
	return folder.SyncPath(filepath.Dir(to))
}

// sweep removes the indexes of other content and the folders of builders that are gone. What cannot be
// removed is logged and left.
func sweep(root, keep string, log *slog.Logger) {
	entries, err := os.ReadDir(root)
	if err != nil {
		log.Warn("old indexes stay", "error", err)
		return
	}
	for _, e := range entries {
		path := filepath.Join(root, e.Name())
		switch {
		case e.Name() == keep || !e.IsDir():
			continue
		case strings.HasPrefix(e.Name(), tmpPrefix):
			if !orphan(path) {
				continue
			}
		case !strings.Contains(e.Name(), "-v"):
			continue
		}
		if err := os.RemoveAll(path); err != nil {
			log.Warn("an old index stays", "folder", path, "error", err)
		}
	}
}

// orphan tells whether the builder of a folder is gone. A folder without a lock is one that is just being
// made.
func orphan(tmp string) bool {
	name := filepath.Join(tmp, LockFile)
	if _, err := os.Stat(name); err != nil {
		return false
	}
	l := flock.New(name)
	ok, err := l.TryLock()
	if err != nil || !ok {
		return false
	}
	return l.Unlock() == nil
}

// The text decides on the language only where it is clear: at least so many stop words, and so many for each
// of those of the language of the settings.
const (
	clearStops = 20
	clearShare = 3
)

// defaultLanguage is the language of a bundle whose settings name none.
const defaultLanguage = "en"

// findLanguage gives the tag of the catalog's language: that of the bundle's settings, or, where that is only
// the default, the one whose stop words the catalog's own text is clearly full of.
func (p *pass) findLanguage(ctx context.Context) (string, error) {
	tag := p.b.Manifest().Language
	if base, _, _ := strings.Cut(strings.ToLower(tag), "-"); base != defaultLanguage {
		return tag, nil
	}
	var parts [terms.SampleFiles]map[string]int
	for i := range parts {
		parts[i] = map[string]int{}
	}
	err := p.sample(ctx, func(i int, a *terms.Analyzer, texts [terms.FieldCount][]string) {
		for _, text := range append(texts[terms.TitleField], texts[terms.DescriptionField]...) {
			countStops(a, text, parts[i])
		}
	})
	counts := map[string]int{}
	for _, part := range parts {
		for l, n := range part {
			counts[l] += n
		}
	}
	best := defaultLanguage
	for l := range counts {
		if counts[l] > counts[best] || counts[l] == counts[best] && l < best {
			best = l
		}
	}
	if best == defaultLanguage || counts[best] < clearStops ||
		counts[best] < clearShare*counts[defaultLanguage] {
		return tag, err
	}
	return best, err
}

// countStops counts the stop words of a text by language; a word of several languages counts for each.
func countStops(a *terms.Analyzer, text string, counts map[string]int) {
	a.Scan.Reset(text)
	for a.Scan.Next() {
		for _, w := range a.Scan.Piece().Words {
			for _, l := range analysis.StopWordOf(w.Text) {
				counts[l]++
			}
		}
	}
}
