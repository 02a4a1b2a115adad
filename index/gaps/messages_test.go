package gaps

import (
	"os"
	"path/filepath"
	"testing"

	"plugsheet/schemas/bundle"
)

// Messages are counted beside queries and forgotten by themselves; what looks like a person's is not counted.
func TestMessages(t *testing.T) {
	dir := t.TempDir()
	at := Messages(Folder(dir))
	for _, values := range []Values{Folder(dir), at} {
		c := NewCounter(CounterOptions{Values: values})
		c.Count("Do you gift wrap?")
		c.Count("do you gift  wrap?")
		c.Count("my address is ann@shop.example")
		c.Close()
	}
	all, err := Read(t.Context(), at)
	if err != nil || len(all) != 1 || all[0].Query != "do you gift wrap?" || all[0].Count != 2 {
		t.Fatalf("%v, %v", all, err)
	}
	if err := Forget(t.Context(), at, "Do you gift wrap?"); err != nil {
		t.Fatal(err)
	}
	if all, err = Read(t.Context(), at); err != nil || len(all) > 0 {
		t.Errorf("forgotten: %v, %v", all, err)
	}
	if all, err = Read(t.Context(), Folder(dir)); err != nil || len(all) != 1 {
		t.Errorf("the searches: %v, %v", all, err)
	}
	info, err := os.Stat(filepath.Join(dir, bundle.PrivateDir, messagesName))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
}
