package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"plugsheet/schemas/bounded"
	"plugsheet/schemas/bundle"
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
	Retried int64  `json:"retried,omitempty"` // bytes of retryingName that are done
}

// readCursor reads it; an error that is fs.ErrNotExist where nothing was ever forwarded.
func readCursor(dir string) (c cursor, err error) {
	data, err := bounded.ReadFile(filepath.Join(dir, bundle.PrivateDir, cursorName), bounded.MiB)
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
	return files.WriteFile(filepath.Join(dir, bundle.PrivateDir, cursorName), append(data, '\n'), 0o600)
}

// number finds the number that the current part will get. When a journal is forwarded for the first time that
// begins at its end: actions of a time when nobody asked for forwarding are not sent. It is called before the
// first action is written, so that none of those that come is left out, whenever the process ends.
func (j *Journal) number() error {
	last, err := lastPart(j.Dir)
	if err != nil {
		return err
	}
	j.part = last + 1
	if !j.Forwarded {
		return nil
	}
	c, err := readCursor(j.Dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return cursor{Part: j.part, Offset: j.size}.save(j.Dir)
	case err == nil:
		j.part = max(j.part, c.Part)
	}
	return nil // one that cannot be read is told by who forwards
}

// openPart opens a part for reading. limit is how much of it is on the disk and will stay; current says that
// it is the part that is being written. An error that is fs.ErrNotExist says that this part was taken away.
func (j *Journal) openPart(number int) (f *os.File, limit int64, current bool, err error) {
	j.writing.Lock()
	defer j.writing.Unlock()
	if err := j.open(); err != nil { // which also makes this process the only one that forwards
		return nil, 0, false, err
	}
	private := filepath.Join(j.Dir, bundle.PrivateDir)
	if number >= j.part {
		f, err = os.Open(filepath.Join(private, journalName))
		return f, j.size, true, err
	}
	if f, err = os.Open(filepath.Join(private, fmt.Sprintf(partName, number))); err != nil {
		return nil, 0, false, err
	}
	st, err := f.Stat()
	if err != nil {
		return nil, 0, false, errors.Join(err, f.Close())
	}
	return f, st.Size(), false, nil
}

// fits tells whether what a cursor says is true of its part: a line ends there, and where it is known it is
// that line.
func (c cursor) fits(part io.ReaderAt, limit int64) bool {
	if c.Offset == 0 || c.Offset > limit {
		return c.Offset == 0
	}
	tail := make([]byte, min(c.Offset, maxLine))
	if _, err := part.ReadAt(tail, c.Offset-int64(len(tail))); err != nil || tail[len(tail)-1] != '\n' {
		return false
	}
	tail = tail[:len(tail)-1]
	return c.Line == "" || c.Line == DeliveryID(tail[bytes.LastIndexByte(tail, '\n')+1:])
}

// DeliveryID is the stable id of an action: a UUID (version 8 of RFC 9562) made of the SHA-256 of its line in
// the journal, without the newline. The time in the line, to the nanosecond, keeps equal actions apart.
func DeliveryID(line []byte) string {
	sum := sha256.Sum256(line)
	sum[6], sum[8] = sum[6]&0x0f|0x80, sum[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}
