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
	"sync"

	"plugsheet/schemas/bundle"
)

// Names under a bundle's private/.
const (
	journalName = "journal.jsonl"
	lockName    = "journal.lock"
)

// journal is one website's record of actions: private/journal.jsonl, one JSON object a line, appended to and never
// changed. It is opened for the first action. One process at a time writes it, by a lock.
type journal struct {
	dir string // the bundle's
	log *slog.Logger

	mu   sync.Mutex
	file *os.File // nil until it is opened, and after an error
	lock *os.File
	size int64 // up to here everything is whole and on the disk
}

// append writes one line and returns when it is on the disk. After an error nothing of the line counts: what was
// written of it is taken back, and the next call begins by opening the file anew.
func (j *journal) append(line []byte) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if err := j.open(); err != nil {
		return err
	}
	line = append(line, '\n')
	_, err := j.file.Write(line)
	if err == nil {
		err = j.file.Sync()
	}
	if err != nil {
		err = errors.Join(err, j.file.Truncate(j.size), j.release())
		return fmt.Errorf("writing the journal: %w", err)
	}
	j.size += int64(len(line))
	return nil
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
	return errors.Join(syncFolder(private), syncFolder(j.dir))
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
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.open()
}

// close gives the file and the lock back.
func (j *journal) close() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.release()
}

// release closes what is open. Everything acknowledged is on the disk already.
func (j *journal) release() error {
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
