package jetstream

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"os"
	"strings"

	"github.com/nats-io/nats.go/jetstream"
)

// Release is a bundle that was published. Its customers are those of the latest one, also where somebody went
// back: who was forgotten stays so.
type Release struct {
	Digest string `json:"digest"`
	At     string `json:"at"` // RFC 3339, UTC
	Parts  parts  `json:"parts"`
}

// parts are the files that make a bundle, by their paths.
type parts map[string]packed

// releases are those of a website, the latest first.
type releases struct {
	List      []Release `json:"list"`
	Current   int       `json:"current"`   // which of them counts
	Gone      bool      `json:"gone"`      // none does: the website was taken away
	Last      string    `json:"last"`      // the last change's own name
	Customers parts     `json:"customers"` // encrypted, of the latest
	Forgotten []byte    `json:"forgotten"` // hashes of those who are no customers any more
}

// keepReleases is how many releases of a website one can go back to, the current one included.
const keepReleases = 5

// Errors of bundles.
var (
	ErrNoRelease = errors.New("nothing is published there")
	ErrFirst     = errors.New("there is no release before the current one")
	errOther     = errors.New("somebody else published meanwhile: publish again")
)

func (s *Store) bundles() *Values { return s.values("bundles", 0, "") }

// Publication is a bundle that is to be published. Files and customers have a SHA-256 by path.
type Publication struct {
	Site             string
	Digest, At       string // as of a [Release]
	Files, Customers map[string]string
	Read             func(path string) ([]byte, error)   // what is in a file
	Forget           func(before []byte) ([]byte, error) // adds to those who were forgotten

	New   int   // of the files: what [Store.Publish] had to put into the store
	Bytes int64 // of these, compressed
}

// Publish puts the files of a bundle that are new into the store, which it counts, and makes it the current
// one of a website.
func (s *Store) Publish(ctx context.Context, p *Publication) error {
	value, err := s.bundles().Get(ctx, place(p.Site))
	before, wrong := decoded(value)
	if err = errors.Join(err, wrong); err != nil {
		return err
	}
	r, customers := Release{Digest: p.Digest, At: p.At}, parts{}
	known, packs := before.parts()
	if len(packs) > maxPacks {
		clear(known)
	}
	r.Parts, err = s.pack(ctx, p, p.Files, known)
	if err == nil { // customers are apart: when they are others, the old ones go
		customers, err = s.pack(ctx, p, p.Customers, known)
	}
	if err != nil {
		return fmt.Errorf("publishing: %w", err)
	}
	return s.move(ctx, p.Site, func(all *releases) (err error) {
		if all.Last != before.Last {
			return errOther // what was not put again may be gone
		}
		all.List = append([]Release{r}, all.List[min(all.Current, len(all.List)):]...)
		all.List = all.List[:min(len(all.List), keepReleases)]
		all.Current, all.Gone, all.Customers = 0, false, customers
		all.Forgotten, err = p.Forget(all.Forgotten)
		return err
	})
}

// Forget adds to those of a website who were forgotten. All servers hear of it.
func (s *Store) Forget(ctx context.Context, site string, add func(before []byte) ([]byte, error)) error {
	return s.move(ctx, site, func(all *releases) (err error) {
		all.Forgotten, err = add(all.Forgotten)
		return err
	})
}

// Back makes the release before the current one of a website the current one; of a website that was taken
// away the one that it had.
func (s *Store) Back(ctx context.Context, site string) (r Release, err error) {
	err = s.move(ctx, site, func(all *releases) error {
		if !all.Gone {
			all.Current++
		}
		if all.Gone = false; all.Current >= len(all.List) {
			return ErrFirst
		}
		r = all.List[all.Current]
		return nil
	})
	return r, err
}

// Withdraw takes a website's bundle away: the servers answer for it as for all that have none.
func (s *Store) Withdraw(ctx context.Context, site string) error {
	return s.move(ctx, site, func(all *releases) error {
		if len(all.List) == 0 || all.Gone {
			return ErrNoRelease
		}
		all.Gone = true
		return nil
	})
}

// move changes which release counts, and takes away the packs that no release needs any more.
func (s *Store) move(ctx context.Context, site string, change func(*releases) error) error {
	var needless map[string]bool
	own := rand.Text()
	err := s.bundles().Update(ctx, place(site), func(old []byte) ([]byte, error) {
		all, err := decoded(old)
		if err != nil || all.Last == own { // it was done, and the answer did not arrive
			return nil, err
		}
		_, needless = all.parts()
		if err := change(&all); err != nil {
			return nil, err
		}
		all.Last = own
		_, needed := all.parts()
		maps.DeleteFunc(needless, func(name string, _ bool) bool { return needed[name] })
		return json.Marshal(all)
	})
	if err != nil {
		return fmt.Errorf("making a release the current one: %w", err)
	}
	for name := range needless {
		err := s.objects.within(ctx, func(ctx context.Context, b jetstream.ObjectStore) error {
			return unless(jetstream.ErrObjectNotFound, b.Delete(ctx, name))
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// decoded are the releases that a value holds; none where there is no value.
func decoded(value []byte) (all releases, err error) {
	if value != nil {
		err = json.Unmarshal(value, &all)
	}
	return all, err
}

// Published gives what counts of each website, then nil, and then what changes, until ctx is done or the
// store is away. Each is closed when the next one is asked for; meanwhile it has files in dir, which is made.
func (s *Store) Published(ctx context.Context, dir string) iter.Seq2[*Published, error] {
	return func(yield func(*Published, error) bool) {
		var w jetstream.KeyWatcher
		err := s.bundles().within(ctx, func(_ context.Context, kv jetstream.KeyValue) (err error) {
			w, err = kv.WatchAll(ctx)
			return err
		})
		if err == nil {
			defer w.Stop()
		}
		for err == nil {
			var one *Published
			e, ok := <-w.Updates() // until ctx is done
			if err = cmp.Or(ctx.Err(), ErrAway); ok {
				one, err = s.published(e, dir)
			}
			more := err != nil || yield(one, nil)
			if os.RemoveAll(dir); !more {
				return
			}
		}
		yield(nil, err)
	}
}

// published is what an entry says that counts of a website; nil where there is no entry.
func (s *Store) published(e jetstream.KeyValueEntry, dir string) (*Published, error) {
	if e == nil {
		return nil, nil
	}
	value, wrong := unpacker.DecodeAll(e.Value(), nil)
	all, err := decoded(value)
	_, site, _ := strings.Cut(e.Key(), ".")
	p := &Published{Site: site, Move: e.Revision(), Gone: all.Gone, Forgotten: all.Forgotten, store: s, dir: dir,
		Parts: map[string]string{}, parts: parts{}}
	if !all.Gone && all.Current < len(all.List) {
		maps.Copy(p.parts, all.List[all.Current].Parts)
		maps.Copy(p.parts, all.Customers)
	}
	for path, one := range p.parts {
		p.Parts[path] = one.Sum
		p.size += one.Bytes
	}
	return p, errors.Join(wrong, err)
}
