package pricing

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/currency"
)

// The words of headers that say that taxes are in a price, and that they are not.
var (
	withTaxes = set(
		`incl including inclusive inkl inklusive inc inclus inclue incluse incluses inclusief included ttc brutto
		gross lordo incluida incluido incluidos incluso inclusa inclusi inbegrepen compresa compreso bruttopreis bruttoprijs
		bruttopris bruttohinta dahil verollinen inklusive`)
	withoutTaxes = set(
		`excl excluding exclusive ex exkl exklusive excluded ohne ht net netto nette hors sans senza sin
		sem bez zonder neto esclusa escluso nettopris nettohinta veroton utan uden haric fara без zzgl`)
	// Before the name of a tax these say that it is in the price, and that it is not. "s/ IVA" is sin or sem,
	// while "s DPH" is with it.
	with    = set(`con com mit met avec with med s cu с з με c w z`)
	without = set(`no plus mais mas piu o`)
	taxes   = set(`iva tva mwst mw ust btw vat gst igic ptu tax taxes steuer tasse moms mva dph pdv ндс пдв фпа
		impuestos imposto impostos imposte`)
	iberian = set(`iva igic impuestos imposto impostos`)
	// plusTax is a tax that is added.
	plusTax = regexp.MustCompile(`[+]\s*\pL`)
)

// Gross tells whether the header of a price says that taxes are in it.
func Gross(header string) bool {
	in, out := ofTaxes(header)
	return in && !out
}

// Net tells whether the header of a price says that taxes are not in it.
func Net(header string) bool {
	_, out := ofTaxes(header)
	return out
}

// ofTaxes tells whether a header says that taxes are in a price, and that they are not.
func ofTaxes(header string) (in, out bool) {
	before := ""
	for _, t := range Tokens(plusTax.ReplaceAllStringFunc(header, func(s string) string { return " plus " + s[1:] })) {
		lacks := without[before] || before == "s" && iberian[t]
		out = out || withoutTaxes[t] || lacks && taxes[t]
		in = in || withTaxes[t] || with[before] && taxes[t] && !lacks
		before = t
	}
	return in, out
}

// WithoutTaxes is the header of a price with taxes without what it says of them, folded: "prixpromo" of "Prix
// promo TTC". It is empty where they are not in it, or not named.
func WithoutTaxes(header string) string {
	if !Gross(header) {
		return ""
	}
	rest := slices.DeleteFunc(Tokens(header), func(t string) bool {
		return withTaxes[t] || taxes[t] || with[t] || isRate(t)
	})
	return strings.Join(rest, "")
}

// cents are names of the hundredth part of a currency.
var cents = set(`cent cents pence penny centimes centime centimos centimo centesimi centavos grosze groszy
	haleru kopecks paise paisa minor cts`)

// perUnit say that a price is for a unit: its ct. are carats, its gr grams.
var perUnit = set(`per je pro par por za cada`)

// InCents tells whether the header of a price says that it is in hundredth parts of the currency: price_cents,
// Price (ct.), amount_minor, and unit_amount as Stripe has it.
func InCents(header string) bool {
	tokens := Tokens(header)
	unit := strings.Contains(header, "/") || slices.ContainsFunc(tokens, func(t string) bool { return perUnit[t] })
	return header == "unit_amount" || slices.ContainsFunc(tokens, func(t string) bool {
		return cents[t] || !unit && len(tokens) > 1 && (t == "ct" || t == "gr" && tokens[0] == "cena")
	})
}

// wholeCents is a whole number, which may have marks between its thousands.
var wholeCents = regexp.MustCompile(`^(?:[0-9]+|[0-9]{1,3}(?:[.,'’ \x{a0}\x{202f}][0-9]{3})+)$`)

// FromCents is a whole number of the smallest parts of a currency as an amount; other texts stay. Without the
// currency's code they are hundredth parts; yen have none.
func FromCents(text, code string) string {
	number := strings.TrimSpace(text)
	if !wholeCents.MatchString(number) {
		return text
	}
	number = strings.Join(strings.FieldsFunc(number, func(r rune) bool { return !unicode.IsDigit(r) }), "")
	scale := 2
	if c, err := currency.ParseISO(code); err == nil {
		scale, _ = currency.Standard.Rounding(c)
	}
	if scale == 0 {
		return number
	}
	number = strings.Repeat("0", max(0, scale+1-len(number))) + number
	return number[:len(number)-scale] + "." + number[len(number)-scale:]
}

// NetAlone tells whether a header says nothing else than that taxes, or discounts, are off: "Netto".
func NetAlone(header string) bool {
	tokens := Tokens(header)
	return len(tokens) > 0 && !slices.ContainsFunc(tokens, func(t string) bool { return !withoutTaxes[t] })
}
