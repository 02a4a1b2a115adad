// Package xlsx reads the parts of a workbook as the format writes them: XML by one scanner, numbers, days
// and the names of cells. What rows and cells are is the business of importer/table.
package xlsx

import (
	"math"
	"strconv"
	"strings"
	"time"
)

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
