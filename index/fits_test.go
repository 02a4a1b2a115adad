package index

import (
	"fmt"
	"strings"
	"testing"

	"plugsheet/schemas/bundle"
)

func TestFits(t *testing.T) {
	x := catalog(t, "en",
		"Storm lantern, brass|Nordhang|light for the storm|LAMP-LTN-01|title:fr: Lanterne tempête, "+
			"laiton|Color: green\nTent pegs, set of 12||hold in the storm|PEG-12|title:fr: Sardines de tente")
	places := []string{"nowhere", "text", "trait", "class", "title", "head"}
	for _, c := range []struct{ text, want string }{
		{"", ""},
		{"lantern", "0 lantern=head"},
		{"green storm lanterns", "0 green=trait storm=title lanterns=head"},
		{"lanterne laiton", "0 lanterne=head laiton=title"}, // the title of another language
		{"the nordhang light", "0 nordhang=class light=text"},
		{"tent", "1 tent=title"},
		{"sardines", "1 sardines=head"},
		{"LAMP-LTN-01", "0 code"},
		{"PEG-12 pegs", "1 PEG-12=head pegs=head"},
		{"what does the purple elephant think of it", ""}, // of many words none is the catalog's
	} {
		got, err := x.Fits(t.Context(), c.text, 1)
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, f := range got.Products {
			all = append(all, fmt.Sprint(f.Product))
			for i, word := range got.Words {
				if !got.Code {
					all = append(all, word+"="+places[f.Places[i]])
				}
			}
		}
		if got.Code {
			all = append(all, "code")
		}
		if said := strings.Join(all, " "); said != c.want {
			t.Errorf("%q: %q, want %q", c.text, said, c.want)
		}
	}
}

func TestTitleIn(t *testing.T) {
	r := &bundle.Record{Keywords: []string{"title:fr: Lanterne", "title:de: "}}
	r.Product.Title = "Lantern"
	for tag, want := range map[string]string{"fr": "Lanterne", "de": "Lantern", "en": "Lantern"} {
		if got := TitleIn(r, tag); got != want {
			t.Errorf("%s: %q, want %q", tag, got, want)
		}
	}
}
