package judge

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAppendCases(t *testing.T) {
	cases := []Case{
		{Query: "torch", Wants: []Want{{"LA-1", 1}, {"LA-2", 1}}},
		{Query: "a, \"b\"; c", Wants: []Want{{"X", 2}}}, {Query: "torch", Wants: []Want{{"LA-9", 1}}},
		{Query: "nothing"},
	}
	for _, c := range []struct {
		name, old, want string
		added           int
	}{
		{"new", "", "query,expected,grade\ntorch,LA-1,1\ntorch,LA-2,1\n\"a, \"\"b\"\"; c\",X,2\nnothing,,\n",
			3},
		{"kept", "\ufeffgrade;note;Expected;Query\r\n1;\"my own\";LA-3;lamp", // as a spreadsheet writes it
			"\ufeffgrade;note;Expected;Query\r\n1;\"my " +
				"own\";LA-3;lamp\r\n1;;LA-1;torch\r\n1;;LA-2;torch\r\n2;;X;\"a, \"\"b\"\"; " +
				"c\"\r\n;;;nothing\r\n", 3},
		{"there", "query,expected\ntorch,LA-7\n\"a, \"\"b\"\"; c\",X\nnothing,\n",
			"query,expected\ntorch,LA-7\n\"a, \"\"b\"\"; c\",X\nnothing,\n", 0},
		{"found now", "query,expected\ntorch,\n",
			"query,expected\ntorch,\ntorch,LA-1\ntorch,LA-2\n\"a, \"\"b\"\"; c\",X\nnothing,\n", 3},
	} {
		text, added, err := AppendCases([]byte(c.old), cases)
		if err != nil || added != c.added {
			t.Errorf("%s: %d added, %v", c.name, added, err)
		}
		if diff := cmp.Diff(c.want, string(text)); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
		if _, err := ReadCases(bytes.NewReader(text)); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if _, _, err := AppendCases([]byte("a,b\n"), cases); err == nil {
		t.Error("a file without the columns was taken")
	}
}
