package analysis

import "strings"

// Language is what the analysis knows of one language. It is immutable, and safe for use by several
// goroutines at once.
type Language struct {
	base     string
	colors   map[string]bool // words that never say what a thing is
	purposes map[string]bool // words before what a thing is for
	stemmer  stemmer
	elided   map[string]bool   // words that lose their vowel before an apostrophe: the l of l'écran
	units    map[string]string // unit, folded, to its one spelling
	numbers  map[string]string // number words to their digits
	dots     bool              // 20.000 is twenty thousand
	stop     map[string]bool   // words that say little: in a query they are welcome and not demanded
}

// elisions are French, Italian, Catalan and Portuguese together: outside these languages nothing stands so.
const elisions = "l d j m t s c n qu lorsqu puisqu jusqu quoiqu un dell all nell dall sull quest quell"

// units name each unit by its one spelling, then the others. Those of one letter count only with a number.
const units = `gb|gigabyte gigabytes gigaoctet gigaoctets gig
tb|terabyte terabytes
mb|megabyte megabytes
in|inch inches pouce pouces zoll pulgada pulgadas pollice pollici polegada polegadas duim
cm|centimeter centimeters centimetre centimetres zentimeter centimetro centimetros centimetri
mm|millimeter millimeters millimetre millimetres
m|meter meters metre metres metro metros metri
km|
kg|kilo kilos kilogram kilograms kilogramm kilogramme kilogrammes
g|gr gram grams gramm gramme grammes gramos grammi
mg|
l|liter liters litre litres litro litros litri ltr
ml|millilitre millilitres milliliter milliliters
gal|gallon gallons
qt|quart quarts
yd|yard yards
cl|centilitre centilitres centiliter centiliters
dl|
w|watt watts
kw|
v|volt volts
ah|
mah|
wh|
hz|hertz
khz|
mhz|
ghz|
mp|megapixel megapixels mpx
lm|lumen lumens
db|
rpm|
oz|ounce ounces
lb|lbs pound pounds
ft|feet foot
k|kelvin`

// frenchUnits would be words elsewhere.
var frenchUnits = map[string]string{"go": "gb", "to": "tb", "mo": "mb", "ko": "kb"}

var stopWords = map[string]string{
	"en": "a an and at by for from in is it of on or the this that to with",
	"fr": "a au aux avec ce ces cet cette dans de des du en et la le les ou par pour sans sur un une",
	"de": "am an auf aus bei das dem den der des die ein eine einem einen einer fur im in ist mit oder " +
		"ohne und von vom zu zum zur",
	"es": "a al con de del el en es la las los o para por sin un una unas unos y",
	"it": "a ad al alla con da dal dalla dei del della delle di e ed i il in la le lo o per senza su " +
		"un una uno",
	"nl": "aan bij de een en het in met of om op te tot uit van voor zonder",
	"pt": "a ao as com da das de do dos e em o os ou para por sem um uma",
}

// dotted are the languages that write points between groups of three digits.
var dotted = Set("de es it nl pt da nb no")

// LanguageOf gives the language of a BCP 47 tag. An unknown one has neither stems nor stop words.
func LanguageOf(tag string) *Language {
	base, _, _ := strings.Cut(strings.ToLower(tag), "-")
	l := &Language{base: base, stemmer: stemmers[base], elided: Set(elisions), stop: Set(stopWords[base]),
		units: map[string]string{}}
	l.numbers, l.colors, l.purposes = numbersOf(base), Set(colors[base]), Set(purposes[base])
	for line := range strings.Lines(units) {
		unit, others, _ := strings.Cut(strings.TrimSpace(line), "|")
		l.units[unit] = unit
		for _, o := range strings.Fields(others) {
			l.units[o] = unit
		}
	}
	l.dots = dotted[base]
	if base == "fr" {
		for from, to := range frenchUnits {
			l.units[from] = to
		}
	}
	return l
}

// Base is the language's code of two letters, or three: de of de-AT.
func (l *Language) Base() string { return l.base }

// Stem is the stem of a folded word.
func (l *Language) Stem(word string) string {
	if n, ok := l.numbers[word]; ok {
		return n
	}
	if arabic(word) {
		return arabicStem(word)
	}
	return l.stemmer.stem(word)
}

// Stops tells whether a folded word says little.
func (l *Language) Stops(word string) bool { return l.stop[word] }

// Unit gives the one spelling of a unit; empty for what is none.
func (l *Language) Unit(word string) string { return l.units[word] }

// StopWordOf gives the languages of which a folded word is a stop word.
func StopWordOf(word string) []string { return stopLanguages[word] }

var stopLanguages = func() map[string][]string {
	m := map[string][]string{}
	for l, words := range stopWords {
		for _, w := range strings.Fields(words) {
			m[w] = append(m[w], l)
		}
	}
	return m
}()

// Set makes a set of words with blanks between.
func Set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}
