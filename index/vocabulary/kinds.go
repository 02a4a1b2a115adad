package vocabulary

import (
	_ "embed"
	"hash"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"plugsheet/index/analysis"
)

// Kind is what a word can say in a title.
type Kind byte

// The kinds of words; of most the vocabulary knows none.
const (
	Unknown Kind = iota
	Quality      // it tells more of a thing: a color, a material
	Thing        // it names one
	Part         // it names what belongs to a thing: a case, a filter
)

// qualities are the files of words that tell more of a thing.
var qualities = []string{"colors.txt", "materials.txt"}

//go:embed parts.txt
var parts string

// Hash adds the files of the vocabulary to a hash.
func Hash(h hash.Hash) {
	io.WriteString(h, parts) // a hash has no errors
	fs.WalkDir(files, ".", func(name string, d fs.DirEntry, _ error) error {
		if !d.IsDir() {
			text, _ := files.ReadFile(name) // they are in the program
			io.WriteString(h, name)
			h.Write(text)
		}
		return nil
	})
}

// KindsOf are the words of a language, given by its code of two letters, by their stems. Of an expression it
// is the word that names the thing: in the languages that name it first, else the last one. The map
// is shared: it must not be changed.
func KindsOf(base string) map[string]Kind {
	if at := Column(base); at >= 0 {
		return allKinds()[at]
	}
	return nil
}

var allKinds = sync.OnceValue(func() (kinds [len(Languages)]map[string]Kind) {
	v := Shared()
	for l := range Languages {
		kinds[l] = map[string]Kind{}
		for n, g := range v.groups {
			for _, word := range g[l] {
				v.setKind(kinds[l], l, word, v.kinds[n])
			}
		}
	}
	for line := range strings.Lines(parts) {
		base, words, _ := strings.Cut(line, "|")
		l := Column(strings.TrimSpace(base))
		for word := range strings.SplitSeq(words, ",") {
			kinds[l][v.stems(l, v.words(l, word))] = Part
		}
	}
	return kinds
})

// setKind notes the kind of the word of an expression that names the thing. What may be a quality is one.
func (v *vocabulary) setKind(kinds map[string]Kind, l int, expression string, kind Kind) {
	words := v.words(l, expression)
	if len(words) == 0 || kind == Quality && len(words) > 1 {
		return
	}
	named := words[len(words)-1]
	if analysis.HeadFirst[Languages[l]] {
		named = words[0]
	}
	stem := v.stems(l, []string{named})
	if kinds[stem] != Quality && kind != Unknown {
		kinds[stem] = kind
	}
}

// kindOf is the kind of the words of a file.
func kindOf(file string) Kind {
	switch name := path.Base(file); {
	case slices.Contains(qualities, name):
		return Quality
	case name == "qualities.txt":
		return Unknown // doors and floors stand there, too
	}
	return Thing
}
