package bundle

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"testing"
)

// TestInstall: a bundle is brought to another folder by what has changed, whole or not at all, without
// private/.
func TestInstall(t *testing.T) {
	from, to := t.TempDir(), filepath.Join(t.TempDir(), "cache", "bundle")
	shop := newShop(3000)
	shop.write(t, from)
	must(t, os.WriteFile(filepath.Join(from, SynonymsFile),
		[]byte(`[{"words":["tent","shelter"]}]`+"\n"), 0o644))
	must(t, os.MkdirAll(filepath.Join(from, PrivateDir), 0o700))
	must(t, os.WriteFile(filepath.Join(from, PrivateDir, "mine.json"), []byte("{}"), 0o600))
	install := func(change func(path string, data []byte) ([]byte, error)) (fetched int,
		changed bool, err error) {
		b, err := Open(context.Background(), from)
		must(t, err)
		parts, _, err := b.Parts()
		must(t, err)
		var asked = make(chan string, 1000)
		changed, err = Install(to, parts, func(path string) ([]byte, error) {
			asked <- path
			data, err := b.Part(path)
			must(t, err)
			return change(path, data)
		})
		return len(asked), changed, err
	}
	whole := func(_ string, data []byte) ([]byte, error) { return data, nil }
	all, changed, err := install(whole)
	must(t, err)
	before, want := tree(t, to), tree(t, from)
	maps.DeleteFunc(want, func(path, _ string) bool { return path == ignoreFile || private(path) })
	if d := changedFiles(want, before); len(d) > 0 || !changed {
		t.Fatalf("different: %v", d)
	}
	if n, changed, err := install(whole); n != 0 || changed || err != nil {
		t.Errorf("again: %d fetched, changed %v: %v", n, changed, err)
	}
	shop.products[5].Product.Title = "another title"
	digest := shop.write(t, from).Digest
	must(t, os.Remove(filepath.Join(from, SynonymsFile)))
	away := errors.New("away")
	for name, change := range map[string]func(string, []byte) ([]byte, error){
		"cut":  func(path string, data []byte) ([]byte, error) { return data[1:], nil },
		"away": func(path string, data []byte) ([]byte, error) { return nil, away },
		"half": func(path string, data []byte) ([]byte, error) {
			if path == ManifestFile {
				return data, nil
			}
			return nil, away
		},
	} {
		_, _, err := install(change)
		if damaged := (*DamagedError)(nil); !errors.Is(err, away) && !errors.As(err, &damaged) {
			t.Errorf("%s: %v", name, err)
		}
		if different := len(changedFiles(before, tree(t, to))); different > 0 {
			t.Errorf("%s: %d files changed", name, different)
		}
	}
	n, changed, err := install(whole)
	if must(t, err); !changed || n != 2 || n >= all {
		t.Errorf("%d of %d fetched", n, all)
	}
	if b, err := Open(context.Background(), to); err != nil || b.Digest() != digest || len(b.Synonyms()) > 0 {
		t.Errorf("%v", err)
	}
}

func changedFiles(a, b map[string]string) []string { return changed(a, b) }
