//go:build ignore

// Counts which letters beyond ASCII the languages of shops write beside which others: in the words of
// words.txt, and in the names of languages and countries of the Unicode CLDR. go run letters_gen.go writes
// letters.tsv: language, letter, how often, then what stands before it and behind it, each with its number; _
// is a word's end. The line of * has the number of all letters.
package main

import (
	"bufio"
	"fmt"
	"log"
	"maps"
	"os"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
	"golang.org/x/text/unicode/norm"
)

// wordWeight is how much more a word of a shop counts than a name.
const wordWeight = 3

type letter struct {
	count         int
	before, after map[rune]int
}

type counts struct {
	letters map[rune]*letter
	total   int
}

func (c *counts) add(text string, weight int) {
	for _, word := range strings.FieldsFunc(strings.ToLower(norm.NFC.String(text)),
		func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' }) {
		rs := []rune("_" + word + "_")
		for i := 1; i+1 < len(rs); i++ {
			c.total += weight
			if rs[i] < 0x80 {
				continue
			}
			l := c.letters[rs[i]]
			if l == nil {
				l = &letter{before: map[rune]int{}, after: map[rune]int{}}
				c.letters[rs[i]] = l
			}
			l.count += weight
			l.before[rs[i-1]] += weight
			l.after[rs[i+1]] += weight
		}
	}
}

func (c *counts) names(tag language.Tag) {
	languages, regions := display.Languages(tag), display.Regions(tag)
	if languages == nil || regions == nil {
		return
	}
	for _, t := range display.Values.Tags() {
		if len(t.String()) <= 3 {
			c.add(languages.Name(t), 1)
		}
	}
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			if r, err := language.ParseRegion(string(a) + string(b)); err == nil {
				c.add(regions.Name(r), 1)
			}
		}
	}
}

func listed(m map[rune]int, all int) string {
	var b strings.Builder
	for _, r := range slices.Sorted(maps.Keys(m)) {
		if m[r]*300 >= all {
			fmt.Fprintf(&b, "%c%d", r, m[r])
		}
	}
	return b.String()
}

func main() {
	data, err := os.ReadFile("words.txt")
	if err != nil {
		log.Fatal(err)
	}
	out, err := os.Create("letters.tsv")
	if err != nil {
		log.Fatal(err)
	}
	w := bufio.NewWriter(out)
	for line := range strings.Lines(string(data)) {
		name, words, _ := strings.Cut(line, " ")
		c := &counts{letters: map[rune]*letter{}}
		c.names(language.MustParse(name))
		c.add(words, wordWeight)
		fmt.Fprintf(w, "%s\t*\t%d\n", name, c.total)
		for _, r := range slices.Sorted(maps.Keys(c.letters)) {
			if l := c.letters[r]; l.count*20000 >= c.total*2 {
				fmt.Fprintf(w, "%s\t%c\t%d\t%s\t%s\n", name, r, l.count, listed(l.before, l.count),
					listed(l.after, l.count))
			}
		}
	}
	if err := w.Flush(); err != nil {
		log.Fatal(err)
	}
}
