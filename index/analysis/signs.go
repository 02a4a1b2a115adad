package analysis

import (
	"strings"
	"unicode/utf8"
)

// joins tells whether a sign between two words makes one piece of them.
func joins(r rune) bool {
	r = PlainSign(r)
	return r == '-' || r == '.' || r == '_' || r == '/'
}

// PlainSign gives the sign of ASCII for one that stands for it: dashes as word processors make them of a hyphen, the minus,
// and the wide signs of East Asian keyboards.
func PlainSign(r rune) rune {
	switch {
	case r < utf8.RuneSelf:
	case '\u2010' <= r && r <= '\u2015', r == '\u2212', r == '\ufe58', r == '\ufe63':
		return '-'
	case '\uff01' <= r && r <= '\uff0f', '\uff1a' <= r && r <= '\uff20', '\uff3b' <= r && r <= '\uff40':
		return r - 0xfee0
	}
	return r
}

func apostrophe(r rune) bool {
	return r == '\'' || r == '’' || r == 'ʼ' || r == '´' || r == '`'
}

// inchSign is the length of the inch sign that the text begins with.
func inchSign(text string) int {
	for _, sign := range []string{`"`, "″", "”", "''", "’’", "´´"} {
		if strings.HasPrefix(text, sign) {
			return len(sign)
		}
	}
	return 0
}
