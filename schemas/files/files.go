// Package files is what several rooms do with files, each thing once: folders that are made durable, and
// files of JSON lines.
package files

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
)

// SyncFolder makes what was added, renamed or removed in a folder durable. Windows has no such thing: there
// [Rename] waits, and this does nothing. Errors: of the disk.
func SyncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("syncing a folder: %w", err)
	}
	return errors.Join(d.Sync(), d.Close())
}

// WriteFile is [os.WriteFile], but for what [WriteBy] says.
func WriteFile(path string, data []byte, mode fs.FileMode) error {
	return WriteBy(path, mode, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// WriteBy writes a file through write, so that it is there whole or, as before, not at all, on each platform:
// renameio, which did this before, writes in place on Windows. The file is written beside its place with the
// mode that the umask leaves, made durable, and moved there. Errors: of write, or of the disk.
func WriteBy(path string, mode fs.FileMode, write func(io.Writer) error) (err error) {
	f, err := createBeside(path, mode)
	if err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	w := bufio.NewWriterSize(f, 64<<10)
	if err := errors.Join(write(w), w.Flush(), f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := Rename(f.Name(), path); err != nil {
		return err
	}
	return SyncFolder(filepath.Dir(path))
}

// createBeside makes a file of a name that nobody has, which is hidden where names that begin with a point
// are.
func createBeside(path string, mode fs.FileMode) (*os.File, error) {
	for {
		name := fmt.Sprintf(".%s-%d", filepath.Base(path), rand.Uint64())
		f, err := os.OpenFile(filepath.Join(filepath.Dir(path), name),
			os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
		if !errors.Is(err, fs.ErrExist) {
			return f, err
		}
	}
}

// Encode gives a value as one line of JSON without its newline, and without the escaping of <, > and & that
// is meant for HTML.
func Encode(v any) ([]byte, error) { return new(Encoder).Encode(v) }

// Encoder is [Encode] for many values, in one buffer. Its zero value is ready; it is for one goroutine.
type Encoder struct {
	buf  bytes.Buffer
	json *json.Encoder
}

// Encode gives a value as [Encode] does. The bytes are valid until the next call.
func (e *Encoder) Encode(v any) ([]byte, error) {
	if e.json == nil {
		e.json = json.NewEncoder(&e.buf)
		e.json.SetEscapeHTML(false)
	}
	e.buf.Reset()
	if err := e.json.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(e.buf.Bytes(), []byte("\n")), nil
}

// ReadLine reads a line: it without its newline, nil where it is longer than most bytes, and its size with
// the newline. An error that is [io.EOF] also stands for a last line that is not whole.
func ReadLine(r *bufio.Reader, most int64) (line []byte, size int64, err error) {
	for long := false; ; {
		part, err := r.ReadSlice('\n')
		size += int64(len(part))
		if long = long || size > most; long {
			line = nil
		} else {
			line = append(line, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err != nil:
			return nil, size, err
		case long:
			return nil, size, nil
		}
		return line[:len(line)-1], size, nil
	}
}

// WriteBelow is [WriteFile] for a file in a folder that may be missing: it is made with a mode of its own.
func WriteBelow(path string, data []byte, mode, folder fs.FileMode) error {
	if err := os.MkdirAll(filepath.Dir(path), folder); err != nil {
		return err
	}
	return WriteFile(path, data, mode)
}

// WholeLines is the length of the first end bytes of r up to and with the last newline: what stands behind it
// was cut off.
func WholeLines(r io.ReaderAt, end int64) (int64, error) {
	buf := make([]byte, 4<<10)
	for end > 0 {
		part := buf[:min(end, int64(len(buf)))]
		if _, err := r.ReadAt(part, end-int64(len(part))); err != nil {
			return 0, err
		}
		if at := bytes.LastIndexByte(part, '\n'); at >= 0 {
			return end - int64(len(part)) + int64(at) + 1, nil
		}
		end -= int64(len(part))
	}
	return 0, nil
}

// OpenLines opens a file, which is made with mode 0600, for adding lines; a last line that a crash cut off is
// removed.
func OpenLines(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	end, err := f.Seek(0, io.SeekEnd)
	if err == nil {
		var whole int64
		if whole, err = WholeLines(f, end); err == nil && whole < end {
			err = f.Truncate(whole)
		}
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// ErrLink says that a path is a symbolic link where none is followed.
var ErrLink = errors.New("a symbolic link, which is not followed here")

// NoLink gives [ErrLink] where one of the paths is a symbolic link: whoever may write beside our own files,
// or sends a folder through git, must not choose which other file is written or read. Of a path that is not
// there nothing is said.
func NoLink(paths ...string) error {
	for _, path := range paths {
		st, err := os.Lstat(path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return err
		case st.Mode()&fs.ModeSymlink != 0:
			return fmt.Errorf("%s: %w", path, ErrLink)
		}
	}
	return nil
}
