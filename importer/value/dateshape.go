package value

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// DateShaped tells whether a text is written as a spreadsheet program writes a date: 1-Mar, Mar-01, 12-mars,
// 01/03/2024, 2024-03-01, with a time or without.
func DateShaped(text string) bool {
	if len(text) < 4 || len(text) > 30 || !strings.ContainsAny(text, "-/. ") ||
		!strings.ContainsAny(text, "0123456789") {
		return false
	}
	if !mayBeDate(text) {
		return false
	}
	if strings.Contains(text, ":") {
		day, clock, _ := strings.Cut(strings.Replace(text, "T", " ", 1), " ")
		if isTime(clock) {
			text = day
		}
	}
	parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("-/. ", r) })
	switch len(parts) {
	case 2:
		return dayAndMonth(parts[0], parts[1]) || dayAndMonth(parts[1], parts[0])
	case 3:
		slashed := strings.Count(text, "/") == 2
		return months()[letters(parts[1])] > 0 && dayOf(parts[0]) && yearOf(parts[2]) || numericDate(parts, slashed)
	}
	return false
}

// mayBeDate tells, before anything is cut, of texts without letters and of those with a word as long as the
// name of a month.
func mayBeDate(text string) bool {
	run, longest := 0, 0
	for i := range len(text) {
		if c := text[i]; c >= utf8.RuneSelf || 'a' <= c|0x20 && c|0x20 <= 'z' {
			run++
			longest = max(longest, run)
		} else {
			run = 0
		}
	}
	return longest != 2 && (longest != 1 || strings.Contains(text, "T"))
}

// dayAndMonth tells of 1 and Mar; of 25 and Mar too, where the number is a year.
func dayAndMonth(day, month string) bool {
	return len(day) <= 2 && strings.Trim(day, "0123456789") == "" && months()[letters(month)] > 0
}

// letters is a text as months are looked up; empty where there is more in it than letters.
func letters(s string) string {
	if strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }) ||
		utf8.RuneCountInString(s) < 3 {
		return ""
	}
	return Fold(s)
}

// numericDate tells of 1, 3, 2024 and of 2024, 03, 01; between slashes of 1, 3, 24 too, where points make a
// version of it.
func numericDate(parts []string, slashed bool) bool {
	if len(parts[0]) == 4 {
		return yearOf(parts[0]) && monthOf(parts[1]) && dayOf(parts[2])
	}
	short := len(parts[2]) == 2 && (slashed || len(parts[0]) == 2 && len(parts[1]) == 2) // 01.03.24
	return (len(parts[2]) == 4 || short) && yearOf(parts[2]) &&
		(dayOf(parts[0]) && monthOf(parts[1]) || monthOf(parts[0]) && dayOf(parts[1]))
}

// Shape is how a code is made: each letter as a, each run of digits as one 9.
func Shape(text string) string {
	b := make([]byte, 0, len(text))
	for _, r := range text {
		switch {
		case unicode.IsLetter(r):
			b = append(b, 'a')
		case !unicode.IsDigit(r):
			b = utf8.AppendRune(b, r)
		case len(b) == 0 || b[len(b)-1] != '9':
			b = append(b, '9')
		}
	}
	return string(b)
}

func dayOf(s string) bool   { return within(s, 1, 31) && len(s) <= 2 }
func monthOf(s string) bool { return within(s, 1, 12) && len(s) <= 2 }

func yearOf(s string) bool {
	return len(s) == 4 && within(s, 1900, 2099) || len(s) == 2 && within(s, 0, 99)
}

// within tells whether a text is a whole number within bounds.
func within(s string, low, high int) bool {
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' || i > 4 {
			return false
		}
		n = 10*n + int(s[i]-'0')
	}
	return s != "" && low <= n && n <= high
}

// isTime tells of 00:00 and 12:30:00.
func isTime(s string) bool {
	return len(s) >= 4 && strings.Contains(s, ":") && strings.Trim(s, "0123456789:.") == ""
}
