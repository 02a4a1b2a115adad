package numfmt

import (
	"strconv"
	"strings"
	"time"
)

// locale is what a format says of language and calendar, such as [$-407] or [$-de-DE].
type locale struct {
	language string // "" where the format does not say; "?" for one that is not known here
	system   string // "date" or "time": as the person's system shows it
	calendar bool   // another calendar than ours
}

// The numbers of Microsoft's languages (LCID, the lowest ten bits), as MS-LCID lists them.
var languages = map[uint64]string{
	0x07: "de", 0x09: "en", 0x0A: "es", 0x0C: "fr", 0x10: "it", 0x13: "nl", 0x15: "pl", 0x16: "pt",
}

// parseLocale reads a language's number or tag. The number's third byte is a calendar, of which 0, 1, 2 and 9
// to 12 are ours.
func parseLocale(tag string) locale {
	lower := strings.ToLower(tag)
	switch lower {
	case "f800", "x-sysdate":
		return locale{system: "date"}
	case "f400", "x-systime":
		return locale{system: "time"}
	case "c07", "de-at":
		return locale{language: "de-at"}
	}
	if strings.HasPrefix(lower, "x-") { // such as x-euro2, which says where the symbol stands
		return locale{}
	}
	n, err := strconv.ParseUint(lower, 16, 32)
	if err != nil {
		base, _, _ := strings.Cut(lower, "-")
		if named[base] == nil {
			return locale{language: "?"}
		}
		return locale{language: base}
	}
	l := locale{calendar: otherCalendar(n >> 16 & 0xFF)}
	switch name := languages[n&0x3FF]; {
	case n&0xFFFF == 0: // no language, only digits or a calendar
	case name == "":
		l.language = "?"
	default:
		l.language = name
	}
	return l
}

func otherCalendar(n uint64) bool { return n > 2 && n < 9 || n > 12 }

// names are those of months and days.
type names struct {
	long, short [12]string
	ofDay       *[12]string // of months behind a day, where the language has another form
	days        [7]string   // from Sunday
	abbreviated [7]string
}

func (n *names) day(d time.Weekday, short bool) string {
	if short {
		return n.abbreviated[d]
	}
	return n.days[d]
}

// names are those of the language, English where the format says none; nil where they are not known here.
func (l locale) names() *names {
	if l.language == "" {
		return named["en"]
	}
	return named[l.language]
}
