// Package bounded bounds what is read whole into memory: how large a file may be, and how deep its JSON. Who
// reads a file that a person wrote, a disk damaged or a stranger sent says here how much of it can be meant;
// what is more is an [*Error] before any of it is parsed.
package bounded

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"plugsheet/schemas/files"
)

// Sizes that several readers share, in bytes.
const (
	kiB = 1 << 10
	MiB = 1 << 20
)

// maxDepth is how many objects and arrays may stand one in the other. What the contract and our own files
// need is below 10.
const maxDepth = 100

// Error says that a file is more than it may be.
type Error struct {
	File   string // as it was named; may be empty
	Reason string
	Hint   string // what to do
}

// Error is the file and the reason, without the hint.
func (e *Error) Error() string {
	if e.File == "" {
		return e.Reason
	}
	return e.File + ": " + e.Reason
}

// Advice is the hint.
func (e *Error) Advice() string { return e.Hint }

// ReadFile reads a whole file of at most so many bytes. Errors: [*Error], and those of the disk. What has no
// end, such as a pipe or a device, is not read on either.
func ReadFile(name string, most int64) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(Reader(f, name, most))
}

// Reader gives what r has, and an [*Error] as soon as that is more than so many bytes.
func Reader(r io.Reader, name string, most int64) io.Reader {
	return &reader{r: r, left: most, most: most, name: name}
}

type reader struct {
	r          io.Reader
	left, most int64
	name       string
}

// Read reads on, one byte further than may be to see whether there is one.
func (r *reader) Read(p []byte) (int, error) {
	if int64(len(p)) > r.left+1 {
		p = p[:r.left+1]
	}
	n, err := r.r.Read(p)
	if r.left -= int64(n); r.left < 0 {
		return 0, tooLarge(r.name, r.most)
	}
	return n, err
}

func tooLarge(name string, most int64) error {
	return &Error{
		File: name, Reason: fmt.Sprintf("more than %s, which is the limit of such a file", amount(most)),
		Hint: "look whether it is the file that is meant, and make it smaller",
	}
}

// amount is a number of bytes as people write it.
func amount(n int64) string {
	switch {
	case n >= MiB:
		return fmt.Sprintf("%d MiB", n/MiB)
	case n >= kiB:
		return fmt.Sprintf("%d KiB", n/kiB)
	}
	return fmt.Sprintf("%d bytes", n)
}

// ErrDepth says that JSON is deeper than [maxDepth].
var ErrDepth = errors.New("more than 100 levels of objects and arrays, one in the other")

// JSON gives [ErrDepth] for a text that is deeper than [maxDepth]. It builds nothing, and does not look
// whether the text is JSON otherwise: who parses it sees that, at the place where the two no longer agree on
// what is a string.
func JSON(text []byte) error {
	depth, inString := 0, false
	for n := 0; n < len(text); n++ {
		switch c := text[n]; {
		case inString && c == '\\':
			n++
		case c == '"':
			inString = !inString
		case inString:
		case c == '[' || c == '{':
			if depth++; depth > maxDepth {
				return ErrDepth
			}
		case c == ']' || c == '}':
			depth--
		}
	}
	return nil
}

// Line is [files.ReadLine], and gives an [*Error] for a line that is longer than so many bytes.
func Line(r *bufio.Reader, name string, most int64) (line []byte, size int64, err error) {
	line, size, err = files.ReadLine(r, most)
	if err == nil && line == nil {
		err = &Error{
			File:   name,
			Reason: fmt.Sprintf("a line of more than %s, which is the limit of one", amount(most)),
			Hint:   "the file is damaged: take the line out",
		}
	}
	return line, size, err
}
