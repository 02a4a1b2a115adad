package index

import (
	"errors"
	"strings"
	"testing"

	"plugsheet/index/folder"
	"plugsheet/index/reader"
)

// TestGuarded: what would end the program is an error, and tells nothing of what was searched.
func TestGuarded(t *testing.T) {
	x := catalog(t, "en", shop)
	call := func(do func()) error {
		return x.Read("searching", func(*reader.Session) error {
			do()
			return nil
		})
	}
	var none []int
	for name, do := range map[string]func(){
		"an index out of range": func() { _ = none[len(t.Name())] },
		"a text":                func() { panic("jane.doe@example.com") },
		"a nil pointer":         func() { var p *Index; _ = p.Facts.Products },
	} {
		err := call(do)
		if !errors.Is(err, reader.ErrEngine) || errors.Is(err, folder.ErrDamaged) ||
			strings.Contains(err.Error(), "jane") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := call(func() {}); err != nil {
		t.Error(err)
	}
}
