package each

import (
	"slices"
	"strconv"
	"testing"
)

func TestEach(t *testing.T) {
	even := func(n int) bool { return n%2 == 0 }
	list := []int{3, 4, 6}
	if got := Of(list, strconv.Itoa); !slices.Equal(got, []string{"3", "4", "6"}) {
		t.Errorf("of: %q", got)
	}
	if got := That(list, even); !slices.Equal(got, []int{4, 6}) || That(list[:1], even) != nil {
		t.Errorf("that: %d", got)
	}
	if got := Once([]int{3, 4, 3}); !slices.Equal(got, []int{3, 4}) {
		t.Errorf("once: %d", got)
	}
	if got := Count(list, even); got != 2 {
		t.Errorf("count: %d", got)
	}
}
