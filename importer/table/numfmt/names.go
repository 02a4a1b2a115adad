package numfmt

import "strings"

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
