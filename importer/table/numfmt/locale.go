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

// named are the names of months and days by language, as the Unicode CLDR has them, which LibreOffice shows.
var named = map[string]*names{
	"en": newNames("January February March April May June July August September October November December",
		"Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
		"Sunday Monday Tuesday Wednesday Thursday Friday Saturday", "Sun Mon Tue Wed Thu Fri Sat"),
	"de": newNames("Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
		"Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez",
		"Sonntag Montag Dienstag Mittwoch Donnerstag Freitag Samstag", "So Mo Di Mi Do Fr Sa"),
	"de-at": newNames("Jänner Februar März April Mai Juni Juli August September Oktober November Dezember",
		"Jän Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez",
		"Sonntag Montag Dienstag Mittwoch Donnerstag Freitag Samstag", "So Mo Di Mi Do Fr Sa"),
	"fr": newNames("janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
		"janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
		"dimanche lundi mardi mercredi jeudi vendredi samedi", "dim. lun. mar. mer. jeu. ven. sam."),
	"es": newNames("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
		"ene feb mar abr may jun jul ago sep oct nov dic",
		"domingo lunes martes miércoles jueves viernes sábado", "dom lun mar mié jue vie sáb"),
	"it": newNames(
		"gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
		"gen feb mar apr mag giu lug ago set ott nov dic",
		"domenica lunedì martedì mercoledì giovedì venerdì sabato", "dom lun mar mer gio ven sab"),
	"nl": newNames("januari februari maart april mei juni juli augustus september oktober november december",
		"jan feb mrt apr mei jun jul aug sep okt nov dec",
		"zondag maandag dinsdag woensdag donderdag vrijdag zaterdag", "zo ma di wo do vr za"),
	"pt": newNames("janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
		"jan fev mar abr mai jun jul ago set out nov dez",
		"domingo segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado",
		"dom seg ter qua qui sex sáb"),
	"pl": polish(),
}

func newNames(long, short, days, abbreviated string) *names {
	n := &names{}
	copy(n.long[:], strings.Fields(long))
	copy(n.short[:], strings.Fields(short))
	copy(n.days[:], strings.Fields(days))
	copy(n.abbreviated[:], strings.Fields(abbreviated))
	return n
}

func polish() *names {
	n := newNames(
		"styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień",
		"sty lut mar kwi maj cze lip sie wrz paź lis gru",
		"niedziela poniedziałek wtorek środa czwartek piątek sobota", "nie pon wto śro czw pią sob")
	n.ofDay = &[12]string{}
	copy(n.ofDay[:], strings.Fields("stycznia lutego marca kwietnia maja czerwca "+
		"lipca sierpnia września października listopada grudnia"))
	return n
}

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
