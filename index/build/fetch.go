package build

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path"
	"path/filepath"
	"strings"

	"golang.org/x/sync/errgroup"

	"plugsheet/index/folder"
	"plugsheet/schemas/bundle"
)

// Parts are the files of the index of b, which is there, with the SHA-256 of each: what another machine needs
// to [Fetch] it. Paths are relative to the bundle and slash-separated.
func Parts(b *bundle.Bundle) (map[string]string, error) {
	facts, err := folder.ReadFacts(b)
	if err != nil {
		return nil, fmt.Errorf("reading the index: %w", err)
	}
	parts := map[string]string{}
	for _, f := range append(facts.Files, folder.Sum{Path: folder.StateFile}) {
		name := path.Join(bundle.IndexDir, filepath.Base(folder.Of(b)), f.Path)
		data, err := b.Part(name)
		if err != nil {
			return nil, fmt.Errorf("reading the index: %w", err)
		}
		parts[name] = sha(data)
	}
	return parts, nil
}

func sha(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Fetch makes the index in the bundle's folder that stands among some parts of a release: segments that the
// index before has are taken from there, everything else is fetched, several files at once. Where the index
// is there, or is one that only another version of this program reads, nothing is done.
func Fetch(
	ctx context.Context, dir string, parts map[string]string, read func(path string) ([]byte, error),
) error {
	at := placeOf(dir, parts)
	if _, err := os.Stat(at); at == "" || err == nil {
		return nil
	}
	f := &fetching{from: path.Join(bundle.IndexDir, filepath.Base(at)), parts: parts, read: read}
	if err := inPlace(at, func(dir string) error { return f.fill(ctx, at, dir) }); err != nil {
		return fmt.Errorf("fetching the index: %w", err)
	}
	return nil
}

// Settle makes durable what was fetched and installed in the bundle's folder, and removes the indexes there
// other than the one among its parts.
func Settle(dir string, parts map[string]string, log *slog.Logger) {
	at := placeOf(dir, parts)
	if _, err := os.Stat(at); at != "" && err == nil {
		sweep(filepath.Dir(at), filepath.Base(at), log)
	}
	if err := folder.SyncTree(dir); err != nil {
		log.Warn("a bundle may not outlast a power cut", "folder", dir, "error", err)
	}
}

// placeOf is where the index among some parts has to stand; empty where there is none for this program.
func placeOf(dir string, parts map[string]string) string {
	for p := range parts {
		rest, ok := strings.CutPrefix(p, bundle.IndexDir+"/")
		name, _, _ := strings.Cut(rest, "/")
		if ok && strings.HasSuffix(name, folder.Suffix()) && filepath.IsLocal(name) {
			return filepath.Join(dir, bundle.IndexDir, name)
		}
	}
	return ""
}

// fetching is an index that is made from parts.
type fetching struct {
	from  string // before the names of its files among the parts
	parts map[string]string
	read  func(path string) ([]byte, error)
}

// fill makes the index in dir that will stand at a place.
func (f *fetching) fill(ctx context.Context, at, dir string) error {
	if err := f.fetch(folder.StateFile, dir); err != nil {
		return err
	}
	facts, err := folder.FactsIn(dir)
	if err != nil {
		return err
	}
	before, segments := earlierSegments(at)
	var all errgroup.Group
	all.SetLimit(4)
	for _, s := range facts.Files {
		if segments[s.Path] == s && f.link(before, dir, s.Path) == nil {
			continue
		}
		all.Go(func() error { return f.fetch(s.Path, dir) })
	}
	return all.Wait()
}

// fetch writes one file.
func (f *fetching) fetch(name, dir string) error {
	if !fs.ValidPath(name) {
		return folder.DamagedIndex(name, "it lies outside of the index")
	}
	part := path.Join(f.from, name)
	data, err := f.read(part)
	if err != nil {
		return err
	}
	if sha(data) != f.parts[part] {
		return folder.DamagedIndex(name, "what was fetched is something else")
	}
	to := filepath.Join(dir, filepath.FromSlash(name))
	return errors.Join(os.MkdirAll(filepath.Dir(to), 0o755), os.WriteFile(to, data, 0o644))
}

// link takes a file from the index before.
func (f *fetching) link(before, dir, name string) error {
	to := filepath.Join(dir, filepath.FromSlash(name))
	return errors.Join(os.MkdirAll(filepath.Dir(to), 0o755),
		os.Link(filepath.Join(before, filepath.FromSlash(name)), to))
}

// earlierSegments are the segments of the index before the one at a place, which keep their names and never
// change.
func earlierSegments(at string) (dir string, sums map[string]folder.Sum) {
	dir, err := newest(at)
	if err != nil || dir == "" {
		return "", nil
	}
	facts, err := folder.FactsIn(dir)
	if err != nil {
		return "", nil
	}
	return dir, (&earlier{facts: facts}).shared()
}
