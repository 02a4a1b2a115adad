package store

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gofrs/flock"
	"github.com/hashicorp/golang-lru/v2/simplelru"

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

	mu   sync.Mutex
	next *batch // lines that wait for the disk; nil when there are none
	// the actions of the last ten minutes, and those that are being written
	recent *simplelru.LRU[string, *batch]

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
	o.Logger = cmp.Or(o.Logger, slog.New(slog.DiscardHandler))
	o.Part = cmp.Or(o.Part, maxPart)
	if o.Clock == nil {
		o.Clock = time.Now
	}
	recent, _ := simplelru.NewLRU[string, *batch](maxRecent, nil) // fails only below one
	lock := flock.New(privateFile(o.Dir, lockName), flock.SetPermissions(0o600))
	return &Journal{JournalOptions: o, recent: recent, lock: lock}
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
	path := privateFile(j.Dir, journalName)
	if err := files.Rename(path, partFile(j.Dir, j.part)); err != nil {
		j.Logger.Warn("the journal cannot be renamed and goes on to grow", "bytes", j.size, "error", err)
		return nil
	}
	next, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	old := j.file
	j.file, j.size, j.part = next, 0, j.part+1
	return errors.Join(old.Close(), files.SyncFolder(privateFile(j.Dir, "")))
}

// partFile is a numbered part of a bundle's journal.
func partFile(dir string, number int) string { return privateFile(dir, fmt.Sprintf(partName, number)) }

// lastPart is the number of the newest numbered part; 0 where there is none.
func lastPart(dir string) (number int) {
	names, _ := fs.Glob(os.DirFS(privateFile(dir, "")), partPattern)
	if len(names) > 0 {
		fmt.Sscanf(slices.Max(names), partName, &number) // the pattern says that it can be read
	}
	return number
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
			j.note(err)
		}
	}()
	private, path := privateFile(j.Dir, ""), privateFile(j.Dir, journalName)
	if err := files.NoLink(private, path, privateFile(j.Dir, lockName)); err != nil {
		return err
	}
	if err := os.Mkdir(private, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	if mine, err := j.lock.TryLock(); err != nil || !mine {
		return errors.Join(errors.New("another process writes it"), err)
	}
	if j.file, err = files.OpenLines(path); err != nil {
		return err
	}
	if j.size, err = j.file.Seek(0, io.SeekEnd); err == nil {
		err = errors.Join(j.recall(), j.number(), files.SyncFolder(private), files.SyncFolder(j.Dir))
	}
	j.isOpen.Store(err == nil)
	return err
}

// number finds the number that the current part will get. When a journal is forwarded for the first time that
// begins at its end: actions of a time when nobody asked for forwarding are not sent. It is called before the
// first action is written, so that none of those that come is left out, whenever the process ends.
func (j *Journal) number() error {
	if j.part = lastPart(j.Dir) + 1; !j.Forwarded {
		return nil
	}
	c, err := readCursor(j.Dir)
	if errors.Is(err, fs.ErrNotExist) {
		return cursor{Part: j.part, Offset: j.size}.save(j.Dir)
	}
	j.part = max(j.part, c.Part) // of one that cannot be read who forwards tells
	return nil
}

// Recover repairs the journal, if there is one, before the first action comes.
func (j *Journal) Recover() error {
	if !there(privateFile(j.Dir, journalName)) {
		return nil
	}
	return j.opened()
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
	j.file = nil
	return errors.Join(err, j.lock.Close())
}
