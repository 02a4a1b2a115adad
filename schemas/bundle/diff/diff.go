// Package diff says what changed between two bundles, in the catalog's words: prices, products, categories,
// forms.
package diff

import (
	"context"
	"slices"

	"plugsheet/schemas/bundle"
)

// Product names a product for a person.
type Product struct {
	ID        string `json:"id"`
	Reference string `json:"reference"`
	Title     string `json:"title"`
}

// Change is one field of a product that has another value; a value that was or is missing is empty.
type Change struct {
	Product
	// the answer's key, or "offer" and "listed": the days of the promotion and of the product
	Field  string `json:"field"`
	Before string `json:"before"`
	After  string `json:"after"`
	// for prices that can be read as numbers: how far it moved, -40 for 10 € to 6 €
	Percent *float64 `json:"percent,omitempty"`
}

// Category is a category with the number of products in it and below it, before and after.
type Category struct {
	ID     string `json:"id"`
	Label  string `json:"label"`
	Before int    `json:"before"`
	After  int    `json:"after"`
}

// FormChange is a field of the closing form or of the customer information, or a scenario or an answer of the
// bot, that is not as it was.
type FormChange struct {
	Form     string `json:"form"` // closingForm, customerFields, botScenarios or botAnswers
	Language string `json:"language,omitempty"`
	Field    string `json:"field"`
	Change   string `json:"change"` // added, gone or changed
}

// Report is what changed. Lists are in the spreadsheet's order, of the old bundle for what is gone, of the
// new one for everything else.
type Report struct {
	Before bundle.Counts `json:"before"`
	After  bundle.Counts `json:"after"`
	// the id setting is another one; products are matched by reference
	IDsChanged bool      `json:"idsChanged"`
	Added      []Product `json:"added"`
	Gone       []Product `json:"gone"`
	// priceCatalog, pricePromotion, priceSpecial, and days of promotions
	Prices        []Change  `json:"prices"`
	Fields        []Change  `json:"fields"`        // every other field of the answer
	Recategorized []Product `json:"recategorized"` // in other categories than before
	// the products that both have stand in another order
	Reordered         bool         `json:"reordered"`
	CategoriesAdded   []Category   `json:"categoriesAdded"`
	CategoriesGone    []Category   `json:"categoriesGone"`
	CategoriesEmptied []Category   `json:"categoriesEmptied"` // had products, and have none now
	CategoriesRenamed []Change     `json:"categoriesRenamed"`
	Forms             []FormChange `json:"forms"`
}

// Compare says what changed from one bundle to the other. Product files that both have with the same digest
// are not read, so a small change in a large catalog is quick; of the others the old side is held in memory,
// about 400 bytes a product. Errors are those of [bundle.Bundle.Records].
func Compare(ctx context.Context, before, after *bundle.Bundle) (*Report, error) {
	r := newReport()
	r.Before, r.After = before.Manifest().Counts, after.Manifest().Counts
	r.IDsChanged = before.Manifest().IDs != after.Manifest().IDs
	c := comparer{report: r, byReference: r.IDsChanged, old: map[string]*row{}}
	oldFiles, newFiles := differing(before.ProductFiles(), after.ProductFiles())
	if err := c.readOld(ctx, before, oldFiles); err != nil {
		return nil, err
	}
	if err := c.readNew(ctx, after, newFiles); err != nil {
		return nil, err
	}
	c.gone()
	compareCategories(r, before.Categories(), after.Categories())
	compareForms(r, before, after)
	return r, nil
}

// newReport is a report whose lists are empty and not nil, so that JSON has no null in it.
func newReport() *Report {
	return &Report{
		Added: []Product{}, Gone: []Product{}, Prices: []Change{}, Fields: []Change{},
		Recategorized: []Product{}, CategoriesAdded: []Category{}, CategoriesGone: []Category{},
		CategoriesEmptied: []Category{}, CategoriesRenamed: []Change{}, Forms: []FormChange{},
	}
}

// differing leaves out the files that both sides have.
func differing(a, b []bundle.File) (onlyA, onlyB []bundle.File) {
	without := func(files, others []bundle.File) []bundle.File {
		same := map[string]bool{}
		for _, f := range others {
			same[f.SHA256] = true
		}
		return slices.DeleteFunc(slices.Clone(files), func(f bundle.File) bool { return same[f.SHA256] })
	}
	return without(a, b), without(b, a)
}

// Empty tells whether nothing changed that an answer shows.
func (r *Report) Empty() bool {
	return !r.IDsChanged && !r.Reordered &&
		len(r.Added)+len(r.Gone)+len(r.Prices)+len(r.Fields)+len(r.Recategorized)+
			len(r.CategoriesAdded)+len(r.CategoriesGone)+len(r.CategoriesEmptied)+len(r.CategoriesRenamed)+
			len(r.Forms) == 0
}

// GoneShare is the share of the old products that are gone, from 0 to 1; 0 where there were none.
func (r *Report) GoneShare() float64 { return share(len(r.Gone), r.Before.Products) }

// PricesShare is the share of the products that both bundles have whose catalog price is another one, from 0
// to 1.
func (r *Report) PricesShare() float64 {
	moved := 0
	for _, c := range r.Prices {
		if c.Field == "priceCatalog" {
			moved++
		}
	}
	return share(moved, r.Before.Products-len(r.Gone))
}

func share(part, whole int) float64 {
	if whole <= 0 {
		return 0
	}
	return float64(part) / float64(whole)
}
