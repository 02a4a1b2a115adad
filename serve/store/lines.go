package store

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"math"
	"os"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"

	"plugsheet/schemas/bundle"
	"plugsheet/schemas/files"
)

// Action is one line of the journal: what an operator asked for, and when. No e-mail stands there; the
// platform sends none with an action.
type Action struct {
	Time             string `json:"time"` // RFC 3339, UTC
	Action           string `json:"action"`
	ConnectorVersion string `json:"idConnectorVersion,omitempty"`
	VisitorUnique    string `json:"idVisitorUnique,omitempty"`
	Website          string `json:"idWebsite,omitempty"`
	Conversation     string `json:"idConversation,omitempty"`
	Operator         string `json:"idOperator,omitempty"`
}

// DeadLetter is an action that could not be forwarded.
type DeadLetter struct {
	ID     string `json:"id"`     // of the delivery, the same for every attempt
	Time   string `json:"time"`   // when it was given up: RFC 3339, UTC
	Reason string `json:"reason"` // of the last attempt
	Tries  int    `json:"tries"`
	Action Action `json:"action"`
}

// ErrNoAction says that a line of the journal is no action; before it stand the file and the line, counted
// from 1.
var ErrNoAction = errors.New("this line is no action")

// Line is what a line may hold.
type Line interface{ whole() bool }

func (a Action) whole() bool     { return strings.TrimSpace(a.Time) != "" }
func (d DeadLetter) whole() bool { return d.ID != "" && d.Action.whole() }

// Decode reads a line, which stands in a file at a place; where it holds nothing of the kind, that is
// [ErrNoAction].
func Decode[T Line](line []byte, path string, number int) (v T, err error) {
	if json.Unmarshal(line, &v) != nil || !v.whole() {
		return *new(T), fmt.Errorf("%s:%d: %w", path, number, ErrNoAction)
	}
	return v, nil
}

// maxLine is more than a line of the journal can have, in bytes. A longer one was not written by us.
const maxLine = 1 << 20

// record is a line and what it holds.
type record[T any] struct {
	line  []byte // without its newline; nil where it is too long
	end   int64  // where it ends in its file
	value T
}

// records reads the lines of a file from an offset, without a last one that is not whole yet, and closes it;
// nil has none. An error is that of opening it, or [ErrNoAction] for a line that holds nothing of the kind,
// after which the reading goes on, or of the disk.
func records[T Line](f *os.File, from int64, err error) iter.Seq2[record[T], error] {
	return func(yield func(record[T], error) bool) {
		defer f.Close()
		r := bufio.NewReader(io.NewSectionReader(f, from, math.MaxInt64-from))
		for number := 1; f != nil && err == nil; number++ {
			var one record[T]
			if one.line, one.end, err = files.ReadLine(r, maxLine); err != nil {
				break
			}
			from += one.end
			one.end = from
			var none error
			if one.value, none = Decode[T](one.line, f.Name(), number); !yield(one, none) {
				return
			}
		}
		if err != nil && !errors.Is(err, io.EOF) {
			yield(record[T]{}, fmt.Errorf("reading actions: %w", err))
		}
	}
}

// ReadActions reads the journal of the bundle in dir, the oldest action first; without a journal there are
// none. A server may write it meanwhile: a line that is not whole yet is left out. A line that is no action
// is [ErrNoAction], and the reading goes on after it; any other error ends it.
func ReadActions(dir string) iter.Seq2[Action, error] {
	return func(yield func(Action, error) bool) {
		path := privateFile(dir, journalName)
		for part, last := 1, false; !last; part++ {
			f, err := openThere(path)
			err = errors.Join(files.NoLink(filepath.Dir(path), path), err)
			if last = err != nil || part > lastPart(dir); !last {
				f.Close() // it is the one with the last number, or a later one
				f, err = openThere(partFile(dir, part))
			}
			for r, err := range records[Action](f, 0, err) {
				if !yield(r.value, err) {
					return
				}
			}
		}
	}
}

// openThere opens a file for reading; nil where it is not there.
func openThere(path string) (*os.File, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return f, err
}

func privateFile(dir, name string) string { return filepath.Join(dir, bundle.PrivateDir, name) }

// there tells whether there is something of that name, as far as that can be seen.
func there(path string) bool {
	_, err := os.Stat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

// Names under a bundle's private/. A dead letter that is to be tried again goes from the first file to the
// second, which the server works off.
const (
	deadName     = "dead-letters.jsonl"
	retryName    = "retry.jsonl"
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
// that forwards takes them from, at once where one runs and otherwise when it is started next. Lines that are
// no letters stay. A crash on the way may leave a letter in both places, never in none. Several may call it
// at once.
func RetryDeadLetters(dir string, choose func(DeadLetter) bool) error {
	if !there(privateFile(dir, deadName)) {
		return nil
	}
	return withLetters(dir, func() error {
		lines := map[bool][]byte{} // those that go, and those that stay
		for r, err := range letters(dir, deadName, 0) {
			if err != nil && !errors.Is(err, ErrNoAction) {
				return err
			}
			goes := err == nil && choose(r.value)
			lines[goes] = append(append(lines[goes], r.line...), '\n')
		}
		if lines[true] == nil {
			return nil
		}
		if err := add(dir, retryName, lines[true]); err != nil {
			return err
		}
		return files.WriteFile(privateFile(dir, deadName), lines[false], 0o600)
	})
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
	lock := privateFile(dir, deadLockName)
	err := files.NoLink(privateFile(dir, ""), lock, privateFile(dir, deadName), privateFile(dir, retryName))
	l := flock.New(lock, flock.SetPermissions(0o600))
	if err == nil {
		err = l.Lock()
	}
	if err == nil {
		err = errors.Join(do(), l.Close())
	}
	if err != nil {
		return fmt.Errorf("changing dead letters: %w", err)
	}
	return nil
}
