// Package memory keeps what the bot must know between two requests: of conversations a step and a count, and
// which scenario each bot of the platform plays, in files or in what several servers have in common.
package memory

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"plugsheet/schemas/bounded"
	"plugsheet/schemas/files"
	"plugsheet/serve/bot"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// KeepTime is how long after its last message a conversation is remembered.
const KeepTime = 30 * time.Minute

// What is kept of conversations. The platform closes one after five minutes of silence (contract, 3.10).
const (
	conversationsFile = "bot-conversations.jsonl"
	keepMost          = 50_000
	// of a conversation, so that a message that is delivered again is answered as before
	keepMessages = 4
	rewriteAfter = 20_000
)

// Conversations remembers what the bot must know of conversations between two messages: a step, a count, and
// hashes. No word of a visitor is kept, and no id: both are hashed. Each change is appended to a file, so
// that a restart forgets nothing; where the file cannot be written, everything goes on in memory. It is safe
// for use by several goroutines.
type Conversations struct {
	path    string
	shared  Values // with other servers; nil: none
	mu      sync.Mutex
	all     *simplelru.LRU[string, *conversation] // by hashed id, the one that changed last as the newest
	file    *os.File
	lines   int
	failure func(error)
}

// conversation is one of them, as a line of the file.
type conversation struct {
	mu      sync.Mutex
	ID      string `json:"c"`
	Created int64  `json:"t"` // milliseconds
	Updated int64  `json:"u"`
	bot.Memory
	Answered []answered `json:"h,omitempty"` // the last messages, the newest last
}

// answered is a message that was answered, with what was remembered before.
type answered struct {
	Message string     `json:"i"`
	At      int64      `json:"u"`
	Before  bot.Memory `json:"b"`
}

// OpenConversations reads what was remembered in a folder, which is made when it is first needed. Failure,
// which may be nil, is told of each change that could not be written.
func OpenConversations(dir string, now time.Time, failure func(error)) (*Conversations, error) {
	c := &Conversations{path: filepath.Join(dir, conversationsFile),
		all: newConversations(), failure: failure}
	if failure == nil {
		c.failure = func(error) {}
	}
	if err := files.NoLink(dir, c.path); err != nil {
		return nil, fmt.Errorf("reading the conversations: %w", err)
	}
	data, err := bounded.ReadFile(c.path, 256*bounded.MiB)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("reading the conversations: %w", err)
	}
	for r := bufio.NewReader(bytes.NewReader(data)); ; {
		line, _, err := files.ReadLine(r, bounded.MiB)
		if err != nil {
			return c, nil // the end: a line that was not written to its own is none
		}
		if one := (&conversation{}); json.Unmarshal(line, one) == nil && one.ID != "" {
			c.lines++
			c.put(one, now)
		}
	}
}

// RehearsedConversations are remembered in memory only.
func RehearsedConversations() *Conversations {
	return &Conversations{all: newConversations(), failure: func(error) {}}
}

func newConversations() *simplelru.LRU[string, *conversation] {
	all, _ := simplelru.NewLRU[string, *conversation](keepMost, nil) // fails only below one
	return all
}

// put makes a conversation the one that changed last, and forgets those that are too old or too many.
func (c *Conversations) put(one *conversation, now time.Time) {
	c.all.Add(one.ID, one)
	for _, old, ok := c.all.GetOldest(); ok && old.old(now); _, old, ok = c.all.GetOldest() {
		c.all.RemoveOldest()
	}
}

func newConversation(id string, now time.Time) *conversation {
	return &conversation{ID: hash(id), Created: now.UnixMilli(), Updated: now.UnixMilli()}
}

// old tells whether it is to be forgotten. Only whoever holds the lock of all of them may ask.
func (o *conversation) old(now time.Time) bool {
	return now.UnixMilli()-o.Updated > KeepTime.Milliseconds()
}

// hash is what stands for an id.
func hash(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	return hex.EncodeToString(h.Sum(nil)[:12])
}

// Times are when a conversation began and when it changed last.
type Times struct{ Created, Updated time.Time }

// Begin notes a conversation, unless it is known, and says when it began.
func (c *Conversations) Begin(id string, now time.Time) (t Times) {
	known := c.together(id, now, func(one *conversation) *conversation {
		t = times(one.Created, one.Updated)
		return one
	})
	if known {
		return t
	}
	one := c.find(id, now)
	one.mu.Lock()
	defer one.mu.Unlock()
	return times(one.Created, one.Updated)
}

// Answer gives answer what is remembered of a conversation and remembers what it returns. A message that was
// answered before gets what was remembered then, so that it is answered as before, and changes nothing.
// Messages of one conversation are answered one after the other; answer is called again where another server
// answered one meanwhile.
func (c *Conversations) Answer(id, message string, now time.Time,
	answer func(bot.Memory) bot.Memory) (t Times, repeated bool) {
	key := hash(id, message)
	var next *conversation
	step := func(one *conversation) *conversation {
		next, t = one.next(key, now, answer)
		return next
	}
	if c.together(id, now, step) {
		return t, next == nil
	}
	one := c.find(id, now)
	one.mu.Lock()
	defer one.mu.Unlock()
	if step(one) != nil {
		c.keep(one, next, now)
	}
	return t, next == nil
}

// next is the conversation after a message; nil for one that was answered before.
func (o *conversation) next(message string, now time.Time,
	answer func(bot.Memory) bot.Memory) (*conversation, Times) {
	for _, h := range o.Answered {
		if h.Message == message {
			answer(h.Before)
			return nil, times(o.Created, h.At)
		}
	}
	next := &conversation{ID: o.ID, Created: o.Created, Updated: now.UnixMilli(),
		Memory: answer(o.Memory)}
	next.Answered = append(append(next.Answered, o.Answered...), answered{message, now.UnixMilli(), o.Memory})
	next.Answered = next.Answered[max(0, len(next.Answered)-keepMessages):]
	return next, times(next.Created, next.Updated)
}

func times(created, updated int64) Times {
	return Times{time.UnixMilli(created).UTC(), time.UnixMilli(updated).UTC()}
}

// find gives a conversation, a new one where there is none or only an old one.
func (c *Conversations) find(id string, now time.Time) *conversation {
	c.mu.Lock()
	defer c.mu.Unlock()
	key := hash(id)
	if one, ok := c.all.Peek(key); ok && !one.old(now) {
		return one
	}
	one := newConversation(id, now)
	c.put(one, now)
	c.write(one)
	return one
}

// keep takes over the new state of a conversation, whose lock is held.
func (c *Conversations) keep(one, next *conversation, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	one.Updated, one.Memory, one.Answered = next.Updated, next.Memory, next.Answered
	c.put(one, now)
	c.write(next)
}

// write appends a line, and writes the file anew when most of its lines are old.
func (c *Conversations) write(one *conversation) {
	if c.path == "" {
		return
	}
	line, err := json.Marshal(one)
	if err == nil && c.file == nil {
		if err = errors.Join(files.NoLink(filepath.Dir(c.path), c.path),
			os.MkdirAll(filepath.Dir(c.path), 0o700)); err == nil {
			c.file, err = os.OpenFile(c.path, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
		}
	}
	if err == nil {
		_, err = c.file.Write(append(line, '\n'))
		c.lines++
	}
	if err == nil && c.lines > rewriteAfter+2*c.all.Len() {
		err = c.rewrite()
	}
	if err != nil {
		c.failure(fmt.Errorf("remembering a conversation: %w", err))
	}
}

// rewrite writes the file anew, the oldest conversation first.
func (c *Conversations) rewrite() error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	for _, one := range c.all.Values() {
		if err := e.Encode(one); err != nil {
			return err
		}
	}
	c.lines = c.all.Len()
	if err := files.WriteFile(c.path, b.Bytes(), 0o600); err != nil {
		return err
	}
	err := c.file.Close()
	c.file = nil
	return err
}

// Len is how many conversations are remembered.
func (c *Conversations) Len() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.all.Len()
}

// Close closes the file.
func (c *Conversations) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.file == nil {
		return nil
	}
	err := c.file.Close()
	c.file = nil
	return err
}
