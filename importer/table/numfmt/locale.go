package numfmt

import (
	"cmp"
	_ "embed"
	"strconv"
	"strings"
	"sync"

	"plugsheet/schemas/words"
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
		if named()[base] == nil {
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

// names are those of months and days, by their sort: months, month for the short ones, days, day, and ofday
// for months behind a day, where the language has another form.
type names map[string][]string

// names are those of the language, English where the format says none; nil where they are not known here.
func (l locale) names() names { return named()[cmp.Or(l.language, "en")] }

//go:embed names.txt
var nameText string

// named are the names of months and days by language.
var named = sync.OnceValue(func() map[string]names {
	all := map[string]names{}
	for _, l := range words.ReadLists(nameText) {
		if all[l.Language] == nil {
			all[l.Language] = names{}
		}
		all[l.Language][l.Name] = l.Words
	}
	return all
})

// System is the format of a date as the person's system shows it: the same on every machine here.
const System = "[$-F800]"

// builtin are the formats that workbooks name by a number only (ECMA-376 part 1, 18.8.30), in English. The
// numbers 27 to 36 and 50 to 58 are dates that differ with the language of the program. Those of 5 to 8, 42
// and 44 show the currency of the person's system, which the file does not name: here they show none, so that
// it is asked for.
var builtin = map[int]string{
	1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
	5: "#,##0_);(#,##0)", 6: "#,##0_);[Red](#,##0)",
	7: "#,##0.00_);(#,##0.00)", 8: "#,##0.00_);[Red](#,##0.00)",
	9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
	14: "yyyy-mm-dd", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
	20: "hh:mm", 21: "hh:mm:ss", 22: "yyyy-mm-dd hh:mm",
	37: "#,##0_);(#,##0)", 38: "#,##0_);[Red](#,##0)",
	39: "#,##0.00_);(#,##0.00)", 40: "#,##0.00_);[Red](#,##0.00)",
	41: `_(* #,##0_);_(* \(#,##0\);_(* "-"_);_(@_)`, 42: `_(* #,##0_);_(* \(#,##0\);_(* "-"_);_(@_)`,
	43: `_(* #,##0.00_);_(* \(#,##0.00\);_(* "-"??_);_(@_)`,
	44: `_(* #,##0.00_);_(* \(#,##0.00\);_(* "-"??_);_(@_)`,
	45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
}

// Builtin is the format of a number that a workbook does not spell out; "General" where it has none.
func Builtin(id int) string {
	switch code, ok := builtin[id]; {
	case ok:
		return code
	case 27 <= id && id <= 36, 50 <= id && id <= 58:
		return System
	}
	return "General"
}
