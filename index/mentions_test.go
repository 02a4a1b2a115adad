package index

import (
	"context"
	"fmt"
	"strings"
	"testing"
)

func TestMentions(t *testing.T) {
	lines := "Storm lantern, brass|Nordhang|light for the storm|LAMP-LTN-01\nRidgeline tent, 2 " +
		"persons|Nordhang||TENT-2P\nWool blanket||warm|BLK-1|EAN: 4006381333931\nHammock||hangs between trees|1234"
	for i := range maxMentioned + 1 {
		lines += fmt.Sprintf("\nHoodie number %d", i)
	}
	x := catalog(t, "en", lines)
	for _, c := range []struct{ text, want string }{
		{"", ""},
		{"hello, can you help me?", ""},
		{"Do you have the Storm lantern in blue?", "Storm lantern=0"},
		{"are these storm-lanterns waterproof", "storm-lanterns=0"},
		{"I saw the tent, Ridgeline tent for 2 persons!", "Ridgeline tent for 2 persons=1"},
		{"a tent of Ridgeline", ""}, // not as they stand in the title
		{"LAMP-LTN-01 please", "[LAMP-LTN-01]=0"},
		{"lamp ltn 01, please", "[lamp ltn 01]=0"},
		{"is 4006381333931 there", "[4006381333931]=2"},
		{"I pay 1234 for 2", ""}, // 1234 is a reference, and too short for a number
		{"the HAMMOCK", "HAMMOCK=3"},
		{"2 persons want a hammock and the storm lantern LAMP-LTN-01",
			"hammock=3 storm lantern=0 [LAMP-LTN-01]=0"},
		{"hoodie number", ""}, // a kind of product, not one
		{"<img onerror=alert(1)> storm   lantern", "storm   lantern=0"},
	} {
		got, err := x.Mentions(context.Background(), c.text)
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, m := range got {
			text := c.text[m.From:m.To]
			if m.Code {
				text = "[" + text + "]"
			}
			all = append(all, fmt.Sprintf("%s=%d", text, m.Products[0]))
		}
		if said := strings.Join(all, " "); said != c.want {
			t.Errorf("%q: %q, want %q", c.text, said, c.want)
		}
	}
}

// FuzzMentions reads strangers' messages: whatever they hold, each mention lies in the text and names
// products.
func FuzzMentions(f *testing.F) {
	x := catalog(f, "en", "Storm lantern|Nordhang|light|LAMP-LTN-01\nHammock|||12345\nÉtui à l'œuf||x|É-1")
	for _, seed := range []string{"storm lantern", "12345 LAMP-LTN-01", "l'œuf É-1", "\xff\xfe 12345",
		"storm\u0000lantern", "étui à l’œuf"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		all, err := x.Mentions(context.Background(), text)
		if err != nil {
			t.Fatal(err)
		}
		end := 0
		for _, m := range all {
			if m.From < end || m.To <= m.From || m.To > len(text) || len(m.Products) == 0 ||
				len(m.Products) > maxMentioned {
				t.Fatalf("%q: %+v", text, m)
			}
			end = m.To
		}
	})
}
