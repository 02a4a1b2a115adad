package store

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gofrs/flock"
	"github.com/hashicorp/golang-lru/v2/simplelru"

	"plugsheet/schemas/bundle"
	"plugsheet/schemas/files"
)

// Names under a bundle's private/. The parts of a journal that has grown too large are numbered, the oldest
// first.
const (
	journalName = "journal.jsonl"
	partPattern = "journal-[0-9][0-9][0-9][0-9][0-9][0-9].jsonl"
	partName    = "journal-%06d.jsonl"
	lockName    = "journal.lock"
)

// maxPart is how large a part of the journal becomes, in bytes.
const maxPart = 64 << 20

// JournalOptions are the settings of a [Journal]. Dir is required.
type JournalOptions struct {
	Dir    string           // the bundle's
	Logger *slog.Logger     // nil: nothing is logged
	Clock  func() time.Time // nil: time.Now

	Forwarded bool                                 // its actions are passed on: how far is kept beside it
	Wrote     func(lines, bytes int, failed error) // is told of each write; nil: nobody
	// bytes of one part, beyond which another is begun; default 64 MiB
	Part int64
}

// Journal is one website's record of actions: private/journal.jsonl, one JSON object a line, appended to and
// never changed; when it has become large it gets a number, and a new one is begun. It is opened for the
// first action. One process at a time writes it, by a lock.
type Journal struct {
	JournalOptions

	mu     sync.Mutex
	next   *batch                         // lines that wait for the disk; nil when there are none
	recent *simplelru.LRU[string, *batch] // the actions of the last ten minutes, and those that are being written

	failed  atomic.Pointer[time.Time] // when it could last not be written; nil: it can, as far as is known
	isOpen  atomic.Bool
	writing sync.Mutex // held by whoever uses what follows
	file    *os.File   // nil until it is opened, and after an error
	lock    *flock.Flock
	size    int64 // up to here everything is whole and on the disk
	part    int   // the number that the current part will get
}

// NewJournal gives the journal of a bundle. It opens nothing.
func NewJournal(o JournalOptions) *Journal {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Part <= 0 {
		o.Part = maxPart
	}
	recent, _ := simplelru.NewLRU[string, *batch](maxRecent, nil) // fails only below one
	return &Journal{JournalOptions: o, recent: recent}
}

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
	line, err := files.Encode(e)
	if err != nil {
		return false, err
	}
	same := e.delivery()
	if same != "" {
		if err := j.opened(); err != nil { // which remembers the last ones
			return false, err
		}
	}
	return j.append(line, same)
}

// delivery is what makes e the same as another; empty where nobody can tell, since who or where is missing.
func (e Action) delivery() string {
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
	b := j.next
	first := b == nil
	if first {
		b = &batch{at: j.Clock(), done: make(chan struct{})}
		j.next = b
	}
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

// write writes lines. After an error nothing of them counts: what was written is taken back, and the next
// call begins by opening the file anew.
func (j *Journal) write(lines []byte) error {
	if err := j.open(); err != nil {
		return err
	}
	if err := j.rotate(len(lines)); err != nil {
		return errors.Join(fmt.Errorf("beginning a new journal: %w", err), j.release())
	}
	_, err := j.file.Write(lines)
	if err == nil {
		err = j.file.Sync()
	}
	if err != nil {
		err = errors.Join(err, j.file.Truncate(j.size), j.release())
		return fmt.Errorf("writing the journal: %w", err)
	}
	j.size += int64(len(lines))
	return nil
}

// rotate gives the journal a number and begins a new one, when more bytes would make it too large. Where it
// cannot be renamed it goes on to grow: that is better than refusing actions.
func (j *Journal) rotate(more int) error {
	if j.size == 0 || j.size+int64(more) <= j.Part {
		return nil
	}
	last, err := lastPart(j.Dir)
	if err != nil {
		return err
	}
	number := max(last+1, j.part) // higher where older parts were taken away
	private := filepath.Join(j.Dir, bundle.PrivateDir)
	path := filepath.Join(private, journalName)
	if err := files.Rename(path, filepath.Join(private, fmt.Sprintf(partName, number))); err != nil {
		j.Logger.Warn("the journal cannot be renamed and goes on to grow", "bytes", j.size, "error", err)
		return nil
	}
	next, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	old := j.file
	j.file, j.size, j.part = next, 0, number+1
	return errors.Join(old.Close(), files.SyncFolder(private))
}

// journalParts are the numbered parts of a bundle's journal, the oldest first.
func journalParts(dir string) ([]string, error) {
	parts, err := filepath.Glob(filepath.Join(escapeGlob(filepath.Join(dir, bundle.PrivateDir)), partPattern))
	slices.Sort(parts)
	return parts, err
}

// lastPart is the number of the newest numbered part; 0 where there is none.
func lastPart(dir string) (number int, err error) {
	parts, err := journalParts(dir)
	if len(parts) > 0 {
		// the pattern says that it can be read
		fmt.Sscanf(filepath.Base(parts[len(parts)-1]), partName, &number)
	}
	return number, err
}

// escapeGlob makes a folder's name a pattern that means it.
func escapeGlob(dir string) string {
	return strings.NewReplacer(`[`, `[[]`, `*`, `[*]`, `?`, `[?]`).Replace(dir)
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

// open takes the lock and opens the file for appending, unless that is done; a line that a crash cut off is
// removed.
func (j *Journal) open() (err error) {
	if j.file != nil {
		return nil
	}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("opening the journal: %w", err), j.release())
		}
	}()
	private, path := privateFile(j.Dir, ""), privateFile(j.Dir, journalName)
	if err := files.NoLink(private, path, privateFile(j.Dir, lockName)); err != nil {
		return err
	}
	if err := os.Mkdir(private, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	j.lock = flock.New(privateFile(j.Dir, lockName), flock.SetPermissions(0o600))
	if mine, err := j.lock.TryLock(); err != nil || !mine {
		return errors.Join(errors.New("another process writes it"), err)
	}
	before, _ := os.Stat(path)
	if j.file, err = files.OpenLines(path); err != nil {
		return err
	}
	if j.size, err = j.file.Seek(0, io.SeekEnd); err == nil && before != nil && before.Size() > j.size {
		j.Logger.Warn("the journal ended in a line that was cut off; it is removed", "bytes",
			before.Size()-j.size) // it was never acknowledged
	}
	if err := errors.Join(err, j.recall(), j.number()); err != nil {
		return err
	}
	j.isOpen.Store(true)
	return errors.Join(files.SyncFolder(private), files.SyncFolder(j.Dir))
}

// maxTail bounds how much of a journal's end is read for its last ten minutes, in bytes.
const maxTail = 8 << 20

// recall remembers the actions of the last ten minutes from the ends of the part before the current one and
// of this.
func (j *Journal) recall() error {
	paths, err := journalParts(j.Dir)
	if err != nil {
		return err
	}
	done := make(chan struct{})
	close(done)
	for _, path := range append(paths[max(0, len(paths)-1):], j.file.Name()) {
		f, err := openThere(path)
		if err != nil {
			return err
		}
		size, _ := f.Seek(0, io.SeekEnd)
		for r, err := range records[Action](f, max(0, size-maxTail)) { // the first may be cut off, and no action
			at, wrong := time.Parse(time.RFC3339Nano, r.value.Time)
			b := &batch{at: at, done: done}
			if err == nil && wrong == nil && j.Clock().Sub(at) < repeatTime {
				j.mu.Lock()
				j.remember(r.value.delivery(), b)
				j.mu.Unlock()
			}
		}
	}
	return nil
}

// number finds the number that the current part will get. When a journal is forwarded for the first time that
// begins at its end: actions of a time when nobody asked for forwarding are not sent. It is called before the
// first action is written, so that none of those that come is left out, whenever the process ends.
func (j *Journal) number() error {
	last, err := lastPart(j.Dir)
	j.part = last + 1
	if err != nil || !j.Forwarded {
		return err
	}
	c, err := readCursor(j.Dir)
	if errors.Is(err, fs.ErrNotExist) {
		return cursor{Part: j.part, Offset: j.size}.save(j.Dir)
	}
	if err == nil { // one that cannot be read is told by who forwards
		j.part = max(j.part, c.Part)
	}
	return nil
}

// Recover repairs the journal, if there is one, before the first action comes.
func (j *Journal) Recover() error {
	if !there(privateFile(j.Dir, journalName)) {
		return nil
	}
	err := j.opened()
	if err != nil {
		j.note(err)
	}
	return err
}

// Close gives the file and the lock back.
func (j *Journal) Close() error {
	j.writing.Lock()
	defer j.writing.Unlock()
	return j.release()
}

// release closes what is open. Everything acknowledged is on the disk already.
func (j *Journal) release() error {
	j.isOpen.Store(false)
	var err error
	if j.file != nil {
		err = j.file.Close()
	}
	if j.lock != nil {
		err = errors.Join(err, j.lock.Close())
	}
	j.file, j.lock = nil, nil
	return err
}
