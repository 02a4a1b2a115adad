package text

import (
	"bytes"
	"errors"
	"io"
)

// strayLook is how far ahead a stray quote looks for the quote that ends its cell.
const strayLook = 4 << 10

// Scanner reads the records of delimited text in UTF-8 as RFC 4180 has them and as real files have them:
//
//   - a record ends with \n, \r\n or \r;
//   - blanks around a quoted cell do not belong to it;
//   - a quote inside an unquoted cell is an ordinary character, and so is a backslash everywhere, but for one
//     before a
//     quote where Escapes says so;
//   - a lone quote inside a quoted cell is an ordinary character when a quote that can end the cell follows
//     on the same
//     line before the next cell's opening quote ("5" TV",12); otherwise it ends the quotes and the rest of the cell is
//     taken as it is, which is what Excel does.
//
// Memory is bounded by [MaxRow]; encoding/csv has no such bound and reads stray quotes across lines.
type Scanner struct {
	r        io.Reader
	buf      []byte
	pos, end int
	base     int64 // bytes before the buffer
	eof      bool

	delim  byte
	stop   [256]bool // what ends an unquoted run
	Number int       // of the record read last, from 1
	Text   []byte    // of all its cells
	Ends   []int     // where each cell ends in Text
	strays int64     // stray quotes before this place of the file are known to be ordinary

	// a backslash before a quote inside a quoted cell makes it an ordinary character; see [Escapes]
	Escapes   bool
	unescaped int // how many there were
}

// NewScanner begins with the first record of r.
func NewScanner(r io.Reader, delim byte) *Scanner {
	c := &Scanner{r: r, buf: make([]byte, 128<<10), delim: delim}
	c.stop[delim], c.stop['\n'], c.stop['\r'] = true, true, true
	return c
}

// fill reads more behind what is there and tells whether anything came.
func (c *Scanner) fill() (bool, error) {
	if c.eof {
		return false, nil
	}
	if c.pos > 0 {
		copy(c.buf, c.buf[c.pos:c.end])
		c.base += int64(c.pos)
		c.end -= c.pos
		c.pos = 0
	}
	if c.end == len(c.buf) {
		return false, nil
	}
	for range 100 {
		n, err := c.r.Read(c.buf[c.end:])
		c.end += n
		c.eof = errors.Is(err, io.EOF)
		if err != nil && !c.eof {
			return false, err
		}
		if n > 0 || c.eof {
			return n > 0, nil
		}
	}
	return false, io.ErrNoProgress
}

// ahead gives the byte n places on; ok is false behind the end.
func (c *Scanner) ahead(n int) (b byte, ok bool, err error) {
	for c.pos+n >= c.end {
		if more, err := c.fill(); err != nil || !more {
			return 0, false, err
		}
	}
	return c.buf[c.pos+n], true, nil
}

// Record reads the next record into Text and Ends; io.EOF when there is none.
func (c *Scanner) Record() error {
	c.Text, c.Ends = c.Text[:0], c.Ends[:0]
	if _, ok, err := c.ahead(0); err != nil {
		return err
	} else if !ok {
		return io.EOF
	}
	c.Number++
	for column := 1; ; column++ {
		start := len(c.Text)
		quoted, err := c.opening()
		if err == nil && quoted {
			err = c.quoted(column)
		}
		last := false
		if err == nil {
			last, err = c.plain(column)
		}
		if err != nil {
			return err
		}
		switch {
		case column <= MaxColumns:
			c.Ends = append(c.Ends, len(c.Text))
		case len(bytes.TrimSpace(c.Text[start:])) > 0:
			return c.fault(column, "stands beyond column %d, the last that is read", MaxColumns)
		default:
			c.Text = c.Text[:start]
		}
		if len(c.Text) > MaxRow {
			return c.fault(0, "holds more than %d MiB of text in one row", MaxRow>>20)
		}
		if last {
			return nil
		}
	}
}

// opening passes over blanks and a quote when the cell begins with them, and over nothing otherwise.
func (c *Scanner) opening() (bool, error) {
	for n := 0; n < 256; n++ {
		b, ok, err := c.ahead(n)
		if err != nil || !ok {
			return false, err
		}
		if b == '"' {
			c.pos += n + 1
			return true, nil
		}
		if !c.blank(b) {
			break
		}
	}
	return false, nil
}

func (c *Scanner) blank(b byte) bool { return (b == ' ' || b == '\t') && b != c.delim }

// plain reads up to the end of the cell.
func (c *Scanner) plain(column int) (last bool, err error) {
	start := len(c.Text)
	for {
		i := c.pos
		for i < c.end && !c.stop[c.buf[i]] {
			i++
		}
		c.Text = append(c.Text, c.buf[c.pos:i]...)
		c.pos = i
		if len(c.Text)-start > MaxCell {
			return false, c.fault(column, "holds more than %d MiB of text in one cell", MaxCell>>20)
		}
		if i < c.end {
			break
		}
		if more, err := c.fill(); err != nil {
			return false, err
		} else if !more {
			return true, nil
		}
	}
	b := c.buf[c.pos]
	c.pos++
	if b == c.delim {
		return false, nil
	}
	if b == '\r' {
		if b, ok, err := c.ahead(0); err != nil {
			return true, err
		} else if ok && b == '\n' {
			c.pos++
		}
	}
	return true, nil
}

// quoted reads the text behind an opening quote up to the quote that ends it, and the blanks behind that one.
func (c *Scanner) quoted(column int) error {
	start := len(c.Text)
	for {
		n := bytes.IndexByte(c.buf[c.pos:c.end], '"')
		if n < 0 {
			n = c.end - c.pos
		}
		c.Text = append(c.Text, c.buf[c.pos:c.pos+n]...)
		c.pos += n
		if len(c.Text)-start > MaxCell {
			return c.unclosed(column, "opens a quote that is not closed within %d MiB", MaxCell>>20)
		}
		if c.pos == c.end {
			if more, err := c.fill(); err != nil {
				return err
			} else if !more {
				return c.unclosed(column, "opens a quote that is never closed")
			}
			continue
		}
		c.pos++
		if n := len(c.Text); c.Escapes && n > start && c.Text[n-1] == '\\' {
			c.Text[n-1] = '"'
			c.unescaped++
			continue
		}
		if b, ok, err := c.ahead(0); err != nil {
			return err
		} else if ok && b == '"' {
			c.Text = append(c.Text, '"')
			c.pos++
			continue
		}
		if ends, err := c.endsHere(); err != nil || ends {
			return err
		}
		c.Text = append(c.Text, '"')
	}
}

// endsHere tells whether the quote just read ends its cell.
func (c *Scanner) endsHere() (bool, error) {
	if c.base+int64(c.pos) < c.strays {
		return false, nil
	}
	n, at, err := c.behindBlanks(0)
	if err != nil {
		return false, err
	}
	if at != inside {
		c.pos += n
		return true, nil
	}
	delimited := false // only blanks since the last delimiter: a quote here opens the next cell
	for n = 0; n < strayLook; n++ {
		b, ok, err := c.ahead(n)
		if err != nil {
			return false, err
		}
		if !ok || b == '\n' || b == '\r' {
			return true, nil
		}
		if b != '"' {
			delimited = b == c.delim || delimited && c.blank(b)
			continue
		}
		if delimited {
			return true, nil
		}
		if _, at, err := c.behindBlanks(n + 1); err != nil {
			return false, err
		} else if at != inside {
			c.strays = c.base + int64(c.pos+n)
			return false, nil
		}
	}
	return true, nil
}

type place uint8

const (
	inside  place = iota // inside a cell
	cellEnd              // at a delimiter, a line's end, or the end of the file
)

// behindBlanks looks at what follows the blanks that begin n places on; n is then the
// number of bytes up to it.
func (c *Scanner) behindBlanks(n int) (int, place, error) {
	for stop := n + 256; n < stop; n++ {
		b, ok, err := c.ahead(n)
		if err != nil {
			return n, inside, err
		}
		if !ok || c.stop[b] {
			return n, cellEnd, nil
		}
		if !c.blank(b) {
			break
		}
	}
	return n, inside, nil
}
