package site

import (
	"context"
	"time"

	"plugsheet/index/gaps"
)

// Sent counts that an agent has sent a product after a search in a conversation, for the searches that learn
// from it.
func (t *Site) Sent(search, product, conversation string) {
	if t.sends != nil {
		t.sends.Count(search, product, conversation)
	}
}

// countSends has a site count what is sent, and its snapshot learn from it whenever it is written.
func (s *Sites) countSends(t *Site) {
	o := gaps.CounterOptions{Values: s.counts(t), Logger: s.Logger, Clock: s.Clock}
	t.sends = gaps.NewSendCounter(o, func() {
		if n := t.acquire(); n != nil {
			defer n.Release()
			s.teach(s.life, t, n)
		}
	})
}

// teachWait is how long a store on other machines may take to say what was sent.
const teachWait = time.Second

// teach lets a snapshot learn from what was sent. It can do without: what is wrong is only told of.
func (s *Sites) teach(ctx context.Context, t *Site, n *Snapshot) {
	soon, cancel := context.WithTimeout(ctx, teachWait)
	defer cancel()
	sent, err := gaps.ReadSends(soon, s.counts(t))
	if err == nil {
		err = n.Index.Learn(ctx, gaps.Lessons(sent))
	}
	if err != nil {
		s.Logger.Warn("nothing is learnt from what was sent", "error", err)
	}
}
