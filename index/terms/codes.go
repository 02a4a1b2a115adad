package terms

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"plugsheet/index/analysis"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/words"
)

const (
	Gram           = 4   // the shortest part of a code that finds it, in characters
	maxCode        = 128 // the longest code, in bytes of its canonical form
	maxKeywordCode = 40  // the longest one outside of the reference and the id: a longer text is a sentence
	headSign       = '^'
)

// codeHeaders are words in a column's header that say that the column holds codes.
var codeHeaders = analysis.Set(
	`ean ean8 ean13 gtin gtin8 gtin12 gtin13 gtin14 upc isbn asin mpn sku ref reference referenz
referencia riferimento code codigo codice barcode gencode gencod part article artikel artikelnummer artnr model modele
modell modelo modello serial oem hersteller herstellernummer`)

// Canonical is the one form of a code: folded, without - . / _ and blanks. It reports false for what is no
// code by its signs or length.
func Canonical(text string) (string, bool) {
	var b []byte
	for _, r := range strings.TrimSpace(text) {
		switch {
		case analysis.IsWordRune(r):
			b = analysis.AppendFolded(b, r)
		case strings.ContainsRune("-./_ \u00a0+#:()", analysis.PlainSign(r)):
		case unicode.Is(unicode.Cf, r): // what web pages and office programs leave in a copied code
		default:
			return "", false
		}
		if len(b) > maxCode {
			return "", false
		}
	}
	return string(b), len(b) > 0
}

// WholeSign stands before the short form of a reference that is no code by its length or signs.
const WholeSign = '='

// Whole is the short form of such a reference, so that it too is found as it stands, with its signs or
// without: a hash of its letters and digits. It reports false for a text without any.
func Whole(text string) (string, bool) {
	folded := analysis.Fold(text)
	if folded == "" {
		return "", false
	}
	sum := sha256.Sum256([]byte(folded))
	return string(WholeSign) + hex.EncodeToString(sum[:8]), true
}

// Codelike tells whether a canonical form looks like a code: at least four characters, one of them a digit.
func Codelike(code string) bool {
	return len(code) >= Gram && strings.ContainsAny(code, "0123456789")
}

// KeywordCodes gives the codes in a product's keyword "column header: text": each value of a column that says
// it holds codes, GTINs anywhere, and single words that mix letters and digits. AsWords tells whether the
// text is to be found as words too.
func KeywordCodes(keyword string) (codes []string, asWords bool) {
	header, value, ok := strings.Cut(keyword, ": ")
	if !ok {
		header, value = "", keyword
	}
	if len(value) > 8*maxKeywordCode {
		return nil, true
	}
	named := false
	for _, h := range strings.FieldsFunc(strings.ToLower(header),
		func(r rune) bool { return !analysis.IsWordRune(r) }) {
		named = named || codeHeaders[analysis.Fold(h)]
	}
	for v := range strings.FieldsFuncSeq(value,
		func(r rune) bool { return r == ',' || r == ';' || r == '|' }) {
		c, ok := Canonical(v)
		switch {
		case !ok || len(c) > maxKeywordCode || !Codelike(c):
			asWords = true
		case words.GTIN(c) || named:
			codes = append(codes, c)
			asWords = asWords || !analysis.Digits(c)
		case !analysis.Digits(c) && !strings.Contains(strings.TrimSpace(v), " "):
			codes, asWords = append(codes, c), true
		default:
			asWords = true
		}
	}
	return codes, asWords
}

// keywordCodes is what [KeywordCodes] gives.
type keywordCodes struct {
	codes []string
	words bool
}

func codesOf(keyword string) keywordCodes {
	codes, words := KeywordCodes(keyword)
	return keywordCodes{codes, words}
}

// keywordCodes is [codesOf], remembered: each keyword is looked at three times, and many come often.
func (a *Analyzer) keywordCodes(keyword string) keywordCodes {
	c, known := a.codes[keyword]
	if !known {
		if len(a.codes) == maxCodes {
			clear(a.codes)
		}
		c = codesOf(keyword)
		a.codes[keyword] = c
	}
	return c
}

// maxCodes is how many keywords are remembered with their codes.
const maxCodes = 1 << 10

// begun is the beginning of a reference that is no code by its length or signs: its letters and digits, as
// many as a code may have, so that it too is found by its parts. It is empty for a text without any.
func begun(text string) string {
	folded := analysis.Fold(text)
	end := min(len(folded), maxCode)
	for end < len(folded) && !utf8.RuneStart(folded[end]) {
		end--
	}
	return folded[:end]
}

// Grams appends the parts of a code that the index keeps: each run of four characters, and the first one once
// more with a sign before it. A code of three or fewer characters has none.
func Grams(dst []string, code string) []string {
	if utf8.RuneCountInString(code) < Gram || code[0] == WholeSign {
		return dst
	}
	first := true
	for i := range code {
		end := i
		for range Gram {
			if end == len(code) {
				return dst
			}
			_, n := utf8.DecodeRuneInString(code[end:])
			end += n
		}
		if first {
			dst, first = append(dst, string(headSign)+code[i:end]), false
		}
		dst = append(dst, code[i:end])
	}
	return dst
}

// proseWords is how many words without a digit make prose of a reference: it is no code, and only found as a
// whole.
const proseWords = 5

// prose tells whether a reference is a sentence, as they stand in a column that was taken for it.
func prose(reference string) bool {
	n := 0
	for word := range strings.FieldsSeq(reference) {
		if !strings.ContainsAny(word, "0123456789") {
			n++
		}
	}
	return n >= proseWords
}

// ProductCodes gives the canonical codes of a product: reference, id and those among its keywords, each once.
// Of a reference that is no code it gives the short form of the whole and the code that it begins with.
func ProductCodes(r *bundle.Record) []string {
	return codesAmong(r, codesOf, r.Product.Reference, r.Product.ID.String())
}

// CodesBesideID gives the codes of a product but its id.
func CodesBesideID(r *bundle.Record) []string { return codesAmong(r, codesOf, r.Product.Reference) }

// codesAmong gives the codes that texts are, and those among the keywords.
func codesAmong(r *bundle.Record, of func(string) keywordCodes, texts ...string) (codes []string) {
	add := func(c string) {
		if !slices.Contains(codes, c) {
			codes = append(codes, c)
		}
	}
	for _, text := range texts {
		c, ok := Canonical(text)
		if ok && !prose(text) {
			add(c)
			continue
		}
		sentence := ok
		if c, ok = Whole(text); ok {
			add(c)
		}
		if ok && !sentence {
			add(begun(text))
		}
	}
	for _, k := range r.Keywords {
		for _, c := range of(k).codes {
			add(c)
		}
	}
	return codes
}
