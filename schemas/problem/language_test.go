package problem

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseLanguage(t *testing.T) {
	for name, want := range map[string]Language{
		"fr": French, "fr_FR.UTF-8": French, "fr-CA": French, "de_DE@euro": German, "DE": German,
		"en_GB.UTF-8": English, "C": English, "C.UTF-8": English, "POSIX": English,
	} {
		if got, ok := ParseLanguage(name); !ok || got != want {
			t.Errorf("%q: %q %v, want %q", name, got, ok, want)
		}
	}
	for _, name := range []string{"", "es_ES.UTF-8", "frp", "tlh"} {
		if got, ok := ParseLanguage(name); ok || got != English {
			t.Errorf("%q: %q %v, want none", name, got, ok)
		}
	}
}

func TestSayNests(t *testing.T) {
	p := Errorf(Position{}, "x", "no value for %s, which every row must have", "title").
		Hintf("fill it in, or in plugsheet.yaml: %s", Textf("fill it in"))
	for l, want := range map[Language]string{
		English: "no value for title, which every row must have|fill it in, or in plugsheet.yaml: fill it in",
		French: "il manque title, obligatoire dans chaque ligne|remplissez la cellule, ou dans " +
			"plugsheet.yaml : remplissez la cellule",
		German: "title fehlt; jede Zeile braucht einen Wert dafür|ausfüllen, oder in plugsheet.yaml: " +
			"ausfüllen",
	} {
		if got := p.In(l).Message() + "|" + p.In(l).Hint(); got != want {
			t.Errorf("%s: %s, want %s", l, got, want)
		}
	}
	if p.Format() != "no value for %s, which every row must have" {
		t.Errorf("the format changed to %q", p.Format())
	}
}

// What a hint gives to paste is the problem's too, and what the hint says before it stays sayable.
func TestPastes(t *testing.T) {
	const line = Paste(`sheets: { "A": ignore }`)
	p := Errorf(Position{}, "x", "x")
	for _, c := range []struct {
		p               Problem
		english, german string
	}{
		{p.Hintf("fill it in"), "fill it in", "ausfüllen"},
		{p.Hintf("fill it in, or in plugsheet.yaml: %s", line), "fill it in", "ausfüllen"},
		{p.Hintf("did you mean %q? rename the sheet; or in plugsheet.yaml: %s", "B", line),
			`did you mean "B"? rename the sheet`, `war "B" gemeint? das Blatt umbenennen`},
		{p.Hintf("in plugsheet.yaml: %s", line), "", ""},
		{p.Hintf("to take them all the same: %s", Paste("--with-unpublished")), "", ""},
	} {
		if got := c.p.Aside(English) + "|" + c.p.Aside(German); got != c.english+"|"+c.german {
			t.Errorf("%s: aside is %s", c.p.Hint(), got)
		}
		if len(c.p.Pastes) > 0 && !strings.HasSuffix(c.p.Hint(), string(c.p.Pastes[0])) {
			t.Errorf("%q: to paste is %q", c.p.Hint(), c.p.Pastes)
		}
	}
}

func TestCount(t *testing.T) {
	for l, want := range map[Language]string{
		English: "0 errors, 1 error, 2 errors", French: "0 erreur, 1 erreur, 2 erreurs",
		German: "0 Fehler, 1 Fehler, 2 Fehler",
	} {
		var got []string
		for n := range 3 {
			got = append(got, l.Count(n, "%d error", "%d errors"))
		}
		if d := cmp.Diff(want, strings.Join(got, ", ")); d != "" {
			t.Error(d)
		}
	}
}

func TestPrintInFrench(t *testing.T) {
	var l List
	l.Add(Warnf(Position{File: "a.csv", Row: 2, Column: 1}, "bad-email", "this looks like no e-mail address").
		WithValue("x"))
	l.Add(Errorf(Position{File: "a.csv", Row: 3, Column: 1}, "missing-value",
		"no value for %s, which every row must have", "id").Hintf("fill it in"))
	var b strings.Builder
	if err := Print(&b, &l, French); err != nil {
		t.Fatal(err)
	}
	want := "a.csv!A2: avertissement : cela ne ressemble pas à une adresse e-mail: \"x\"\n" +
		"a.csv!A3: il manque id, obligatoire dans chaque ligne\n  conseil : remplissez la cellule\n"
	if d := cmp.Diff(want, b.String()); d != "" {
		t.Error(d)
	}
}
