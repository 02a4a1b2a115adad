package analysis

// lexicon remembers the words that were met, each with a number, so that no text of a word is made twice.
type lexicon struct {
	short map[uint64]met // by packed text
	long  map[string]met
}

// met is a word that was met before.
type met struct {
	text   string
	number int
}

func newLexicon() lexicon {
	return lexicon{short: map[uint64]met{}, long: map[string]met{}}
}

func (v *lexicon) size() int { return len(v.short) + len(v.long) }

// find gives the text and the number of a word.
func (v *lexicon) find(word []byte) (string, int) {
	short, isShort := Pack(word)
	m, known := v.short[short]
	if !isShort {
		m, known = v.long[string(word)]
	}
	if known {
		return m.text, m.number
	}
	m = met{string(word), v.size()}
	if isShort {
		v.short[short] = m
	} else {
		v.long[m.text] = m
	}
	return m.text, m.number
}

// Pack makes a number of a text of at most eight bytes without zeros, and reports false for others: tables
// with such keys are read with half the visits to memory.
func Pack(text []byte) (packed uint64, ok bool) {
	if len(text) > 8 {
		return 0, false
	}
	for _, c := range text {
		packed = packed<<8 | uint64(c)
	}
	return packed, true
}

// colors are words that never say what a thing is, by language: "laptop black" is a laptop.
var colors = map[string]string{
	"en": "black white red blue green yellow grey gray silver gold brown pink purple orange beige",
	"fr": "noir noire blanc blanche rouge bleu bleue vert verte jaune gris grise argent dore brun marron " +
		"rose violet orange beige",
	"de": "schwarz weiss rot blau grun gelb grau silber gold braun rosa lila orange beige",
	"es": "negro negra blanco blanca rojo roja azul verde amarillo gris plata dorado marron rosa morado " +
		"naranja beige",
	"it": "nero nera bianco bianca rosso rossa blu verde giallo grigio argento oro marrone rosa viola " +
		"arancione beige",
	"nl": "zwart wit rood blauw groen geel grijs zilver goud bruin roze paars oranje beige",
	"pt": "preto preta branco branca vermelho azul verde amarelo cinza prata dourado marrom rosa roxo " +
		"laranja bege",
}

// Colors tells whether a folded word is a color.
func (l *Language) Colors(word string) bool { return l.colors[word] }

// negations are the words that take away what stands behind them, whatever the language of the text.
var negations = Set("without sans ohne sin senza zonder sem")

// Negates tells whether a folded word takes away what stands behind it: without, sans, ohne.
func Negates(word string) bool { return negations[word] }
