package store

import (
	"errors"
	"fmt"
	"iter"
	"path/filepath"

	"github.com/gofrs/flock"

	"plugsheet/schemas/files"
)

// Names under a bundle's private/. A dead letter that is to be tried again goes from the first file to the
// second, which the server works off; before it one that an older server had taken.
const (
	deadName     = "dead-letters.jsonl"
	retryName    = "retry.jsonl"
	takenName    = "retrying.jsonl"
	deadLockName = "dead-letters.lock"
)

// DeadLetters reads the dead letters of the bundle in dir, the oldest first. A line that is none is
// [ErrNoAction], and the reading goes on after it; any other error ends it. A server may write them
// meanwhile.
func DeadLetters(dir string) iter.Seq2[DeadLetter, error] {
	return func(yield func(DeadLetter, error) bool) {
		for r, err := range letters(dir, deadName, 0) {
			if !yield(r.value, err) {
				return
			}
		}
	}
}

// letters reads one of the files of letters from an offset; one that is not there has none.
func letters(dir, name string, from int64) iter.Seq2[record[DeadLetter], error] {
	f, err := openThere(privateFile(dir, name))
	return records[DeadLetter](f, from, err)
}

// RetryDeadLetters moves those of the dead letters of the bundle in dir that choose wants to where the server
// that forwards takes them from, at once where one runs and otherwise when it is started next; it gives how
// many. Lines that are no letters stay. A crash on the way may leave a letter in both places, never in none.
// Several may call it at once.
func RetryDeadLetters(dir string, choose func(DeadLetter) bool) (moved int, err error) {
	if !there(privateFile(dir, deadName)) {
		return 0, nil
	}
	err = withLetters(dir, func() error {
		var left, again []byte
		for r, err := range letters(dir, deadName, 0) {
			to := &left
			switch {
			case err == nil && choose(r.value):
				to = &again
				moved++
			case err != nil && !errors.Is(err, ErrNoAction):
				return err
			}
			*to = append(append(*to, r.line...), '\n')
		}
		if moved == 0 {
			return nil
		}
		if err := add(dir, retryName, again); err != nil {
			return err
		}
		return files.WriteFile(privateFile(dir, deadName), left, 0o600)
	})
	if err != nil {
		return 0, fmt.Errorf("moving dead letters: %w", err)
	}
	return moved, nil
}

// Bury adds a dead letter, and returns when it is on the disk.
func (q *queue) Bury(d DeadLetter) error {
	line, err := files.Encode(d)
	if err != nil {
		return err
	}
	return withLetters(q.j.Dir, func() error { return add(q.j.Dir, deadName, append(line, '\n')) })
}

// add adds lines to one of the files of letters, and returns when they are on the disk.
func add(dir, name string, lines []byte) error {
	f, err := files.OpenLines(privateFile(dir, name))
	if err != nil {
		return err
	}
	_, err = f.Write(lines)
	return errors.Join(err, f.Sync(), f.Close(), files.SyncFolder(filepath.Dir(f.Name())))
}

// withLetters does something while everybody else is kept away from the dead letters and their queue.
func withLetters(dir string, do func() error) error {
	for _, name := range []string{"", deadLockName, deadName, retryName, takenName} {
		if err := files.NoLink(privateFile(dir, name)); err != nil {
			return err
		}
	}
	l := flock.New(privateFile(dir, deadLockName), flock.SetPermissions(0o600))
	if err := l.Lock(); err != nil {
		return fmt.Errorf("locking the dead letters: %w", err)
	}
	return errors.Join(do(), l.Close())
}
