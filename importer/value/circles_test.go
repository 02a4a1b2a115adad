package value

import (
	"strings"
	"testing"
)

func TestCircles(t *testing.T) {
	for _, c := range []struct {
		links []int
		want  string
	}{
		{[]int{-1, 0, 1}, ""}, {[]int{1, 0}, "010"}, {[]int{0}, "00"}, {[]int{1, 2, 1, 2}, "121"},
		{[]int{2, 0, 1, 4, 3}, "0210 343"},
	} {
		var got []string
		for _, circle := range Circles(c.links) {
			var b strings.Builder
			for _, n := range circle {
				b.WriteByte(byte('0' + n))
			}
			got = append(got, b.String())
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("circles of %v are %q, want %q", c.links, s, c.want)
		}
	}
}
