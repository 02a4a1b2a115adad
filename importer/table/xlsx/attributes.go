// Package xlsx reads the parts of a workbook as the format writes them: XML by one scanner, numbers, days
// and the names of cells. What rows and cells are is the business of importer/table.
package xlsx

import (
	"bytes"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// LocalName cuts the prefix off a name.
func LocalName(name []byte) []byte {
	if i := bytes.IndexByte(name, ':'); i >= 0 {
		return name[i+1:]
	}
	return name
}

// Attributes walks over the attributes of a start.
type Attributes struct {
	Rest        []byte
	Name, Value []byte
}

// Next moves to the next attribute, and tells whether there is one.
func (a *Attributes) Next() bool {
	eq := bytes.IndexByte(a.Rest, '=')
	if eq < 0 {
		return false
	}
	a.Name = bytes.TrimSpace(a.Rest[:eq])
	v := bytes.TrimLeft(a.Rest[eq+1:], " \t\r\n")
	if len(v) == 0 || v[0] != '"' && v[0] != '\'' {
		return false
	}
	end := bytes.IndexByte(v[1:], v[0])
	if end < 0 {
		return false
	}
	a.Value, a.Rest = v[1:1+end], v[end+2:]
	return true
}

// Attr gives the decoded value of the attribute with that name, whatever its prefix;
// empty when it is missing.
func (x *Scanner) Attr(name string) string {
	a := Attributes{Rest: x.Attrs}
	for a.Next() {
		if string(LocalName(a.Name)) == name {
			v, err := AppendText(nil, a.Value, false)
			if err != nil {
				return ""
			}
			return string(v)
		}
	}
	return ""
}

// IsTrue tells whether an attribute's value means true.
func IsTrue(v []byte) bool { return string(v) == "1" || string(v) == "true" || string(v) == "on" }

// AppendText adds XML text to dst with its entities and line ends decoded.
func AppendText(dst, raw []byte, cdata bool) ([]byte, error) {
	for len(raw) > 0 {
		i := bytes.IndexByte(raw, '&')
		if cdata || i < 0 {
			i = len(raw)
		}
		dst = appendLines(dst, raw[:i])
		if raw = raw[i:]; len(raw) == 0 {
			break
		}
		end := bytes.IndexByte(raw[:min(len(raw), 16)], ';')
		if end < 0 {
			return dst, ErrEntity
		}
		r, ok := entity(string(raw[1:end]))
		if !ok {
			return dst, ErrEntity
		}
		dst = utf8.AppendRune(dst, r)
		raw = raw[end+1:]
	}
	return dst, nil
}

// appendLines adds text, making every line end \n as XML demands.
func appendLines(dst, raw []byte) []byte {
	for {
		i := bytes.IndexByte(raw, '\r')
		if i < 0 {
			return append(dst, raw...)
		}
		dst = append(append(dst, raw[:i]...), '\n')
		if raw = raw[i+1:]; len(raw) > 0 && raw[0] == '\n' {
			raw = raw[1:]
		}
	}
}

// entities are those that XML itself has.
var entities = map[string]rune{"amp": '&', "lt": '<', "gt": '>', "quot": '"', "apos": '\''}

func entity(name string) (rune, bool) {
	if r, ok := entities[name]; ok {
		return r, true
	}
	if len(name) < 2 || name[0] != '#' {
		return 0, false
	}
	digits, base := name[1:], 10
	if digits[0] == 'x' || digits[0] == 'X' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || n > utf8.MaxRune {
		return 0, false
	}
	if n < 0x20 && n != '\t' && n != '\n' && n != '\r' {
		return utf8.RuneError, true
	}
	return rune(n), true
}

// AppendNumber adds the number that stands in s as a person would write it: plain digits, no exponent,
// at most 15 significant ones, which is what a spreadsheet program keeps; so 49.900000000000006 becomes
// 49.9 and 5.901234123457E12 becomes 5901234123457. Only numbers beyond 1e21 or below 1e-15 keep an
// exponent. ok is false when s is no number.
func AppendNumber(dst []byte, s []byte) (out []byte, ok bool) {
	if plain(s) {
		return append(dst, s...), true
	}
	v, ok := parseNumber(string(s))
	if !ok {
		return dst, false
	}
	short, _ := strconv.ParseFloat(strconv.FormatFloat(v, 'e', 14, 64), 64)
	form := byte('f')
	if a := math.Abs(short); a >= 1e21 || a != 0 && a < 1e-15 {
		form = 'E'
	}
	if short == 0 {
		short = 0 // no minus before a zero
		return append(dst, '0'), true
	}
	return strconv.AppendFloat(dst, short, form, -1, 64), true
}

// plain tells whether s is already written as appendNumber would: the usual case, and worth 100 ns a cell.
func plain(s []byte) bool {
	i := 0
	if len(s) > 0 && s[0] == '-' {
		i++
	}
	first, digits, point := i, 0, -1
	for ; i < len(s); i++ {
		switch c := s[i]; {
		case '0' <= c && c <= '9':
			digits++
		case c == '.' && point < 0 && i > first:
			point = i
		default:
			return false
		}
	}
	if digits == 0 || digits > 15 {
		return false
	}
	if s[first] == '0' && len(s)-first > 1 && point != first+1 {
		return false // leading zeros
	}
	if point >= 0 && (s[len(s)-1] == '0' || s[len(s)-1] == '.') {
		return false
	}
	return first == 0 || string(s) != "-0"
}

// parseNumber reads a number as XML writes it; names such as "inf" and hexadecimal,
// which Go would take, are not numbers.
func parseNumber(s string) (float64, bool) {
	s = strings.Trim(s, " \t\r\n")
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && !strings.ContainsRune("+-.eE", rune(c)) {
			return 0, false
		}
	}
	v, err := strconv.ParseFloat(s, 64)
	return v, err == nil
}

// SerialDate is the opposite of numfmt.ISO, for cells that hold ISO 8601 themselves.
func SerialDate(iso string, from1904 bool) (float64, bool) {
	for _, layout := range []string{time.DateOnly, "2006-01-02T15:04:05", "2006-01-02T15:04:05Z07:00",
		"15:04:05", "2006-01-02T15:04"} {
		t, err := time.Parse(layout, iso)
		if err != nil {
			continue
		}
		clock := float64(t.Hour()*3600+t.Minute()*60+t.Second()) / 86400
		if layout == "15:04:05" {
			return clock, true
		}
		epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
		if from1904 {
			epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
		}
		day := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
		return day.Sub(epoch).Hours()/24 + clock, true
	}
	return 0, false
}

// CellRef reads a cell's name; 0 stands for what is missing or beyond what the format knows by far.
func CellRef(ref []byte) (column, row int) {
	i := 0
	for ; i < len(ref) && i < 7; i++ {
		c := ref[i] | 0x20
		if c < 'a' || c > 'z' {
			break
		}
		column = column*26 + int(c-'a') + 1
	}
	for ; i < len(ref) && '0' <= ref[i] && ref[i] <= '9' && row < 1e9; i++ {
		row = row*10 + int(ref[i]-'0')
	}
	if i < len(ref) {
		return 0, 0
	}
	return column, row
}
