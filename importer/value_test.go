package importer

import (
	"strings"
	"testing"

	"plugsheet/importer/table"
	"plugsheet/schemas/bundle"
)

func TestYesNo(t *testing.T) {
	for text, want := range map[string]string{
		"yes": "yes", "Oui": "yes", "TRUE": "yes", "vrai": "yes", "ja": "yes", "Sí": "yes", "1": "yes", "17": "yes", "In stock": "yes",
		"en stock": "yes", "no": "no", "NON": "no", "falsch": "no", "0": "no", "00": "no", "out-of-stock": "no", "épuisé": "no",
		"maybe": "?", "-1": "?", "1.5": "?", "": "?",
	} {
		got := "?"
		if v, ok := yesNo(text); ok {
			got = map[bool]string{true: "yes", false: "no"}[v]
		}
		if got != want {
			t.Errorf("yesNo(%q) is %s, want %s", text, got, want)
		}
	}
}

func TestWebURL(t *testing.T) {
	for _, c := range []struct{ text, clean, why string }{
		{"https://shop.example/p/1", "https://shop.example/p/1", ""},
		{" https://shop.example/p/1 ", "https://shop.example/p/1", ""},
		{"HTTP://Shop.example", "http://Shop.example", ""},
		{"https://shop.example/été?q=a b", "https://shop.example/%C3%A9t%C3%A9?q=a%20b", ""},
		{"https://shop.example/%C3%A9?x=100%", "", "cannot"},
		{"https://shop.example/?x=100%", "https://shop.example/?x=100%25", ""},
		{"/p/1", "", "not absolute"},
		{"shop.example/p/1", "", "not absolute"},
		{"//shop.example/p/1", "https://shop.example/p/1", ""},
		{"www.shop.example/p/1", "https://www.shop.example/p/1", ""},
		{"https://shop.example/my pic.jpg", "https://shop.example/my%20pic.jpg", ""},
		{"see below", "", "no URL"},
		{"ftp://shop.example", "", "neither"},
		{"https:///p/1", "", "no host"},
		{"javascript:alert(1)", "", "neither"},
		{"http://a b/", "", "cannot"},
	} {
		clean, why := webURL(c.text)
		if c.why == "cannot" && clean != "" {
			continue // what is read more kindly than expected is no harm
		}
		if clean != c.clean || !strings.Contains(why, c.why) || (why == "") != (c.why == "") {
			t.Errorf("webURL(%q) is %q, %q; want %q, %q", c.text, clean, why, c.clean, c.why)
		}
	}
}

func TestWithBase(t *testing.T) {
	for _, c := range []struct{ base, relative, want string }{
		{"https://shop.example", "/p/1", "https://shop.example/p/1"},
		{"https://shop.example/fr/", "/p/1", "https://shop.example/p/1"},
		{"https://shop.example/fr/", "p/1", "https://shop.example/fr/p/1"},
		{"https://shop.example/fr/", "./p/1", "https://shop.example/fr/p/1"},
		{"https://shop.example", "shop.example/p/1", "https://shop.example/p/1"},
		{"https://shop.example/fr", "Shop.example/p/1", "https://Shop.example/p/1"},
		{"https://www.shop.example", "shop.example/p/1", "https://shop.example/p/1"},
		{"http://shop.example", "img.shop.example/1.jpg", "http://img.shop.example/1.jpg"},
		{"https://shop.example", "shop.example?p=1", "https://shop.example?p=1"},
		{"https://shop.example", "shop.example", "https://shop.example"},
		{"https://shop.example", "myshop.example/p/1", "https://myshop.example/p/1"},
		{"https://shop.example", "Other.de/x", "https://Other.de/x"},
		{"https://shop.example", "./other.de/x", "https://shop.example/other.de/x"},
		{"http://shop.example/fr", "cdn.other.co.uk/1.jpg", "https://cdn.other.co.uk/1.jpg"},
		{"https://shop.intranet", "other.intranet/1.jpg", "https://other.intranet/1.jpg"},
		{"https://shop.example", "view.pl?id=1", "https://shop.example/view.pl?id=1"},
		{"https://shop.example", "v1.2/1.jpg", "https://shop.example/v1.2/1.jpg"},
		{"https://shop.example", "index.php/1", "https://shop.example/index.php/1"},
		{"", "p/1", "p/1"},
	} {
		if got := withBase(c.base, c.relative); got != c.want {
			t.Errorf("withBase(%q, %q) is %q, want %q", c.base, c.relative, got, c.want)
		}
	}
}

func TestHostFirst(t *testing.T) {
	for text, want := range map[string]string{
		"shop.example/p/1": "shop.example", "img.shop.co.uk/1.jpg": "img.shop.co.uk", "shop.example?p=1": "shop.example",
		"/p/1": "", "p/1": "", "index.php/p/1": "", "index.php?id=1": "", "page.HTML?x=1/2": "", "1.jpg": "", "v1.2/1.jpg": "",
		"a b.example/1": "", ".hidden/1": "", "..": "", "": "",
	} {
		if got := hostFirst(text); got != want {
			t.Errorf("hostFirst(%q) is %q, want %q", text, got, want)
		}
	}
}

func TestIsHeading(t *testing.T) {
	for text, want := range map[string]bool{
		"CHAUFFAGE": true, "Total : 5 articles": true, "Valable jusqu'au 31/12/2026": true, "Preise gültig ab 1.3.2026": true,
		"R2": false, "AB 123": false, "TV 55 QLED": false, "12 345 678": false, "Pan 12": false, "": false, "---": false,
	} {
		if got := isHeading(text); got != want {
			t.Errorf("isHeading(%q) is %t", text, got)
		}
	}
}

func TestFirstURL(t *testing.T) {
	for _, c := range []struct {
		text, first string
		several     bool
	}{
		{"https://a.example/1.jpg", "https://a.example/1.jpg", false},
		{"https://a.example/1.jpg, https://a.example/2.jpg", "https://a.example/1.jpg", true},
		{"https://a.example/1.jpg|https://a.example/2.jpg", "https://a.example/1.jpg", true},
		{"https://a.example/1.jpg\nhttps://a.example/2.jpg", "https://a.example/1.jpg", true},
		{"https://a.example/w_1,h_2/1.jpg", "https://a.example/w_1,h_2/1.jpg", false},
		{"https://a.example/1.jpg,", "https://a.example/1.jpg", false},
		{"", "", false},
	} {
		if first, several := firstURL(c.text); first != c.first || several != c.several {
			t.Errorf("firstURL(%q) is %q, %t; want %q, %t", c.text, first, several, c.first, c.several)
		}
	}
}

func TestPlainText(t *testing.T) {
	for html, want := range map[string]string{
		"plain":                           "plain",
		"1 < 2 and 3 > 2":                 "1 < 2 and 3 > 2",
		"salt &amp; pepper":               "salt & pepper",
		"<p>One</p>\n<p>two <b>b</b></p>": "One\ntwo b",
		"a<br>b<br/>c":                    "a\nb\nc",
		"<ul><li>x</li><li>y</li></ul>":   "x\ny",
		"<style>p{}</style>seen<script>alert(1)</script>":                                                  "seen",
		"<table>\n<tr>\n<td>Size</td>\n<td>L</td>\n</tr>\n<tr><td>Fit</td><td>wide</td></tr></table>\nend": "Size L\nFit wide\nend",
		"<!-- no -->yes":  "yes",
		"a&nbsp;<i>b</i>": "a b",
	} {
		if got := plainText(html); got != want {
			t.Errorf("plainText(%q) is %q, want %q", html, got, want)
		}
	}
}

func TestIsEmail(t *testing.T) {
	for text, want := range map[string]bool{
		"a@b.example": true, "a.b+c@d.e.example": true, "a@b": false, "a": false, "A <a@b.example>": false, "a@b.": false, "a b@c.example": false,
	} {
		if got := isEmail(text); got != want {
			t.Errorf("isEmail(%q) is %t", text, got)
		}
	}
}

func TestFigure(t *testing.T) {
	for _, c := range []struct {
		text, plain string
		unsure, ok  bool
	}{
		{"USD 10.00", "10.00", false, true}, {"1.234,56 €", "1234.56", false, true}, {"15 000 Fcfa", "15000", false, true},
		{"€1,800", "1800", true, true}, {"1 234,567", "1234.567", false, true}, {"1234,567", "1234.567", false, true},
		{"12.-", "12", false, true},
		{"10", "10", false, true}, {"10.5", "10.5", false, true}, {"10,50", "10.50", false, true},
		{"1,234.50", "1234.50", false, true}, {"1.234,50", "1234.50", false, true}, {"1 234,5", "1234.5", false, true},
		{"1'234.50", "1234.50", false, true}, {"1,234,567", "1234567", false, true}, {"1.234.567,8", "1234567.8", false, true},
		{"1,800", "1800", true, true}, {"1.800", "1800", true, true}, {"0.123", "0.123", false, true}, {",5", "0.5", false, true},
		{"0.0593262946204123", "0.0593262946204123", false, true}, {"-", "", false, false}, {"", "", false, false},
	} {
		f, ok := figureOf(c.text)
		plain, unsure := "", f.unsure
		if ok {
			plain = f.plain(false)
		}
		if plain != c.plain || unsure != c.unsure || ok != c.ok {
			t.Errorf("%q is %q, %t, %t; want %q, %t, %t", c.text, plain, unsure, ok, c.plain, c.unsure, c.ok)
		}
	}
}

func TestPriceFormat(t *testing.T) {
	for _, c := range []struct{ language, currency, amount, want string }{
		{"en", "EUR", "49.95", "€49.95"}, {"en", "USD", "1234567.5", "$1,234,567.50"}, {"en", "CHF", "10", "CHF 10.00"},
		{"fr", "EUR", "49.95", "49,95 €"}, {"fr", "EUR", "1234.5", "1 234,50 €"}, {"de", "EUR", "1234.5", "1.234,50 €"},
		{"nl", "EUR", "49.95", "€ 49,95"}, {"pl", "PLN", "49.95", "49,95 zł"}, {"en", "JPY", "1234.6", "¥1,235"},
	} {
		p := newPriceStyle(c.language)
		u, ok := p.unit(c.currency)
		if got := p.format(c.amount, u); !ok || got != c.want {
			t.Errorf("%s %s in %s is %q, want %q", c.amount, c.currency, c.language, got, c.want)
		}
	}
	if _, ok := newPriceStyle("en").unit("XXX1"); ok {
		t.Error("XXX1 is taken for a currency")
	}
}

func TestFold(t *testing.T) {
	for text, want := range map[string]string{
		"productUrl": "producturl", "Product URL": "producturl", "Catégorie": "categorie", "Œuvre n° 1": "oeuvren1", "Straße": "strasse",
		"In stock?": "instock", "  ": "", "Цена": "цена", "title:fr": "titlefr",
	} {
		if got := fold(text); got != want {
			t.Errorf("fold(%q) is %q, want %q", text, got, want)
		}
	}
}

func TestNearest(t *testing.T) {
	known := []string{"title", "reference", "brand", "priceCatalog"}
	for typed, want := range map[string]string{
		"titel": "title", "Referense": "reference", "brnad": "brand", "Price catalogue": "priceCatalog", "xyz": "", "ti": "",
	} {
		if got := nearest(typed, known); got != want {
			t.Errorf("nearest(%q) is %q, want %q", typed, got, want)
		}
	}
}

func TestSeenTellsTheFirst(t *testing.T) {
	s := newSeen()
	for n, key := range []string{"a", "bb", "", "ccc"} {
		if _, dup := s.add(key, key, place{row: int32(n)}, func(e string) bool { return e == key }); dup {
			t.Errorf("%q is new and called known", key)
		}
	}
	n, dup := s.add("bb", "bb", place{row: 9}, func(e string) bool { return e == "bb" })
	if !dup || s.where[n].row != 1 || s.key(n) != "bb" {
		t.Errorf("bb: %t, row %d, key %q", dup, s.where[n].row, s.key(n))
	}
	if _, dup := s.add("a", "other", place{row: 9}, func(e string) bool { return e == "other" }); dup {
		t.Error("another key with the same handle is taken for the first")
	}
}

func TestCircles(t *testing.T) {
	for _, c := range []struct {
		links []int
		want  string
	}{
		{[]int{-1, 0, 1}, ""}, {[]int{1, 0}, "010"}, {[]int{0}, "00"}, {[]int{1, 2, 1, 2}, "121"}, {[]int{2, 0, 1, 4, 3}, "0210 343"},
	} {
		var got []string
		for _, circle := range circles(c.links) {
			var b strings.Builder
			for _, n := range circle {
				b.WriteByte(byte('0' + n))
			}
			got = append(got, b.String())
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("circles of %v are %q, want %q", c.links, s, c.want)
		}
	}
}

func TestEscapedLabelsComeBack(t *testing.T) {
	for _, sep := range []string{">", "/", "›", " - "} {
		tree := newTree(bundle.IntegerIDs, sep)
		for _, label := range []string{"plain", "a, b", "a; b | c", `back\slash`, "a > b / c › d - e"} {
			cell := escapeLabel(label, sep) + " " + sep + " " + escapeLabel("x", sep)
			items := tree.items(cell)
			if len(items) != 1 {
				t.Errorf("%q with %q falls into %q", label, sep, items)
				continue
			}
			if got := tree.segments(items[0]); len(got) != 2 || got[0] != label {
				t.Errorf("%q with %q comes back as %q", label, sep, got)
			}
		}
	}
}

func TestCellText(t *testing.T) {
	for _, c := range []struct {
		cell table.Cell
		code bool
		want string
	}{
		{table.Cell{Text: "12,345", Raw: "12345", Kind: table.Number}, true, "12345"},
		{table.Cell{Text: "12,345", Raw: "12345", Kind: table.Number}, false, "12,345"},
		{table.Cell{Text: "00042", Raw: "42", Kind: table.Number, Code: true}, true, "00042"},
		{table.Cell{Text: "5.90E+12", Raw: "5901234123457", Kind: table.Number}, true, "5901234123457"},
		{table.Cell{Text: "007", Raw: " 007", Kind: table.Text}, true, "007"},
		{table.Cell{Text: "49,95 €", Raw: "49.95", Kind: table.Number}, false, "49,95 €"},
	} {
		if got := cellText(c.cell, c.code); got != c.want {
			t.Errorf("%+v as code %t is %q, want %q", c.cell, c.code, got, c.want)
		}
	}
	for text, want := range map[string]bool{"#N/A": true, "#REF!": true, "#1": false, "# 1": false, "N/A": false} {
		if got := isError(table.Cell{Text: text, Kind: table.Text}); got != want {
			t.Errorf("%q is an error: %t", text, got)
		}
	}
}
