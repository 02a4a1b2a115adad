package words

import (
	"slices"
	"strings"
	"sync"

	"plugsheet/schemas/each"
)

// List are words of one kind in one language, as a file of words has them.
type List struct {
	Name     string
	Language string // empty where it does not matter
	Words    []string
}

// Lists are those of one file. They are safe for concurrent use.
type Lists []List

// ReadLists reads a text with a list a line, "NAME LANGUAGE: word, word" or "NAME: word, word". The same name
// and language may come again where a list is long. Lines that begin with # are remarks.
func ReadLists(text string) Lists {
	var all Lists
	for line := range strings.Lines(text) {
		head, words, found := strings.Cut(line, ":")
		if !found || strings.HasPrefix(line, "#") {
			continue
		}
		var l List
		l.Name, l.Language, _ = strings.Cut(head, " ")
		l.Words = append(l.Words, each.Of(strings.Split(words, ","), strings.TrimSpace)...)
		all = append(all, l)
	}
	return all
}

// Set is the words of all lists of a name, folded.
func (all Lists) Set(name string) map[string]bool { return all.set(name, Fold) }

// Exact is the words of all lists of a name as they stand.
func (all Lists) Exact(name string) map[string]bool {
	return all.set(name, func(word string) string { return word })
}

func (all Lists) set(name string, as func(string) string) map[string]bool {
	set := map[string]bool{}
	for _, l := range each.That(all, func(l List) bool { return l.Name == name }) {
		for _, word := range l.Words {
			set[as(word)] = true
		}
	}
	return set
}

// Names is by folded word the name of its list; of several the last counts.
func (all Lists) Names() map[string]string {
	names := map[string]string{}
	for _, l := range all {
		for _, word := range l.Words {
			names[Fold(word)] = l.Name
		}
	}
	return names
}

// Faults are the words that cannot match or that some lists have twice: in the same language, or under two
// names, of which only one could count.
func (all Lists) Faults(names ...string) []string {
	var faults []string
	seen := map[string]List{}
	for _, l := range all {
		if !slices.Contains(names, l.Name) {
			continue
		}
		for _, word := range l.Words {
			folded := Fold(word)
			if before, twice := seen[folded]; folded == "" || twice && (before.Name != l.Name ||
				before.Language == l.Language) {
				faults = append(faults, l.Name+": "+word)
			}
			seen[folded] = l
		}
	}
	return faults
}

// File is a file of words, which is read when it is first asked for: most commands need none of it.
type File func() Lists

// InFile is the lists of a text, as [ReadLists] reads it.
func InFile(text string) File { return sync.OnceValue(func() Lists { return ReadLists(text) }) }

// Set is [Lists.Set] of the file.
func (f File) Set(name string) func() map[string]bool {
	return sync.OnceValue(func() map[string]bool { return f().Set(name) })
}

// Exact is [Lists.Exact] of the file.
func (f File) Exact(name string) func() map[string]bool {
	return sync.OnceValue(func() map[string]bool { return f().Exact(name) })
}

// In is the first word of the list of a name in a language such as pt-BR; where there is none, of the list of
// that name without a language.
func (f File) In(name, language string) (word string) {
	base, _, _ := strings.Cut(strings.ToLower(language), "-")
	for _, l := range f() {
		if l.Name == name && (l.Language == base || l.Language == "" && word == "") {
			word = l.Words[0]
		}
	}
	return word
}

// Names is [Lists.Names] of the file.
func (f File) Names() func() map[string]string {
	return sync.OnceValue(func() map[string]string { return f().Names() })
}
