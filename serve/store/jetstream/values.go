package jetstream

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/klauspost/compress/zstd"
	"github.com/nats-io/nats.go/jetstream"

	"plugsheet/serve/store"
)

// Values are small values by key, which several servers may change at once. They are safe for concurrent use.
type Values struct {
	s      *Store
	bucket string
	prefix string        // of the keys
	keep   time.Duration // after their last change; 0: for good
	kv     opened[jetstream.KeyValue]
}

func (s *Store) values(bucket string, keep time.Duration) *Values {
	return &Values{s: s, bucket: "plugsheet-" + bucket, keep: keep}
}

// Operators are the bots that the platform has made.
func (s *Store) Operators() store.Values { return s.values("bots", 0) }

// Conversations are what the bot remembers of them, for a while after each one's last message.
func (s *Store) Conversations(keep time.Duration) store.Values {
	return s.values("conversations", keep)
}

// Rehearsed are bots and conversations of rehearsals.
func (s *Store) Rehearsed(keep time.Duration) store.Values {
	v := s.values("conversations", keep)
	v.prefix = "rehearsed."
	return v
}

// Counts are what is counted of a website: searches that found nothing, and what was sent.
func (s *Store) Counts(site string) store.Values {
	v := s.values("counts", 0)
	v.prefix = place(site) + "."
	return v
}

// Get is [store.Values.Get].
func (v *Values) Get(ctx context.Context, key string) (value []byte, err error) {
	err = v.s.within(ctx, func(ctx context.Context) error {
		kv, err := v.open(ctx)
		if err == nil {
			value, _, err = get(ctx, kv, v.prefix+key)
		}
		return err
	})
	return value, err
}

// Update replaces a value by what change makes of it, while nobody else does: change is called again where
// somebody did. Where it gives nil nothing is written. An error of it is given back.
func (v *Values) Update(ctx context.Context, key string, change func(old []byte) ([]byte, error)) error {
	return v.s.within(ctx, func(ctx context.Context) error {
		kv, err := v.open(ctx)
		if err != nil {
			return err
		}
		old, revision, err := get(ctx, kv, v.prefix+key)
		if err != nil {
			return err
		}
		next, err := change(old)
		if err != nil || next == nil {
			return final(err)
		}
		if revision == 0 {
			_, err = kv.Create(ctx, v.prefix+key, packer.EncodeAll(next, nil))
		} else {
			_, err = kv.Update(ctx, v.prefix+key, packer.EncodeAll(next, nil), revision)
		}
		return err
	})
}

// watch gives each value as it is, then an empty key, and then what changes, until ctx is done, the store is
// away, or use wants no more.
func (v *Values) watch(ctx context.Context, use func(key string, value []byte, revision uint64) bool) error {
	var w jetstream.KeyWatcher
	err := v.s.within(ctx, func(opening context.Context) error {
		kv, err := v.open(opening)
		if err == nil {
			w, err = kv.WatchAll(ctx)
		}
		return err
	})
	if err != nil {
		return err
	}
	defer w.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case e, ok := <-w.Updates():
			switch {
			case !ok:
				return ErrAway
			case e == nil:
				if !use("", nil, 0) {
					return nil
				}
				continue
			}
			value, err := unpacker.DecodeAll(e.Value(), nil)
			if err != nil || !use(e.Key(), value, e.Revision()) {
				return err
			}
		}
	}
}

// final marks an error, if it is one, as what no other try would mend.
func final(err error) error {
	if err == nil {
		return nil
	}
	return finalError{err}
}

type finalError struct{ error }

// get gives a value with its revision; none has the revision 0.
func get(ctx context.Context, kv jetstream.KeyValue, key string) ([]byte, uint64, error) {
	e, err := kv.Get(ctx, key)
	switch {
	case errors.Is(err, jetstream.ErrKeyNotFound):
		return nil, 0, nil
	case err != nil:
		return nil, 0, err
	}
	value, err := unpacker.DecodeAll(e.Value(), nil)
	return value, e.Revision(), err
}

// open opens the bucket, or makes it. Its values are read from the server that leads, not from any that has a
// copy: who has changed one finds it changed.
func (v *Values) open(ctx context.Context) (jetstream.KeyValue, error) {
	js := v.s.js
	open := func() (jetstream.KeyValue, error) { return js.KeyValue(ctx, v.bucket) }
	kv, err := v.kv.get(jetstream.ErrBucketNotFound, open, func(replicas int) error {
		c := jetstream.StreamConfig{
			Name: "KV_" + v.bucket, Subjects: []string{"$KV." + v.bucket + ".>"}, Replicas: replicas,
			MaxAge: v.keep, MaxMsgsPerSubject: 1, Discard: jetstream.DiscardNew, AllowRollup: true,
			DenyDelete: true,
		}
		if v.keep > 0 {
			c.Duplicates = min(v.keep, 2*time.Minute)
		}
		_, err := js.CreateStream(ctx, c)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("opening the store's %s: %w", v.bucket, err)
	}
	return kv, nil
}

// The two are safe for concurrent use in what is called here.
var (
	packer, _   = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest)) // fails only for wrong options
	unpacker, _ = zstd.NewReader(nil, zstd.WithDecoderMaxMemory(1<<30))
)
