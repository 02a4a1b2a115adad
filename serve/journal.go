package serve

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

	"plugsheet/schemas/bundle"
)

// Names under a bundle's private/. The parts of a journal that has grown too large are numbered, the oldest first.
const (
	journalName = "journal.jsonl"
	partPattern = "journal-[0-9][0-9][0-9][0-9][0-9][0-9].jsonl"
	partName    = "journal-%06d.jsonl"
	lockName    = "journal.lock"
)

// maxJournal is how large a part of the journal becomes, in bytes.
const maxJournal = 64 << 20

// journal is one website's record of actions: private/journal.jsonl, one JSON object a line, appended to and never
// changed; when it has become large it gets a number, and a new one is begun. It is opened for the first action. One
// process at a time writes it, by a lock.
type journal struct {
	dir   string // the bundle's
	log   *slog.Logger
	clock func() time.Time // nil: time.Now
	most  int64            // 0: maxJournal

	forwarded bool                                 // its actions are passed on: how far is kept beside it
	wrote     func(lines, bytes int, failed error) // is told of each write; nil: nobody

	lately deliveries

	mu   sync.Mutex
	next *batch // lines that wait for the disk; nil when there are none

	failed  atomic.Pointer[time.Time] // when it could last not be written; nil: it can, as far as is known
	isOpen  atomic.Bool
	writing sync.Mutex // held by whoever uses what follows
	file    *os.File   // nil until it is opened, and after an error
	lock    *os.File
	size    int64 // up to here everything is whole and on the disk
	part    int   // the number that the current part will get
}

// batch is what is written to the disk at once.
type batch struct {
	lines []byte
	done  chan struct{} // closed when it is on the disk or has failed
	err   error         // then
}

// append writes one line and returns when it is on the disk. While the disk is busy with earlier lines those that come
// gather, and go to the disk together: the first of them writes for all.
func (j *journal) append(line []byte) error {
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
	if j.wrote != nil {
		j.wrote(bytes.Count(b.lines, []byte("\n")), len(b.lines), b.err)
	}
	close(b.done)
	return b.err
}

// write writes lines. After an error nothing of them counts: what was written is taken back, and the next call begins by
// opening the file anew.
func (j *journal) write(lines []byte) error {
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

// rotate gives the journal a number and begins a new one, when more bytes would make it too large. Where it cannot be
// renamed it goes on to grow: that is better than refusing actions.
func (j *journal) rotate(more int) error {
	most := j.most
	if most == 0 {
		most = maxJournal
	}
	if j.size == 0 || j.size+int64(more) <= most {
		return nil
	}
	last, err := lastPart(j.dir)
	if err != nil {
		return err
	}
	number := max(last+1, j.part) // higher where older parts were taken away
	private := filepath.Join(j.dir, bundle.PrivateDir)
	path := filepath.Join(private, journalName)
	if err := os.Rename(path, filepath.Join(private, fmt.Sprintf(partName, number))); err != nil {
		j.log.Warn("the journal cannot be renamed and goes on to grow", "bytes", j.size, "error", err)
		return nil
	}
	next, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	old := j.file
	j.file, j.size, j.part = next, 0, number+1
	return errors.Join(old.Close(), syncFolder(private))
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
		fmt.Sscanf(filepath.Base(parts[len(parts)-1]), partName, &number) // the pattern says that it can be read
	}
	return number, err
}

// escapeGlob makes a folder's name a pattern that means it.
func escapeGlob(dir string) string {
	return strings.NewReplacer(`[`, `[[]`, `*`, `[*]`, `?`, `[?]`).Replace(dir)
}

// writable tells whether actions could be written, as far as that can be seen without writing.
func (j *journal) writable() bool {
	private := filepath.Join(j.dir, bundle.PrivateDir)
	if _, err := os.Stat(private); errors.Is(err, fs.ErrNotExist) {
		return mayWrite(j.dir)
	}
	return mayWrite(private)
}

func (j *journal) now() time.Time {
	if j.clock == nil {
		return time.Now()
	}
	return j.clock()
}

// open takes the lock and opens the file for appending, unless that is done; a line that a crash cut off is removed.
func (j *journal) open() (err error) {
	if j.file != nil {
		return nil
	}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("opening the journal: %w", err), j.release())
		}
	}()
	private := filepath.Join(j.dir, bundle.PrivateDir)
	if err := os.Mkdir(private, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	if j.lock, err = os.OpenFile(filepath.Join(private, lockName), os.O_CREATE|os.O_RDWR, 0o600); err != nil {
		return err
	}
	if err := lockFile(j.lock); err != nil {
		return fmt.Errorf("another process writes it: %w", err)
	}
	if j.file, err = os.OpenFile(filepath.Join(private, journalName), os.O_CREATE|os.O_RDWR|os.O_APPEND, 0o600); err != nil {
		return err
	}
	if err := j.repair(); err != nil {
		return err
	}
	if err := errors.Join(j.recall(j.size), j.number()); err != nil {
		return err
	}
	if err := errors.Join(syncFolder(private), syncFolder(j.dir)); err != nil {
		return err
	}
	j.isOpen.Store(true)
	return nil
}

// repair removes what stands after the last whole line. Such a rest was never acknowledged: the server that wrote it
// died, or its disk was full, before it was on the disk.
func (j *journal) repair() error {
	end, err := j.file.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	whole, err := wholeLines(j.file, end)
	if err != nil {
		return err
	}
	if j.size = whole; whole == end {
		return nil
	}
	j.log.Warn("the journal ended in a line that was cut off; it is removed", "bytes", end-whole)
	return errors.Join(j.file.Truncate(whole), j.file.Sync())
}

// wholeLines is the length of the first end bytes of r up to and with the last newline.
func wholeLines(r io.ReaderAt, end int64) (int64, error) {
	buf := make([]byte, 4<<10)
	for end > 0 {
		part := buf[:min(end, int64(len(buf)))]
		if _, err := r.ReadAt(part, end-int64(len(part))); err != nil {
			return 0, err
		}
		if at := bytes.LastIndexByte(part, '\n'); at >= 0 {
			return end - int64(len(part)) + int64(at) + 1, nil
		}
		end -= int64(len(part))
	}
	return 0, nil
}

// recover repairs the journal, if there is one, before the first action comes.
func (j *journal) recover() error {
	if _, err := os.Stat(filepath.Join(j.dir, bundle.PrivateDir, journalName)); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return j.opened()
}

// close gives the file and the lock back.
func (j *journal) close() error {
	j.writing.Lock()
	defer j.writing.Unlock()
	return j.release()
}

// release closes what is open. Everything acknowledged is on the disk already.
func (j *journal) release() error {
	j.isOpen.Store(false)
	var err error
	for _, f := range []*os.File{j.file, j.lock} {
		if f != nil {
			err = errors.Join(err, f.Close())
		}
	}
	j.file, j.lock = nil, nil
	return err
}

// syncFolder makes the entries of a folder durable, so that a new file is there after a crash.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
