package jetstream

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"golang.org/x/sync/errgroup"
)

// part is a file of a release: where it lies in which pack. A pack is one object of the store, which holds
// what was new with a release, each file compressed by itself: a server fetches it at once, since for each
// object the servers of the store have to agree on more than its bytes cost.
type part struct {
	Sum   string `json:"sha256"` // of the file
	Pack  string `json:"pack"`
	At    int64  `json:"at"`
	Bytes int64  `json:"bytes"` // compressed
}

// maxPacks is of how many packs a release is put together at most: beyond that all of it is put anew.
const maxPacks = 20

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

// known are the parts that a website's releases have, by the SHA-256 of the file.
func (r *releases) known() map[string]part {
	all := map[string]part{}
	if len(r.packs()) > maxPacks {
		return all
	}
	for _, one := range append(r.List, Release{Parts: r.Customers}) {
		for _, p := range one.Parts {
			all[p.Sum] = p
		}
	}
	return all
}

// packs are the names of those that a website's releases need.
func (r *releases) packs() map[string]bool {
	all := map[string]bool{}
	for _, one := range append(r.List, Release{Parts: r.Customers}) {
		for _, p := range one.Parts {
			all[p.Pack] = true
		}
	}
	return all
}

// pack puts those files into the store that are not known, and adds the parts of all of them.
func (s *Store) pack(
	ctx context.Context, p Publication, files map[string]string, known map[string]part, all parts,
) (count int, size int64, err error) {
	name := place(p.Site) + "/" + rand.Text()
	f, err := os.CreateTemp("", "plugsheet-pack-")
	if err != nil {
		return 0, 0, err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	var mu sync.Mutex
	var group errgroup.Group
	group.SetLimit(4)
	for path, sum := range files {
		if one, ok := known[sum]; ok {
			mu.Lock()
			all[path] = one
			mu.Unlock()
			continue
		}
		count++
		group.Go(func() error {
			data, err := p.Read(path)
			if err != nil {
				return err
			}
			if got := sha256.Sum256(data); hex.EncodeToString(got[:]) != sum {
				return fmt.Errorf("%s is not what the manifest says", path)
			}
			data = packer.EncodeAll(data, nil)
			mu.Lock()
			defer mu.Unlock()
			all[path] = part{Sum: sum, Pack: name, At: size, Bytes: int64(len(data))}
			size += int64(len(data))
			_, err = f.Write(data)
			return err
		})
	}
	if err = group.Wait(); err == nil && count > 0 {
		err = s.put(ctx, name, f, size)
	}
	return count, size, err
}

// packTime is how long a pack may take on its way: some seconds, and one for each mebibyte.
func packTime(size int64) time.Duration { return 3*time.Second + time.Duration(size>>20)*time.Second }

// put keeps a pack.
func (s *Store) put(ctx context.Context, name string, f io.ReadSeeker, size int64) error {
	long := packTime(size)
	return s.tries(ctx, 3*long+time.Minute, long, func(ctx context.Context) error {
		b, err := s.bucket(ctx)
		if err == nil {
			_, err = f.Seek(0, io.SeekStart)
		}
		if err == nil {
			large := &jetstream.ObjectMetaOptions{ChunkSize: 512 << 10} // each one is synced by itself
			_, err = b.Put(ctx, jetstream.ObjectMeta{Name: name, Opts: large}, f)
		}
		return err
	})
}

// drop takes a pack away.
func (s *Store) drop(ctx context.Context, name string) error {
	return s.within(ctx, func(ctx context.Context) error {
		b, err := s.bucket(ctx)
		if err == nil {
			err = b.Delete(ctx, name)
		}
		if errors.Is(err, jetstream.ErrObjectNotFound) {
			return nil
		}
		return err
	})
}

// Published is what counts of a website. It is safe for concurrent use.
type Published struct {
	Site  string
	Move  uint64            // another one with each change of it
	Parts map[string]string // files by path, with the SHA-256 of each, customers too
	Gone  bool              // the bundle was taken away

	Forgotten []byte // who is no customer any more: see [Store.Forget]

	store *Store
	parts parts
	mu    sync.Mutex
	dir   string              // of the packs that are fetched
	packs map[string]*os.File // by name
}

func (p *Published) find(all ...parts) {
	p.Parts, p.parts, p.packs = map[string]string{}, parts{}, map[string]*os.File{}
	for _, some := range all {
		for path, one := range some {
			p.Parts[path], p.parts[path] = one.Sum, one
		}
	}
}

// Read gives what is in a file.
func (p *Published) Read(path string) ([]byte, error) {
	one := p.parts[path]
	f, err := p.pack(one.Pack)
	if err != nil {
		return nil, err
	}
	data := make([]byte, one.Bytes)
	if _, err := f.ReadAt(data, one.At); err != nil {
		return nil, err
	}
	return unpacker.DecodeAll(data, nil)
}

// pack fetches a pack, once.
func (p *Published) pack(name string) (f *os.File, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if f := p.packs[name]; f != nil {
		return f, nil
	}
	if err := os.MkdirAll(p.dir, 0o700); err != nil {
		return nil, err
	}
	path, size := filepath.Join(p.dir, filepath.Base(name)), int64(0)
	for _, one := range p.parts {
		if one.Pack == name {
			size = max(size, one.At+one.Bytes)
		}
	}
	long := packTime(size)
	err = p.store.tries(context.Background(), 2*long, long, func(ctx context.Context) error {
		b, err := p.store.bucket(ctx)
		if err == nil {
			err = b.GetFile(ctx, name, path)
		}
		return err // also one that is not found: the server that is asked may not have it yet
	})
	if err == nil {
		f, err = os.Open(path)
	}
	if err == nil {
		p.packs[name] = f
	}
	return f, err
}

func (p *Published) close() {
	for _, f := range p.packs {
		f.Close()
	}
	os.RemoveAll(p.dir)
}
