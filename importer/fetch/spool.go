package fetch

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"plugsheet/schemas/problem"
)

// gzipMagic is how a gzip file begins.
const gzipMagic = "\x1f\x8b"

var errTooLarge = errors.New("too large")

// spool copies an input to a temporary file, unpacked where it is packed with gzip.
func (s *Set) spool(ctx context.Context, name, base string, r io.Reader, o Options) error {
	to, err := s.file(baseName(base))
	if err != nil {
		return err
	}
	defer to.Close()
	in := &limited{ctx: ctx, r: r, left: o.Size}
	buffered := bufio.NewReaderSize(in, 64<<10)
	head, _ := buffered.Peek(512) // an error comes again when it is read
	var from io.Reader = buffered
	packed := strings.HasPrefix(string(head), gzipMagic)
	if packed {
		z, err := gzip.NewReader(buffered)
		if err != nil {
			return s.spoolError(name, err, packed, o)
		}
		from = &limited{ctx: ctx, r: z, left: o.Size}
	}
	n, err := io.Copy(to, from)
	switch {
	case err != nil:
		return s.spoolError(name, err, packed, o)
	case n == 0:
		return &Error{Name: name, Reason: problem.Textf("is empty"),
			Hint: "check that the export had finished when it was taken"}
	case !packed && IsURL(name) && isPage(head):
		return &Error{Name: name, Reason: problem.Textf("is a web page, not a spreadsheet"),
			Hint: pageHint(name)}
	}
	if err := to.Close(); err != nil {
		return fmt.Errorf("writing a temporary file: %w", err)
	}
	s.Paths = append(s.Paths, to.Name())
	s.Names[to.Name()] = name
	return nil
}

// fault puts an error of copying in plain words.
func (s *Set) spoolError(name string, err error, packed bool, o Options) error {
	switch {
	case errors.Is(err, context.Canceled):
		return err
	case errors.Is(err, errTooLarge) && packed:
		return &Error{
			Name: name, Reason: problem.Textf("is larger than %s when it is unpacked", size(o.Size)),
			Hint: hintSize}
	case errors.Is(err, errTooLarge):
		return &Error{Name: name, Reason: problem.Textf("is larger than %s", size(o.Size)), Hint: hintSize}
	case errors.Is(err, context.DeadlineExceeded):
		return &Error{Name: name, Reason: problem.Textf("took longer than %s", o.Timeout),
			Hint: "try again, or allow more time with --fetch-timeout", Err: err}
	case packed && errors.Is(err, io.ErrUnexpectedEOF):
		return &Error{Name: name, Reason: problem.Textf("is cut off: the packed file ends too early"),
			Hint: "fetch or export it again", Err: err}
	case packed && (errors.Is(err, gzip.ErrHeader) || errors.Is(err, gzip.ErrChecksum)):
		return &Error{Name: name, Reason: problem.Textf("is a damaged packed file"),
			Hint: "fetch or export it again", Err: err}
	case errors.Is(err, io.ErrUnexpectedEOF):
		return &Error{Name: name, Reason: problem.Textf("is cut off: the connection ended too early"),
			Hint: "try again", Err: err}
	}
	return &Error{Name: name, Reason: problem.Textf("cannot be read: %v", err), Err: err}
}

const hintSize = "check that the right one was named; --max-input allows more"

// size writes a number of bytes in MiB, or in bytes where it is less.
func size(n int64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%d bytes", n)
	}
	return fmt.Sprintf("%d MiB", n>>20)
}

// limited reads until the limit is passed or the context ends.
type limited struct {
	ctx  context.Context
	r    io.Reader
	left int64
}

func (l *limited) Read(p []byte) (int, error) {
	if err := l.ctx.Err(); err != nil {
		return 0, err
	}
	if int64(len(p)) > l.left+1 {
		p = p[:l.left+1]
	}
	n, err := l.r.Read(p)
	if l.left -= int64(n); l.left < 0 {
		return 0, errTooLarge
	}
	return n, err
}

// isPage tells whether a content begins as a web page does.
func isPage(head []byte) bool {
	head = bytes.ToLower(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n"))
	for _, begin := range []string{"<!doctype html", "<html", "<head", "<script", "<!-- "} {
		if bytes.HasPrefix(head, []byte(begin)) {
			return true
		}
	}
	return false
}
