package jetstream

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// Parts are the files that make a bundle: their paths, and the SHA-256 of what is in each.
type Parts map[string]string

// Release is a bundle that was published. Its customers are those of the latest one, also where somebody went
// back: who was forgotten stays so.
type Release struct {
	Digest string `json:"digest"`
	At     string `json:"at"` // RFC 3339, UTC
	Parts  Parts  `json:"parts"`
}

// releases are those of a website, the latest first.
type releases struct {
	List      []Release `json:"list"`
	Current   int       `json:"current"`   // which of them counts
	Moves     int       `json:"moves"`     // how often that changed
	Last      string    `json:"last"`      // the last change's own name
	Customers Parts     `json:"customers"` // encrypted, of the latest
}

// keepReleases is how many releases of a website one can go back to, the current one included.
const keepReleases = 5

// currentKey is the value that says of each website how often it moved: all that servers look at from time to
// time.
const currentKey = "current"

// Errors of bundles.
var (
	ErrNoRelease = errors.New("nothing is published there")
	ErrFirst     = errors.New("there is no release before the current one")
	errOther     = errors.New("somebody else published meanwhile: publish again")
)

func (s *Store) bundles() *Values { return s.values("bundles", 0) }

// bucket opens the object store, or makes it.
func (s *Store) bucket(ctx context.Context) (jetstream.ObjectStore, error) {
	const name = "plugsheet-files"
	open := func() (jetstream.ObjectStore, error) { return s.js.ObjectStore(ctx, name) }
	b, err := s.objects.get(jetstream.ErrBucketNotFound, open, func(replicas int) error {
		_, err := s.js.CreateObjectStore(ctx, jetstream.ObjectStoreConfig{Bucket: name, Replicas: replicas})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("opening the store's files: %w", err)
	}
	return b, nil
}

// objectName is a file of a website's bundles: each has its own, so that one can be taken away.
func objectName(site, sum string) string { return place(site) + "/" + sum }

// Publish puts the files of a bundle that are new into the store and makes it the current one of a website;
// it gives how many and of how many bytes, compressed. read gives what is in a file, at once for several.
func (s *Store) Publish(
	ctx context.Context, site string, r Release, customers Parts, read func(path string) ([]byte, error),
) (files int, size int64, err error) {
	before, err := s.releases(ctx, site)
	if err != nil {
		return 0, 0, err
	}
	there, known := before.sums(), before.sums()
	var mu sync.Mutex
	put := func(path, sum string) error {
		data, err := read(path)
		if err != nil {
			return err
		}
		if got := sha256.Sum256(data); hex.EncodeToString(got[:]) != sum {
			return fmt.Errorf("%s is not what the manifest says", path)
		}
		data = packer.EncodeAll(data, nil)
		mu.Lock()
		files, size = files+1, size+int64(len(data))
		mu.Unlock()
		return s.put(ctx, objectName(site, sum), data)
	}
	var group sync.WaitGroup
	slots := make(chan struct{}, 8)
	for _, parts := range []Parts{r.Parts, customers} {
		for path, sum := range parts {
			if known[sum] {
				continue
			}
			known[sum] = true
			slots <- struct{}{}
			group.Go(func() {
				one := put(path, sum)
				mu.Lock()
				err = errors.Join(err, one)
				mu.Unlock()
				<-slots
			})
		}
	}
	if group.Wait(); err != nil {
		return files, size, fmt.Errorf("publishing: %w", err)
	}
	err = s.move(ctx, site, func(all *releases) error {
		if left := all.sums(); !maps.Equal(left, there) {
			return errOther // files that were not put again may be gone
		}
		all.List = append([]Release{r}, all.List[min(all.Current, len(all.List)):]...)
		all.List = all.List[:min(len(all.List), keepReleases)]
		all.Current, all.Customers = 0, customers
		return nil
	})
	return files, size, err
}

// put keeps a file. It is tried again as a whole.
func (s *Store) put(ctx context.Context, name string, data []byte) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for {
		err := s.putOnce(ctx, name, data)
		if s.note(err); err == nil || ctx.Err() != nil {
			return err
		}
		select {
		case <-ctx.Done():
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// fileTime is how long a file may take on its way: some seconds, and one for each mebibyte.
func fileTime(size int) time.Duration { return 3*time.Second + time.Duration(size>>20)*time.Second }

func (s *Store) putOnce(ctx context.Context, name string, data []byte) error {
	ctx, cancel := context.WithTimeout(ctx, fileTime(len(data)))
	defer cancel()
	b, err := s.bucket(ctx)
	if err == nil {
		_, err = b.Put(ctx, jetstream.ObjectMeta{Name: name}, bytes.NewReader(data))
	}
	return err
}

// Back makes the release before the current one of a website the current one.
func (s *Store) Back(ctx context.Context, site string) (r Release, err error) {
	err = s.move(ctx, site, func(all *releases) error {
		if all.Current+1 >= len(all.List) {
			return ErrFirst
		}
		all.Current++
		r = all.List[all.Current]
		return nil
	})
	return r, err
}

// sums are the contents of the files that a website's releases need.
func (r *releases) sums() map[string]bool {
	all := map[string]bool{}
	for _, parts := range append([]Parts{r.Customers}, r.parts()...) {
		for _, sum := range parts {
			all[sum] = true
		}
	}
	return all
}

func (r *releases) parts() (all []Parts) {
	for _, one := range r.List {
		all = append(all, one.Parts)
	}
	return all
}

// move changes which release counts, tells the servers, and takes away the files that no release needs any
// more.
func (s *Store) move(ctx context.Context, site string, change func(*releases) error) error {
	var needless map[string]bool
	moves, name := 0, rand.Text()
	err := s.bundles().Update(ctx, place(site), func(old []byte) ([]byte, error) {
		var all releases
		if old != nil {
			if err := json.Unmarshal(old, &all); err != nil {
				return nil, err
			}
		}
		if moves = all.Moves; all.Last == name { // it was done, and the answer did not arrive
			return nil, nil
		}
		needless = all.sums()
		if err := change(&all); err != nil {
			return nil, err
		}
		moves++
		all.Moves, all.Last = moves, name
		needed := all.sums()
		maps.DeleteFunc(needless, func(sum string, _ bool) bool { return needed[sum] })
		return json.Marshal(all)
	})
	if err == nil {
		err = s.bundles().Update(ctx, currentKey, func(old []byte) ([]byte, error) {
			current := map[string]int{}
			if old != nil {
				if err := json.Unmarshal(old, &current); err != nil {
					return nil, err
				}
			}
			current[site] = max(current[site], moves)
			return json.Marshal(current)
		})
	}
	if err != nil {
		return fmt.Errorf("making a release the current one: %w", err)
	}
	b, err := s.bucket(ctx)
	for _, sum := range slices.Sorted(maps.Keys(needless)) {
		if err == nil {
			if one := b.Delete(ctx, objectName(site, sum)); !errors.Is(one, jetstream.ErrObjectNotFound) {
				err = one
			}
		}
	}
	return err
}

func (s *Store) releases(ctx context.Context, site string) (all releases, err error) {
	data, err := s.bundles().Get(ctx, place(site))
	if err == nil && data != nil {
		err = json.Unmarshal(data, &all)
	}
	return all, err
}

// Published tells of each website of which anything is published how often that changed.
func (s *Store) Published(ctx context.Context) (moves map[string]int, err error) {
	data, err := s.bundles().Get(ctx, currentKey)
	if err != nil {
		return nil, err
	}
	if data == nil {
		return nil, ErrNoRelease
	}
	return moves, json.Unmarshal(data, &moves)
}

// Current gives all parts of a website's current release, customers included, and what reads one.
func (s *Store) Current(ctx context.Context, site string) (Parts, func(path string) ([]byte, error), error) {
	all, err := s.releases(ctx, site)
	if err == nil && len(all.List) == 0 {
		err = ErrNoRelease
	}
	if err != nil {
		return nil, nil, err
	}
	parts := maps.Clone(all.List[all.Current].Parts)
	maps.Copy(parts, all.Customers)
	return parts, func(path string) (data []byte, err error) {
		ctx, cancel := context.WithTimeout(ctx, fileTime(64<<20))
		defer cancel()
		b, err := s.bucket(ctx)
		if err == nil {
			data, err = b.GetBytes(ctx, objectName(site, parts[path]))
		}
		if err == nil {
			data, err = unpacker.DecodeAll(data, nil)
		}
		return data, err
	}, nil
}
