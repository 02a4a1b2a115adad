package jetstream

import (
	"bytes"
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
	kv     part[jetstream.KeyValue]
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
			_, err = kv.Create(ctx, v.prefix+key, packed(next))
		} else {
			_, err = kv.Update(ctx, v.prefix+key, packed(next), revision)
		}
		return err
	})
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
	value, err := unpacked(e.Value())
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

// small is up to which length a value is kept as it is, in bytes.
const small = 4 << 10

// The two are safe for concurrent use in what is called here.
var (
	packer, _   = zstd.NewWriter(nil) // fails only for wrong options
	unpacker, _ = zstd.NewReader(nil, zstd.WithDecoderMaxMemory(1<<30))
	packedMark  = []byte{0x28, 0xb5, 0x2f, 0xfd} // what zstd begins with, and no JSON
)

// packed compresses a value that is not small.
func packed(value []byte) []byte {
	if len(value) <= small {
		return value
	}
	return packer.EncodeAll(value, nil)
}

func unpacked(value []byte) ([]byte, error) {
	if !bytes.HasPrefix(value, packedMark) {
		return value, nil
	}
	return unpacker.DecodeAll(value, nil)
}
