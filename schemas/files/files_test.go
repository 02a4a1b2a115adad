package files

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestReadLine(t *testing.T) {
	long := strings.Repeat("x", 5000)
	r := bufio.NewReader(strings.NewReader("a\n\n" + long + "\nb\nnot whole"))
	for _, want := range []struct {
		line string
		none bool
		size int64
	}{{"a", false, 2}, {"", false, 1}, {"", true, 5001}, {"b", false, 2}} {
		line, size, err := ReadLine(r, 4999)
		if err != nil || string(line) != want.line || (line == nil) != want.none || size != want.size {
			t.Errorf("%q of %d bytes, %v; want %+v", line, size, err, want)
		}
	}
	if _, _, err := ReadLine(r, 4999); !errors.Is(err, io.EOF) {
		t.Errorf("a line that is not whole: %v", err)
	}
}

func FuzzWholeLines(f *testing.F) {
	f.Add([]byte("a\nb"), 3)
	f.Add([]byte(""), 0)
	f.Fuzz(func(t *testing.T, data []byte, pad int) {
		data = append(data, bytes.Repeat([]byte("x"), min(max(pad, 0), 10000))...)
		got, err := WholeLines(bytes.NewReader(data), int64(len(data)))
		if want := bytes.LastIndexByte(data, '\n') + 1; err != nil || got != int64(want) {
			t.Errorf("%d, %v, want %d", got, err, want)
		}
	})
}

func TestWriteBy(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "feed.csv")
	fault := errors.New("no more")
	for _, c := range []struct {
		text string
		err  error
		want string
	}{{"one", nil, "one"}, {"tw", fault, "one"}, {"three", nil, "three"}} {
		err := WriteBy(path, 0o644, func(w io.Writer) error {
			io.WriteString(w, c.text)
			return c.err
		})
		got, readErr := os.ReadFile(path)
		if !errors.Is(err, c.err) || readErr != nil || string(got) != c.want {
			t.Errorf("%q, %v, %v; want %q", got, err, readErr, c.want)
		}
	}
	if names, _ := os.ReadDir(dir); len(names) != 1 {
		t.Errorf("%d files are left, want 1", len(names))
	}
}

func TestOpenLines(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lines.jsonl")
	for i, add := range []string{"one\ncut", "two\n", ""} {
		f, err := OpenLines(path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.WriteString(add); err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(f.Close(), SyncFolder(filepath.Dir(path))); err != nil {
			t.Fatal(err)
		}
		want := []string{"one\ncut", "one\ntwo\n", "one\ntwo\n"}[i]
		if got, err := os.ReadFile(path); err != nil || string(got) != want {
			t.Errorf("%d: %q, %v", i, got, err)
		}
	}
}

func TestEncode(t *testing.T) {
	if got, err := Encode(map[string]string{"a": "<&>"}); err != nil || string(got) != `{"a":"<&>"}` {
		t.Errorf("%s, %v", got, err)
	}
	if _, err := Encode(func() {}); err == nil {
		t.Error("a function was encoded")
	}
}
