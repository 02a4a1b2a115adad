package table

import (
	"bufio"
	"bytes"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// rawKind is what a piece of XML is.
type rawKind uint8

const (
	rawEOF    rawKind = iota
	rawText           // text between tags, or a part of it
	rawOpen           // <a>
	rawClosed         // <a/>
	rawEnd            // </a>
	rawOther          // declaration, instruction, comment, CDATA
)

// maxRaw is how long one piece of XML may be.
const maxRaw = 2 << 20

// rawScanner cuts XML into pieces and gives each as it stands, so that what is not to be changed can be copied byte by
// byte. xmlScanner reads, and forgets how it was written.
type rawScanner struct {
	r     *bufio.Reader
	kind  rawKind
	raw   []byte // the piece, valid until the next step; it may be changed
	name  string // of the element, without prefix
	ns    string // the element's prefix with its colon
	depth int    // of the element; the root's start and end are at 1
	level int
}

func newRawScanner(r io.Reader) *rawScanner {
	return &rawScanner{r: bufio.NewReaderSize(r, 64<<10)}
}

// next moves to the next piece; the kind is rawEOF behind the last.
func (x *rawScanner) next() error {
	x.raw = x.raw[:0]
	first, err := x.r.Peek(1)
	switch {
	case err == io.EOF && x.level > 0:
		return errXMLCut
	case err == io.EOF:
		x.kind = rawEOF
		return nil
	case err != nil:
		return err
	case first[0] == '<':
		return x.markup()
	}
	x.kind = rawText
	text, err := x.r.ReadSlice('<')
	if err == nil {
		text = text[:len(text)-1]
		err = x.r.UnreadByte()
	} else if err == bufio.ErrBufferFull || err == io.EOF {
		err = nil
	}
	x.raw = append(x.raw, text...)
	return err
}

func (x *rawScanner) markup() error {
	if err := x.upTo('>'); err != nil {
		return err
	}
	end, least := "", 0
	switch {
	case bytes.HasPrefix(x.raw, []byte("<?")):
		end, least = "?>", 4
	case bytes.HasPrefix(x.raw, []byte("<!--")):
		end, least = "-->", 7
	case bytes.HasPrefix(x.raw, []byte("<![CDATA[")):
		end, least = "]]>", 12
	case bytes.HasPrefix(x.raw, []byte("<!")):
		return errXMLDoctype
	default:
		return x.tag()
	}
	x.kind = rawOther
	for len(x.raw) < least || !bytes.HasSuffix(x.raw, []byte(end)) {
		if err := x.upTo('>'); err != nil {
			return err
		}
	}
	return nil
}

func (x *rawScanner) tag() error {
	for unclosedQuote(x.raw[1:]) {
		if err := x.upTo('>'); err != nil {
			return err
		}
	}
	inner := x.raw[1 : len(x.raw)-1]
	x.kind = rawOpen
	switch {
	case bytes.HasPrefix(inner, []byte("/")):
		x.kind, inner = rawEnd, inner[1:]
		x.depth = x.level
		x.level--
	case bytes.HasSuffix(inner, []byte("/")):
		x.kind, inner = rawClosed, inner[:len(inner)-1]
		x.depth = x.level + 1
	default:
		x.level++
		x.depth = x.level
	}
	if x.level < 0 {
		return errXMLBad
	}
	if x.depth > xmlDepth {
		return errXMLDeep
	}
	if cut := bytes.IndexAny(inner, " \t\r\n"); cut >= 0 {
		inner = inner[:cut]
	}
	colon := bytes.IndexByte(inner, ':') + 1
	x.ns, x.name = string(inner[:colon]), string(inner[colon:])
	return nil
}

// upTo adds to the piece up to the next b.
func (x *rawScanner) upTo(b byte) error {
	for {
		part, err := x.r.ReadSlice(b)
		x.raw = append(x.raw, part...)
		if len(x.raw) > maxRaw {
			return errXMLLong
		}
		if err == io.EOF {
			return errXMLCut
		}
		if err != bufio.ErrBufferFull {
			return err
		}
	}
}

// begins tells whether the piece is the start of an element at that depth.
func (x *rawScanner) begins(depth int) bool {
	return (x.kind == rawOpen || x.kind == rawClosed) && x.depth == depth
}

// end is the end tag that belongs to the element.
func (x *rawScanner) end() string { return "</" + x.ns + x.name + ">" }

// opened is the piece, a start, as one that is not closed at once.
func (x *rawScanner) opened() []byte {
	if x.kind != rawClosed {
		return x.raw
	}
	return append(bytes.TrimRight(x.raw[:len(x.raw)-2], " \t\r\n"), '>')
}

// rawAttr is where an attribute stands in a tag: whole with the blank before it, and its value.
type rawAttr struct{ start, value, valueEnd, end int }

// findAttr finds an attribute by its name; a name that begins with a colon is found with any prefix.
func findAttr(tag []byte, name string) (rawAttr, bool) {
	i := bytes.IndexAny(tag, " \t\r\n")
	for i >= 0 && i < len(tag) {
		a := rawAttr{start: i}
		eq := bytes.IndexByte(tag[i:], '=')
		if eq < 0 {
			break
		}
		found := bytes.TrimSpace(tag[i : i+eq])
		i += eq + 1
		for i < len(tag) && bytes.IndexByte([]byte(" \t\r\n"), tag[i]) >= 0 {
			i++
		}
		if i >= len(tag) {
			break
		}
		n := bytes.IndexByte(tag[i+1:], tag[i])
		if n < 0 {
			break
		}
		a.value, a.valueEnd, a.end = i+1, i+1+n, i+2+n
		if string(found) == name || name[0] == ':' && bytes.HasSuffix(found, []byte(name)) {
			return a, true
		}
		i = a.end
	}
	return rawAttr{}, false
}

// attrText is the decoded value of an attribute, empty when it is missing.
func attrText(tag []byte, name string) string {
	a, ok := findAttr(tag, name)
	if !ok {
		return ""
	}
	text, err := appendText(nil, tag[a.value:a.valueEnd], false)
	if err != nil {
		return ""
	}
	return string(text)
}

// setAttr gives the tag with an attribute set, in new memory.
func setAttr(tag []byte, name, value string) []byte {
	if a, ok := findAttr(tag, name); ok {
		return bytes.Join([][]byte{tag[:a.value], []byte(escapeXML(value)), tag[a.valueEnd:]}, nil)
	}
	at := len(tag) - 1
	if bytes.HasSuffix(tag, []byte("/>")) {
		at--
	}
	return bytes.Join([][]byte{tag[:at], []byte(" " + name + `="` + escapeXML(value) + `"`), tag[at:]}, nil)
}

// dropAttr takes an attribute out of the tag.
func dropAttr(tag []byte, name string) []byte {
	if a, ok := findAttr(tag, name); ok {
		return append(tag[:a.start], tag[a.end:]...)
	}
	return tag
}

// appendChildren puts pieces of XML behind the last child of a document's root.
func appendChildren(doc []byte, pieces string) ([]byte, error) {
	var out bytes.Buffer
	x := newRawScanner(bytes.NewReader(doc))
	for {
		if err := x.next(); err != nil {
			return nil, err
		}
		switch {
		case x.kind == rawEOF:
			return out.Bytes(), nil
		case x.kind == rawClosed && x.depth == 1:
			out.Write(x.opened())
			out.WriteString(pieces + x.end())
			continue
		case x.kind == rawEnd && x.depth == 1:
			out.WriteString(pieces)
		}
		out.Write(x.raw)
	}
}

// rootOf gives the prefix, with its colon, and the start tag of a document's root.
func rootOf(doc []byte) (ns string, tag []byte, err error) {
	x := newRawScanner(bytes.NewReader(doc))
	for {
		if err := x.next(); err != nil {
			return "", nil, err
		}
		switch x.kind {
		case rawEOF:
			return "", nil, errXMLCut
		case rawOpen, rawClosed:
			return x.ns, x.raw, nil
		}
	}
}

// escapeXML makes text fit for element content and attribute values. Control characters, which XML cannot hold, are
// written as Excel does: _x000B_; text that looks like this by itself is protected the same way.
func escapeXML(s string) string {
	plain := strings.IndexFunc(s, func(r rune) bool {
		return r < ' ' || r == '&' || r == '<' || r == '>' || r == '"' || r == '_' || r >= 0xFFFE || r == utf8.RuneError
	}) < 0
	if plain {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"':
			b.WriteString("&quot;")
		case r == '\t':
			b.WriteString("&#9;")
		case r == '\n':
			b.WriteString("&#10;")
		case r < ' ':
			b.WriteString("_x00" + string("01"[r>>4]) + string("0123456789ABCDEF"[r&15]) + "_")
		case r == '_' && escapedAt(s[i:]):
			b.WriteString("_x005F_")
		case r == 0xFFFE, r == 0xFFFF:
			b.WriteRune(utf8.RuneError)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// escapedAt tells whether text begins like such a code; what comes behind may complete it.
func escapedAt(s string) bool {
	if len(s) < 6 || s[1] != 'x' {
		return false
	}
	_, err := strconv.ParseUint(s[2:6], 16, 16)
	return err == nil
}
