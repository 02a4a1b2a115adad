package table

import (
	"bytes"
	"strings"
)

// plainFormat is a number format of the usual kind, such as 0.00 or #,##0.00 "€": these are written here,
// because price columns hold a million different numbers and the scratch workbook takes microseconds for each. Everything else, negative
// numbers in formats of several sections included, is left to excelize, and a test compares the two.
type plainFormat struct {
	ok             bool
	before, behind string
	group          bool // thousands are parted by commas
	decimals       int
	positive       bool // holds for positive numbers only; the others have a section of their own
}

// builtinCodes are the usual ones among the formats that workbooks name by number only.
var builtinCodes = map[int]string{1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00"}

func newPlainFormat(id int, code string) plainFormat {
	if code == "" {
		code = builtinCodes[id]
	}
	first, _, more := cutSection(code)
	p := plainFormat{positive: more}
	var rest string
	if p.before, rest, p.ok = literals(first); !p.ok {
		return plainFormat{}
	}
	digits := strings.IndexFunc(rest+"x", func(r rune) bool { return !strings.ContainsRune("#0,.", r) })
	whole, fraction, point := strings.Cut(rest[:digits], ".")
	p.group, p.decimals = whole == "#,##0", len(fraction)
	if whole != "0" && whole != "#,##0" || strings.Trim(fraction, "0") != "" || point != (fraction != "") || p.decimals > 10 {
		return plainFormat{}
	}
	if p.behind, rest, p.ok = literals(rest[digits:]); !p.ok || rest != "" {
		return plainFormat{}
	}
	return p
}

// cutSection cuts a format behind its first section.
func cutSection(code string) (first, rest string, more bool) {
	quoted := false
	for i := 0; i < len(code); i++ {
		switch {
		case code[i] == '"':
			quoted = !quoted
		case code[i] == '\\' && !quoted:
			i++
		case code[i] == ';' && !quoted:
			return code[:i], code[i+1:], true
		}
	}
	return code, "", false
}

// literals reads the text that a format shows as it is; ok is false where it holds anything else than text before digits.
func literals(code string) (text, rest string, ok bool) {
	var b strings.Builder
	for code != "" {
		n := 1
		switch {
		case strings.ContainsRune("0#", rune(code[0])):
			return b.String(), code, true
		case code[0] == ' ':
			b.WriteByte(' ')
		case code[0] == '\\' && len(code) > 1 && code[1] == ' ':
			b.WriteByte(' ')
			n = 2
		case code[0] == '"':
			end := strings.IndexByte(code[1:], '"')
			if end < 0 {
				return "", "", false
			}
			b.WriteString(code[1 : 1+end])
			n = end + 2
		case strings.HasPrefix(code, "[$"):
			end := strings.IndexByte(code, ']')
			if end < 0 {
				return "", "", false
			}
			symbol, _, _ := strings.Cut(code[2:end], "-")
			if symbol == "" {
				return "", "", false // a language, which changes how digits look
			}
			b.WriteString(symbol)
			n = end + 1
		default:
			return "", "", false
		}
		code = code[n:]
	}
	return b.String(), "", true
}

// text writes a number as the format shows it. Halves are rounded away from zero in decimal digits, as a person would.
func (p plainFormat) text(number []byte) (string, bool) {
	if !p.ok || bytes.IndexByte(number, 'E') >= 0 || p.positive && number[0] == '-' {
		return "", false
	}
	unsigned, negative := bytes.CutPrefix(number, []byte{'-'})
	whole, fraction, _ := bytes.Cut(unsigned, []byte{'.'})
	digits := append(append(make([]byte, 0, 40), '0'), whole...)
	for i := range p.decimals {
		if i < len(fraction) {
			digits = append(digits, fraction[i])
		} else {
			digits = append(digits, '0')
		}
	}
	if len(fraction) > p.decimals && fraction[p.decimals] >= '5' {
		i := len(digits) - 1
		for ; digits[i] == '9'; i-- {
			digits[i] = '0'
		}
		digits[i]++
	}
	cut := len(digits) - p.decimals
	whole, fraction = bytes.TrimLeft(digits[:cut-1], "0"), digits[cut:]
	whole = append(whole[:len(whole):len(whole)], digits[cut-1])
	out := make([]byte, 0, len(p.before)+len(p.behind)+2*len(digits))
	if negative {
		out = append(out, '-')
	}
	out = append(out, p.before...)
	for i, c := range whole {
		if out = append(out, c); p.group && i+1 < len(whole) && (len(whole)-1-i)%3 == 0 {
			out = append(out, ',')
		}
	}
	if p.decimals > 0 {
		out = append(append(out, '.'), fraction...)
	}
	return strings.TrimSpace(string(append(out, p.behind...))), true
}
