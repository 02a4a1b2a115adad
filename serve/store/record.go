package store

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"plugsheet/schemas/files"
)

// repeatTime is how long the same action by the same operator in the same conversation counts as the same
// one, sent again because its answer did not arrive, and maxRecent how many actions are known again at most.
const (
	repeatTime = 10 * time.Minute
	maxRecent  = 100_000
)

// batch is what is written to the disk at once.
type batch struct {
	at    time.Time
	lines []byte
	done  chan struct{} // closed when it is on the disk or has failed
	err   error         // then
}

// Record writes an action and returns when it is on the disk. The same one within ten minutes is written
// once: repeated says that it was before, also by a process that has ended since. Of those that come at once
// one is written for all.
func (j *Journal) Record(e Action) (repeated bool, err error) {
	same := e.Delivery()
	line, err := files.Encode(e)
	if err == nil && same != "" {
		err = j.opened() // which remembers the last ones
	}
	if err != nil {
		return false, err
	}
	return j.append(line, same)
}

// Delivery is what makes e the same as another; empty where nobody can tell, since who or where is missing.
func (e Action) Delivery() string {
	if e.Operator == "" || e.Conversation == "" {
		return ""
	}
	return fmt.Sprintf("%q %q %q", e.Action, e.Operator, e.Conversation)
}

// append writes one line and returns when it is on the disk, unless the same action was written, or is. While
// the disk is busy with earlier lines those that come gather, and go to the disk together: the first of them
// writes for all.
func (j *Journal) append(line []byte, same string) (repeated bool, err error) {
	j.mu.Lock()
	if b, known := j.recent.Peek(same); known && b.err == nil && j.lately(b) {
		j.mu.Unlock()
		<-b.done
		return b.err == nil, b.err
	}
	first := j.next == nil
	if first {
		j.next = &batch{at: j.Clock(), done: make(chan struct{})}
	}
	b := j.next
	b.lines = append(append(b.lines, line...), '\n')
	j.remember(same, b)
	j.mu.Unlock()
	if first {
		j.flush(b)
	}
	<-b.done
	return false, b.err
}

// lately tells whether a batch is of the ten minutes around now; around, since a clock may be set back.
func (j *Journal) lately(b *batch) bool { return j.Clock().Sub(b.at).Abs() < repeatTime }

// remember notes in which batch an action is, and forgets those that are too old. The caller holds j.mu.
func (j *Journal) remember(same string, b *batch) {
	if old, known := j.recent.Peek(same); same == "" || known && old.err == nil && old.at.After(b.at) {
		return
	}
	j.recent.Add(same, b)
	for {
		if _, old, ok := j.recent.GetOldest(); !ok || j.lately(old) {
			return
		}
		j.recent.RemoveOldest()
	}
}

// flush writes a batch, when it is its turn.
func (j *Journal) flush(b *batch) {
	j.writing.Lock()
	j.mu.Lock()
	j.next = nil
	j.mu.Unlock()
	err := j.write(b.lines)
	j.writing.Unlock()
	j.note(err)
	if j.Wrote != nil {
		j.Wrote(bytes.Count(b.lines, []byte("\n")), len(b.lines), err)
	}
	j.mu.Lock()
	b.err, b.lines = err, nil
	j.mu.Unlock()
	close(b.done)
}

// maxTail bounds how much of a journal's end is read for its last ten minutes, in bytes.
const maxTail = 8 << 20

// recall remembers the actions of the last ten minutes from the ends of the part before the current one and
// of this.
func (j *Journal) recall() error {
	done := make(chan struct{})
	close(done)
	for _, path := range []string{partFile(j.Dir, lastPart(j.Dir)), j.file.Name()} {
		f, err := openThere(path)
		size, _ := f.Seek(0, io.SeekEnd)
		for r, err := range records[Action](f, max(0, size-maxTail), err) { // the first may be cut off
			if err != nil && !errors.Is(err, ErrNoAction) {
				return err // a repeat might be kept twice
			}
			at, _ := time.Parse(time.RFC3339Nano, r.value.Time) // without one it is long ago
			if j.Clock().Sub(at) < repeatTime {
				j.mu.Lock()
				j.remember(r.value.Delivery(), &batch{at: at, done: done})
				j.mu.Unlock()
			}
		}
	}
	return nil
}

// retryJournal is how long after a journal could not be written it is tried again, for /ready. Nobody sends
// actions to a server that is not ready, so that their success tells nothing.
const retryJournal = 5 * time.Second

// note keeps whether the journal could be written, and when it could not.
func (j *Journal) note(err error) {
	var at *time.Time
	if now := j.Clock(); err != nil {
		at = &now
	}
	j.failed.Store(at)
}

// Ready tells whether actions could be recorded: private/ can be written, and the last action that came was.
// After one that was not it is tried without an action, from time to time.
func (j *Journal) Ready() bool {
	failed, now := j.failed.Load(), j.Clock()
	switch {
	case !j.writable():
		return false
	case failed == nil:
		return true
	case now.Sub(*failed).Abs() < retryJournal, !j.failed.CompareAndSwap(failed, &now):
		return false // or somebody tries at this moment
	}
	return j.Try() == nil && j.failed.CompareAndSwap(&now, nil)
}

// writable tells whether actions could be written, as far as that can be seen without writing.
func (j *Journal) writable() bool {
	private := privateFile(j.Dir, "")
	if !there(private) {
		return files.Writable(j.Dir)
	}
	return files.NoLink(private, privateFile(j.Dir, journalName)) == nil && files.Writable(private)
}

// Try is [Actions.Try]: it opens the journal, and writes as much as an action may take beside it.
func (j *Journal) Try() error {
	if err := j.opened(); err != nil {
		return err
	}
	path := privateFile(j.Dir, ".journal-try")
	defer os.Remove(path)
	return files.WriteFile(path, make([]byte, 64<<10), 0o600) // more than an action takes
}
