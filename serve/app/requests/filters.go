package requests

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"

	"plugsheet/index"
	"plugsheet/schemas/each"
	"plugsheet/serve/web/failure"
	"plugsheet/serve/web/param"
)

// wish is what the custom app asks for.
type wish struct{ index.Wish }

// free tells whether nothing is filtered.
func (w *wish) free() bool {
	return len(w.Filter.Values) == 0 && !w.Filter.Available && w.Filter.Price == nil
}

// filterForm is the parameter filters, as JSON.
type filterForm struct {
	Values    map[string][]string `json:"values"` // by the name of a facet: one of these
	Available bool                `json:"available"`
	From      *float64            `json:"from"` // the lowest price, in units of its currency
	To        *float64            `json:"to"`
}

// sortings are the values of the parameter sort; empty for the best first.
var sortings = map[string]index.Sorting{
	"": index.ByWorth, "cheapest": index.CheapestFirst, "dearest": index.DearestFirst,
}

// wishOf reads what a request of the custom app asks for, but for the category.
func wishOf(q *param.Query) (wish, error) {
	w := wish{index.Wish{Count: q.Offset == 0, Query: index.Query{
		Text: strings.TrimSpace(q.Values[param.SearchQuery]), Limit: q.Limit, Offset: q.Offset, Explain: true,
		Taught: true,
	}}}
	w.Exact = q.Values[param.Exact] == "1"
	var ok bool
	if w.Sort, ok = sortings[q.Values[param.Sorting]]; !ok {
		return w, failure.Wrong(param.Sorting.String(), "is neither cheapest nor dearest")
	}
	if q.Values[param.Filters] == "" {
		return w, nil
	}
	var form filterForm
	d := json.NewDecoder(bytes.NewReader([]byte(q.Values[param.Filters])))
	d.DisallowUnknownFields()
	if err := d.Decode(&form); err != nil || d.More() {
		return w, failure.Wrong(param.Filters.String(),
			`is no {"values":{"Color":["red"]},"available":true,"from":1,"to":9}`)
	}
	w.Filter.Available = form.Available
	for name, values := range form.Values {
		if len(values) == 0 {
			continue
		}
		if w.Filter.Values == nil {
			w.Filter.Values = map[string][]string{}
		}
		w.Filter.Values[name] = values
	}
	if form.From != nil || form.To != nil {
		from, to := thousandths(form.From, 0), thousandths(form.To, math.MaxInt64/2)
		w.Filter.Price = &index.PriceRange{From: from, To: to}
	}
	return w, nil
}

// thousandths is a number in thousandths; otherwise where there is none, or one beyond all prices.
func thousandths(n *float64, otherwise int64) int64 {
	if n == nil || math.Abs(*n) > 1e12 {
		return otherwise
	}
	return int64(math.Round(*n * 1000))
}

// facet is something by which an answer can be narrowed down.
type facet struct {
	Name   string       `json:"name"` // the column's header; brand for the brands
	Values []facetValue `json:"values"`
}

// facetValue is one choice of a facet.
type facetValue struct {
	Text     string `json:"text"`
	Products int    `json:"products"` // that the answer has with it
	Chosen   bool   `json:"chosen,omitempty"`
}

// priceRange is what products cost, in units of their currency.
type priceRange struct {
	From float64 `json:"from"`
	To   float64 `json:"to"`
	Unit string  `json:"unit"` // as the catalog writes it; empty where there are several
}

// count takes over what was counted.
func (f *Found) count(page index.Found) {
	for _, one := range page.Facets {
		values := each.Of(one.Values, func(v index.FacetValue) facetValue {
			return facetValue{v.Text, v.Products, v.Chosen}
		})
		f.Facets = append(f.Facets, facet{one.Name, values})
	}
	f.Available = page.Available
	if p := page.Prices; p != nil {
		f.Prices = &priceRange{float64(p.From) / 1000, float64(p.To) / 1000, p.Unit}
	}
	if len(page.Categories) > 0 {
		f.Categories = make(map[string]int, len(page.Categories))
		for id, n := range page.Categories {
			f.Categories[id.String()] = n
		}
	}
}

// taken is what the custom app says of how a search was taken; what does not apply is left out.
type taken struct {
	// UnknownWords are the pieces of the search that no product answers, as they were typed.
	UnknownWords []string `json:"unknownWords,omitempty"`
	// OtherWords are the pieces for which products were found by other words of the same meaning.
	OtherWords []otherWords `json:"otherWords,omitempty"`
	// LeftOut is what the search leaves out: "not red".
	LeftOut []index.LeftOut `json:"leftOut,omitempty"`
	// PriceLimit is what the products may cost, as the search says: "under 50 €".
	PriceLimit *priceLimit `json:"priceLimit,omitempty"`
	// PriceIgnored says that the search has such a limit, which the catalog's prices cannot be held against:
	// they are in several currencies, or in another one.
	PriceIgnored bool `json:"priceIgnored,omitempty"`
}

// otherWords are words of the same meaning as one that was typed.
type otherWords struct {
	Typed string   `json:"typed"`
	Words []string `json:"words"`
}

// priceLimit is in units of the currency, both ends included; an end that is not limited is left out.
type priceLimit struct {
	From *float64 `json:"from,omitempty"`
	To   *float64 `json:"to,omitempty"`
	Unit string   `json:"unit"` // the currency as the catalog writes it
}

// takenFrom reads it off an answer with its explanation.
func takenFrom(page index.Found) taken {
	t := taken{UnknownWords: page.Missing, LeftOut: page.LeftOut, PriceIgnored: page.Unpriced}
	for _, term := range page.Explain.Terms {
		if len(term.Others) > 0 {
			t.OtherWords = append(t.OtherWords, otherWords{term.Typed, term.Others})
		}
	}
	if p := page.Price; p != nil {
		t.PriceLimit = &priceLimit{Unit: p.Unit}
		if p.From > 0 {
			from := float64(p.From) / 1000
			t.PriceLimit.From = &from
		}
		if p.To < index.Unlimited {
			to := float64(p.To) / 1000
			t.PriceLimit.To = &to
		}
	}
	return t
}
