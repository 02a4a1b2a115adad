package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"golang.org/x/sync/singleflight"

	"plugsheet/schemas/files"
)

// repeatTime is how long the same action by the same operator in the same conversation counts as the same
// one, sent again because its answer did not arrive.
const repeatTime = 10 * time.Minute

// delivery is what makes e the same as another; false where nobody can tell, since who or where is missing.
func (e Action) delivery() (string, bool) {
	known := e.Operator != "" && e.Conversation != ""
	return fmt.Sprintf("%q %q %q", e.Action, e.Operator, e.Conversation), known
}

// maxDeliveries is how many actions are known again at most.
const maxDeliveries = 100_000

// deliveries are the actions of the last ten minutes, and those that are being written.
type deliveries struct {
	writing singleflight.Group
	mu      sync.Mutex
	recent  *simplelru.LRU[string, time.Time] // when they were written, the oldest first
}

// knows tells whether an action was written in the ten minutes around now; around, since a clock may be set
// back.
func (c *deliveries) knows(d string, now time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.recent == nil {
		return false
	}
	at, ok := c.recent.Peek(d)
	return ok && now.Sub(at).Abs() < repeatTime
}

// remember adds an action, and forgets those that are too old.
func (c *deliveries) remember(d string, at, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.recent == nil {
		c.recent, _ = simplelru.NewLRU[string, time.Time](maxDeliveries, nil) // fails only below one
	}
	if before, known := c.recent.Peek(d); !known || before.Before(at) {
		c.recent.Add(d, at)
	}
	for {
		if _, old, ok := c.recent.GetOldest(); !ok || now.Sub(old).Abs() < repeatTime {
			return
		}
		c.recent.RemoveOldest()
	}
}

// Record writes an action and returns when it is on the disk. The same one within ten minutes is written
// once: repeated says that it was before, also by a process that has ended since. Of those that come at once
// one is written for all.
func (j *Journal) Record(e Action) (repeated bool, err error) {
	line, err := files.Encode(e)
	if err != nil {
		return false, err
	}
	d, ok := e.delivery()
	if !ok {
		return false, j.append(line)
	}
	if err := j.opened(); err != nil { // which remembers the last ones
		return false, err
	}
	mine := false
	_, err, _ = j.lately.writing.Do(d, func() (any, error) {
		now := j.Clock()
		if j.lately.knows(d, now) {
			return nil, nil
		}
		mine = true
		err := j.append(line)
		if err == nil {
			j.lately.remember(d, now, now)
		}
		return nil, err
	})
	return !mine && err == nil, err
}

// opened opens the journal unless it is open.
func (j *Journal) opened() error {
	if j.isOpen.Load() {
		return nil
	}
	j.writing.Lock()
	defer j.writing.Unlock()
	return j.open()
}

// maxTail bounds how much of a journal's end is read for its last ten minutes, in bytes.
const maxTail = 8 << 20

// recall remembers the actions of the last ten minutes from the ends of the journal and of the part before
// it.
func (j *Journal) recall(end int64) error {
	if again, err := j.recallFrom(j.file, end); err != nil || !again {
		return err
	}
	parts, err := journalParts(j.Dir)
	if err != nil || len(parts) == 0 {
		return err
	}
	f, err := os.Open(parts[len(parts)-1])
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	st, err := f.Stat()
	if err == nil {
		_, err = j.recallFrom(f, st.Size())
	}
	return err
}

// recallFrom remembers those of one file; further tells that what was written before it may be of the last
// ten minutes too.
func (j *Journal) recallFrom(f *os.File, end int64) (further bool, err error) {
	begin := max(0, end-maxTail)
	data := make([]byte, end-begin)
	if _, err := f.ReadAt(data, begin); err != nil {
		return false, err
	}
	if begin > 0 { // a line that is cut off
		_, data, _ = bytes.Cut(data, []byte("\n"))
	}
	since := j.Clock().Add(-repeatTime)
	further = begin == 0
	for line := range bytes.Lines(data) {
		var e Action
		if json.Unmarshal(line, &e) != nil {
			continue
		}
		at, err := time.Parse(time.RFC3339Nano, e.Time)
		d, ok := e.delivery()
		switch {
		case err != nil:
		case at.Before(since):
			further = false
		case ok:
			j.lately.remember(d, at, j.Clock())
		}
	}
	return further, nil
}
