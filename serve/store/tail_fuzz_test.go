package store

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"plugsheet/schemas/bundle"
)

// FuzzTail reads a journal that strangers' hands, or a broken disk, may have changed, from any position:
// every whole line behind the position comes, once and in order, and a position that is not one begins the
// part again.
func FuzzTail(f *testing.F) {
	f.Add([]byte("{\"time\":\"x\"}\n{\"n\":2}\n"), []byte("{}\n"), int64(0), "")
	f.Add([]byte("a\n\n\nb"), []byte("c"), int64(2), "x")
	f.Add([]byte(""), []byte("\n\xff\x00\n"), int64(1), "")
	dir := f.TempDir()
	must(f, os.Mkdir(filepath.Join(dir, bundle.PrivateDir), 0o700))
	f.Fuzz(func(t *testing.T, old, data []byte, offset int64, line string) {
		must(t, os.WriteFile(privateFile(dir, "journal-000001.jsonl"), old, 0o600))
		must(t, os.WriteFile(privateFile(dir, journalName), data, 0o600))
		j := NewJournal(JournalOptions{Dir: dir})
		defer j.Close()
		at := cursor{Part: 1, Offset: max(0, offset), Line: line}
		want := linesOf(data)
		if at.Offset <= int64(len(old)) && at.fits(bytes.NewReader(old), int64(len(old))) {
			want = append(linesOf(old[at.Offset:]), want...)
		} else {
			want = append(linesOf(old), want...)
		}
		q := &queue{j: j, at: at, begun: true}
		for i := 0; ; i++ {
			got, err := q.Next()
			if errors.Is(err, io.EOF) {
				if i != len(want) {
					t.Fatalf("%d lines, want %d", i, len(want))
				}
				return
			}
			if err != nil && !errors.Is(err, ErrNoAction) {
				t.Fatal(err)
			}
			if i >= len(want) || got.ID != DeliveryID(want[i]) {
				t.Fatalf("line %d: %+v of %q", i, got, want)
			}
			q.at = *q.after
		}
	})
}

// linesOf are the whole lines of data.
func linesOf(data []byte) (all [][]byte) {
	for line := range bytes.Lines(data) {
		if body, ok := bytes.CutSuffix(line, []byte("\n")); ok {
			all = append(all, body)
		}
	}
	return all
}

// FuzzDeadLetters reads dead letters that a hand may have changed, moves half of them, and finds every line
// again, in one of the two files.
func FuzzDeadLetters(f *testing.F) {
	f.Add([]byte(`{"id":"a","action":{"time":"x"}}` + "\n" +
		`{"id":"b","action":{"time":"x"}}` + "\nnothing\n"))
	f.Add([]byte("\n\n{}\n{\"id\":1}"))
	dir := f.TempDir()
	must(f, os.Mkdir(filepath.Join(dir, bundle.PrivateDir), 0o700))
	f.Fuzz(func(t *testing.T, data []byte) {
		os.Remove(privateFile(dir, retryName))
		must(t, os.WriteFile(privateFile(dir, deadName), data, 0o600))
		count, odd := 0, false
		for _, err := range DeadLetters(dir) {
			if err == nil {
				count++
			} else if !errors.Is(err, ErrNoAction) {
				t.Fatal(err)
			}
		}
		must(t, RetryDeadLetters(dir, func(DeadLetter) bool { odd = !odd; return odd }))
		moved := 0
		for _, err := range letters(dir, retryName, 0) {
			must(t, err)
			moved++
		}
		if moved != (count+1)/2 {
			t.Errorf("%d of %d moved", moved, count)
		}
		left, err := os.ReadFile(privateFile(dir, deadName))
		must(t, err)
		queued, err := os.ReadFile(privateFile(dir, retryName))
		if moved > 0 {
			must(t, err)
		}
		if len(linesOf(left))+len(linesOf(queued)) != len(linesOf(data)) {
			t.Errorf("%q became %q and %q", data, left, queued)
		}
	})
}
