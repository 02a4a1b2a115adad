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
		for f, err := range journalFiles(dir) {
			for r, err := range records[Action](f, 0, err) {
				if !yield(r.value, err) {
					return
				}
			}
		}
	}
}

// journalFiles opens the parts of a journal and the current one, the oldest first; nil stands for one that is
// not there. Whoever gets a file closes it.
func journalFiles(dir string) iter.Seq2[*os.File, error] {
	return func(yield func(*os.File, error) bool) {
		path, read := privateFile(dir, journalName), 0
		for {
			linked := files.NoLink(filepath.Dir(path), path)
			current, err := openThere(path)
			last := lastPart(dir)
			if err := errors.Join(linked, err); err != nil || last <= read {
				yield(current, err)
				return
			}
			current.Close() // it is the one with the last number, or a later one
			for read < last {
				read++
				if !yield(openThere(partFile(dir, read))) {
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
