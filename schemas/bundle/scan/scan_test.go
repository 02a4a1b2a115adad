package scan

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"plugsheet/schemas/problem"
)

func TestPersonal(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"write to Jane.Doe@example.com.", "email Jane.Doe@example.com"},
		{"mailto:émile+shop@école.example", "email émile+shop@école.example"},
		{"https://x.example/?m=jane%40x.example", "email jane@x.example"},
		{"logo@2x.png, @shop, a@b, {emailVisitor}@", ""},
		{"call +33 6 12 34 56 78 or 0033612345678", "phone +33 6 12 34 56 78, phone 0033612345678"},
		{"+49 (0)30 123456, tel:+14155550123", "phone +49 (0)30 123456, phone +14155550123"},
		{"+33 1 23 45 67 89 - 01/02/2024 10:00", "phone +33 1 23 45 67 89"},
		{"06 12 34 56 78", ""}, // the form of no country in particular
		{"12.345,00 € +20 %, +10 000 000 km, 1+33612345678", ""},
		{"from 100.00 to 200.00 EUR, 00123456", ""},
		{"4006381333931 0012345678905 5901234123457", ""}, // EANs
		{"00012345678905", ""},                            // GTIN-14
		{"IBAN FR14 2004 1010 0505 0001 3M02 606 please", "iban FR1420041010050500013M02606"},
		{"DE89370400440532013000", "iban DE89370400440532013000"},
		{"DE88370400440532013000 FR14 2004", ""},
		{"4111 1111 1111 1111", "card 4111 1111 1111 1111"},
		{"5555555555554444; 3782-822463-10005", "card 5555555555554444, card 3782-822463-10005"},
		{"4111111111111112 4000 1111", ""},
		{"0000000000000000 x4111111111111111 41111111111111111111 0.4111111111111111", ""},
		{"2 69 05 49 588 157 80", "social-security 2 69 05 49 588 157 80"},
		{"269054958815781", ""},
		{"https://cdn.example/4111111111111111.jpg", ""},
	} {
		var got []string
		for _, f := range personal(tt.text) {
			got = append(got, f.kind.code+" "+f.text)
		}
		if strings.Join(got, ", ") != tt.want {
			t.Errorf("%q: %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestIgnored(t *testing.T) {
	root := newIgnore(".",
		"# comment\n/index/\n/private/\n*.tmp\n!keep.tmp\ndocs/*.txt\na/**/z\nonly/\n**/deep/x\n")
	site := newIgnore("sites/ha-1", "/private/\n!b.tmp\n")
	for _, tt := range []struct {
		name string
		dir  bool
		want bool
	}{
		{"index", true, true}, {"index", false, false}, {"x/index", true, false}, {"private", true, true},
		{"sites/ha-1/private", true, true}, {"a.tmp", false, true}, {"x/y/a.tmp", false, true},
		{"x/keep.tmp", false, false}, {"sites/ha-1/b.tmp", false, false}, {"docs/a.txt", false, true},
		{"docs/x/a.txt", false, false}, {"x/docs/a.txt", false, false}, {"a/z", false, true},
		{"a/b/c/z", false, true}, {"x/only", true, true}, {"x/only", false, false}, {"deep/x", false, true},
		{"p/q/deep/x", false, true}, {"manifest.json", false, false},
	} {
		rules := []ignore{root}
		if strings.HasPrefix(tt.name, "sites/ha-1/") {
			rules = append(rules, site)
		}
		if got := ignored(rules, tt.name, tt.dir); got != tt.want {
			t.Errorf("%s (folder %t): %t", tt.name, tt.dir, got)
		}
	}
}

// A folder with everything in it: the case's files are in testdata, what is not text is made here.
func TestRun(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/bundle")); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		".gitignore": "/private/\n/index/\n", "private/customers.json": "jane@example.com",
		"index/x": "jane@example.com", "sites/ha-1/.gitignore": "/index/\n", "sites/ha-1/private/key": "x",
		"old.xlsx": "PK\x03\x04\x00\x00", "utf16.csv": "\xff\xfej\x00@\x00x\x00.\x00f\x00r\x00",
		"customers.age":    "-----BEGIN AGE ENCRYPTED FILE-----\njane@example.com\n",
		"jane@example.com": "",
		".git/config":      "jane@example.com",
		"allowed.txt":      "HELP@shop.example, +33 (0)1 23 45 67 89",
		"damaged.json":     "{\n\"x\": jane@example.com",
		"products/12.json": "[\n{\"categories\":[4111111111111111],\"keywords\":[\"EAN: " +
			"4111111111111111\",\"Note: " +
			"4111111111111111\"],\"product\":{\"id\":4111111111111111,\"reference\":\"4111111111111111\"," +
			"\"title\":\"T\"}}\n]\n",
		"products/aka.json": "[\n{\"a\":{\"jane@example.com\":[\"x\",{\"b\":\"joe@example.com\"}]}}\n]\n",
	} {
		at := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	r, err := Run(t.Context(), dir, Options{Allow: []string{"@Shop.Example", "0033123456789"}})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := problem.Print(&b, r.Problems, problem.English); err != nil {
		t.Fatal(err)
	}
	golden := filepath.Join("testdata", "problems.txt")
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(golden, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
	if strings.Contains(b.String(), "joe@") {
		t.Error("what was found is told in full")
	}
}

func FuzzPersonal(f *testing.F) {
	for _, seed := range []string{"+33 6 12 34 56 78", "FR14 2004 1010 0505 0001 3M02 606",
		"4111 1111 1111 1111", "2 69 05 49 588 157 80", "a@b.fr", "00 12345678901234"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, found := range personal(text) {
			if len(found.text) < 5 || found.masked() == "" {
				t.Errorf("%q: %q", text, found.text)
			}
		}
		s := &scan{report: Report{Problems: &problem.List{}}}
		if !s.json("x.json", []byte(text)) {
			s.lines("x.json", []byte(text))
		}
		if strings.Count(text, "**") < 3 { // each one tries every folder of the path
			ignored([]ignore{newIgnore(".", text)}, text, true)
		}
	})
}
