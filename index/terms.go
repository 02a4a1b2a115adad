package index

import (
	"plugsheet/index/analysis"
	"plugsheet/index/segment"
)

// The fields of the full-text index. All hold ready terms, found as they are.
const (
	wordsField    = "w" // stem and level: every word of a product, once
	titleTerms    = "t" // stems of the title's words
	titleLengths  = "l" // how many words the title has, as a letter; of short ones only
	shortsField   = "s" // beginnings of one to three characters of the words in title, brand and category
	pairsField    = "b" // stems of neighbours in the title, with a blank between
	headsField    = "h" // stem of the word that says what the title is of
	endingsField  = "e" // stems of title and categories backwards, in languages of compounds: found by their last part
	codesField    = "c" // canonical codes
	partsField    = "p" // runs of four characters of the codes
	categoryTerms = "g" // places in the bundle's list of categories: the product's and those above
	absentField   = "u" // absentTerm for a product that is not available, presentTerm for one that is
	facetField    = "a" // what products are narrowed down by: name, facetSign, value
	priceField    = "v" // what a product costs without its offer; see priceTerm

	absentTerm  = "x"
	presentTerm = "a"
)

// allFields are the names of all fields.
const allFields = facetField + pairsField + codesField + endingsField + categoryTerms + headsField + titleLengths +
	partsField + shortsField + titleTerms + absentField + priceField + wordsField

// wordLevels are the levels of the terms of wordsField.
var wordLevels = segment.Levels{Field: wordsField, Base: analysis.LevelBase, Count: analysis.Levels}
