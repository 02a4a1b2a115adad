package studio

import "testing"

func TestDifference(t *testing.T) {
	for _, c := range []struct{ before, after, want string }{
		{"", "", ""},
		{"", "a\nb\n", "+a +b "},
		{"a\nb\n", "", "-a -b "},
		{"a\nb\nc\n", "a\nc\n", " a -b  c "},
		{"a\nb\nc\n", "a\nx\nc\nd\n", " a -b +x  c +d "},
		{"a\nx\nb\ny\n", "b\nx\na\ny\n", "-a -x  b +x +a  y "},
	} {
		got := ""
		for _, l := range difference(c.before, c.after) {
			if l.Sign == "" {
				l.Sign = " "
			}
			got += l.Sign + l.Text + " "
		}
		if got != c.want {
			t.Errorf("%q → %q: %q, want %q", c.before, c.after, got, c.want)
		}
	}
}
