package value

import (
	"html"
	"regexp"
	"strings"

	nethtml "golang.org/x/net/html"
)

// PlainText gives the text of HTML as one reads it, paragraphs as lines; text without tags and entities stays
// as it is. HTML that was escaped as a whole is HTML all the same.
func PlainText(s string) string {
	if strings.IndexByte(s, '<') < 0 && strings.IndexByte(s, '&') < 0 { // most texts, and long ones
		return s
	}
	if tagged, ok := onlyTags(s); ok {
		return again(s, tidy(stripTags(tagged)))
	}
	once := again(s, unescape(s))
	if strings.Contains(s, "&lt;/") || strings.Contains(s, "&lt;br") {
		if tagged, ok := onlyTags(once); ok {
			return tidy(stripTags(tagged))
		}
	}
	return once
}

// onlyTags escapes each < that begins no tag, as in x<y; ok is false where none does.
func onlyTags(s string) (tagged string, ok bool) {
	var b strings.Builder
	start := 0
	for i := strings.IndexByte(s, '<'); i >= 0 && i < len(s); {
		if beginsTag(s[i:]) {
			ok = true
		} else {
			b.WriteString(s[start:i])
			b.WriteString("&lt;")
			start = i + 1
		}
		n := strings.IndexByte(s[i+1:], '<')
		if n < 0 {
			break
		}
		i += 1 + n
	}
	b.WriteString(s[start:])
	return b.String(), ok
}

// HasTag tells whether there is a tag in s.
func HasTag(s string) bool {
	_, ok := onlyTags(s)
	return ok
}

// beginsTag tells whether a tag or a comment stands at the beginning of s: an element of HTML or one with a
// dash or a colon in its name, with nothing behind the name but attributes. The < of x<y and y>z is none.
func beginsTag(s string) bool {
	if strings.HasPrefix(s, "<!--") || strings.HasPrefix(s, "<![CDATA[") || strings.HasPrefix(s, "<?xml") ||
		len(s) > 8 && strings.EqualFold(s[:9], "<!doctype") {
		return true
	}
	name, after := tagName(s)
	end := strings.IndexByte(after, '>')
	if name == "" || end < 0 {
		return false
	}
	if !strings.ContainsAny(name, "-:") && !elements()[strings.ToLower(name)] {
		return false
	}
	rest := strings.TrimSpace(strings.TrimSuffix(after[:end], "/"))
	return rest == "" || (after[0] <= ' ' || after[0] == '/') && strings.ContainsRune(rest, '=')
}

// tagName is the name behind the < at the beginning of s, and what follows it.
func tagName(s string) (name, after string) {
	s = strings.TrimPrefix(s[1:], "/")
	i := 0
	for i < len(s) && (isASCIILetter(s[i]) || i > 0 &&
		(s[i] >= '0' && s[i] <= '9' || s[i] == '-' || s[i] == ':')) {
		i++
	}
	return s[:i], s[i:]
}

func isASCIILetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// elements are those of HTML that stand in texts, and blocks those of them that begin a line.
var elements, blocks = lists.Exact("element"), lists.Exact("block")

// stripTags gives the text between the tags, with the line breaks of blocks.
func stripTags(s string) string {
	var b strings.Builder
	z := nethtml.NewTokenizer(strings.NewReader(s))
	hidden, tables := 0, 0 // depths of script and style, and of tables
	for {
		t := z.Next()
		switch t {
		case nethtml.ErrorToken:
			return b.String()
		case nethtml.TextToken:
			switch text := unescape(string(z.Raw())); {
			case hidden > 0:
			case tables > 0: // line breaks of the source are none of the text
				b.WriteString(strings.ReplaceAll(text, "\n", " "))
			default:
				b.WriteString(text)
			}
		case nethtml.StartTagToken, nethtml.EndTagToken, nethtml.SelfClosingTagToken:
			name, _ := z.TagName()
			switch tag := string(name); {
			case tag == "script" || tag == "style":
				hidden = opened(hidden, t)
			case tag == "td" || tag == "th":
				b.WriteByte(' ')
			case blocks()[tag]:
				if b.WriteByte('\n'); tag == "table" {
					tables = opened(tables, t)
				}
			}
		}
	}
}

// opened counts elements that are open.
func opened(n int, t nethtml.TokenType) int {
	step := map[nethtml.TokenType]int{nethtml.StartTagToken: 1, nethtml.EndTagToken: -1}
	return max(0, n+step[t])
}

// unescape resolves entities, once, and only whole ones: the &notes of fun&notes is none.
func unescape(s string) string {
	if !strings.Contains(s, "&") {
		return s
	}
	var b strings.Builder
	for {
		at := strings.IndexByte(s, '&')
		if at < 0 {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(s[:at])
		s = s[at:]
		end := 1
		for end < len(s) && end < 32 &&
			(isASCIILetter(s[end]) || '0' <= s[end] && s[end] <= '9' || end == 1 &&
				s[end] == '#') {
			end++
		}
		if end < len(s) && s[end] == ';' {
			end++
			b.WriteString(html.UnescapeString(s[:end]))
		} else {
			b.WriteString(s[:end])
		}
		s = s[end:]
	}
}

// twice are entities that nobody writes about, so that they stand in a text only where it was escaped twice.
var twice = regexp.MustCompile(
	`&(?:amp|quot|apos|nbsp|euro|[a-zA-Z]{1,2}(?:acute|grave|circ|uml|cedil|tilde|lig|ring|slash|caron)|` +
		`#0?39|#x27|[lr][sd]quo|` +
		`hellip|[nm]dash|deg|reg|trade|copy|middot|bull);`)

// again resolves what was escaped twice: &amp;eacute; is é.
func again(source, text string) string {
	if !strings.Contains(source, "&amp;") {
		return text
	}
	return twice.ReplaceAllStringFunc(text, html.UnescapeString)
}

// tidy makes runs of blanks one and leaves at most one line break between two lines.
func tidy(s string) string {
	var lines []string
	for _, line := range strings.Split(s, "\n") {
		if l := strings.Join(strings.Fields(line), " "); l != "" {
			lines = append(lines, l)
		}
	}
	return strings.Join(lines, "\n")
}

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
