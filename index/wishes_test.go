package index

import (
	"fmt"
	"slices"
	"testing"

	"plugsheet/schemas/bundle"
)

// TestLeaveOut demands that what is left out is not found, or last, and that names with such words are
// found as they are.
func TestLeaveOut(t *testing.T) {
	for _, c := range []struct {
		language, lines string
		want            map[string][]int // all that is found
	}{
		{"en",
			"Red mouse\nBlue mouse\nMouse Zeta | Logitech\nLogitech mouse green\nT-shirt without sleeves\n" +
				"T-shirt red\nT-shirt blue sleeves\nWireless headphones\nHeadphones with cable\n" +
				"Headphones studio\nGame Sin City\nHdmi cable",
			map[string][]int{
				"mouse not red":              {1, 3, 2},
				"mouse not logitech":         {0, 1, 2},
				"mouse ohne logitech":        {0, 1, 2},
				"mouse not red or blue":      {3, 2},
				"t-shirt without sleeves":    {4, 5},
				"headphones without cable":   {7, 9},
				"headphones without a cable": {7, 9},
				"game sin city":              {10},
				"without sleeves":            {4, 6},
				"not":                        nil,
				"mouse not flurbel":          {0, 1, 3, 2},
				"souris pas bleue":           {0, 3, 2, 1},
				"camiseta no roja":           {4, 6, 5},
				"maglietta non rossa":        {4, 6, 5},
				"muis niet rood":             {1, 3, 2, 0},
			}},
		{"de",
			"Limonade ohne Zucker\nLimonade zuckerfrei\nLimonade mit Zucker\nLimonade Zitrone\nHose " +
				"schwarz\nHose blau",
			map[string][]int{"limonade ohne zucker": {0, 1, 3}, "Hose nicht schwarz": {5},
				"hose nicht in blau": {4}, "ohne zucker": {0, 2, 1}}},
		{"en", "Vacuum cleaner with bag\nRobot vacuum cleaner\nBagless vacuum cleaner | | No bag needed\n" +
			"Sugar free cola\nCola with sugar",
			map[string][]int{"vacuum cleaner without bag": {2, 1}, "staubsauger ohne beutel": {2, 1, 0},
				"aspirador sem saco": {2, 1, 0}, "cola without sugar": {3}}},
		{"de", "Staubsauger mit Beutel\nStaubsauger leise\nBeutelloser Staubsauger | | Kein Beutel",
			map[string][]int{"staubsauger ohne beutel": {2, 1}}},
		{"fr", "Souris sans fil\nSouris avec fil\nSouris verticale\nRobe rouge\nRobe verte\nSac pas cher",
			map[string][]int{"souris sans fil": {0, 2}, "robe pas rouge": {4}, "sac pas cher": {5},
				"robe sans rouge": {4}}},
	} {
		x := catalog(t, c.language, c.lines)
		for query, want := range c.want {
			if got := search(t, x, query); !slices.Equal(got, want) {
				t.Errorf("%s %q: %v, want %v", c.language, query, got, want)
			}
		}
	}
}

// TestLeftOut demands that the answer says what it leaves out, and that something is shown where all have it.
func TestLeftOut(t *testing.T) {
	x := catalog(t, "en", "Red mouse\nBlue mouse\nMouse Zeta | Acme | also in red | AB-1\nLamp red")
	for query, want := range map[string]string{
		"mouse not red": "[{red 1 1}] 1 of 2 [1 2]",
		"lamp not red":  "[{red 1 0}] 0 of 1 [3]",
		"mouse":         "[] 3 of 3 [0 1 2]",
	} {
		page, err := x.Search(t.Context(), Query{Text: query, Limit: 9})
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(page.LeftOut, " ", page.Whole, " of ", page.Total, " ",
			page.Products); got != want {
			t.Errorf("%q: %s, want %s", query, got, want)
		}
	}
}

// TestPriceLimit demands that a limit of the price is one where prices can be compared, and words where a
// title has it.
func TestPriceLimit(t *testing.T) {
	priced := func(prices ...string) *Index {
		return indexOf(t, "en", func(yield func(bundle.Record) bool) {
			for i, title := range []string{"Blue bag", "Bag with handle", "Chair", "Over 100 puzzles bag"} {
				r := record(t, i, title)
				r.Product.PriceCatalog = prices[i]
				if !yield(r) {
					return
				}
			}
		})
	}
	euros, mixed := priced("€19.99", "€200.00", "€1,200.00", "€300.00"), priced("€19.99", "$200.00",
		"€1,200.00", "€300.00")
	for _, c := range []struct {
		x           *Index
		query, want string
	}{
		{euros, "bag under 200", "[0] {0 199999 €} false"},
		{euros, "bag up to 200 euros", "[0 1] {0 200000 €} false"},
		{euros, "bag between 20 and 500", "[3 1] {20000 500000 €} false"},
		{euros, "bag over 200", "[3] {200001 4611686018427387904 €} false"},
		{euros, "over 250", "[2 3] {250001 4611686018427387904 €} false"},
		{euros, "moins de 50 € blue bag", "[0] {0 49999 €} false"},
		{euros, "bag over 100", "[3] - false"}, // it is a name
		{euros, "bag under $100", "[0 3 1] - true"},
		{mixed, "bag under 100", "[0 3 1] - true"},
		{euros, "bag", "[0 3 1] - false"},
	} {
		page, err := c.x.Search(t.Context(), Query{Text: c.query, Limit: 9})
		if err != nil {
			t.Fatal(err)
		}
		limit := "-"
		if page.Price != nil {
			limit = fmt.Sprint(*page.Price)
		}
		if got := fmt.Sprint(page.Products, " ", limit, " ", page.Unpriced); got != c.want {
			t.Errorf("%q: %s, want %s", c.query, got, c.want)
		}
	}
}
