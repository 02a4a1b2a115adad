package xlsx

import (
	"bytes"
	"io"
	"iter"
)

// maxPiece is how many bytes a tag or a text may have.
const maxPiece = 1<<20 + 64<<10

// maxDepth is how deep elements may nest; the parts that are read here need about a dozen levels.
const maxDepth = 200

// Token is what the scanner stands on.
type Token uint8

// The tokens. Comments and instructions are none.
const (
	EOF Token = iota
	Start
	End
	Text
)

// Error is what a part may not hold, in words that follow the part's name.
type Error string

// Error is the text itself.
func (e Error) Error() string { return string(e) }

// What a part may not hold.
const (
	ErrDoctype Error = "declares XML entities, which no spreadsheet program writes"
	ErrEntity  Error = "uses an unknown XML entity"
	ErrLong    Error = "holds a single piece of more than 1 MiB"
	ErrDeep    Error = "nests its elements more than 200 levels deep"
	ErrCut     Error = "is cut off"
	ErrBad     Error = "is not well-formed XML"
)

// Scanner is a pull scanner for the parts of a workbook. It knows just what these parts use of XML, expands
// nothing but the five entities and character references, refuses document types, bounds what it keeps, and
// hands out slices of its buffer without an allocation. What it returns is valid until the next step.
type Scanner struct {
	r        io.Reader
	buf      []byte
	pos, end int
	eof      bool
	Depth    int
	pending  bool   // the end of a self-closing element comes next
	Name     []byte // of the element, without prefix
	Attrs    []byte // of a start, as they stand
	Text     []byte // as it stands
	CData    bool   // text holds no entities
}

// Closed tells whether the element whose start was just read is closed at once.
func (x *Scanner) Closed() bool { return x.pending }

// NewScanner begins before the first tag of r.
func NewScanner(r io.Reader) *Scanner {
	return &Scanner{r: r, buf: make([]byte, 64<<10)}
}

// fill reads more behind what is there, keeping everything from pos on.
func (x *Scanner) fill() error {
	if x.eof {
		return io.EOF
	}
	if x.pos > 0 {
		copy(x.buf, x.buf[x.pos:x.end])
		x.end -= x.pos
		x.pos = 0
	}
	if x.end == len(x.buf) {
		if len(x.buf) >= maxPiece {
			return ErrLong
		}
		grown := make([]byte, min(2*len(x.buf), maxPiece))
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

// find makes sure that the separator stands in the buffer behind from (counted from pos)
// and gives its place, from pos.
func (x *Scanner) find(sep string, from int) (int, error) {
	for {
		if at := bytes.Index(x.buf[x.pos+from:x.end], []byte(sep)); at >= 0 {
			return from + at, nil
		}
		from = max(from, x.end-x.pos-len(sep)+1)
		if err := x.fill(); err == io.EOF {
			return 0, ErrCut
		} else if err != nil {
			return 0, err
		}
	}
}

// Next moves to the next start, end or text. Comments and instructions are passed over.
func (x *Scanner) Next() (Token, error) {
	if x.pending {
		x.pending = false
		x.Depth--
		return End, nil
	}
	for {
		if x.pos == x.end {
			if err := x.fill(); err == io.EOF {
				return x.finish()
			} else if err != nil {
				return EOF, err
			}
			continue
		}
		if x.buf[x.pos] != '<' {
			return x.scanText()
		}
		for x.end-x.pos < 9 && !x.eof {
			if err := x.fill(); err != nil && err != io.EOF {
				return EOF, err
			}
		}
		tok, again, err := x.scanMarkup()
		if err != nil || !again {
			return tok, err
		}
	}
}

func (x *Scanner) finish() (Token, error) {
	if x.Depth > 0 {
		return EOF, ErrCut
	}
	return EOF, nil
}

func (x *Scanner) scanText() (Token, error) {
	n, err := x.find("<", 0)
	if err == ErrCut && x.Depth == 0 {
		x.pos = x.end
		return EOF, nil
	}
	if err != nil {
		return EOF, err
	}
	x.Text, x.CData = x.buf[x.pos:x.pos+n], false
	x.pos += n
	return Text, nil
}

// scanMarkup reads what begins with <; again is true when it was something to pass over.
func (x *Scanner) scanMarkup() (tok Token, again bool, err error) {
	here := x.buf[x.pos:x.end]
	switch {
	case bytes.HasPrefix(here, []byte("<?")):
		return EOF, true, x.skip("?>")
	case bytes.HasPrefix(here, []byte("<!--")):
		return EOF, true, x.skip("-->")
	case bytes.HasPrefix(here, []byte("<![CDATA[")):
		n, err := x.find("]]>", 9)
		if err != nil {
			return EOF, false, err
		}
		x.Text, x.CData = x.buf[x.pos+9:x.pos+n], true
		x.pos += n + 3
		return Text, false, nil
	case bytes.HasPrefix(here, []byte("<!")):
		return EOF, false, ErrDoctype
	}
	tok, err = x.scanTag()
	return tok, false, err
}

func (x *Scanner) skip(sep string) error {
	n, err := x.find(sep, 2)
	if err == nil {
		x.pos += n + len(sep)
	}
	return err
}

func (x *Scanner) scanTag() (Token, error) {
	n, err := x.find(">", 1)
	if err != nil {
		return EOF, err
	}
	for unclosedQuote(x.buf[x.pos : x.pos+n]) { // a > inside an attribute's value
		if n, err = x.find(">", n+1); err != nil {
			return EOF, err
		}
	}
	tag := x.buf[x.pos+1 : x.pos+n]
	x.pos += n + 1
	if len(tag) > 0 && tag[0] == '/' {
		x.Name = LocalName(bytes.TrimRight(tag[1:], " \t\r\n"))
		if x.Depth--; x.Depth < 0 {
			return EOF, ErrBad
		}
		return End, nil
	}
	if len(tag) > 0 && tag[len(tag)-1] == '/' {
		x.pending = true
		tag = tag[:len(tag)-1]
	}
	cut := bytes.IndexAny(tag, " \t\r\n")
	if cut < 0 {
		cut = len(tag)
	}
	x.Name, x.Attrs = LocalName(tag[:cut]), tag[cut:]
	if len(x.Name) == 0 {
		return EOF, ErrBad
	}
	if x.Depth++; x.Depth > maxDepth {
		return EOF, ErrDeep
	}
	return Start, nil
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

// Starts goes on to one start after the other; an error ends it.
func (x *Scanner) Starts() iter.Seq[error] {
	return func(yield func(error) bool) {
		for tok := Start; tok != EOF; {
			var err error
			if tok, err = x.Next(); err != nil {
				yield(err)
				return
			}
			if tok == Start && !yield(nil) {
				return
			}
		}
	}
}

// SkipElement passes over the rest of the element whose start was just read.
func (x *Scanner) SkipElement() error {
	for d := x.Depth; ; {
		tok, err := x.Next()
		if err != nil {
			return err
		}
		if tok == EOF {
			return ErrCut
		}
		if tok == End && x.Depth < d {
			return nil
		}
	}
}

// PassRows moves behind the end of the rows.
func (x *Scanner) PassRows() error {
	sep := []byte("sheetData>")
	for {
		if at := bytes.Index(x.buf[x.pos:x.end], sep); at >= 0 {
			x.pos += at + len(sep)
			x.Depth--
			return nil
		}
		x.pos = max(x.pos, x.end-len(sep)+1)
		if x.eof {
			return ErrCut
		}
		if err := x.fill(); err != nil {
			return err
		}
	}
}
