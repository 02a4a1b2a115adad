package xlsx

import (
	"bytes"
	"strconv"
	"unicode/utf8"
)

// LocalName cuts the prefix off a name.
func LocalName(name []byte) []byte {
	if i := bytes.IndexByte(name, ':'); i >= 0 {
		return name[i+1:]
	}
	return name
}

// Attributes walks over the attributes of a start.
type Attributes struct {
	Rest        []byte
	Name, Value []byte
}

// Next moves to the next attribute, and tells whether there is one.
func (a *Attributes) Next() bool {
	eq := bytes.IndexByte(a.Rest, '=')
	if eq < 0 {
		return false
	}
	a.Name = bytes.TrimSpace(a.Rest[:eq])
	v := bytes.TrimLeft(a.Rest[eq+1:], " \t\r\n")
	if len(v) == 0 || v[0] != '"' && v[0] != '\'' {
		return false
	}
	end := bytes.IndexByte(v[1:], v[0])
	if end < 0 {
		return false
	}
	a.Value, a.Rest = v[1:1+end], v[end+2:]
	return true
}

// Attr gives the decoded value of the attribute with that name, whatever its prefix;
// empty when it is missing.
func (x *Scanner) Attr(name string) string {
	a := Attributes{Rest: x.Attrs}
	for a.Next() {
		if string(LocalName(a.Name)) == name {
			v, err := AppendText(nil, a.Value, false)
			if err != nil {
				return ""
			}
			return string(v)
		}
	}
	return ""
}

// IsTrue tells whether an attribute's value means true.
func IsTrue(v []byte) bool { return string(v) == "1" || string(v) == "true" || string(v) == "on" }

// AppendText adds XML text to dst with its entities and line ends decoded.
func AppendText(dst, raw []byte, cdata bool) ([]byte, error) {
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
			return dst, ErrEntity
		}
		r, ok := entity(string(raw[1:end]))
		if !ok {
			return dst, ErrEntity
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

// entities are those that XML itself has.
var entities = map[string]rune{"amp": '&', "lt": '<', "gt": '>', "quot": '"', "apos": '\''}

func entity(name string) (rune, bool) {
	if r, ok := entities[name]; ok {
		return r, true
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
