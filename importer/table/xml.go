package table

import (
	"bytes"
	"io"
	"strconv"
	"unicode/utf8"
)

// xmlDepth is how deep elements may nest; the parts that are read here need about a dozen levels.
const xmlDepth = 200

// xmlToken is what the scanner stands on.
type xmlToken uint8

const (
	xmlEOF xmlToken = iota
	xmlStart
	xmlEnd
	xmlText
)

// xmlError is what a part may not hold, in words that follow the part's name.
type xmlError string

func (e xmlError) Error() string { return string(e) }

const (
	errXMLDoctype xmlError = "declares XML entities, which no spreadsheet program writes"
	errXMLEntity  xmlError = "uses an unknown XML entity"
	errXMLLong    xmlError = "holds a single piece of more than 1 MiB"
	errXMLDeep    xmlError = "nests its elements more than 200 levels deep"
	errXMLCut     xmlError = "is cut off"
	errXMLBad     xmlError = "is not well-formed XML"
)

// xmlScanner is a pull scanner for the parts of a workbook. It knows just what these parts use of XML, expands nothing but
// the five entities and character references, refuses document types, bounds what it keeps, and hands out slices of its
// buffer without an allocation. What it returns is valid until the next step.
type xmlScanner struct {
	r        io.Reader
	buf      []byte
	pos, end int
	eof      bool
	depth    int
	pending  bool   // the end of a self-closing element comes next
	name     []byte // of the element, without prefix
	attrs    []byte // of a start, as they stand
	text     []byte // as it stands
	cdata    bool   // text holds no entities
}

func newXMLScanner(r io.Reader) *xmlScanner {
	return &xmlScanner{r: r, buf: make([]byte, 64<<10)}
}

// fill reads more behind what is there, keeping everything from pos on.
func (x *xmlScanner) fill() error {
	if x.eof {
		return io.EOF
	}
	if x.pos > 0 {
		copy(x.buf, x.buf[x.pos:x.end])
		x.end -= x.pos
		x.pos = 0
	}
	if x.end == len(x.buf) {
		if len(x.buf) >= maxCell+64<<10 {
			return errXMLLong
		}
		grown := make([]byte, min(2*len(x.buf), maxCell+64<<10))
		copy(grown, x.buf)
		x.buf = grown
	}
	n, err := x.r.Read(x.buf[x.end:])
	x.end += n
	if err == io.EOF {
		x.eof = true
		return nil
	}
	return err
}

// find makes sure that the separator stands in the buffer behind from (counted from pos) and gives its place, from pos.
func (x *xmlScanner) find(sep string, from int) (int, error) {
	for {
		if at := bytes.Index(x.buf[x.pos+from:x.end], []byte(sep)); at >= 0 {
			return from + at, nil
		}
		from = max(from, x.end-x.pos-len(sep)+1)
		if err := x.fill(); err == io.EOF {
			return 0, errXMLCut
		} else if err != nil {
			return 0, err
		}
	}
}

// next moves to the next start, end or text. Comments and instructions are passed over.
func (x *xmlScanner) next() (xmlToken, error) {
	if x.pending {
		x.pending = false
		x.depth--
		return xmlEnd, nil
	}
	for {
		if x.pos == x.end {
			if err := x.fill(); err == io.EOF {
				return x.finish()
			} else if err != nil {
				return xmlEOF, err
			}
			continue
		}
		if x.buf[x.pos] != '<' {
			return x.scanText()
		}
		for x.end-x.pos < 9 && !x.eof {
			if err := x.fill(); err != nil && err != io.EOF {
				return xmlEOF, err
			}
		}
		tok, again, err := x.scanMarkup()
		if err != nil || !again {
			return tok, err
		}
	}
}

func (x *xmlScanner) finish() (xmlToken, error) {
	if x.depth > 0 {
		return xmlEOF, errXMLCut
	}
	return xmlEOF, nil
}

func (x *xmlScanner) scanText() (xmlToken, error) {
	n, err := x.find("<", 0)
	if err == errXMLCut && x.depth == 0 {
		x.pos = x.end
		return xmlEOF, nil
	}
	if err != nil {
		return xmlEOF, err
	}
	x.text, x.cdata = x.buf[x.pos:x.pos+n], false
	x.pos += n
	return xmlText, nil
}

// scanMarkup reads what begins with <; again is true when it was something to pass over.
func (x *xmlScanner) scanMarkup() (tok xmlToken, again bool, err error) {
	here := x.buf[x.pos:x.end]
	switch {
	case bytes.HasPrefix(here, []byte("<?")):
		return xmlEOF, true, x.skip("?>")
	case bytes.HasPrefix(here, []byte("<!--")):
		return xmlEOF, true, x.skip("-->")
	case bytes.HasPrefix(here, []byte("<![CDATA[")):
		n, err := x.find("]]>", 9)
		if err != nil {
			return xmlEOF, false, err
		}
		x.text, x.cdata = x.buf[x.pos+9:x.pos+n], true
		x.pos += n + 3
		return xmlText, false, nil
	case bytes.HasPrefix(here, []byte("<!")):
		return xmlEOF, false, errXMLDoctype
	}
	tok, err = x.scanTag()
	return tok, false, err
}

func (x *xmlScanner) skip(sep string) error {
	n, err := x.find(sep, 2)
	if err == nil {
		x.pos += n + len(sep)
	}
	return err
}

func (x *xmlScanner) scanTag() (xmlToken, error) {
	n, err := x.find(">", 1)
	if err != nil {
		return xmlEOF, err
	}
	for unclosedQuote(x.buf[x.pos : x.pos+n]) { // a > inside an attribute's value
		if n, err = x.find(">", n+1); err != nil {
			return xmlEOF, err
		}
	}
	tag := x.buf[x.pos+1 : x.pos+n]
	x.pos += n + 1
	if len(tag) > 0 && tag[0] == '/' {
		x.name = local(bytes.TrimRight(tag[1:], " \t\r\n"))
		if x.depth--; x.depth < 0 {
			return xmlEOF, errXMLBad
		}
		return xmlEnd, nil
	}
	if len(tag) > 0 && tag[len(tag)-1] == '/' {
		x.pending = true
		tag = tag[:len(tag)-1]
	}
	cut := bytes.IndexAny(tag, " \t\r\n")
	if cut < 0 {
		cut = len(tag)
	}
	x.name, x.attrs = local(tag[:cut]), tag[cut:]
	if len(x.name) == 0 {
		return xmlEOF, errXMLBad
	}
	if x.depth++; x.depth > xmlDepth {
		return xmlEOF, errXMLDeep
	}
	return xmlStart, nil
}

func unclosedQuote(tag []byte) bool {
	if bytes.IndexByte(tag, '\'') < 0 {
		return bytes.Count(tag, []byte{'"'})%2 == 1
	}
	var open byte
	for _, c := range tag {
		switch {
		case open == 0 && (c == '"' || c == '\''):
			open = c
		case c == open:
			open = 0
		}
	}
	return open != 0
}

// skipElement passes over the rest of the element whose start was just read.
func (x *xmlScanner) skipElement() error {
	for d := x.depth; ; {
		tok, err := x.next()
		if err != nil {
			return err
		}
		if tok == xmlEOF {
			return errXMLCut
		}
		if tok == xmlEnd && x.depth < d {
			return nil
		}
	}
}

// local cuts the prefix off a name.
func local(name []byte) []byte {
	if i := bytes.IndexByte(name, ':'); i >= 0 {
		return name[i+1:]
	}
	return name
}

// xmlAttrs walks over the attributes of a start.
type xmlAttrs struct {
	rest        []byte
	name, value []byte
}

func (a *xmlAttrs) next() bool {
	eq := bytes.IndexByte(a.rest, '=')
	if eq < 0 {
		return false
	}
	a.name = bytes.TrimSpace(a.rest[:eq])
	v := bytes.TrimLeft(a.rest[eq+1:], " \t\r\n")
	if len(v) == 0 || v[0] != '"' && v[0] != '\'' {
		return false
	}
	end := bytes.IndexByte(v[1:], v[0])
	if end < 0 {
		return false
	}
	a.value, a.rest = v[1:1+end], v[end+2:]
	return true
}

// attr gives the decoded value of the attribute with that name, whatever its prefix; empty when it is missing.
func (x *xmlScanner) attr(name string) string {
	a := xmlAttrs{rest: x.attrs}
	for a.next() {
		if string(local(a.name)) == name {
			v, err := appendText(nil, a.value, false)
			if err != nil {
				return ""
			}
			return string(v)
		}
	}
	return ""
}

// yes tells whether an attribute's value means true.
func yes(v []byte) bool { return string(v) == "1" || string(v) == "true" || string(v) == "on" }

// appendText adds XML text to dst with its entities and line ends decoded.
func appendText(dst, raw []byte, cdata bool) ([]byte, error) {
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
			return dst, errXMLEntity
		}
		r, ok := entity(string(raw[1:end]))
		if !ok {
			return dst, errXMLEntity
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

func entity(name string) (rune, bool) {
	switch name {
	case "amp":
		return '&', true
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
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

// passRows moves behind the end of the rows.
func (x *xmlScanner) passRows() error {
	sep := []byte("sheetData>")
	for {
		if at := bytes.Index(x.buf[x.pos:x.end], sep); at >= 0 {
			x.pos += at + len(sep)
			x.depth--
			return nil
		}
		x.pos = max(x.pos, x.end-len(sep)+1)
		if x.eof {
			return errXMLCut
		}
		if err := x.fill(); err != nil {
			return err
		}
	}
}
