package jetstream

import (
	"errors"
	"sync"
	"testing"
	"time"

	"plugsheet/index/gaps"
	"plugsheet/serve/bot"
	"plugsheet/serve/bot/memory"
)

// keeping is what bots and counts are kept in, empty at the beginning. Each call gives that of one more
// server; Together says that they may run at the same time, also those of conversations.
type keeping struct {
	Operators     func() *memory.Operators
	Conversations func() *memory.Conversations
	Counts        func() gaps.Values
	Together      bool
}

// testMemory runs all tests of it; open gives a place of its own for each.
func testMemory(t *testing.T, open func(*testing.T) keeping) {
	for name, test := range map[string]func(*testing.T, keeping){
		"operators": operators, "conversations": conversations, "counts": counts,
	} {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

// operators: a bot that is put at one server is known at another, which may change it; when it was made
// stays.
func operators(t *testing.T, m keeping) {
	one, two := m.Operators(), m.Operators()
	if _, known, err := one.Find("op-1"); known || err != nil {
		t.Fatalf("known before it was put: %v", err)
	}
	made := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	put, err := one.Put("op-1",
		memory.Operator{Scenario: "advice", Rules: []bot.Rule{{ID: "r", Label: "Sales"}}}, made)
	must(t, err)
	found, known, err := two.Find("op-1")
	must(t, err)
	same(t, known, true)
	same(t, found, put)
	changed, err := two.Put("op-1", memory.Operator{Scenario: "other"}, made.Add(time.Hour))
	must(t, err)
	same(t, changed.Created, made)
	found, _, err = one.Find("op-1")
	must(t, err)
	same(t, found, changed)
}

// conversations: each message is counted once, whichever server answers it, and one that comes again is
// answered from what was remembered before it.
func conversations(t *testing.T, m keeping) {
	now := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	c := m.Conversations()
	begun := c.Begin("c-1", now)
	count := func(c *memory.Conversations, message string) (before int, repeated bool) {
		_, repeated = c.Answer("c-1", message, now.Add(time.Minute), func(m bot.Memory) bot.Memory {
			before = m.Misses
			return bot.Memory{Misses: before + 1}
		})
		return before, repeated
	}
	for n, message := range []string{"a", "b"} {
		before, repeated := count(c, message)
		same(t, []any{before, repeated}, []any{n, false})
		must(t, c.Close())
		c = m.Conversations()
		before, repeated = count(c, message)
		same(t, []any{before, repeated}, []any{n, true})
	}
	same(t, c.Begin("c-1", now.Add(2*time.Minute)).Created, begun.Created)
	var group sync.WaitGroup
	for n := range 4 {
		server := c
		if m.Together {
			server = m.Conversations()
		}
		group.Go(func() { count(server, string(rune('k'+n))) })
	}
	group.Wait()
	before, _ := count(c, "last")
	same(t, before, 6)
	must(t, c.Close())
}

// counts: there is one total of all servers, and what is forgotten is forgotten for all.
func counts(t *testing.T, m keeping) {
	at := m.Counts()
	all, err := gaps.Read(t.Context(), at)
	must(t, err)
	same(t, len(all), 0)
	var group sync.WaitGroup
	for range 3 {
		c := gaps.NewCounter(gaps.CounterOptions{Values: m.Counts(), Wait: time.Hour})
		s := gaps.NewSendCounter(gaps.CounterOptions{Values: m.Counts(), Wait: time.Hour}, nil)
		group.Go(func() {
			c.Count("blue flurbel")
			s.Count("flurbel", "12", "c-1")
			c.Close() // which writes
			s.Close()
		})
	}
	group.Wait()
	all, err = gaps.Read(t.Context(), at)
	must(t, err)
	same(t, []any{len(all), all[0].Query, all[0].Count}, []any{1, "blue flurbel", 3})
	sent, err := gaps.ReadSends(t.Context(), at)
	must(t, err)
	same(t, []any{len(sent), sent[0].Conversations}, []any{1, 3})
	must(t, errors.Join(gaps.Forget(t.Context(), at, "BLUE flurbel"), gaps.ClearSends(t.Context(), at)))
	c := gaps.NewCounter(gaps.CounterOptions{Values: m.Counts()})
	c.Count("blue flurbel")
	c.Close()
	all, err = gaps.Read(t.Context(), m.Counts())
	must(t, err)
	same(t, len(all), 0)
}
