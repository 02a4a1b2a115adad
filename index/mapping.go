package index

import (
	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/whitespace"
	"github.com/blevesearch/bleve/v2/mapping"
)

// The fields of the full-text index. All hold terms that are made here, so that the engine only stores and finds them:
// postings alone, without frequencies, positions, stored values or document values.
const (
	wordsField    = "w" // stem and level: every word of a product, once
	shortsField   = "s" // beginnings of one to three characters of the words in title, brand and category
	codesField    = "c" // canonical codes
	partsField    = "p" // runs of four characters of the codes
	categoryTerms = "g" // places in the bundle's list of categories: the product's and those above
	absentField   = "u" // absentTerm for a product that is not available
	idField       = "_id"

	absentTerm = "x"
)

// newMapping is the engine's mapping: six fields of ready terms with blanks between them.
func newMapping() (mapping.IndexMapping, error) {
	const terms = "terms"
	m := bleve.NewIndexMapping()
	err := m.AddCustomAnalyzer(terms, map[string]any{"type": custom.Name, "tokenizer": whitespace.Name})
	if err != nil {
		return nil, err
	}
	doc := bleve.NewDocumentStaticMapping()
	for _, name := range []string{wordsField, shortsField, codesField, partsField, categoryTerms, absentField} {
		f := bleve.NewTextFieldMapping()
		f.Analyzer = terms
		f.Store, f.IncludeInAll, f.IncludeTermVectors, f.DocValues, f.SkipFreqNorm = false, false, false, false, true
		doc.AddFieldMappingsAt(name, f)
	}
	m.DefaultMapping = doc
	m.StoreDynamic, m.DocValuesDynamic, m.IndexDynamic = false, false, false
	return m, nil
}
