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
)

// packed is a file of a release: where it lies in which pack. A pack is one object of the store, which holds
// what was new with a release, each file compressed by itself: a server fetches it at once, since for each
// object the servers of the store have to agree on more than its bytes cost.
type packed struct {
	Sum   string `json:"sha256"` // of the file
	Pack  string `json:"pack"`
	At    int64  `json:"at"`
	Bytes int64  `json:"bytes"` // compressed
}

// objectsName is the object store of packs.
const objectsName = "plugsheet-files"

// maxPacks is of how many packs a release is put together at most: beyond that all of it is put anew.
const maxPacks = 20

// parts are those that a website's releases have, by the SHA-256 of the file, and the names of their packs.
func (r *releases) parts() (files map[string]packed, packs map[string]bool) {
	files, packs = map[string]packed{}, map[string]bool{}
	for _, one := range append(r.List, Release{Parts: r.Customers}) {
		for _, p := range one.Parts {
			files[p.Sum], packs[p.Pack] = p, true
		}
	}
	return files, packs
}

// pack puts those files into the store that are not known, and gives the parts of all of them.
func (s *Store) pack(
	ctx context.Context, p *Publication, files map[string]string, known map[string]packed,
) (parts, error) {
	all, size, name := parts{}, int64(0), place(p.Site)+"/"+rand.Text()
	f, err := os.CreateTemp("", "plugsheet-pack-")
	if err != nil {
		return nil, err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	for path, sum := range files {
		if one, ok := known[sum]; ok {
			all[path] = one
			continue
		}
		data, err := p.Read(path)
		if err != nil {
			return nil, err
		}
		if got := sha256.Sum256(data); hex.EncodeToString(got[:]) != sum {
			return nil, fmt.Errorf("%s is not what the manifest says", path)
		}
		n, err := f.Write(packer.EncodeAll(data, nil))
		if err != nil {
			return nil, err
		}
		all[path] = packed{Sum: sum, Pack: name, At: size, Bytes: int64(n)}
		size += int64(n)
		p.New++
	}
	if p.Bytes += size; size == 0 {
		return all, nil
	}
	long, large := packTime(size), &jetstream.ObjectMetaOptions{ChunkSize: 512 << 10} // each is synced by itself
	put := func(ctx context.Context, b jetstream.ObjectStore) error {
		_, err := b.Put(ctx, jetstream.ObjectMeta{Name: name, Opts: large}, io.NewSectionReader(f, 0, size))
		return err
	}
	return all, s.tries(ctx, 3*long+time.Minute, long, s.objects.with(put))
}

// packTime is how long a pack may take on its way: some seconds, and one for each mebibyte.
func packTime(size int64) time.Duration { return 3*time.Second + time.Duration(size>>20)*time.Second }

// Published is what counts of a website. It is safe for concurrent use.
type Published struct {
	Site  string
	Move  uint64            // another one with each change of it
	Parts map[string]string // files by path, with the SHA-256 of each, customers too
	Gone  bool              // the bundle was taken away

	Forgotten []byte // who is no customer any more: see [Store.Forget]

	store *Store
	parts parts
	size  int64 // of them, compressed
	mu    sync.Mutex
	dir   string // of the packs that are fetched
}

// Read gives what is in a file.
func (p *Published) Read(path string) ([]byte, error) {
	one := p.parts[path]
	pack, err := p.fetch(one.Pack)
	if err != nil {
		return nil, err
	}
	f, err := os.Open(pack)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data := make([]byte, one.Bytes)
	if _, err := f.ReadAt(data, one.At); err != nil {
		return nil, err
	}
	return unpacker.DecodeAll(data, nil)
}

// fetch fetches a pack, once, and gives where it is.
func (p *Published) fetch(name string) (path string, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	path = filepath.Join(p.dir, filepath.Base(name))
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	if err := os.MkdirAll(p.dir, 0o700); err != nil {
		return "", err
	}
	half, long := path+".half", packTime(p.size)
	get := func(ctx context.Context, b jetstream.ObjectStore) error {
		return b.GetFile(ctx, name, half) // also one that is not found: who is asked may not have it yet
	}
	err = p.store.tries(context.Background(), 2*long, long, p.store.objects.with(get))
	return path, errors.Join(err, os.Rename(half, path))
}
