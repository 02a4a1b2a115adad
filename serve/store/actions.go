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
	"strings"

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

// LineError is a line of a journal that is no action.
type LineError struct {
	Path string
	Line int // counted from 1
}

// Error is the file and the line.
func (e *LineError) Error() string {
	return fmt.Sprintf("%s:%d: this line is no action", e.Path, e.Line)
}

// ReadActions reads the journal of the bundle in dir, the oldest action first; without a journal there are
// none. A server may write it meanwhile: a line that is not whole yet is left out. A line that is no action
// is a [*LineError], and the reading goes on after it; any other error ends it.
func ReadActions(dir string) iter.Seq2[Action, error] {
	return func(yield func(Action, error) bool) {
		path := privateFile(dir, journalName)
		if err := files.NoLink(filepath.Dir(path), path); err != nil {
			yield(Action{}, fmt.Errorf("reading the journal: %w", err))
			return
		}
		current, err := os.Open(path)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			yield(Action{}, fmt.Errorf("reading the journal: %w", err))
			return
		}
		if err == nil {
			defer current.Close()
		}
		parts, err := journalParts(dir) // after opening: what gets a number now is the file that is open
		if err != nil {
			yield(Action{}, fmt.Errorf("reading the journal: %w", err))
			return
		}
		for _, path := range parts {
			if !readPart(path, current, yield) {
				return
			}
		}
		if current != nil {
			readActions(current, yield)
		}
	}
}

// readPart reads a numbered part, unless it is the file that is open as the current one.
func readPart(path string, current *os.File, yield func(Action, error) bool) bool {
	f, err := os.Open(path)
	if err != nil {
		return yield(Action{}, fmt.Errorf("reading the journal: %w", err))
	}
	defer f.Close()
	if current != nil {
		one, errOne := f.Stat()
		two, errTwo := current.Stat()
		if errOne == nil && errTwo == nil && os.SameFile(one, two) {
			return true
		}
	}
	return readActions(f, yield)
}

// readActions reads one file; false when no more is wanted.
func readActions(f *os.File, yield func(Action, error) bool) bool {
	r := bufio.NewReader(f)
	for number := 1; ; number++ {
		line, _, err := files.ReadLine(r, maxLine)
		if errors.Is(err, io.EOF) {
			return true // what is left is not whole yet
		}
		if err != nil {
			return yield(Action{}, fmt.Errorf("reading the journal: %w", err))
		}
		var a Action
		if json.Unmarshal(line, &a) != nil || strings.TrimSpace(a.Time) == "" {
			if !yield(Action{}, &LineError{f.Name(), number}) {
				return false
			}
			continue
		}
		if !yield(a, nil) {
			return false
		}
	}
}
