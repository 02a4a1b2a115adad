package text

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// FuzzScanner cuts the reading at odd places, which must change nothing.
func FuzzScanner(f *testing.F) {
	f.Add("a,\"b\"\"c\" ,\"d\"e\"\r\n\"x\ny\",z\n", uint8(3))
	f.Fuzz(func(t *testing.T, text string, step uint8) {
		whole := cells(NewScanner(strings.NewReader(text), ','))
		short := NewScanner(&slow{strings.NewReader(text), int(step)%7 + 1}, ',')
		if diff := cmp.Diff(whole, cells(short)); diff != "" {
			t.Error(diff)
		}
	})
}

type slow struct {
	r    io.Reader
	step int
}

func (s *slow) Read(p []byte) (int, error) { return s.r.Read(p[:min(len(p), s.step)]) }

func cells(c *Scanner) (out []string) {
	for {
		if err := c.Record(); err != nil {
			return append(out, err.Error())
		}
		start := 0
		for _, end := range c.Ends {
			out = append(out, string(c.Text[start:end]))
			start = end
		}
		out = append(out, "\n")
	}
}

// Mixed text decodes the same however it is cut.
func TestMixedDecoder(t *testing.T) {
	text := []byte("é\xE9 €\x80 \xF0\x9F\x98\x80 \xC3")
	got, err := io.ReadAll(Encoding{decoder: mixed{}}.Reader(&slow{bytes.NewReader(text), 1}))
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != "éé €€ 😀 Ã" {
		t.Errorf("%q", got)
	}
}
