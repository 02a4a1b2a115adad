package bounded

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestReadFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "x")
	for size, fits := range map[int]bool{0: true, 1023: true, 1024: true, 1025: false, 1 << 20: false} {
		if err := os.WriteFile(name, make([]byte, size), 0o600); err != nil {
			t.Fatal(err)
		}
		data, err := ReadFile(name, kiB)
		var large *Error
		switch {
		case fits && (err != nil || len(data) != size):
			t.Errorf("%d bytes: %d, %v", size, len(data), err)
		case !fits && (!errors.As(err, &large) ||
			err.Error() != name+": more than 1 KiB, which is the limit of such a file" || large.Hint == ""):
			t.Errorf("%d bytes: %v", size, err)
		}
	}
	if _, err := ReadFile(name+"x", kiB); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
}

// TestReaderEndless stops at the limit.
func TestReaderEndless(t *testing.T) {
	endless, in := io.Pipe()
	go func() {
		for {
			if _, err := in.Write(make([]byte, 1000)); err != nil {
				return
			}
		}
	}()
	defer endless.Close()
	data, err := io.ReadAll(Reader(endless, "pipe", 10*kiB))
	if err == nil || err.Error() != "pipe: more than 10 KiB, which is the limit of such a file" ||
		len(data) > 10*kiB {
		t.Errorf("%d bytes, %v", len(data), err)
	}
}

func TestJSON(t *testing.T) {
	deep := func(open, end string, n int) string { return strings.Repeat(open, n) + strings.Repeat(end, n) }
	for text, deeper := range map[string]bool{
		``: false, `{}`: false, `[1, "a"]`: false,
		deep("[", "]", 100):                        false,
		deep("[", "]", 101):                        true,
		deep(`{"a":`, "}", 100):                    false,
		deep(`{"a":`, "}", 101):                    true,
		deep(`[{"a":`, "}]", 51):                   true,
		strings.Repeat("[", 1_000_000):             true,
		`"` + strings.Repeat("[", 1000) + `"`:      false,
		`"\"` + strings.Repeat("[", 1000) + `"`:    false,
		`["\\"` + strings.Repeat(",[", 1000):       true,
		`["]]]"` + strings.Repeat(`,["]]]"`, 1000): true,
		strings.Repeat("[],", 1000):                false,
		strings.Repeat("]", 1000):                  false,
		"\x00" + strings.Repeat("[", 1000):         true,
	} {
		if err := JSON([]byte(text)); deeper != (err != nil) {
			t.Errorf("%.40s: %v", text, err)
		}
	}
}
