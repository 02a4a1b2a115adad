package index

import (
	"cmp"
	"slices"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"plugsheet/index/reader"
	"plugsheet/index/terms"
	"plugsheet/schemas/bundle"
)

// Bounds of what is counted.
const (
	maxAttributes = 5    // facets of an answer besides the brand
	maxColumns    = 40   // facets of a catalog, of which those are taken
	maxValues     = 250  // different ones of a column, beyond which it is none to choose from
	maxBrands     = 3000 // the same of the brands
	maxShown      = 60   // values of a facet in an answer
)

// Facet is something by which an answer can be narrowed down, with what there is of it in the answer.
type Facet struct {
	Name   string // the column's header, or [terms.Brand]
	Values []FacetValue
}

// FacetValue is one value of a facet.
type FacetValue struct {
	Text     string
	Products int // of the answer that have it, as far as the other filters let them through
	Chosen   bool
}

// column is a facet of the catalog.
type column struct {
	name   string
	values []columnValue
	places map[string]int // of values, in lower case
	filled int            // values of all products together
}

// columnValue is a value with its products, however it is written.
type columnValue struct {
	text string
	most uint64 // products with this spelling
	docs *roaring.Bitmap
}

// columns gives the facets of the catalog, the fullest first after the brand. They are read once, into memory
// of our own: about two bytes for each value of each product.
func (x *Index) columns(s *reader.Session) []*column {
	if all := x.facets.Load(); all != nil {
		return *all
	}
	all := readColumns(s)
	if s.Err() == nil {
		x.facets.Store(&all)
	}
	return all
}

func readColumns(s *reader.Session) []*column {
	counts := map[string]int{}
	s.Walk(terms.FacetField, nil, nil, nil, func(term string) bool {
		name, _, _ := strings.Cut(term, terms.FacetSign)
		counts[strings.ToLower(name)]++
		return true
	})
	byName := map[string]*column{}
	s.Walk(terms.FacetField, nil, nil, nil, func(term string) bool {
		name, value, _ := strings.Cut(term, terms.FacetSign)
		key := strings.ToLower(name)
		if counts[key] > maxValues && (key != terms.Brand || counts[key] > maxBrands) {
			return true
		}
		c := byName[key]
		if c == nil {
			c = &column{name: name, places: map[string]int{}}
			byName[key] = c
		}
		if docs := s.Postings(terms.FacetField, term); docs != nil {
			c.add(value, docs)
		}
		return true
	})
	var all []*column
	for key, c := range byName {
		if key == terms.Brand {
			c.name = terms.Brand
		}
		if len(c.values) > 1 && (c.filled > len(c.values) || key == terms.Brand) {
			all = append(all, c)
		}
	}
	slices.SortFunc(all, func(a, b *column) int {
		brand := -compareBool(a.name == terms.Brand, b.name == terms.Brand)
		return cmp.Or(brand, cmp.Compare(b.filled, a.filled), cmp.Compare(a.name, b.name))
	})
	return all[:min(maxColumns, len(all))]
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// add adds the products of one spelling of a value; the one of most products is shown.
func (c *column) add(text string, docs *roaring.Bitmap) {
	n, key := docs.GetCardinality(), strings.ToLower(text)
	c.filled += int(n)
	at, ok := c.places[key]
	if !ok {
		c.places[key] = len(c.values)
		c.values = append(c.values, columnValue{text, n, docs.Clone()})
		return
	}
	v := &c.values[at]
	v.docs.Or(docs)
	if n > v.most {
		v.text, v.most = text, n
	}
}

// among counts the values of a column among some products, the most frequent first; chosen ones are always
// told of. filled is how many values the products have together.
func (c *column) among(docs *roaring.Bitmap, chosen []string) (f Facet, filled int) {
	f.Name = c.name
	for _, v := range c.values {
		n := int(docs.AndCardinality(v.docs))
		filled += n
		is := slices.ContainsFunc(chosen, func(text string) bool { return strings.EqualFold(text, v.text) })
		if n > 0 || is {
			f.Values = append(f.Values, FacetValue{v.text, n, is})
		}
	}
	slices.SortStableFunc(f.Values, func(a, b FacetValue) int {
		return cmp.Or(cmp.Compare(b.Products, a.Products), strings.Compare(a.Text, b.Text))
	})
	if len(f.Values) > maxShown {
		rest := slices.DeleteFunc(slices.Clone(f.Values[maxShown:]),
			func(v FacetValue) bool { return !v.Chosen })
		f.Values = append(f.Values[:maxShown:maxShown], rest...)
	}
	return f, filled
}

// of gives the products that have one of some values.
func (c *column) of(values []string) *roaring.Bitmap {
	var some []*roaring.Bitmap
	for _, text := range values {
		if at, ok := c.places[strings.ToLower(text)]; ok {
			some = append(some, c.values[at].docs)
		}
	}
	if docs := reader.Union(some); docs != nil {
		return docs
	}
	return roaring.New()
}

// telling says whether a facet helps to choose: it has several values, and some of them more than one
// product, or the answer is short.
func (f Facet) telling(filled int) bool {
	const short = 12
	several := len(f.Values) > 1 && (f.Values[0].Products > 1 || filled <= short)
	return several || slices.ContainsFunc(f.Values, func(v FacetValue) bool { return v.Chosen })
}

// count counts what an answer can be narrowed down by.
func (x *Index) count(s *reader.Session, n *narrowing, answer *roaring.Bitmap, f *Found) {
	type counted struct {
		Facet
		filled int
	}
	var all []counted
	for _, c := range n.columns {
		facet, filled := c.among(n.but(c.name, answer), n.filter.Values[c.name])
		if !facet.telling(filled) {
			continue
		}
		if c.name == terms.Brand {
			f.Facets = append(f.Facets, facet)
			continue
		}
		all = append(all, counted{facet, filled})
	}
	chosen := func(c counted) bool { return len(n.filter.Values[c.Name]) > 0 }
	slices.SortStableFunc(all, func(a, b counted) int {
		return cmp.Or(-compareBool(chosen(a), chosen(b)), cmp.Compare(b.filled, a.filled))
	})
	for _, c := range all[:min(maxAttributes, len(all))] {
		f.Facets = append(f.Facets, c.Facet)
	}
	f.Available = int(n.but(availableFilter, answer).AndCardinality(available(s)))
	f.Prices = n.prices.among(n.but(priceFilter, answer))
}

// maxCounted is how many categories are counted at most.
const maxCounted = 4000

// countCategories counts the documents of each category.
func (x *Index) countCategories(s *reader.Session, docs *roaring.Bitmap) map[bundle.ID]int {
	if len(x.Places) > maxCounted {
		return nil
	}
	counts := make(map[bundle.ID]int, len(x.Places))
	for id, place := range x.Places {
		if n := int(docs.AndCardinality(x.category(s, place))); n > 0 {
			counts[id] = n
		}
	}
	return counts
}
