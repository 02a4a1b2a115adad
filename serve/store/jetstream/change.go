package jetstream

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/nats-io/nats.go/jetstream"

	"plugsheet/schemas/bundle/privacy"
	"plugsheet/serve/store"
)

// RetryDeadLetters lets those of a website's dead letters that choose wants be tried again, by whichever
// server forwards; it gives how many. A crash on the way may leave a letter in both places, never in none.
func (s *Store) RetryDeadLetters(
	ctx context.Context, site string, choose func(store.DeadLetter) bool,
) (moved int, err error) {
	for m, err := range s.messages(ctx, dead+place(site)) {
		if err != nil {
			return moved, err
		}
		if d, err := readLetter(m); err != nil || !choose(d) {
			continue // a line that is no letter stays
		}
		if err := s.replace(ctx, m, again+place(site), m.data); err != nil {
			return moved, fmt.Errorf("moving dead letters: %w", err)
		}
		moved++
	}
	return moved, nil
}

// replace puts a message into the stream anew, under a subject, and takes the old one away.
func (s *Store) replace(ctx context.Context, m stored, subject string, data []byte) error {
	if _, err := s.publish(ctx, subject, fmt.Sprintf("%s%d", subject, m.sequence), data); err != nil {
		return err
	}
	return s.within(ctx, func(ctx context.Context) error {
		st, err := s.stream(ctx)
		if err != nil {
			return err
		}
		err = st.SecureDeleteMsg(ctx, m.sequence)
		if errors.Is(err, jetstream.ErrMsgNotFound) {
			return nil
		}
		return err
	})
}

// Erase overwrites a person's e-mail and ids with stars in all that the store has of a website's actions, as
// [privacy.Erase] does in files; it gives how often. What is still to be forwarded is forwarded without them.
func (s *Store) Erase(ctx context.Context, site, who string) (n int, err error) {
	at := place(site)
	forwarded, err := s.forwarded(ctx, site)
	if err != nil {
		return 0, err
	}
	for m, err := range s.messages(ctx, asked+at, unsent+at, blotted+at, dead+at, again+at) {
		if err != nil {
			return n, err
		}
		line := slices.Clone(m.data)
		found := privacy.EraseIn(line, who)
		if found == 0 {
			continue
		}
		subject := m.subject
		if strings.HasPrefix(subject, asked) || strings.HasPrefix(subject, unsent) {
			subject = unsent + at
			if m.sequence <= forwarded {
				subject = blotted + at
			}
		}
		if err := s.replace(ctx, m, subject, line); err != nil {
			return n, fmt.Errorf("erasing a person: %w", err)
		}
		n += found
	}
	return n, nil
}

// Sites are the websites that the store has anything of, the root as an empty name among them.
func (s *Store) Sites(ctx context.Context) (sites []string, err error) {
	err = s.within(ctx, func(ctx context.Context) error {
		st, err := s.stream(ctx)
		if err != nil {
			return err
		}
		info, err := st.Info(ctx, jetstream.WithSubjectFilter(">"))
		if err != nil {
			return err
		}
		found := map[string]bool{}
		for subject := range info.State.Subjects {
			_, name, _ := strings.Cut(strings.TrimPrefix(subject, "plugsheet."), ".site.")
			found[name] = true
		}
		sites = slices.Sorted(maps.Keys(found))
		return nil
	})
	return sites, err
}

// forwarded is up to where a website's actions are forwarded: to their end where they are not at all.
func (s *Store) forwarded(ctx context.Context, site string) (sequence uint64, err error) {
	a := &actions{place: place(site)}
	err = s.within(ctx, func(ctx context.Context) error {
		st, err := s.stream(ctx)
		if err != nil {
			return err
		}
		c, err := st.Consumer(ctx, a.consumerName())
		switch {
		case errors.Is(err, jetstream.ErrConsumerNotFound):
			sequence = ^uint64(0)
			return nil
		case err != nil:
			return err
		}
		sequence = c.CachedInfo().AckFloor.Stream
		return nil
	})
	return sequence, err
}
