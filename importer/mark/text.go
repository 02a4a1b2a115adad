package mark

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// freeName makes a name fit for a sheet: at most 31 characters, none of []:*?/\, no quote at its
// ends, and none that is taken, case aside.
func freeName(title string, taken map[string]bool) string {
	clean := strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`[]:*?/\`, r) {
			return '_'
		}
		return r
	}, strings.ToValidUTF8(title, "_"))
	for n := 1; ; n++ {
		behind := ""
		if n > 1 {
			behind = " (" + strconv.Itoa(n) + ")"
		}
		units := utf16.Encode([]rune(clean))
		if most := 31 - len(behind); len(units) > most {
			units = units[:most]
			if last := units[most-1]; utf16.IsSurrogate(rune(last)) && last < 0xDC00 {
				units = units[:most-1]
			}
		}
		name := strings.Trim(string(utf16.Decode(units)), "' ")
		if name == "" || strings.EqualFold(name, "history") { // Excel keeps that name for itself
			name = "Sheet"
		}
		if name += behind; !taken[strings.ToLower(name)] {
			taken[strings.ToLower(name)] = true
			return name
		}
	}
}

// formulaLike tells whether a spreadsheet program would not take a typed text as it is.
func formulaLike(text string) bool {
	if text == "" {
		return false
	}
	switch text[0] {
	case '=', '+', '-', '@', '\t', '\r', '\'':
		return true
	}
	return false
}

// tooLong tells whether a text does not fit into a cell, whose characters count as UTF-16.
func tooLong(text string) bool {
	return len(text) > excelize.TotalCellChars && len(utf16.Encode([]rune(text))) > excelize.TotalCellChars
}

// columnWidth is a readable width for texts of a column: that of the longest, within limits.
func columnWidth(width float64, text string) float64 {
	return max(width, min(float64(utf8.RuneCountInString(text))+2, 48))
}
