package cli

import (
	"reflect"
	"testing"

	"github.com/spf13/cobra"
)

func TestScalars(t *testing.T) {
	got, err := scalars([]byte("# a word\naddr: \"127.0.0.1:1\"\nlimit: 5\nno-build: true\nsite:\n" +
		"columns: { a: b }\n"))
	want := map[string]scalar{"addr": {"127.0.0.1:1", 2}, "limit": {"5", 3}, "no-build": {"true", 4}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %v (%v), want %v", got, err, want)
	}
	for _, text := range []string{"", "# nothing\n", "- a list\n", "just text\n"} {
		if got, err := scalars([]byte(text)); err != nil || len(got) > 0 {
			t.Errorf("%q: got %v (%v), want nothing", text, got, err)
		}
	}
}

// TestEncodingOfFileIsNotForced: the key is for files that are no UTF, the flag for all.
func TestEncodingOfFileIsNotForced(t *testing.T) {
	c := &cobra.Command{}
	var to string
	AddEncodingFlag(c, &to)
	if err := fillFromFile(c, "plugsheet.yaml", []byte("encoding: windows-1250\n")); err != nil || to != "" {
		t.Errorf("--encoding is %q (%v), want that the file leaves it alone", to, err)
	}
}
