package diff

import (
	"maps"
	"math"
	"reflect"
	"slices"
	"strconv"

	"plugsheet/schemas/bundle"
	"plugsheet/schemas/bundle/scenario"
	"plugsheet/schemas/price"
	"plugsheet/schemas/problem"
)

func compareCategories(r *Report, before, after []bundle.Category) {
	old := map[string]bundle.Category{}
	for _, c := range before {
		old[c.ID.String()] = c
	}
	for _, c := range after {
		id := c.ID.String()
		was, known := old[id]
		delete(old, id)
		entry := Category{ID: id, Label: c.Label, Before: was.ProductsCount, After: c.ProductsCount}
		switch {
		case !known:
			r.CategoriesAdded = append(r.CategoriesAdded, entry)
		case was.ProductsCount > 0 && c.ProductsCount == 0:
			r.CategoriesEmptied = append(r.CategoriesEmptied, entry)
		}
		if known && was.Label != c.Label {
			r.CategoriesRenamed = append(r.CategoriesRenamed,
				Change{Product: Product{ID: id}, Field: "label", Before: was.Label, After: c.Label})
		}
	}
	for _, c := range before {
		if _, gone := old[c.ID.String()]; gone {
			r.CategoriesGone = append(r.CategoriesGone,
				Category{ID: c.ID.String(), Label: c.Label, Before: c.ProductsCount})
		}
	}
}

// The forms, and what can become of a field.
const (
	closingForm    = "closingForm"
	customerFields = "customerFields"
	botScenarios   = "botScenarios"
	botAnswers     = "botAnswers"

	added   = "added"
	gone    = "gone"
	changed = "changed"
)

func compareForms(r *Report, before, after *bundle.Bundle) {
	localized(r, closingForm, before.ClosingForm(), after.ClosingForm(),
		func(f bundle.FormField) string { return f.ID })
	localized(r, customerFields, before.CustomerFields(), after.CustomerFields(),
		func(f bundle.CustomerField) string { return f.ID })
	localized(r, botScenarios, bundle.Localized[scenario.Scenario]{"": before.BotScenarios()},
		bundle.Localized[scenario.Scenario]{"": after.BotScenarios()},
		func(s scenario.Scenario) string { return s.ID })
	localized(r, botAnswers, bundle.Localized[scenario.Answer]{"": before.BotAnswers()},
		bundle.Localized[scenario.Answer]{"": after.BotAnswers()},
		func(a scenario.Answer) string { return a.Scenario + "/" + a.ID })
}

// localized says which fields of a form are new, gone or changed, in each language that either side has.
func localized[T any](r *Report, what string, before, after bundle.Localized[T], id func(T) string) {
	locales := maps.Clone(before)
	maps.Copy(locales, after)
	for _, locale := range slices.Sorted(maps.Keys(locales)) {
		old := map[string]T{}
		for _, f := range before[locale] {
			old[id(f)] = f
		}
		for _, f := range after[locale] {
			was, known := old[id(f)]
			delete(old, id(f))
			if !known {
				r.Forms = append(r.Forms, FormChange{what, locale, id(f), added})
			} else if !reflect.DeepEqual(was, f) {
				r.Forms = append(r.Forms, FormChange{what, locale, id(f), changed})
			}
		}
		for _, key := range slices.Sorted(maps.Keys(old)) {
			r.Forms = append(r.Forms, FormChange{what, locale, key, gone})
		}
	}
}

// percent is how far a price moved; nil where one of the two is no number or was nothing before.
func percent(before, after string) *float64 {
	a, okA := amount(before)
	b, okB := amount(after)
	if !okA || !okB || a == 0 {
		return nil
	}
	p := math.Round((b-a)/a*1000) / 10
	return &p
}

// amount reads the number of a price. It is good enough to say how far a price moved, and used for nothing
// else.
func amount(text string) (float64, bool) {
	p, ok := price.Read(text)
	if !ok {
		return 0, false
	}
	n, err := strconv.ParseFloat(p.Number, 64)
	return n, err == nil
}

// The limits of what may change without a question, in percent.
const (
	DefaultGone  = 20
	DefaultMoved = 50
)

// Limits are how much may change before a person is asked, in percent from 0 to 100.
type Limits struct {
	Gone  int // of the products, that are gone
	Moved int // of the prices, that move
}

// Beyond says which limits the changes pass, with the numbers; nothing where they pass none.
func (r *Report) Beyond(l Limits) (all []problem.Text) {
	if 100*r.GoneShare() > float64(l.Gone) {
		all = append(all, problem.Textf("%.0f %% of the products would be gone, and at most %d %% may",
			100*r.GoneShare(), l.Gone))
	}
	if 100*r.PricesShare() > float64(l.Moved) {
		all = append(all, problem.Textf("%.0f %% of the prices would move, and at most %d %% may",
			100*r.PricesShare(), l.Moved))
	}
	return all
}
