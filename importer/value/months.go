package value

import "strings"

// months are the names of the months in eight languages, folded, with their usual short forms: 1 is January.
var months = monthNames()

func monthNames() map[string]int {
	all := map[string]int{}
	for _, year := range []string{
		"january february march april may june july august september october november december",
		"jan feb mar apr may jun jul aug sep oct nov dec",
		"janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
		"janv févr mars avr mai juin juil août sept oct nov déc",
		"Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
		"Jän Feb Mär Apr Mai Jun Jul Aug Sept Okt Nov Dez",
		"Jänner Feber Mrz Apr Mai Jun Jul Aug Sep Okt Nov Dez",
		"enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
		"ene feb mar abr may jun jul ago sep oct nov dic",
		"gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
		"gen feb mar apr mag giu lug ago set ott nov dic",
		"januari februari maart april mei juni juli augustus september oktober november december",
		"jan feb mrt apr mei jun jul aug sep okt nov dec",
		"janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
		"jan fev mar abr mai jun jul ago set out nov dez",
		"styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień",
		"stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
		"sty lut mar kwi maj cze lip sie wrz paź lis gru",
	} {
		for i, name := range strings.Fields(year) {
			all[Fold(name)] = i + 1
		}
	}
	return all
}
