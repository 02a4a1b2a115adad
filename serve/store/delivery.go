package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"sync"
	"time"

	"plugsheet/schemas/files"
)

// repeatTime is how long the same action by the same operator in the same conversation counts as the same
// one, sent again because its answer did not arrive.
const repeatTime = 10 * time.Minute

// delivery is what makes two actions the same.
type delivery struct{ action, operator, conversation string }

// delivery is what makes e the same as another; false where nobody can tell, since who or where is missing.
func (e Action) delivery() (delivery, bool) {
	return delivery{e.Action, e.Operator, e.Conversation}, e.Operator != "" && e.Conversation != ""
}

// told is an action that was written lately or is being written.
type told struct {
	at   time.Time
	done chan struct{} // closed when it has come to its end
	err  error         // then: why it was not written
}

// fresh tells whether t is of the ten minutes around now; around, since a clock may be set back.
func (t *told) fresh(now time.Time) bool {
	age := now.Sub(t.at)
	return age > -repeatTime && age < repeatTime
}

// deliveries are the actions of the last ten minutes, at most maxDeliveries of them.
type deliveries struct {
	mu     sync.Mutex
	recent map[delivery]*told
	order  []written // the oldest first
}

// written is an action that is on the disk.
type written struct {
	delivery
	told *told
}

const maxDeliveries = 100_000

// claim finds an action that is the same; when there is none it is for the caller to write it, and then to
// settle it.
func (c *deliveries) claim(d delivery, now time.Time) (_ *told, mine bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.forget(now)
	if t := c.recent[d]; t != nil && t.fresh(now) {
		return t, false
	}
	t := &told{at: now, done: make(chan struct{})}
	c.put(d, t)
	return t, true
}

// forget drops what is too old and what is too much.
func (c *deliveries) forget(now time.Time) {
	for len(c.order) > 0 && (len(c.order) >= maxDeliveries || !c.order[0].told.fresh(now)) {
		if oldest := c.order[0]; c.recent[oldest.delivery] == oldest.told {
			delete(c.recent, oldest.delivery)
		}
		c.order = c.order[1:]
	}
}

// settle ends what claim began.
func (c *deliveries) settle(d delivery, t *told, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if t.err = err; err != nil {
		delete(c.recent, d)
	} else {
		c.order = append(c.order, written{d, t})
	}
	close(t.done)
}

// remember adds an action that the journal has.
func (c *deliveries) remember(d delivery, at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.recent[d] != nil {
		return
	}
	t := &told{at: at, done: make(chan struct{})}
	close(t.done)
	c.put(d, t)
	c.order = append(c.order, written{d, t})
}

func (c *deliveries) put(d delivery, t *told) {
	if c.recent == nil {
		c.recent = map[delivery]*told{}
	}
	c.recent[d] = t
}

// Record writes an action and returns when it is on the disk. The same one within ten minutes is written
// once: repeated says that it was before, also by a process that has ended since.
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
	for {
		t, mine := j.lately.claim(d, j.Clock())
		if mine {
			err := j.append(line)
			j.lately.settle(d, t, err)
			return false, err
		}
		<-t.done
		if t.err == nil {
			return true, nil
		}
	}
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
			j.lately.remember(d, at)
		}
	}
	return further, nil
}
