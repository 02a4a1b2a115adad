package operate

import (
	"testing"

	"github.com/spf13/cobra"
)

// TestNoLearning demands that --no-learning is what the server is told by it.
func TestNoLearning(t *testing.T) {
	for _, args := range [][]string{nil, {"--no-learning"}} {
		o, c := &serveOptions{}, &cobra.Command{}
		o.addFlags(c)
		if err := c.ParseFlags(args); err != nil || o.noLearning != (len(args) > 0) {
			t.Errorf("%v: %v, %v", args, o.noLearning, err)
		}
	}
}
