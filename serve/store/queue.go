package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"

	"plugsheet/schemas/bounded"
	"plugsheet/schemas/files"
)

// cursorName is the file under private/ that says how far the journal has been forwarded.
const cursorName = "forwarded.json"

// cursor is how far a journal has been forwarded, and the letters that are tried again.
type cursor struct {
	// the part's number; the current part has the one that it will get
	Part    int    `json:"part"`
	Offset  int64  `json:"offset"`            // bytes of it that are done
	Line    string `json:"line,omitempty"`    // the delivery id of the line that ends there; empty: not known
	Retried int64  `json:"retried,omitempty"` // bytes of the letters that are done
}

// readCursor reads it; an error that is fs.ErrNotExist where nothing was ever forwarded.
func readCursor(dir string) (c cursor, err error) {
	data, err := bounded.ReadFile(privateFile(dir, cursorName), bounded.MiB)
	if err == nil {
		err = json.Unmarshal(data, &c)
	}
	if err == nil && (c.Part < 1 || c.Offset < 0 || c.Retried < 0) {
		err = errors.New("it holds no position")
	}
	return c, err
}

// save makes it durable.
func (c cursor) save(dir string) error {
	data, err := files.Encode(c)
	if err != nil {
		return err
	}
	return files.WriteFile(privateFile(dir, cursorName), append(data, '\n'), 0o600)
}

// fits tells whether what a cursor says is true of its part: a line ends there, and where it is known it is
// that line, unless it is too long, or somebody was blotted out of it.
func (c cursor) fits(part io.ReaderAt, limit int64) bool {
	if c.Offset == 0 || c.Offset > limit {
		return c.Offset == 0
	}
	tail := make([]byte, min(c.Offset, maxLine))
	_, err := part.ReadAt(tail, c.Offset-int64(len(tail)))
	tail, whole := bytes.CutSuffix(tail, []byte("\n"))
	line := tail[bytes.LastIndexByte(tail, '\n')+1:]
	changed := len(line) >= maxLine-1 || bytes.Contains(line, []byte("**"))
	return err == nil && whole && (changed || c.Line == "" || c.Line == DeliveryID(line))
}

// DeliveryID is the stable id of an action: a UUID (version 8 of RFC 9562) made of the SHA-256 of its line in
// the journal, without the newline. The time in the line, to the nanosecond, keeps equal actions apart.
func DeliveryID(line []byte) string {
	sum := sha256.Sum256(line)
	sum[6], sum[8] = sum[6]&0x0f|0x80, sum[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}

// Forwardable tells whether the bundle has a journal or a part of one.
func (j *Journal) Forwardable() bool {
	return lastPart(j.Dir) > 0 || there(privateFile(j.Dir, journalName))
}

// Retries tells whether dead letters wait to be tried again.
func (j *Journal) Retries() bool {
	return there(privateFile(j.Dir, retryName))
}

// Queues gives one queue, since a journal is forwarded in its order: the actions that are still to be
// forwarded, and before them the letters that are to be tried again.
func (j *Journal) Queues(int) []Queue { return []Queue{&queue{j: j}} }

// queue keeps nothing in memory but where it is, and nothing open: each line is read from the disk when it is
// sent, since a person may have been blotted out of it.
type queue struct {
	j     *Journal
	at    cursor  // where the next line begins
	after *cursor // the one that Next gave; nil: it gave none

	begun, checked bool // at is known, and true of the journal
}

// Next gives the next action.
func (q *queue) Next() (l Letter, err error) {
	if err := q.begin(); err != nil {
		return l, err
	}
	if l, ok, err := q.retried(); ok || err != nil {
		return l, err
	}
	for {
		part, limit, current, err := q.j.openPart(q.at.Part)
		if err != nil {
			return l, err
		}
		q.check(part, limit)
		for r, err := range records[Action](part, q.at.Offset, nil) {
			if r.end > limit {
				break
			}
			if err != nil && !errors.Is(err, ErrNoAction) {
				return l, err
			}
			l = Letter{ID: DeliveryID(r.line), Action: r.value}
			q.after = &cursor{Part: q.at.Part, Offset: r.end, Line: l.ID, Retried: q.at.Retried}
			return l, err
		}
		if current {
			return l, io.EOF
		}
		q.at.Part, q.at.Offset, q.at.Line = q.at.Part+1, 0, ""
	}
}

// check begins a part anew where the first position is none of it.
func (q *queue) check(part *os.File, limit int64) {
	switch {
	case part == nil:
		q.j.Logger.Warn("a part of the journal was taken away before it was forwarded to its end", "part",
			q.at.Part)
	case !q.checked && !q.at.fits(part, limit):
		q.j.Logger.Warn("the journal is not the one that was forwarded; this part of it is sent from its "+
			"beginning", "part", q.at.Part)
		q.at.Offset, q.at.Line = 0, ""
	}
	q.checked = q.checked || part != nil
}

// Done notes that the one that Next gave came to its end.
func (q *queue) Done() error {
	if q.after == nil {
		return nil
	}
	q.at, q.after = *q.after, nil // and goes on behind it, whatever the disk says
	return q.at.save(q.j.Dir)
}

// Close forgets what Next gave: it is read again.
func (q *queue) Close() { q.after = nil }

// begin reads how far the journal has been forwarded. Where that is lost, everything is sent again: at least
// once.
func (q *queue) begin() error {
	if q.begun {
		return nil
	}
	if err := q.j.opened(); err != nil {
		return err
	}
	c, err := readCursor(q.j.Dir)
	if path := (*os.PathError)(nil); errors.As(err, &path) {
		return err
	}
	if err != nil {
		q.j.Logger.Error("how far actions were forwarded cannot be read; the journal is sent from its "+
			"beginning", "error", err)
		c = cursor{Part: 1}
	}
	q.at, q.begun = c, true
	return nil
}

// retried gives the next of the letters that are to be tried again; false where there is none.
func (q *queue) retried() (l Letter, ok bool, err error) {
	if !q.j.Retries() {
		return l, false, nil
	}
	for r, err := range letters(q.j.Dir, retryName, q.at.Retried) {
		if errors.Is(err, ErrNoAction) {
			continue
		}
		q.after = &cursor{Part: q.at.Part, Offset: q.at.Offset, Line: q.at.Line, Retried: r.end}
		return Letter{ID: r.value.ID, Action: r.value.Action, Again: true}, err == nil, err
	}
	return l, false, q.worked()
}

// worked takes the file of letters away, which are all done, unless others came meanwhile.
func (q *queue) worked() error {
	return withLetters(q.j.Dir, func() error {
		for _, err := range letters(q.j.Dir, retryName, q.at.Retried) {
			if !errors.Is(err, ErrNoAction) {
				return err
			}
		}
		q.at.Retried = 0 // an old position must never meet a new queue
		if err := q.at.save(q.j.Dir); err != nil {
			return err
		}
		return os.Remove(privateFile(q.j.Dir, retryName))
	})
}

// openPart opens a part for reading; nil where it was taken away. limit is how much of it is on the disk and
// will stay; current says that it is the part that is being written.
func (j *Journal) openPart(number int) (f *os.File, limit int64, current bool, err error) {
	j.writing.Lock()
	defer j.writing.Unlock()
	if err := j.open(); err != nil { // which also makes this process the only one that forwards
		return nil, 0, false, err
	}
	if number >= j.part {
		f, err = os.Open(privateFile(j.Dir, journalName))
		return f, j.size, true, err
	}
	f, err = openThere(partFile(j.Dir, number))
	return f, math.MaxInt64, false, err
}
