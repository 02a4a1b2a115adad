package desk_test

import (
	"os"
	"testing"

	"plugsheet/serve/pagetest"
)

func TestMain(m *testing.M) { os.Exit(pagetest.Main(m)) }

// newTab opens an empty page. Pictures of shops that there are not are forgiven, and what holds one of the
// texts of forgive.
func newTab(t testing.TB, forgive ...string) *pagetest.Tab {
	t.Helper()
	b := pagetest.Open(t, append(forgive, "ERR_NAME_NOT_RESOLVED")...)
	b.Size(1280, 900)
	return b
}
