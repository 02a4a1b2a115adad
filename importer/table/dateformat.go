package table

import (
	"strconv"
	"strings"
	"time"
)

// shortDate is how the formats that follow the person's system are shown: the same on every machine.
const shortDate = "yyyy-mm-dd"

// builtinDates are the usual ones among the formats that workbooks name by number only.
var builtinDates = map[int]string{14: shortDate, 20: "hh:mm", 21: "hh:mm:ss", 22: shortDate + " hh:mm"}

// dateFormat is a date format of digits only, such as dd/mm/yyyy hh:mm. Like plainFormat it spares the scratch workbook,
// for columns in which every row has another time; month names and the like are left to excelize.
type dateFormat struct {
	pieces string // y, b (year of two digits), M, D, h, m, s, in upper or lower case; "2" before one that has two digits; other characters stand for themselves
	clock  bool   // no piece but of the clock
}

func newDateFormat(id int, code string) dateFormat {
	if code == "" {
		code = builtinDates[id]
	}
	code = strings.TrimSuffix(strings.ToLower(code), ";@")
	var pieces []byte
	clock, hours := true, false
	for i := 0; i < len(code); {
		c, n := code[i], 1
		for i+n < len(code) && code[i+n] == c {
			n++
		}
		piece, width := c, n
		switch {
		case c == 'y' && n == 2:
			piece, width, clock = 'b', 1, false
		case c == 'y' && n == 4:
			width, clock = 1, false
		case c == 'd' && n <= 2:
			piece, clock = 'D', false
		case c == 'm' && n <= 2:
			if !hours && !strings.HasPrefix(strings.TrimLeft(code[i+n:], ":"), "s") {
				piece, clock = 'M', false
			}
		case (c == 'h' || c == 's') && n <= 2:
		case strings.IndexByte("/-.: ", c) >= 0:
			width, n = 1, 1
		case c == '\\' && i+1 < len(code) && strings.IndexByte("/-.: ", code[i+1]) >= 0:
			piece, width, n = code[i+1], 1, 2
		default:
			return dateFormat{}
		}
		hours = piece == 'h' || hours && strings.IndexByte(": ", piece) >= 0
		if width == 2 {
			pieces = append(pieces, '2')
		}
		pieces = append(pieces, piece)
		i += n
	}
	return dateFormat{string(pieces), clock}
}

// text writes a serial number as the format shows it; ok is false where the old calendar's oddities would show.
func (d dateFormat) text(serial float64, from1904 bool) (string, bool) {
	t, ok := serialTime(serial, from1904)
	if d.pieces == "" || !ok || serial < 61 && !d.clock || from1904 && serial < 1462 {
		return "", false
	}
	out := make([]byte, 0, 20)
	two := false
	for i := range len(d.pieces) {
		if d.pieces[i] == '2' {
			two = true
			continue
		}
		out = appendDatePiece(out, d.pieces[i], two, t)
		two = false
	}
	return strings.TrimSpace(string(out)), true
}

func appendDatePiece(out []byte, piece byte, two bool, t time.Time) []byte {
	n := 0
	switch piece {
	case 'y':
		return t.AppendFormat(out, "2006")
	case 'b':
		return t.AppendFormat(out, "06")
	case 'M':
		n = int(t.Month())
	case 'D':
		n = t.Day()
	case 'h':
		n = t.Hour()
	case 'm':
		n = t.Minute()
	case 's':
		n = t.Second()
	default:
		return append(out, piece)
	}
	if two && n < 10 {
		out = append(out, '0')
	}
	return strconv.AppendInt(out, int64(n), 10)
}
