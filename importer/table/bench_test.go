package table

import (
	"os"
	"testing"
	"time"
)

func TestTmp(t *testing.T) {
	st := time.Now()
	b, err := Open(os.Getenv("F"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Log(b.Sheets[0].Format, time.Since(st))
	n, c := 0, 0
	for r, err := range b.Sheets[0].Rows(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		n++
		c += len(r.Cells)
		if n < 4 {
			t.Log(r)
		}
	}
	t.Log(n, c, time.Since(st))
}
