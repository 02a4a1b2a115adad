package analysis

import (
	"strconv"
	"testing"
)

func TestTable(t *testing.T) {
	var table Table
	for round := range 2 {
		for i := range uint32(5000) {
			key, _ := Pack(strconv.AppendUint(nil, uint64(i)*7, 10))
			if n, found := table.Find(key); found {
				t.Fatalf("round %d: %d is there as %d before it was added", round, i, n)
			}
			table.Add(key, i)
		}
		for i := range uint32(5000) {
			key, _ := Pack(strconv.AppendUint(nil, uint64(i)*7, 10))
			if n, found := table.Find(key); !found || n != i {
				t.Fatalf("round %d: %d is found as %d, %t", round, i, n, found)
			}
		}
		if n, found := table.Find(0); found {
			t.Errorf("the empty text is found as %d", n)
		}
		table.Clear()
	}
}

func TestLexicon(t *testing.T) {
	v := newLexicon()
	for _, tt := range []struct {
		word   string
		number int
	}{{"lamp", 0}, {"thermosflasche", 1}, {"lamp", 0}, {"eightlen", 2}, {"thermosflasche", 1}, {"lam", 3}} {
		if text, n := v.find([]byte(tt.word)); text != tt.word || n != tt.number {
			t.Errorf("%s is %q with the number %d, want %d", tt.word, text, n, tt.number)
		}
	}
}
