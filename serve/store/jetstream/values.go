package jetstream

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/klauspost/compress/zstd"
	"github.com/nats-io/nats.go/jetstream"

	"plugsheet/serve/store"
)

// Values are small values by key, which several servers may change at once. They are safe for concurrent use.
type Values struct {
	*part[jetstream.KeyValue]
	prefix string // of the keys
}

// values are those of a bucket, kept for a while after their last change; 0: for good. They are read from the
// server that leads, not from any that has a copy: who has changed one finds it changed.
func (s *Store) values(bucket string, keep time.Duration, prefix string) *Values {
	name := "plugsheet-" + bucket
	create := s.create(jetstream.StreamConfig{
		Name: "KV_" + name, Subjects: []string{"$KV." + name + ".>"}, MaxMsgsPerSubject: 1,
		MaxAge: keep, Duplicates: min(cmp.Or(keep, 2*time.Minute), 2*time.Minute),
		Discard: jetstream.DiscardNew, AllowRollup: true, DenyDelete: true,
	})
	return &Values{&part[jetstream.KeyValue]{s: s, name: name, open: s.js.KeyValue, create: create}, prefix}
}

// Operators are the bots that the platform has made.
func (s *Store) Operators() store.Values { return s.values("bots", 0, "") }

// Conversations are what the bot remembers of them, for a while after each one's last message.
func (s *Store) Conversations(keep time.Duration) store.Values {
	return s.values("conversations", keep, "")
}

// Rehearsed are bots and conversations of rehearsals.
func (s *Store) Rehearsed(keep time.Duration) store.Values {
	return s.values("conversations", keep, "rehearsed.")
}

// Counts are what is counted of a website: searches that found nothing, and what was sent.
func (s *Store) Counts(site string) store.Values { return s.values("counts", 0, place(site)+".") }

// Get is [store.Values.Get].
func (v *Values) Get(ctx context.Context, key string) (value []byte, err error) {
	err = v.Update(ctx, key, func(old []byte) ([]byte, error) {
		value = old
		return nil, nil
	})
	return value, err
}

// Update replaces a value by what change makes of it, while nobody else does: change is called again where
// somebody did. Where it gives nil nothing is written. An error of it is given back.
func (v *Values) Update(ctx context.Context, key string, change func(old []byte) ([]byte, error)) error {
	var wrong error // of change, which no other try would mend
	err := v.within(ctx, func(ctx context.Context, kv jetstream.KeyValue) error {
		var old []byte
		var revision uint64
		e, err := kv.Get(ctx, v.prefix+key)
		if err == nil {
			revision = e.Revision()
			old, err = unpacker.DecodeAll(e.Value(), nil)
		}
		if err != nil && !errors.Is(err, jetstream.ErrKeyNotFound) {
			return err
		}
		var next []byte
		if next, wrong = change(old); wrong != nil || next == nil {
			return nil
		}
		next = packer.EncodeAll(next, nil)
		if revision == 0 {
			_, err = kv.Create(ctx, v.prefix+key, next)
		} else {
			_, err = kv.Update(ctx, v.prefix+key, next, revision)
		}
		return err
	})
	return cmp.Or(wrong, err)
}

// The two are safe for concurrent use in what is called here.
var (
	packer, _   = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest)) // fails only for wrong options
	unpacker, _ = zstd.NewReader(nil, zstd.WithDecoderMaxMemory(1<<30))
)
