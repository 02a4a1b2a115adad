// Package terms turns products into the terms that an index holds: which fields there are, what a word is
// worth in each, what a code is, what a title is of. Who builds an index and who searches one take words
// apart by it, so that they meet.
package terms

import (
	"plugsheet/index/analysis"
	"plugsheet/index/segment"
)

// The fields of the full-text index. All hold ready terms, found as they are.
const (
	WordsField   = "w" // stem and level: every word of a product, once
	TitleTerms   = "t" // stems of the title's words
	TitleLengths = "l" // how many words the title has, as a letter; of short ones only
	ShortsField  = "s" // beginnings of one to three characters of the words in title, brand and category
	PairsField   = "b" // stems of neighbours in the title, with a blank between
	HeadsField   = "h" // stem of the word that says what the title is of
	PurposeField = "o" // stem of a word of the title that only says what the thing is for
	// stems of title and categories backwards, in languages of compounds: found by their last part
	EndingsField  = "e"
	CodesField    = "c" // canonical codes
	PartsField    = "p" // runs of four characters of the codes
	CategoryTerms = "g" // places in the bundle's list of categories: the product's and those above
	AbsentField   = "u" // absentTerm for a product that is not available, presentTerm for one that is
	FacetField    = "a" // what products are narrowed down by: name, facetSign, value
	PriceField    = "v" // what a product costs without its offer; see priceTerm

	AbsentTerm  = "x"
	PresentTerm = "a"
)

// AllFields are the names of all fields.
const AllFields = FacetField + PairsField + CodesField + EndingsField + CategoryTerms + HeadsField +
	TitleLengths + PurposeField +
	PartsField + ShortsField + TitleTerms + AbsentField + PriceField + WordsField

// WordLevels are the levels of the terms of wordsField.
var WordLevels = segment.Levels{Field: WordsField, Base: analysis.LevelBase, Count: analysis.Levels}

// MaxTitle is the number of words up to which a title can be what was typed.
const MaxTitle = 24

// TitleLength is the term for a title of n words.
func TitleLength(n int) string { return string(rune('A' + n)) }
