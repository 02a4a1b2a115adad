package index

import (
	"bufio"
	"math/rand/v2"
	"plugsheet/index/analysis"
	"plugsheet/index/reader"
	"plugsheet/index/terms"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// spellings are four ways to type a code: as it stands, in small letters, without signs, and with a blank for
// each sign.
func spellings(code string) []string {
	sign := func(r rune) bool { return strings.ContainsRune("-./_ ", r) }
	bare := strings.Map(func(r rune) rune {
		if sign(r) {
			return -1
		}
		return r
	}, code)
	blank := strings.Map(func(r rune) rune {
		if sign(r) {
			return ' '
		}
		return r
	}, code)
	return []string{code, strings.ToLower(code), bare, blank}
}

// judgedCodes demands that each reference and GTIN of the judged catalog finds its product first in every
// spelling, and so each id, but for products that have its number in their titles.
func judgedCodes(t *testing.T, x *Index) {
	tried, missed, titles := 0, 0, judgedTitles(t)
	for ordinal := 0; ordinal < x.Products(); ordinal += 17 {
		for _, code := range spokenCodes(x, ordinal) {
			for _, text := range spellings(code) {
				tried++
				page, err := x.Search(t.Context(), Query{Text: text, Limit: 50})
				if err != nil {
					t.Fatal(err)
				}
				titled := func() bool { return strings.Contains(titles[page.Products[0]], code) }
				for code == idOf(t, x, ordinal) && len(page.Products) > 1 && titled() {
					page.Products = page.Products[1:]
				}
				if len(page.Products) == 0 ||
					!slices.Contains(strings.Fields(x.codesOf(page.Products[0])), code) {
					if missed++; missed < 20 {
						t.Errorf("%q does not find product %d first but %v", text, ordinal, page.Products)
					}
				}
			}
		}
	}
	t.Logf("%d of %d missed", missed, tried)
}

func idOf(t *testing.T, x *Index, ordinal int) string {
	t.Helper()
	r, err := x.record(ordinal)
	if err != nil {
		t.Fatal(err)
	}
	return r.Product.ID.String()
}

// spokenCodes are a product's codes but the short forms of whole references, which nobody types.
func spokenCodes(x *Index, ordinal int) []string {
	return slices.DeleteFunc(strings.Fields(x.codesOf(ordinal)),
		func(c string) bool { return c[0] == terms.WholeSign })
}

// madeUpCodes demands that a thousand codes with one or two characters changed answer nothing.
func madeUpCodes(t *testing.T, x *Index) {
	r := rand.New(rand.NewPCG(5, 5))
	for n := 0; n < 1000; {
		own := spokenCodes(x, r.IntN(x.Products()))
		code := []byte(own[r.IntN(len(own))])
		if len(code) < 6 || !terms.Codelike(string(code)) {
			continue
		}
		for range 2 {
			i := r.IntN(len(code))
			switch c := rune(code[i]); {
			case unicode.IsDigit(c):
				code[i] = "0123456789"[r.IntN(10)]
			case c < unicode.MaxASCII:
				code[i] = "abcdefghijklmnopqrstuvwxyz"[r.IntN(26)]
			}
		}
		known := false
		err := x.Read("testing", func(s *reader.Session) error {
			begin, inside := s.CodeParts(string(code))
			word := s.Word(string(code))
			known = s.Code(string(code)) != nil || begin != nil && !begin.IsEmpty() ||
				inside != nil && !inside.IsEmpty() || !word.Empty()
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if known || !terms.Codelike(string(code)) {
			continue
		}
		n++
		page, err := x.Search(t.Context(), Query{Text: string(code), Limit: 10, Explain: true})
		if err != nil {
			t.Fatal(err)
		}
		if page.Total > 0 {
			t.Errorf("the made-up code %q answers %d products: %+v", code, page.Total, page.Explain.Terms)
		}
	}
}

// typoTitles reports how often a title with one typo finds its product among the first five.
func typoTitles(t *testing.T, x *Index) {
	titles := judgedTitles(t)
	r := rand.New(rand.NewPCG(6, 6))
	found, tried := 0, 0
	for range 500 {
		ordinal := r.IntN(len(titles))
		text, ok := withTypo(titles[ordinal], r)
		if !ok {
			continue
		}
		tried++
		page, err := x.Search(t.Context(), Query{Text: text, Limit: 5})
		if err != nil {
			t.Fatal(err)
		}
		if slices.ContainsFunc(page.Products, func(p int) bool { return titles[p] == titles[ordinal] }) {
			found++
		} else if tried-found < 15 {
			t.Logf("%q: %v, want %d", text, page.Products, ordinal)
		}
	}
	t.Logf("%d of %d", found, tried)
	if found*100 < tried*95 {
		t.Errorf("%d of %d titles with a typo find their product, less than 95 %%", found, tried)
	}
}

// withTypo changes one word of at least four letters.
func withTypo(title string, r *rand.Rand) (string, bool) {
	words := bufio.NewScanner(strings.NewReader(title))
	words.Split(bufio.ScanWords)
	var all []string
	var long []int
	for words.Scan() {
		if w := words.Text(); len(w) >= 4 && analysis.LowerASCII(strings.ToLower(w)) {
			long = append(long, len(all))
		}
		all = append(all, words.Text())
	}
	if len(long) == 0 {
		return "", false
	}
	i := long[r.IntN(len(long))]
	w := []byte(all[i])
	at := r.IntN(len(w))
	switch r.IntN(4) {
	case 0:
		w = slices.Delete(w, at, at+1)
	case 1:
		w = slices.Insert(w, at, 'a'+byte(r.IntN(26)))
	case 2:
		w[at] = 'a' + byte(r.IntN(26))
	default:
		at = max(at, 1)
		w[at-1], w[at] = w[at], w[at-1]
	}
	all[i] = string(w)
	return strings.Join(all, " "), true
}

// TestWholeReference demands that a reference that is no code is found as it stands and without its signs.
func TestWholeReference(t *testing.T) {
	const reference = `VGA Cable (M/M), 17" with Latches, 15.24 m & more`
	x := catalog(t, "en",
		"VGA cable with latches, more, 17 inches | | VGA cable with latches 15.24 m more | V1\nCable | | "+
			"Long one | "+reference)
	for _, query := range []string{reference, strings.ToUpper(reference),
		`VGACableMM17withLatches1524mmore`} {
		page, err := x.Search(t.Context(), Query{Text: query, Limit: 5, Explain: true})
		if err != nil || len(page.Products) == 0 || page.Products[0] != 1 || page.Explain.Road != RoadCode {
			t.Errorf("%q: %+v, %v", query, page, err)
		}
	}
}

// TestMadeUpWithBlanks demands that codes which do not exist answer nothing when typed in pieces either.
func TestMadeUpWithBlanks(t *testing.T) {
	x := catalog(t, "en", shop)
	for _, query := range []string{"dv7 1211 eb", "dv7-1211 eb", "TN 2111", "TN 21 11", "RT AC 69U",
		"0 57 CS 22129", "40063 81333 932", "wh 1002", "MQ6 G3"} {
		if got := search(t, x, query); len(got) > 0 {
			t.Errorf("%q answers %v", query, got)
		}
	}
}

// TestLongReferences demands that a reference is found whole, by its beginning and by its inner parts,
// however long it is and whatever signs it has; what stands behind maxCode only as a whole.
func TestLongReferences(t *testing.T) {
	references := []string{
		"CONF-0001-WALNUT-BRUSHED-STEEL-LEFT-HANDED-QX47-END",
		"CONF-0002-" + strings.Repeat("OAK.", 20) + "ZK93",
		"CONF-0003-" + strings.Repeat("ELM/", 60) + "WV85",
		"PIPE&FIT*7731",
	}
	x := catalog(t, "en", "A shelf | Nordhaus | . | "+strings.Join(references, "\nA shelf | Nordhaus | . | ")+
		"\nA lamp | Nordhaus | . | LAMP-1")
	for text, want := range map[string]int{
		references[0]: 0, "conf0001walnutbrushedsteellefthandedqx47end": 0, "conf-0001": 0, "QX47": 0,
		"handed-qx47": 0, "walnut brushed steel left handed qx47 end": 0, references[1]: 1,
		"CONF-0002-" + strings.Repeat("OAK.", 20): 1, "zk93": 1, strings.Repeat("OAK", 15) + "ZK93": 1,
		references[2]: 2, "conf 0003": 2, "0003elm": 2, references[3]: 3, "pipefit7731": 3, "fit77": 3,
		"7731": 3, references[0] + "X": -1, strings.Replace(references[1], "ZK93", "ZK94", 1): -1, "WV85": -1,
	} {
		got := search(t, x, text)
		if want < 0 && len(got) > 0 || want >= 0 && !slices.Equal(got, []int{want}) {
			t.Errorf("%q finds %v, want %d", text, got, want)
		}
	}
	if got := search(t, x, "conf"); !slices.Equal(got, []int{0, 1, 2}) {
		t.Errorf("the first four characters find %v", got)
	}
}
