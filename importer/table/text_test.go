package table

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"

	"plugsheet/schemas/problem"
)

func TestRecords(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"plain":                   {"a,b\n1,2\n", "1: a | b\n2: 1 | 2"},
		"no line end":             {"a,b\n1,2", "1: a | b\n2: 1 | 2"},
		"carriage returns":        {"a,b\r1,2\r\r3,4", "1: a | b\n2: 1 | 2\n4: 3 | 4"},
		"windows line ends":       {"a,b\r\n\r\n1,2\r\n", "1: a | b\n3: 1 | 2"},
		"blank rows":              {"a,b\n,\n \t,\n\n1,2\n", "1: a | b\n5: 1 | 2"},
		"trailing blanks":         {"a,b,,\n1,,3,\n", "1: a | b\n2: 1 |  | 3"},
		"lines inside a cell":     {"a,b\n\"x\r\ny\",2\n3,4\n", "1: a | b\n2: x\r\ny | 2\n3: 3 | 4"},
		"doubled quotes":          {"a,\"say \"\"hi\"\"\"\n", `1: a | say "hi"`},
		"empty quotes":            {"a,\"\",b\n", "1: a |  | b"},
		"blanks around quotes":    {"a,  \"b,c\" ,d\n", "1: a | b,c | d"},
		"quotes inside":           {"a,5\" TV,b\n", `1: a | 5" TV | b`},
		"quotes not doubled":      {"a,\"5\" TV, black\",b\n", `1: a | 5" TV, black | b`},
		"quotes around one word":  {"a,\"Best\" shoes,\"b\"\n1,2,3\n", "1: a | Best shoes | b\n2: 1 | 2 | 3"},
		"quote at the line's end": {"a,\"b\"c\nd,e\n", "1: a | bc\n2: d | e"},
		"backslash":               {"a,\"b\\\",c\n", `1: a | b\ | c`},
		"comment stays":           {"#1,b\n# x,c\n", "1: #1 | b\n2: # x | c"},
		"byte order mark":         {"\uFEFFa,b\n", "1: a | b"},
		"no-break space":          {"a,\u00a0b\u00a0\n", "1: a | b"},
		"sep line":                {"sep=;\na;b,c\n", "2: a | b,c"},
		"sep line in quotes":      {"\"sep=|\"\r\na|b\r\n", "2: a | b"},
		"tab":                     {"a\tb, c\n1\t2, 3\n", "1: a | b, c\n2: 1 | 2, 3"},
		"leading zeros stay":      {"id,ean\n007,5901234123457\n", "1: id | ean\n2: 007 | 5901234123457"},
		"never closed": {"a,b\n1,2\n3,\"x\ny",
			"1: a | b\n2: 1 | 2\n! !B3: opens a quote that is never closed"},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t, write(t, "Products.csv", c.in), Options{}).Sheets[0]
			want := strings.Split(c.want, "\n")
			if strings.Contains(c.in, "x\r\ny") {
				want = []string{"1: a | b", "2: x\r\ny | 2", "3: 3 | 4"}
			}
			equal(t, want, rows(t, s))
			equal(t, want, rows(t, s)) // reading starts anew
			equal(t, "Products", s.Title())
		})
	}
}

func TestRawKeepsBlanks(t *testing.T) {
	s := open(t, write(t, "a.csv", " a ,\" b \"\n"), Options{}).Sheets[0]
	for r := range s.Rows(t.Context()) {
		equal(t, []Cell{{Text: "a", Raw: " a ", Kind: Text}, {Text: "b", Raw: " b ", Kind: Text}}, r.Cells)
	}
}

func TestDelimiterGiven(t *testing.T) {
	s := open(t, write(t, "a.csv", "a;b,c\n"), Options{Delimiter: ','}).Sheets[0]
	equal(t, []string{"1: a;b | c"}, rows(t, s))
	_, err := Open(write(t, "a.csv", "a;b,c\n"), Options{Delimiter: '€'})
	refused(t, err, "cannot be cut at the delimiter €")
}

func TestEncodings(t *testing.T) {
	text := "id,title,price\n1,Crème brûlée,\"12,50 €\"\n2,Œuf & cœur,\"3 €\"\n"
	pad := strings.Repeat("3,plain,\"1\"\n", 60_000) // the accents come long after what is looked at first
	wide := func(s string, big bool) string {
		var b strings.Builder
		for _, u := range utf16.Encode([]rune(s)) {
			if big {
				b.Write([]byte{byte(u >> 8), byte(u)})
			} else {
				b.Write([]byte{byte(u), byte(u >> 8)})
			}
		}
		return b.String()
	}
	in := func(c *charmap.Charmap, s string) string {
		out, err := c.NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	wider := func(s string, big bool) string {
		var b strings.Builder
		for _, r := range s {
			four := []byte{byte(r), byte(r >> 8), byte(r >> 16), 0}
			if big {
				slices.Reverse(four)
			}
			b.Write(four)
		}
		return b.String()
	}
	again := func(c *charmap.Charmap) string {
		out, err := c.NewDecoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	for name, c := range map[string]struct{ content, format string }{
		"utf-32le with mark":    {wider("\uFEFF"+text, false), "utf-32le"},
		"utf-32be with mark":    {wider("\uFEFF"+text, true), "utf-32be"},
		"utf-32le without mark": {wider(text, false), "utf-32le"},
		"utf-32be without mark": {wider(text, true), "utf-32be"},
		"twice":                 {again(charmap.Windows1252), "utf-8 twice"},
		"twice, late":           {pad + again(charmap.Windows1252), "utf-8 twice"},
		"twice, some":           {again(charmap.Windows1252) + text, "utf-8 twice"},
		"twice by iso-8859-1":   {again(charmap.ISO8859_1), "utf-8 twice"},
		"twice by windows-1250": {again(charmap.Windows1250), "utf-8 twice"},
		"twice on a mac":        {again(charmap.Macintosh), "utf-8 twice"},
		"utf-8":                 {text, "utf-8"},
		"utf-8, late":           {pad + text, "utf-8"},
		"utf-8 with mark":       {"\uFEFF" + text, "utf-8"},
		"utf-16le with mark":    {wide("\uFEFF"+text, false), "utf-16le"},
		"utf-16be with mark":    {wide("\uFEFF"+text, true), "utf-16be"},
		"utf-16le without mark": {wide(text, false), "utf-16le"},
		"utf-16be without mark": {wide(text, true), "utf-16be"},
		"windows-1252":          {in(charmap.Windows1252, text), "windows-1252"},
		"windows-1252, late":    {in(charmap.Windows1252, pad+text), "windows-1252"},
		"iso-8859-15":           {in(charmap.ISO8859_15, text), "iso-8859-15"},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t, write(t, "a.csv", c.content), Options{}).Sheets[0]
			equal(t, "csv, "+c.format+", ,", s.Format)
			got := rows(t, s)
			for i := range got {
				_, got[i], _ = strings.Cut(got[i], ": ")
			}
			equal(t, []string{"id | title | price", "1 | Crème brûlée | 12,50 €", "2 | Œuf & cœur | 3 €"},
				got[len(got)-3:])
		})
	}
}

func TestEncodedTwiceOrNot(t *testing.T) {
	for content, want := range map[string]string{
		"CAFÉ™ Ä,1\n":                "1: CAFÉ™ Ä | 1",
		"PREÇO,São João\n":           "1: PREÇO | São João",
		"Łódź «Ä»,Ж\n":               "1: Łódź «Ä» | Ж",
		"РАКЕТА «Рис»,Среда\n":       "1: РАКЕТА «Рис» | Среда",
		"Å”,på\n":                    "1: Å” | på",
		"Łódź,ÅÃ³dÅº\n":              "1: Łódź | ÅÃ³dÅº",
		"Ã‰tÃ©,donâ€™t,5 â‚¬,é\n":    "1: Été | don’t | 5 € | é",
		"РљРѕС„Рµ,РњРѕР»РѕРєРѕ\n":    "1: Кофе | Молоко",
		"ĹšwinouĹ›cie,ĹĄ,ĹĽĂłĹ‚ty\n": "1: Świnouście | ť | żółty",
	} {
		equal(t, []string{want}, rows(t, open(t, write(t, "a.csv", content), Options{}).Sheets[0]))
	}
	b := open(t, write(t, "a.csv", "Ã©,b\n"), Options{Otherwise: "utf-8"})
	equal(t, []string{"1: Ã© | b"}, rows(t, b.Sheets[0]))
	equal(t, 0, len(b.Warnings))
}

func TestEncodingAsked(t *testing.T) {
	content := "id;title\n1;\xF0\xF1\xF2\n2;plain\n"
	b := open(t, write(t, "a.csv", content), Options{})
	if len(b.Warnings) != 1 || b.Warnings[0].Severity != problem.Error ||
		!strings.Contains(b.Warnings[0].Hint(), "encoding: ") {
		t.Fatalf("got %v", b.Warnings)
	}
	b = open(t, write(t, "a.csv", content), Options{Otherwise: "windows-1251"})
	equal(t, 0, len(b.Warnings))
	equal(t, "2: 1 | рст", rows(t, b.Sheets[0])[1])
	b = open(t, write(t, "a.csv", "é;1\n"), Options{Otherwise: "windows-1251"})
	equal(t, []string{"1: é | 1"}, rows(t, b.Sheets[0]))
	_, err := Open(write(t, "a.csv", "a"), Options{Otherwise: "klingon"})
	refused(t, err, "cannot be read as klingon")
}

func TestNamedEncodings(t *testing.T) {
	sjis, err := japanese.ShiftJIS.NewEncoder().String("id,名前\n1,靴\n")
	if err != nil {
		t.Fatal(err)
	}
	s := open(t, write(t, "a.csv", sjis), Options{Encoding: "shift_jis"}).Sheets[0]
	equal(t, []string{"1: id | 名前", "2: 1 | 靴"}, rows(t, s))
	s = open(t, write(t, "a.csv", "a,b\x82\n"), Options{Encoding: "IBM850"}).Sheets[0]
	equal(t, []string{"1: a | bé"}, rows(t, s))
	s = open(t, write(t, "a.csv", "\uFEFFa,b\xFF\n"), Options{Encoding: "utf-8"}).Sheets[0]
	equal(t, []string{"1: a | b\uFFFD"}, rows(t, s))
	_, err = Open(write(t, "a.csv", "a"), Options{Encoding: "klingon"})
	refused(t, err, "cannot be read as klingon")
}

func TestEasternEncodings(t *testing.T) {
	const text = "id,名前\n1,木のスプーン\n2,カレー皿|ソース\n"
	for name, e := range map[string]encoding.Encoding{
		"shift_jis": japanese.ShiftJIS, "euc-jp": japanese.EUCJP, "iso-2022-jp": japanese.ISO2022JP,
	} {
		raw, err := e.NewEncoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		b := open(t, write(t, "a.csv", raw), Options{})
		equal(t, "csv, "+name+", ,", b.Sheets[0].Format)
		equal(t, []string{"1: id | 名前", "2: 1 | 木のスプーン", "3: 2 | カレー皿|ソース"}, rows(t, b.Sheets[0]))
	}
}

func TestOddEncodings(t *testing.T) {
	b := open(t, write(t, "a.csv", strings.Repeat("é,è\n", 50)+"caf\xE9,1\n"), Options{})
	equal(t, 1, len(b.Warnings))
	got := rows(t, b.Sheets[0])
	equal(t, "51: café | 1", got[50])
	b = open(t, write(t, "a.csv", "\x8D\x81\x90,x\n"), Options{})
	equal(t, 1, len(b.Warnings))
	if b.Warnings[0].Hint() == "" {
		t.Error("a warning without a hint")
	}
}

func TestTextLimits(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"long cell": {"a,b\n1," + strings.Repeat("x", maxCell+1),
			"!B2: holds more than 1 MiB of text in one cell"},
		"long quoted": {"a,b\n1,\"" + strings.Repeat("x", maxCell+1),
			"!B2: opens a quote that is not closed within 1 MiB"},
		"long row": {strings.Repeat(strings.Repeat("x", 1<<19)+",", 40),
			"!1:1: holds more than 16 MiB of text in one row"},
		"many columns": {"a\n" + strings.Repeat("x,", 16_384), "!FAO2: stands beyond column 4096"},
		"far column":   {strings.Repeat(",", 16_383) + "x", "!XFD1: stands beyond column 4096"},
		"stray quotes": {"a,\"" + strings.Repeat(`b"c`, 2<<20), "holds more than 1 MiB of text in one cell"},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t, write(t, "a.csv", c.in), Options{Delimiter: ','}).Sheets[0]
			var last error
			for _, err := range s.Rows(t.Context()) {
				last = err
			}
			refused(t, last, c.want)
		})
	}
	f, err := os.Create(filepath.Join(t.TempDir(), "big.csv"))
	if err != nil {
		t.Fatal(err)
	}
	for range 200 {
		if _, err := f.WriteString(strings.Repeat("x", 1<<20)); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	_, err = drain(t, f.Name())
	refused(t, err, "!A1: holds more than 1 MiB of text in one cell")
	s := open(t, write(t, "a.csv", "a,b"+strings.Repeat(",", 1<<20)+"\n"+strings.Repeat("\n", 1_000_000)+
		"1,2\n"), Options{}).Sheets[0]
	equal(t, []string{"1: a | b", "1000002: 1 | 2"}, rows(t, s))
}

func TestCancel(t *testing.T) {
	csv := write(t, "a.csv", strings.Repeat("a,b,c\n", 200_000))
	xlsx := write(t, "a.xlsx",
		parts{
			"xl/worksheets/sheet1.xml": worksheet(strings.Repeat("<row><c><v>1</v></c></row>", 100_000)),
		}.zip(t))
	for _, path := range []string{csv, xlsx} {
		ctx, cancel := context.WithCancel(t.Context())
		n := 0
		var last error
		for _, err := range open(t, path, Options{}).Sheets[0].Rows(ctx) {
			n++
			last = err
			cancel()
		}
		cancel()
		if !errors.Is(last, context.Canceled) || n > 50_000 {
			t.Errorf("%s: got %v after %d rows", path, last, n)
		}
	}
}

func TestProgress(t *testing.T) {
	s := open(t, write(t, "a.csv", strings.Repeat("a,b,c\n", 1000)), Options{}).Sheets[0]
	rows(t, s)
	done, total := s.Size()
	equal(t, [2]int64{6000, 6000}, [2]int64{done, total})
}
