package codepage

import (
	_ "embed" // the table of areas
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

// wide.tsv says of the encodings of Chinese, Japanese and Korean what stands in which of their areas: encoding,
// first bytes, second bytes, and how usual its letters are. The first area that fits counts.
//
//go:embed wide.tsv
var wideTable string

// wide is an encoding in which a letter takes two bytes.
type wide struct {
	name  string
	areas []area
}

type area struct {
	first, second span
	score         float64
	kana          bool
}

type span struct{ from, to byte }

func (s span) has(b byte) bool { return s.from <= b && b <= s.to }

// wideScores are how probable a byte beyond ASCII is as a part of a letter, as a logarithm, on the scale of
// those of other code pages. Korean is written with fewer letters than Chinese, and every Japanese text has kana.
var wideScores = map[string]float64{
	"kana": -7, "hangul": -7.5, "usual": -8, "sign": -8.5, "seldom": -13, "rare": -16,
}

const (
	halfWidth = -13 // a kana of one byte, as old Japanese programs write them
	noKana    = -3  // each byte of Japanese without kana
	fewKana   = 20  // one letter in so many
	beside    = -5  // a Latin letter on one side, as in words whose accents were taken for first bytes
	priorWide = -3  // how much less often than others these encodings are met in shops
)

var wides = sync.OnceValue(func() []wide {
	var all []wide
	for line := range strings.Lines(wideTable) {
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(all) == 0 || all[len(all)-1].name != cells[0] {
			all = append(all, wide{name: cells[0]})
		}
		w := &all[len(all)-1]
		w.areas = append(w.areas, area{first: readSpan(cells[1]), second: readSpan(cells[2]),
			score: wideScores[cells[3]], kana: cells[3] == "kana"})
	}
	return all
})

// readSpan reads B0-C8.
func readSpan(text string) span {
	from, to, _ := strings.Cut(text, "-")
	first, _ := strconv.ParseUint(from, 16, 8)
	last, _ := strconv.ParseUint(to, 16, 8)
	return span{byte(first), byte(last)}
}

// read judges the reading of a sample. Its score is for as many bytes as those of other code pages.
func (w wide) read(s *Sample) Guess {
	var score float64
	var beyond, letters, kana int
	for i := 0; i < len(s.lines); {
		if s.lines[i] < utf8.RuneSelf {
			i++
			continue
		}
		a, end := w.letter(s.lines, i)
		if i > 0 && isLatin(s.lines[i-1]) {
			score += beside
		}
		if end < len(s.lines) && isLatin(s.lines[end]) {
			score += beside
		}
		for _, b := range s.lines[i:end] {
			if b >= utf8.RuneSelf {
				beyond++
				score += a.score
			}
		}
		letters++
		if a.kana {
			kana++
		}
		i = end
	}
	score /= max(float64(beyond), 1)
	if w.japanese() && kana*fewKana < letters {
		score += noKana
	}
	score = score*float64(s.beyond) + priorWide
	return Guess{Name: w.name, score: score, nonLatin: true, texts: []string{w.name}}
}

// letter is the area in which the letter of a text stands that begins at i, and where the letter ends.
func (w wide) letter(text []byte, i int) (area, int) {
	for _, a := range w.areas {
		if i+1 < len(text) && a.first.has(text[i]) && a.second.has(text[i+1]) {
			return a, i + 2
		}
	}
	if w.name == "shift_jis" && (span{0xA1, 0xDF}).has(text[i]) {
		return area{score: halfWidth}, i + 1
	}
	return area{score: control}, i + 1
}

func (w wide) japanese() bool { return w.areas[0].kana }

func isLatin(b byte) bool { return 'a' <= b|0x20 && b|0x20 <= 'z' }
