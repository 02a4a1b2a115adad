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
	lately deliveries

	mu   sync.Mutex
	next *batch // lines that wait for the disk; nil when there are none

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
	return &Journal{JournalOptions: o}
}

// batch is what is written to the disk at once.
type batch struct {
	lines []byte
	done  chan struct{} // closed when it is on the disk or has failed
	err   error         // then
}

// append writes one line and returns when it is on the disk. While the disk is busy with earlier lines those
// that come gather, and go to the disk together: the first of them writes for all.
func (j *Journal) append(line []byte) error {
	j.mu.Lock()
	b := j.next
	first := b == nil
	if first {
		b = &batch{done: make(chan struct{})}
		j.next = b
	}
	b.lines = append(append(b.lines, line...), '\n')
	j.mu.Unlock()
	if !first {
		<-b.done
		return b.err
	}
	j.writing.Lock()
	j.mu.Lock()
	j.next = nil
	j.mu.Unlock()
	b.err = j.write(b.lines)
	j.writing.Unlock()
	j.note(b.err)
	if j.Wrote != nil {
		j.Wrote(bytes.Count(b.lines, []byte("\n")), len(b.lines), b.err)
	}
	close(b.done)
	return b.err
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

// Writable tells whether actions could be written, as far as that can be seen without writing.
func (j *Journal) Writable() bool {
	private := filepath.Join(j.Dir, bundle.PrivateDir)
	if _, err := os.Stat(private); errors.Is(err, fs.ErrNotExist) {
		return mayWrite(j.Dir)
	}
	return files.NoLink(private, privateFile(j.Dir, journalName)) == nil && mayWrite(private)
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
	private := filepath.Join(j.Dir, bundle.PrivateDir)
	if err := files.NoLink(private, privateFile(j.Dir, journalName),
		privateFile(j.Dir, lockName)); err != nil {
		return err
	}
	if err := os.Mkdir(private, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	j.lock = flock.New(filepath.Join(private, lockName), flock.SetPermissions(0o600))
	if mine, err := j.lock.TryLock(); err != nil || !mine {
		return errors.Join(errors.New("another process writes it"), err)
	}
	if j.file, err = os.OpenFile(filepath.Join(private, journalName),
		os.O_CREATE|os.O_RDWR|os.O_APPEND, 0o600); err != nil {
		return err
	}
	if err := j.repair(); err != nil {
		return err
	}
	if err := errors.Join(j.recall(j.size), j.number()); err != nil {
		return err
	}
	if err := errors.Join(files.SyncFolder(private), files.SyncFolder(j.Dir)); err != nil {
		return err
	}
	j.isOpen.Store(true)
	return nil
}

// repair removes what stands after the last whole line. Such a rest was never acknowledged: the server that
// wrote it died, or its disk was full, before it was on the disk.
func (j *Journal) repair() error {
	end, err := j.file.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	whole, err := files.WholeLines(j.file, end)
	if err != nil {
		return err
	}
	if j.size = whole; whole == end {
		return nil
	}
	j.Logger.Warn("the journal ended in a line that was cut off; it is removed", "bytes", end-whole)
	return errors.Join(j.file.Truncate(whole), j.file.Sync())
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

// InUse tells whether the file is open.
func (j *Journal) InUse() bool { return j.isOpen.Load() }

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
