package store

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"

	"plugsheet/schemas/bundle"
	"plugsheet/schemas/files"
)

// Names under a bundle's private/. A dead letter that is to be tried again goes from the first file to the
// second; the server takes the second as the third, and works that off.
const (
	deadName     = "dead-letters.jsonl"
	retryName    = "retry.jsonl"
	retryingName = "retrying.jsonl"
	deadLockName = "dead-letters.lock"
)

// DeadLetter is an action that could not be forwarded.
type DeadLetter struct {
	ID     string `json:"id"`     // of the delivery, the same for every attempt
	Time   string `json:"time"`   // when it was given up: RFC 3339, UTC
	Reason string `json:"reason"` // of the last attempt
	Tries  int    `json:"tries"`
	Action Action `json:"action"`
}

// DeadLetters reads the dead letters of the bundle in dir, the oldest first. A line that is none is a
// [*LineError], and the reading goes on after it; any other error ends it. A server may write them meanwhile.
func DeadLetters(dir string) iter.Seq2[DeadLetter, error] {
	return func(yield func(DeadLetter, error) bool) {
		err := eachLetter(privateFile(dir, deadName), 0,
			func(_ []byte, d DeadLetter, err error) bool { return yield(d, err) })
		if err != nil {
			yield(DeadLetter{}, fmt.Errorf("reading the dead letters: %w", err))
		}
	}
}

// RetryDeadLetters moves those of the dead letters of the bundle in dir that choose wants to where the server
// that forwards takes them from, at once where one runs and otherwise when it is started next; it gives how
// many. Lines that are no letters stay. A crash on the way may leave a letter in both places, never in none.
// Several may call it at once.
func RetryDeadLetters(dir string, choose func(DeadLetter) bool) (moved int, err error) {
	if !there(privateFile(dir, deadName)) {
		return 0, nil
	}
	unlock, err := lockLetters(dir)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	if moved, err = moveLetters(dir, choose); err != nil {
		return 0, fmt.Errorf("moving dead letters: %w", err)
	}
	return moved, nil
}

// moveLetters writes what is chosen behind the queue and what is left into a new file, first the one, then
// the other.
func moveLetters(dir string, choose func(DeadLetter) bool) (moved int, err error) {
	path := privateFile(dir, deadName)
	left, err := os.CreateTemp(filepath.Dir(path), deadName+".*")
	if err != nil {
		return 0, err
	}
	defer os.Remove(left.Name()) // where it has not become the file
	defer left.Close()
	queue, err := files.OpenLines(privateFile(dir, retryName))
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, queue.Close()) }()
	toQueue, toLeft := bufio.NewWriter(queue), bufio.NewWriter(left)
	err = eachLetter(path, 0, func(line []byte, d DeadLetter, err error) bool {
		to := toLeft
		if err == nil && choose(d) {
			to = toQueue
			moved++
		}
		to.Write(append(line, '\n')) // an error stays with the writer and comes from Flush
		return true
	})
	if err := errors.Join(err, toQueue.Flush(), queue.Sync(), toLeft.Flush(), left.Sync(),
		left.Close()); err != nil {
		return 0, err
	}
	if moved == 0 {
		return 0, nil
	}
	return moved, errors.Join(files.Rename(left.Name(), path), files.SyncFolder(filepath.Dir(path)))
}

// bury adds a dead letter, and returns when it is on the disk.
func bury(dir string, d DeadLetter) (err error) {
	line, err := files.Encode(d)
	if err != nil {
		return err
	}
	unlock, err := lockLetters(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	f, err := files.OpenLines(privateFile(dir, deadName))
	if err != nil {
		return err
	}
	_, err = f.Write(append(line, '\n'))
	return errors.Join(err, f.Sync(), f.Close(), files.SyncFolder(filepath.Dir(f.Name())))
}

// takeRetries makes the queue of letters the one that is worked off, unless there is one; false where there
// is none.
func takeRetries(dir string) (_ bool, err error) {
	taken := privateFile(dir, retryingName)
	if _, err := os.Stat(taken); err == nil || !errors.Is(err, fs.ErrNotExist) {
		return err == nil, err
	}
	if !there(privateFile(dir, retryName)) {
		return false, nil
	}
	unlock, err := lockLetters(dir)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	err = files.Rename(privateFile(dir, retryName), taken)
	return err == nil, errors.Join(err, files.SyncFolder(filepath.Dir(taken)))
}

// eachLetter reads the letters of a file from an offset, without a last line that is not whole, until use
// says no more. A file that is not there has none. err is a [*LineError] for a line that is no letter.
func eachLetter(path string, offset int64, use func(line []byte, d DeadLetter, err error) bool) error {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Seek(offset, io.SeekStart); err != nil {
		return err
	}
	r := bufio.NewReader(f)
	for number := 1; ; number++ {
		line, _, err := files.ReadLine(r, maxLine)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		var d DeadLetter
		var wrong error
		if json.Unmarshal(line, &d) != nil || d.ID == "" || d.Action.Time == "" {
			d, wrong = DeadLetter{}, &LineError{path, number}
		}
		if !use(line, d, wrong) {
			return nil
		}
	}
}

// lockLetters keeps everybody else away from the dead letters and their queue, for a moment.
func lockLetters(dir string) (unlock func() error, err error) {
	for _, name := range []string{"", deadLockName, deadName, retryName, retryingName} {
		if err := files.NoLink(privateFile(dir, name)); err != nil {
			return nil, err
		}
	}
	l := flock.New(privateFile(dir, deadLockName), flock.SetPermissions(0o600))
	if err := l.Lock(); err != nil {
		return nil, fmt.Errorf("locking the dead letters: %w", err)
	}
	return l.Close, nil
}

func privateFile(dir, name string) string { return filepath.Join(dir, bundle.PrivateDir, name) }

// there tells whether there is something of that name, as far as that can be seen.
func there(path string) bool {
	_, err := os.Stat(path)
	return !errors.Is(err, fs.ErrNotExist)
}
