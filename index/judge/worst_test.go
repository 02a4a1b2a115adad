package judge

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWorst(t *testing.T) {
	result := func(query string, s Score) Result { return Result{Case: Case{Query: query}, Score: s} }
	r := Report{Results: []Result{
		result("perfect", Score{Recall1: 1, Recall5: 1, MRR: 1, NDCG: 1}),
		result("second", Score{Recall5: 1, MRR: 0.5, NDCG: 0.63}),
		result("lost", Score{}),
		result("wrong order", Score{Recall1: 1, Recall5: 1, MRR: 1, NDCG: 0.9}),
		result("half", Score{Recall1: 1, Recall5: 0.5, MRR: 1, NDCG: 0.7}),
		result("lost too", Score{}),
	}}
	for n, want := range map[int][]string{0: nil, 2: {"lost", "lost too"},
		9: {"lost", "lost too", "second", "half", "wrong order"}} {
		var got []string
		for _, w := range r.Worst(n) {
			got = append(got, w.Query)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("the worst %d (-want +got):\n%s", n, d)
		}
	}
}

// TestReadCasesOfOffice reads what office programs write: semicolons, several products in a cell.
func TestReadCasesOfOffice(t *testing.T) {
	got, err := ReadCases(strings.NewReader("query;expected;grade\r\n\"a; b\";X-1 | 12|;3\r\nnone;;\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := []Case{{Query: "a; b", Wants: []Want{{"X-1", 3}, {"12", 3}}, Line: 2}, {Query: "none", Line: 3}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}
