package cases_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"plugsheet/importer"
	"plugsheet/samples"
	"plugsheet/serve/studio/cases"
)

// shop imports the sample shop, with other words in its files, and gives the bundle's folder.
func shop(t *testing.T, others map[string][2]string) string {
	t.Helper()
	in, dir := t.TempDir(), t.TempDir()
	must(t, os.CopyFS(in, samples.FS()))
	for name, words := range others {
		file := filepath.Join(in, "shop", name)
		data, err := os.ReadFile(file)
		must(t, err)
		changed := bytes.ReplaceAll(data, []byte(words[0]), []byte(words[1]))
		if bytes.Equal(changed, data) {
			t.Fatalf("%s does not hold %q", name, words[0])
		}
		must(t, os.WriteFile(file, changed, 0o600))
	}
	inputs := []string{filepath.Join(in, "shop")}
	r, err := importer.Run(t.Context(), importer.Options{Inputs: inputs, Bundle: dir})
	must(t, err)
	if !r.Written {
		t.Fatal("not imported")
	}
	return dir
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestCompare: a product that is called otherwise, and a phrase that the bot does not know any more, make
// cases worse; the same catalog makes none.
func TestCompare(t *testing.T) {
	before := shop(t, nil)
	folder := t.TempDir()
	for name, text := range map[string]string{
		"search-cases.csv": "query,expected\nridgeline tent,TENT-2P-GRN\n",
		"bot-cases.csv":    "message,expected,scenario\nHow long does delivery take?,delivery,help\n",
	} {
		must(t, os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600))
	}
	for _, c := range []struct {
		name        string
		o           cases.Options
		search, bot []string // what got worse
	}{
		{"the same", cases.Options{Before: before, After: before}, nil, nil},
		{"nothing published", cases.Options{After: before}, nil, nil},
		{"other words", cases.Options{
			Before: before, Folders: []string{t.TempDir(), folder},
			After: shop(t, map[string][2]string{
				"Products.csv": {"TENT-2P-GRN", "OTHER-1"},
				"Bot answers.csv": {
					"how long does delivery take | when will my parcel arrive | how much is shipping | " +
						"do you deliver to Switzerland | delivery costs", "how far is the moon"},
			}),
		}, []string{"ridgeline tent"}, []string{"How long does delivery take?"}},
	} {
		c.o.Now = time.Date(2030, 1, 8, 10, 0, 0, 0, time.UTC)
		r, err := cases.Compare(t.Context(), c.o)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		for name, one := range map[string]struct {
			cases.Outcome
			want []string
		}{"search": {r.Search, c.search}, "bot": {r.Bot, c.bot}} {
			var worse []string
			for _, w := range one.Worse {
				worse = append(worse, w.Text)
			}
			if !slices.Equal(worse, one.want) || one.Worst != len(one.want) {
				t.Errorf("%s: %s: worse are %q, want %q", c.name, name, worse, one.want)
			}
			made, alone := one.File == "", one.Figures[0].Before == nil
			if one.Cases == 0 || made != (c.o.Folders == nil) || alone != (c.o.Before == "") {
				t.Errorf("%s: %s: %+v", c.name, name, one.Outcome)
			}
		}
	}
}
