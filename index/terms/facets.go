package terms

import (
	"fmt"
	"strings"

	"golang.org/x/text/language"

	"plugsheet/index/segment"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/price"
)

// Brand is the name of the facet that the products' brands are.
const Brand = "brand"

// FacetSign stands between the name and the value of a facet.
const FacetSign = "\x1f"

// Bounds of facets, in bytes: what is longer is no name and no value that anybody chooses.
const (
	maxFacetName  = 60
	maxFacetValue = 60
	maxListed     = 24 // of one value in a list with commas
)

// addFacets adds what a product can be narrowed down by: its brand, the columns that the answer has no place
// for, its price, and that it is available.
func (a *Analyzer) addFacets(r *bundle.Record, to *segment.Run) {
	if r.Product.Brand != nil && len(*r.Product.Brand) <= maxFacetValue {
		to.Add(to.Number(FacetField, Brand+FacetSign+*r.Product.Brand))
	}
	for _, k := range r.Keywords {
		name, value, ok := strings.Cut(k, ": ")
		if !ok || !a.keywordCodes(k).words || !FacetName(name) {
			continue
		}
		for _, v := range FacetValues(value) {
			to.Add(to.Number(FacetField, name+FacetSign+v))
		}
	}
	if n, unit, ok := PriceOf(priceNow(&r.Product)); ok {
		to.Add(to.Number(PriceField, priceTerm(n, unit)))
	}
	if r.Product.Available != nil && *r.Product.Available {
		to.Add(to.Number(AbsentField, PresentTerm))
	}
}

// FacetName tells whether a column may be a facet: not one of another language (title:fr).
func FacetName(name string) bool {
	if name == "" || len(name) > maxFacetName || strings.Contains(name, FacetSign) {
		return false
	}
	_, tag, tagged := strings.Cut(name, ":")
	if !tagged {
		return true
	}
	_, err := language.Parse(tag)
	return err != nil
}

// FacetValues gives the values of a cell: those of a list each for itself, none of a text that nobody
// chooses.
func FacetValues(cell string) (all []string) {
	for _, sign := range []string{"|", ";", ", "} {
		if !strings.Contains(cell, sign) {
			continue
		}
		for v := range strings.SplitSeq(cell, sign) {
			v = strings.TrimSpace(v)
			if sign == ", " && len(v) > maxListed {
				all = nil // a sentence
				break
			}
			if facetValue(v) {
				all = append(all, v)
			}
		}
		if all != nil {
			return all
		}
	}
	if cell = strings.TrimSpace(cell); facetValue(cell) {
		return []string{cell}
	}
	return nil
}

func facetValue(v string) bool {
	return v != "" && len(v) <= maxFacetValue && !strings.Contains(v, "://") &&
		!strings.Contains(v, FacetSign)
}

// priceNow is the price that counts while no offer holds.
func priceNow(p *bundle.Product) string {
	for _, reduced := range []*string{p.PricePromotion, p.PriceSpecial} {
		if reduced != nil {
			return *reduced
		}
	}
	return p.PriceCatalog
}

// PriceOf reads a price, in thousandths.
func PriceOf(text string) (n int64, unit string, ok bool) {
	p, ok := price.Read(text)
	if !ok {
		return 0, "", false
	}
	n, ok = p.Thousandths()
	return n, p.Unit, ok && n <= maxPrice
}

// maxPrice is the largest price that is compared with others, in thousandths.
const maxPrice = 1e15

// PriceDigits is how many digits a price has as a term, so that terms are in the order of the prices.
const PriceDigits = 16

func priceTerm(n int64, unit string) string { return fmt.Sprintf("%0*d%s", PriceDigits, n, unit) }
