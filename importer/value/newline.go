package value

import (
	"regexp"
	"strings"
)

// EscapedLines undoes \n for a line break, which some exports write in two letters. It reports false where
// the text may mean its backslashes: in a path, before a small letter, or beside other ones.
func EscapedLines(text string) (lines string, sure bool) {
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' {
			continue
		}
		if i+1 == len(text) || i >= 2 && text[i-1] == ':' {
			return text, false
		}
		switch text[i+1] {
		case 'n', 'r', 't':
			if i+2 < len(text) && 'a' <= text[i+2] && text[i+2] <= 'z' {
				return text, false
			}
		case '"', '\'':
		default:
			return text, false
		}
		i++
	}
	return UnescapeLines(text), true
}

// escaped is what databases write in two letters.
var escaped = regexp.MustCompile(`\\[nr"']`)

var lineEscapes = strings.NewReplacer(`\\n`, `\n`, `\\r`, `\r`, `\r\n`, "\n", `\n`, "\n", `\r`, "\n", `\t`,
	" ", `\"`, `"`, `\'`, `'`)

// UnescapeLines undoes \n for a line break wherever it stands; a doubled backslash stays one.
func UnescapeLines(text string) string { return lineEscapes.Replace(text) }

// HasEscapedLine tells whether \n, \r, \" or \' stands in a text in two letters, and not in a path such as
// C:\new.
func HasEscapedLine(text string) bool {
	i := strings.IndexByte(text, '\\')
	return i >= 0 && !strings.Contains(text, `:\`) &&
		strings.ContainsAny(text[i:], `nr"'`) && escaped.MatchString(text[i:])
}
