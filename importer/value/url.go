package value

import (
	"encoding/json"
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/publicsuffix"
)

// Relative is what webURL says of a URL that only lacks its beginning.
const Relative = "is not absolute"

// WebURL gives an absolute http or https URL with its scheme in lower case and its characters outside ASCII
// escaped, or says what is wrong. One that begins with // or www. is taken as https.
func WebURL(text string) (clean, why string) {
	text = strings.TrimSpace(text)
	switch {
	case strings.HasPrefix(text, "//"):
		text = "https:" + text
	case len(text) > 4 && strings.EqualFold(text[:4], "www."):
		text = "https://" + text
	}
	if clean = escapeURL(text); startsPlainly(clean) {
		return clean, ""
	}
	u, err := url.Parse(clean)
	switch {
	case err != nil:
		return "", "cannot be read as a URL"
	case u.Scheme == "" && isPath(text):
		return "", Relative
	case u.Scheme == "":
		return "", "is no URL"
	case u.Scheme != "http" && u.Scheme != "https":
		return "", "is neither http nor https"
	case u.Host == "" || strings.ContainsAny(u.Host, " ,;%"):
		return "", "names no host"
	}
	if !strings.HasPrefix(clean, u.Scheme) { // in capitals
		clean = u.Scheme + clean[len(u.Scheme):]
	}
	return clean, ""
}

// startsPlainly tells whether an escaped URL begins as most do, so that it is surely one: with the scheme in
// small letters and a host of letters, digits, dots and dashes.
func startsPlainly(escaped string) bool {
	_, rest, ok := strings.Cut(escaped, "://")
	if scheme := escaped[:len(escaped)-len(rest)]; !ok || scheme != "https://" && scheme != "http://" {
		return false
	}
	for i := range len(rest) {
		switch c := rest[i]; {
		case c == '/' || c == '?' || c == '#':
			return i > 0
		case !isASCIILetter(c) && (c < '0' || c > '9') && c != '.' && c != '-':
			return false
		}
	}
	return rest != ""
}

// isPath tells whether a text without a scheme looks like the rest of a URL.
func isPath(s string) bool {
	if at := strings.IndexAny(s, "@/?"); at >= 0 && s[at] == '@' {
		return false // an e-mail address
	}
	return strings.ContainsAny(s, "/?") || len(path.Ext(s)) > 1 && !strings.ContainsAny(path.Ext(s), " ,;")
}

// HostFirst is the host with which a text without a scheme begins, as people write addresses:
// shop.example/p/1. It is empty where the text begins with a path, or with the name of a page or a script
// (index.php?id=1).
func HostFirst(text string) string {
	end := strings.IndexAny(text, "/?")
	if end < 0 || EndsAsImage(text[:end]) {
		return ""
	}
	host := text[:end]
	labels := strings.Split(strings.ToLower(host), ".")
	switch last := labels[len(labels)-1]; {
	case len(labels) < 2, len(last) < 2, strings.Trim(last, "abcdefghijklmnopqrstuvwxyz") != "":
		return ""
	case slices.Contains([]string{"php", "html", "htm", "asp", "aspx", "jsp", "cgi", "do"}, last),
		last == "pl" && text[end] == '?':
		return ""
	}
	for _, label := range labels {
		if label == "" || strings.ContainsFunc(label,
			func(r rune) bool { return r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			return ""
		}
	}
	return host
}

// BaseOf is the scheme and host with which an absolute URL, or one that lacks the scheme alone, begins; empty
// for others.
func BaseOf(text string) string {
	if host := HostFirst(text); host != "" {
		return "https://" + strings.ToLower(host)
	}
	clean, why := WebURL(text)
	if why != "" {
		return ""
	}
	u, err := url.Parse(clean)
	if err != nil {
		return ""
	}
	return u.Scheme + "://" + strings.ToLower(u.Host)
}

// ExampleBase stands for the shop's address where nothing tells it.
const ExampleBase = "https://shop.example"

// sameShop tells whether a host is that of a base, with or without www., or below it.
func sameShop(host, base string) bool {
	host, base = strings.ToLower(host), strings.TrimPrefix(strings.ToLower(base), "www.")
	return host == base || strings.HasSuffix(host, "."+base)
}

// OtherHost is the host with which a text without a scheme begins where that is not the base's: it does not
// belong below the base. Sure tells that it is a host and no folder, by its last label. ./other.example/x
// says that it is a folder.
func OtherHost(base, text string) (host string, sure bool) {
	host = strings.ToLower(HostFirst(strings.TrimSpace(text)))
	u, err := url.Parse(base)
	if host == "" || base == "" || err != nil || sameShop(host, u.Host) {
		return "", false
	}
	last := host[strings.LastIndexByte(host, '.')+1:]
	suffix, public := publicsuffix.PublicSuffix(host)
	switch {
	case suffix == host: // co.uk/x
		return "", false
	case public, strings.HasSuffix(strings.ToLower(u.Hostname()), "."+last):
		return host, true
	}
	return host, slices.Contains([]string{"example", "test", "invalid", "local", "localhost"}, last)
}

// WithBase puts a base before a relative URL: what begins with / begins at the host, what begins with the
// base's host lacks the scheme alone, what begins with another host surely as well, anything else is below
// the base.
func WithBase(base, relative string) string {
	relative = strings.TrimSpace(relative)
	u, err := url.Parse(base)
	if err != nil || base == "" {
		return relative
	}
	if strings.HasPrefix(relative, "/") {
		return u.Scheme + "://" + u.Host + relative
	}
	host := relative
	if end := strings.IndexAny(relative, "/?"); end >= 0 {
		host = relative[:end]
	}
	if sameShop(host, u.Host) {
		return u.Scheme + "://" + relative
	}
	if _, sure := OtherHost(base, relative); sure {
		return "https://" + relative
	}
	return strings.TrimSuffix(base, "/") + "/" + strings.TrimPrefix(relative, "./")
}

// escapeURL percent-encodes what may not stand in a URL as it is: blanks, control characters, quotes, and
// everything outside ASCII. What is escaped already stays.
func escapeURL(s string) string {
	const hex = "0123456789ABCDEF"
	var escaped []byte // nil while nothing had to be escaped, as in most URLs
	for i := range len(s) {
		bad := notInURL(s[i]) || s[i] == '%' && (i+2 >= len(s) || !isHex(s[i+1]) || !isHex(s[i+2]))
		switch {
		case bad && escaped == nil:
			escaped = append(make([]byte, 0, len(s)+16), s[:i]...)
			fallthrough
		case bad:
			escaped = append(escaped, '%', hex[s[i]>>4], hex[s[i]&15])
		case escaped != nil:
			escaped = append(escaped, s[i])
		}
	}
	if escaped == nil {
		return s
	}
	return string(escaped)
}

// notInURL tells whether a byte may not stand in a URL as it is.
func notInURL(c byte) bool {
	switch c {
	case '"', '<', '>', '\\', '^', '`', '{', '|', '}':
		return true
	}
	return c <= ' ' || c >= 0x7f
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

// EscapeTemplate escapes a URL with placeholders in braces, which stay as they are.
func EscapeTemplate(s string) string {
	var b strings.Builder
	for {
		before, rest, open := strings.Cut(s, "{")
		name, after, closed := strings.Cut(rest, "}")
		if !open || !closed {
			b.WriteString(escapeURL(s))
			return b.String()
		}
		b.WriteString(escapeURL(before) + "{" + name + "}")
		s = after
	}
}

// FirstURL gives the first URL of a list in one cell; several tells whether there are more. Lists are
// separated by commas, semicolons, | or blanks, or written as programs do: ["a", "b"] or ['a', 'b'].
func FirstURL(text string) (first string, several bool) {
	text = strings.TrimSpace(text)
	if list, ok := QuotedList(text); ok {
		if len(list) == 0 {
			return "", false
		}
		return list[0], len(list) > 1
	}
	for i, r := range text {
		if i == 0 || !divides(r) {
			continue
		}
		rest := strings.TrimLeft(text[i:], ",;| \t\r\n\u00a0")
		if rest == "" || beginsURL(rest) || !unicode.IsSpace(r) && EndsAsImage(text[:i]) {
			return strings.TrimSpace(text[:i]), rest != ""
		}
	}
	return text, false
}

// divides tells whether a list of URLs may be cut at a character.
func divides(r rune) bool {
	switch {
	case r == ',' || r == ';' || r == '|':
		return true
	case r > ' ' && r < unicode.MaxASCII:
		return false
	}
	return unicode.IsSpace(r)
}

func beginsURL(s string) bool {
	s = strings.ToLower(s[:min(len(s), 8)])
	return strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "//")
}

// EndsAsImage tells whether a text ends as the file of an image does.
func EndsAsImage(s string) bool {
	s, _, _ = strings.Cut(s, "?")
	switch strings.ToLower(path.Ext(s)) {
	case ".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg", ".bmp", ".tif", ".tiff":
		return true
	}
	return false
}

// QuotedList reads a list as JSON or Python writes it; blank items are left out.
func QuotedList(text string) (list []string, ok bool) {
	if len(text) < 2 || text[0] != '[' || text[len(text)-1] != ']' {
		return nil, false
	}
	var items []string
	if json.Unmarshal([]byte(text), &items) != nil {
		items = items[:0]
		inside := strings.TrimSpace(text[1 : len(text)-1])
		for _, item := range strings.Split(inside, ",") {
			item = strings.TrimSpace(item)
			if n := len(item); n > 0 && (n < 2 || item[0] != '\'' && item[0] != '"' || item[n-1] != item[0]) {
				if strings.ContainsAny(item, "'\"") || !beginsURL(item) && !EndsAsImage(item) {
					return nil, false
				}
				items = append(items, item)
				continue
			}
			items = append(items, strings.Trim(item, `'"`))
		}
	}
	for _, item := range items {
		if item = strings.TrimSpace(item); item != "" {
			list = append(list, item)
		}
	}
	return list, true
}
