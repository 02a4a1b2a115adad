package jetstream

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/nats-io/nats.go/jetstream"
)

// publication is one of files by path.
func publication(site string, files map[string]string) *Publication {
	p := &Publication{Site: site, Digest: files["b.json"], Files: map[string]string{},
		Read:   func(path string) ([]byte, error) { return []byte(files[path]), nil },
		Forget: func(before []byte) ([]byte, error) { return before, nil }}
	for path, text := range files {
		sum := sha256.Sum256([]byte(text))
		p.Files[path] = hex.EncodeToString(sum[:])
	}
	return p
}

// counted are the files that count of each website.
func counted(t *testing.T, s *Store) map[string]map[string]string {
	t.Helper()
	all := map[string]map[string]string{}
	for one, err := range s.Published(t.Context(), t.TempDir()) {
		must(t, err)
		if one == nil {
			break
		}
		all[one.Site] = map[string]string{}
		for path := range one.Parts {
			data, err := one.Read(path)
			must(t, err)
			all[one.Site][path] = string(data)
		}
	}
	return all
}

// TestPublish: only files that are new go into the store, compressed; going back, and taking a website away,
// move nothing but what counts; what no release needs any more goes.
func TestPublish(t *testing.T) {
	_, url := startServers(t, 1)
	s := openStore(t, url, Options{})
	large := strings.Repeat("olive wood spoon ", 10_000)
	release := func(n string) map[string]string { return map[string]string{"a.json": large, "b.json": n} }
	first := publication("", release("1"))
	must(t, s.Publish(t.Context(), first))
	if first.New != 2 || first.Bytes > int64(len(large)/10) {
		t.Errorf("%d files new, %d bytes", first.New, first.Bytes)
	}
	second := publication("", release("2"))
	must(t, s.Publish(t.Context(), second))
	same(t, second.New, 1)
	must(t, s.Publish(t.Context(), publication("ha-1", release("site"))))
	same(t, counted(t, s), map[string]map[string]string{"": release("2"), "ha-1": release("site")})
	r, err := s.Back(t.Context(), "")
	must(t, err)
	same(t, r.Digest, "1")
	must(t, s.Withdraw(t.Context(), "ha-1"))
	same(t, counted(t, s), map[string]map[string]string{"": release("1"), "ha-1": {}})
	if _, err := s.Back(t.Context(), ""); !errors.Is(err, ErrFirst) {
		t.Errorf("before the first: %v", err)
	}
	for _, n := range strings.Split("3 4 5 6 7 8 9", " ") {
		must(t, s.Publish(t.Context(), publication("", release(n))))
	}
	same(t, counted(t, s)[""], release("9"))
	var packs []*jetstream.ObjectInfo
	must(t, s.objects.within(t.Context(), func(ctx context.Context, b jetstream.ObjectStore) (err error) {
		packs, err = b.List(ctx)
		return err
	}))
	same(t, len(packs), 1+keepReleases+1) // of the large file, of the small ones, and of the website
}

// TestPublishAtOnce: of two who publish one is told that the other did meanwhile, since what it did not put
// again may be gone.
func TestPublishAtOnce(t *testing.T) {
	_, url := startServers(t, 1)
	s := openStore(t, url, Options{})
	slow := publication("", map[string]string{"b.json": "slow"})
	slow.Read = func(string) ([]byte, error) {
		return []byte("slow"), s.Publish(t.Context(), publication("", map[string]string{"b.json": "fast"}))
	}
	if err := s.Publish(t.Context(), slow); !errors.Is(err, errOther) {
		t.Errorf("published: %v", err)
	}
	same(t, slices.Collect(maps.Values(counted(t, s)[""])), []string{"fast"})
}
