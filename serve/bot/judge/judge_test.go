package judge

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"plugsheet/importer"
	"plugsheet/index"
	"plugsheet/index/build"
	"plugsheet/index/judge"
	"plugsheet/schemas/bundle"
	"plugsheet/serve/bot"
)

// understanding is a shop with 60 answers in English and in French. What its visitors say was written after
// its phrases, by topic and not by phrase. Each set was looked at once before anything was changed for it: at
// first sight
//
//	fresh    93.3 % right,  3.7 % wrong; it often says the phrases' own words
//	second   51.9 % right,  8.8 % wrong; by somebody who had not read the matcher, before there were synonyms
//	third    86.6 % right,  6.7 % wrong; written with the second
//	fourth   54.3 % right, 17.0 % wrong; meant to say nothing that the synonyms say
//	fifth    92.5 % right,  3.3 % wrong; plain sentences
//
// The figures of the matcher were found with all of them, and tuned from the beginning.
const understanding = "testdata/understanding"

// noon is when the cases are said.
var noon = time.Date(2030, 7, 1, 12, 0, 0, 0, time.UTC)

func readScript(t *testing.T, folder string) *bot.Script {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "bundle")
	r, err := importer.Run(context.Background(), importer.Options{
		Inputs: []string{filepath.Join(folder, "Bot scenarios.csv"),
			filepath.Join(folder, "Bot answers.csv")}, Bundle: dir,
	})
	if err != nil || r.Problems.Errors() > 0 {
		t.Fatalf("importing %s: %d problems, %v", folder, r.Problems.Errors(), err)
	}
	b, err := bundle.Open(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	s, err := bot.Read(b, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestUnderstanding(t *testing.T) {
	script := readScript(t, understanding)
	for _, c := range []struct {
		file         string
		least        int
		right, wrong float64
	}{
		{"cases-tuned.csv", 300, 0.90, 0.03},
		{"cases-fresh.csv", 150, 0.90, 0.03},
		{"cases-second.csv", 230, 0.90, 0.03},
		{"cases-third.csv", 160, 0.90, 0.04},
		{"cases-fourth.csv", 90, 0.80, 0.03},
		{"cases-fifth.csv", 120, 0.90, 0.03},
	} {
		f, err := os.Open(filepath.Join(understanding, c.file))
		if err != nil {
			t.Fatal(err)
		}
		cases, err := ReadCases(f)
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		if missing := Unknown(script, cases); len(missing) > 0 {
			t.Errorf("%s: %v", c.file, missing)
		}
		r, err := Run(context.Background(), script, cases, noon)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %d cases, %.1f %% right, %.1f %% wrong, %.1f %% asked", c.file, r.Cases, 100*r.Right,
			100*r.Wrong, 100*r.Asked)
		if r.Cases < c.least || r.Right < c.right || r.Wrong > c.wrong {
			for _, one := range r.Results {
				if one.Verdict != Right {
					t.Logf("%d %s %q: want %v, got %s %v", one.Line, one.Verdict, one.Message,
						one.Expected, one.Got, one.Guesses)
				}
			}
			t.Errorf("%s is below its bars", c.file)
		}
	}
}

// TestShop lets visitors of the sample shop and of a German one ask for products, in words of their own, and
// write what is no product, too. At first sight, before anything was changed for them: first 52.8 % right,
// 17.0 % wrong; second 92.5 and 1.2; third, which is oblique, 84.7 and 7.1; fourth 91.1 and 2.5; the German
// ones 34.4 and 9.4, then 95.5 and 0; the fifth, which asks for prices, stock, colors and what there is not,
// 88.4 and 5.1, its German sister 84.5 and 5.2, that in Spanish, Italian, Dutch and Portuguese 86.5 and 4.8;
// the sixth 87.1 and 3.8; the ninth 95.6 and 0.7, its German sister, the sixth, 85.0 and 2.5, the third in
// Spanish, Italian, Dutch and Portuguese 100 and 0; the tenth 88.5 and 3.5; the eleventh
// 91.8 and 4.6, the German seventh 97.7 and 0, the fourth in the other languages 96.4 and 3.6;
// the twelfth 95.9 and 0.8, the thirteenth 96.8 and 1.6.
func TestShop(t *testing.T) {
	shops := map[string]*bot.Script{
		"":    readShop(t, "../../../samples/inputs/shop"),
		"-de": readShop(t, filepath.Join("testdata", "laden")),
		"-es": readShop(t, filepath.Join("testdata", "tienda")),
	}
	for _, c := range []struct{ set, shop string }{
		{"first", ""}, {"second", ""}, {"third", ""}, {"fourth", ""}, {"fifth", ""}, {"sixth", ""},
		{"first", "-de"}, {"second", "-de"}, {"third", "-de"}, {"first", "-es"},
		{"seventh", ""}, {"fourth", "-de"}, {"second", "-es"}, {"eighth", ""}, {"fifth", "-de"},
		{"ninth", ""}, {"sixth", "-de"}, {"third", "-es"}, {"tenth", ""},
		{"eleventh", ""}, {"seventh", "-de"}, {"fourth", "-es"}, {"twelfth", ""}, {"thirteenth", ""},
	} {
		f, err := os.Open(filepath.Join("testdata", "shop", "cases-"+c.set+c.shop+".csv"))
		if err != nil {
			t.Fatal(err)
		}
		cases, err := ReadCases(f)
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		if missing := Unknown(shops[c.shop], cases); len(missing) > 0 {
			t.Errorf("%s%s: %v", c.set, c.shop, missing)
		}
		r, err := Run(context.Background(), shops[c.shop], cases, noon)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s%s: %d cases, %.1f %% right, %.1f %% wrong", c.set, c.shop, r.Cases,
			100*r.Right, 100*r.Wrong)
		if r.Cases < 12 || r.Right < 0.93 || r.Wrong > 0.03 {
			for _, one := range r.Results {
				if one.Verdict != Right {
					t.Logf("%d %s %q: want %v, got %s %v", one.Line, one.Verdict, one.Message,
						one.Expected, one.Got, one.Shown)
				}
			}
			t.Errorf("%s%s is below its bars", c.set, c.shop)
		}
	}
}

// readShop makes the script of a shop's sheets, with its catalog.
func readShop(t *testing.T, folder string) *bot.Script {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "bundle")
	r, err := importer.Run(t.Context(), importer.Options{Inputs: []string{folder}, Bundle: dir})
	if err != nil || r.Problems.Errors() > 0 {
		t.Fatalf("importing %s: %v", folder, err)
	}
	b, err := bundle.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := build.Build(t.Context(), b, build.Options{}); err != nil {
		t.Fatal(err)
	}
	x, err := index.Open(t.Context(), b)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.Close() })
	s, err := bot.Read(b, x)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// A case says its moment, and which products are to be among the cards.
func TestCaseColumns(t *testing.T) {
	cases, err := ReadCases(strings.NewReader(
		"message,expected,product,at\nx,products,A-1|A-2,2030-11-29 09:00\nx,,,2030-11-29T09:00:00Z\n"))
	if err != nil || len(cases) != 2 || !slices.Equal(cases[0].Products, []string{"A-1", "A-2"}) {
		t.Fatalf("%+v, %v", cases, err)
	}
	zone := time.FixedZone("", 3600)
	for i, want := range []string{"2030-11-29T09:00:00+01:00", "2030-11-29T09:00:00Z"} {
		if got := cases[i].moment(zone, noon).Format(time.RFC3339); got != want {
			t.Errorf("%d: %s, want %s", i, got, want)
		}
	}
	for shown, want := range map[string]Verdict{"A-2": Right, "A-3": Wrong} {
		if got := verdict(Result{Case: cases[0], Got: Products, Shown: []string{"A-0", shown}}); got != want {
			t.Errorf("%s: %s, want %s", shown, got, want)
		}
	}
}

func TestVerdicts(t *testing.T) {
	script := readScript(t, understanding)
	cases, err := ReadCases(
		strings.NewReader(
			"\ufeffmessage;expected;scenario;conversation\nhello;greeting|" +
				"thanks;en;\nhello;ask;en;\nqwertz;greeting;en;1\nasdf;;en;1\nhello;x;de;\nhello;y;en;\n"))
	if err != nil {
		t.Fatal(err)
	}
	r, err := Run(context.Background(), script, cases, noon)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, one := range r.Results {
		got = append(got, string(one.Verdict)+" "+one.Got)
	}
	if want := "right greeting, wrong greeting, asked ask, right ask, wrong greeting"; strings.Join(got,
		", ") != want {
		t.Errorf("%q, want %q", got, want)
	}
	if r.Cases != 5 || r.Right != 0.4 || r.Wrong != 0.4 || r.Asked != 0.2 {
		t.Errorf("%+v", r)
	}
	missing := Unknown(script, cases)
	if len(missing) != 2 || missing[0] != (Missing{6, "scenario", "de"}) ||
		missing[1] != (Missing{7, "answer", "y"}) {
		t.Errorf("missing %v", missing)
	}
}

func TestReadCasesSaysWhere(t *testing.T) {
	for text, line := range map[string]int{"": 1, "a,b\n": 1, "message,expected,at\nhello,x,tomorrow\n": 2,
		"message,expected\nhello,x\n,y\n": 3, "message,expected\n\"a,b\n": 2} {
		_, err := ReadCases(strings.NewReader(text))
		var at *judge.CaseError
		if !errors.As(err, &at) || at.Line < line {
			t.Errorf("%q: %v", text, err)
		}
	}
}
