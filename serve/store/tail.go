package store

import (
	"bufio"
	"errors"
	"io"
	"io/fs"
	"os"

	"plugsheet/schemas/files"
)

// maxLine is more than a line of the journal can have, in bytes. A longer one was not written by us.
const maxLine = 1 << 20

// tail reads a journal line by line from a position, while it is written and rotated.
type tail struct {
	j  *Journal
	at cursor // of the line that comes next

	checked bool // that at is true of the journal
	file    *os.File
	limit   int64 // how much of it is read
	lines   *bufio.Reader
	current bool // file is, or was a moment ago, the part that is written
}

// next gives the next line without its newline and the position behind it, which becomes the tail's own by
// t.at = end. An error that is io.EOF says that there is none yet; the file is closed then. A line that is
// too long is given as nil.
func (t *tail) next() (line []byte, end cursor, err error) {
	for {
		if t.lines == nil {
			if err := t.open(); err != nil {
				return nil, t.at, err
			}
		}
		// from the disk each time: a person may have been blotted out of it since
		t.lines.Reset(io.NewSectionReader(t.file, t.at.Offset, t.limit-t.at.Offset))
		line, size, err := files.ReadLine(t.lines, maxLine)
		if err == nil {
			end := t.at
			end.Offset += size
			if end.Line = ""; line != nil {
				end.Line = DeliveryID(line)
			}
			return line, end, nil
		}
		wasCurrent := t.current
		t.close()
		if !errors.Is(err, io.EOF) {
			return nil, t.at, err
		}
		if wasCurrent { // it may have grown, or got its number, since it was opened
			switch more, err := t.more(); {
			case err != nil:
				return nil, t.at, err
			case !more:
				return nil, t.at, io.EOF
			}
			continue
		}
		t.at.Part, t.at.Offset, t.at.Line = t.at.Part+1, 0, ""
	}
}

// open opens the part of the position, or the first one after it that is there.
func (t *tail) open() error {
	for {
		f, limit, current, err := t.j.openPart(t.at.Part)
		if errors.Is(err, fs.ErrNotExist) && !current {
			t.j.Logger.Warn("a part of the journal was taken away before it was forwarded to its end", "part",
				t.at.Part)
			t.at.Part, t.at.Offset, t.at.Line = t.at.Part+1, 0, ""
			continue
		}
		if err != nil {
			return err
		}
		if !t.checked && !t.at.fits(f, limit) {
			t.j.Logger.Warn("the journal is not the one that was forwarded; this part of it is sent from "+
				"its beginning", "part", t.at.Part)
			t.at.Offset, t.at.Line = 0, ""
		}
		t.checked, t.file, t.limit, t.current = true, f, limit, current
		t.lines = bufio.NewReader(f)
		return nil
	}
}

// more tells whether there may be more behind the position than was there when the part was opened.
func (t *tail) more() (bool, error) {
	f, limit, current, err := t.j.openPart(t.at.Part)
	if err != nil {
		return false, err
	}
	return limit > t.at.Offset || !current, f.Close()
}

func (t *tail) close() {
	if t.file != nil {
		t.file.Close() // it was only read
	}
	t.file, t.lines, t.current = nil, nil, false
}
