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
