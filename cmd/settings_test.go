package cmd

import (
	"io"
	"reflect"
	"slices"
	"testing"

	"github.com/spf13/cobra"

	"plugsheet/importer"
)

// A key of plugsheet.yaml is a flag's or the importer's, never both, but for the profile: a mapping names it and a flag
// overrides it.
func TestSettingsAndMappingKeysAreApart(t *testing.T) {
	names := settingNames(newRoot(process{stdout: io.Discard, stderr: io.Discard}))
	for _, want := range []string{"addr", "addr-file", "bundle", "no-build", "site", "limit", "json"} {
		if !slices.Contains(names, want) {
			t.Errorf("%s cannot be set in plugsheet.yaml; those that can: %q", want, names)
		}
	}
	same := []string{"profile", "allow", encodingFlag} // mean the same as the flag of their name, or never set it
	for f := range reflect.TypeFor[importer.Config]().Fields() {
		if key := f.Tag.Get("yaml"); key == "" || !slices.Contains(same, key) && slices.Contains(names, key) {
			t.Errorf("the importer's key %q is a flag too, or empty", key)
		}
	}
}

func TestScalars(t *testing.T) {
	got, err := scalars([]byte("# a word\naddr: \"127.0.0.1:1\"\nlimit: 5\nno-build: true\nsite:\ncolumns: { a: b }\n"))
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

func TestFileName(t *testing.T) {
	for id, want := range map[string]string{
		"12":     "12",
		"a-b_C":  "a-b_C",
		"..":     "~2E~2E",
		"a/b é~": "a~2Fb~20~C3~A9~7E",
	} {
		if got := fileName(id); got != want {
			t.Errorf("%q: %q, want %q", id, got, want)
		}
	}
	long, other := fileName(string(make([]byte, 500))), fileName(string(make([]byte, 501)))
	if len(long) > maxName || long == other {
		t.Errorf("long ids: %q and %q", long, other)
	}
}

func TestLoopback(t *testing.T) {
	for host, want := range map[string]bool{
		"127.0.0.1": true, "127.8.8.8": true, "::1": true, "::ffff:127.0.0.1": true, "localhost": true, "LOCALHOST": true,
		"": false, "0.0.0.0": false, "::": false, "10.0.0.1": false, "example.com": false, "localhost.example.com": false,
	} {
		if got := loopback(host); got != want {
			t.Errorf("%q: %v, want %v", host, got, want)
		}
	}
}

func TestPlural(t *testing.T) {
	for want, c := range map[string]struct {
		n    int
		noun string
	}{"0 errors": {0, "error"}, "1 category": {1, "category"}, "2 categories": {2, "category"}} {
		if got := plural(c.n, c.noun); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestShellLine(t *testing.T) {
	for want, words := range map[string][]string{
		"plugsheet import demo/shop.xlsx -o bundle": {"plugsheet", "import", "demo/shop.xlsx", "-o", "bundle"},
		`"my shop.xlsx" "l'été.csv" Prix_TTC.csv`:   {"my shop.xlsx", "l'été.csv", "Prix_TTC.csv"},
		`'5 "inch".csv' '$x.csv' 'it'\''s a $.csv'`: {`5 "inch".csv`, "$x.csv", "it's a $.csv"},
		`"" "a(1).csv" "a&b.csv" "*.csv"`:           {"", "a(1).csv", "a&b.csv", "*.csv"},
	} {
		if got := shellLine(words...); got != want {
			t.Errorf("shellLine(%q) is %s, want %s", words, got, want)
		}
	}
}

// TestEncodingOfFileIsNotForced: the key is for files that are no UTF, the flag for all.
func TestEncodingOfFileIsNotForced(t *testing.T) {
	c := &cobra.Command{}
	var to string
	addEncodingFlag(c, &to)
	if err := fillFromFile(c, "plugsheet.yaml", []byte("encoding: windows-1250\n")); err != nil || to != "" {
		t.Errorf("--encoding is %q (%v), want that the file leaves it alone", to, err)
	}
}
