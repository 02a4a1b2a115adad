package conform

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// category is what is read of one.
type category struct {
	ID            any      `json:"id"`
	IDParent      any      `json:"idParent"`
	Label         string   `json:"label"`
	Products      []string `json:"products"`
	ProductsCount int      `json:"productsCount"`
}

// product is what is read of one.
type product struct {
	ID             any     `json:"id"`
	Title          string  `json:"title"`
	PriceCatalog   string  `json:"priceCatalog"`
	PricePromotion *string `json:"pricePromotion"`
	PriceSpecial   *string `json:"priceSpecial"`
}

// noSuch is an id, a word and an action that no shop has.
const noSuch = "xqzvwkjpz"

// productList checks categories and products (contract, 1.6).
func (p *player) productList(ctx context.Context) {
	tree := p.categoryTree(ctx)
	p.pages(ctx, categories)
	p.around(ctx, call{endpoint: categories, query: p.usual("limit", "10", "offset", "0")},
		shapes[categories])
	p.productPages(ctx, tree)
	for _, c := range tree[:min(3, len(tree))] {
		p.inCategory(ctx, c)
	}
	p.strangeSearches(ctx)
}

// categoryTree asks for the roots and the first of what is below them, and gives the categories that hold
// products, the smallest first.
func (p *player) categoryTree(ctx context.Context) []category {
	roots := p.children(ctx, "")
	a, _ := p.list(ctx, categories, 100, 0, "idParent", "")
	with, _ := decode[[]category](a)
	p.must(len(with) == len(roots), "roots", a, "%d categories with an empty idParent, %d without one",
		len(with), len(roots))
	unknown, none := p.list(ctx, categories, 10, 0, "idParent", noSuch)
	p.must(len(none) == 0, "unknown-parent", unknown,
		"%d categories below a category that does not exist", len(none))
	all := slices.Clone(roots)
	for _, root := range roots[:min(4, len(roots))] {
		below := p.children(ctx, fmt.Sprint(root.ID))
		all = append(all, below...)
	}
	all = slices.DeleteFunc(all, func(c category) bool { return c.ProductsCount == 0 })
	slices.SortStableFunc(all, func(a, b category) int { return a.ProductsCount - b.ProductsCount })
	return all
}

// children asks for what is below a category; below none for the roots.
func (p *player) children(ctx context.Context, parent string) []category {
	a, _ := p.list(ctx, categories, 100, 0, given("idParent", parent)...)
	rows, err := decode[[]category](a)
	if err != nil {
		return nil // judged already
	}
	for _, c := range rows {
		is := ""
		if c.IDParent != nil {
			is = fmt.Sprint(c.IDParent)
		}
		p.must(is == parent, "parent", a,
			"category %v names %q as idParent, asked for was %q", c.ID, is, parent)
	}
	return rows
}

// productPages checks the products as a whole: pages, prices, ids, and that they can be found.
func (p *player) productPages(ctx context.Context, tree []category) {
	a, _ := p.list(ctx, products, 20, 0)
	rows, _ := decode[[]product](a)
	for _, r := range rows {
		p.prices(a, r)
		_, number := r.ID.(json.Number)
		for _, c := range tree {
			_, other := c.ID.(json.Number)
			p.must(number == other, "id-type", a,
				"the id of product %v and that of category %v are not both numbers or both text", r.ID, c.ID)
		}
	}
	if len(rows) == 0 {
		p.report.skip("products: there are none")
	}
	for _, r := range rows[:min(5, len(rows))] {
		p.findable(ctx, r)
	}
	p.pages(ctx, products)
	p.around(ctx, call{endpoint: products, query: p.usual("limit", "5", "offset", "0")},
		shapes[products])
}

// prices: a number alone does not say in which money.
func (p *player) prices(a *answer, r product) {
	for _, price := range []*string{&r.PriceCatalog, r.PricePromotion, r.PriceSpecial} {
		if price == nil || *price == "" || strings.IndexFunc(*price, unicode.IsDigit) < 0 {
			continue // free, on demand
		}
		p.must(strings.ContainsFunc(*price,
			func(c rune) bool { return unicode.IsLetter(c) || unicode.Is(unicode.Sc, c) }),
			"price", a, "product %v has the price %q", r.ID, *price)
	}
}

// findable searches a product by its title.
func (p *player) findable(ctx context.Context, r product) {
	a, found := p.list(ctx, products, 20, 0, "searchQuery", r.Title)
	p.must(slices.Contains(found, fmt.Sprint(r.ID)), "search", a,
		"the title of product %v does not find it among the first 20", r.ID)
}

// inCategory checks one category: its products, and a search in it.
func (p *player) inCategory(ctx context.Context, c category) {
	a, inside := p.list(ctx, products, 100, 0, "idCategory", fmt.Sprint(c.ID))
	rows, _ := decode[[]product](a)
	complete := len(inside) < 100 || c.ProductsCount == len(inside)
	if complete {
		for _, id := range c.Products {
			p.must(slices.Contains(inside, id), "category-products", a,
				"product %s, which category %v lists, is not in the answer", id, c.ID)
		}
	}
	if len(rows) == 0 {
		return
	}
	one := rows[0]
	s, found := p.list(ctx, products, 20, 0, "idCategory", fmt.Sprint(c.ID), "searchQuery", one.Title)
	p.must(slices.Contains(found, fmt.Sprint(one.ID)), "search-in-category", s,
		"product %v is in category %v and is not found there by its title", one.ID, c.ID)
	for _, id := range found {
		p.must(!complete || slices.Contains(inside, id), "search-in-category", s,
			"product %s is found in category %v, in which it is not", id, c.ID)
	}
	nothing, none := p.list(ctx, products, 20, 0, "idCategory", fmt.Sprint(c.ID), "searchQuery", noSuch)
	p.must(len(none) == 0, "search-in-category", nothing,
		"%d products for a word that nothing has", len(none))
}

// strangeSearches asks for what does not exist, and types what people and machines type.
func (p *player) strangeSearches(ctx context.Context) {
	a, none := p.list(ctx, products, 20, 0, "searchQuery", noSuch)
	p.must(len(none) == 0, "search-nothing", a, "%d products for a word that nothing has", len(none))
	a, none = p.list(ctx, products, 20, 0, "idCategory", noSuch)
	p.must(len(none) == 0, "unknown-category", a, "%d products in a category that does not exist", len(none))
	for _, text := range []string{`"`, `*`, `a OR b AND (`, `' OR 1=1 --`, `<img src=x onerror=alert(1)>`,
		"\u202eabc\u200f", "🙂🙂🙂", `\`, `%`, "   ", strings.Repeat("tent ", 400)} {
		p.strange(ctx,
			call{endpoint: products, query: p.usual("searchQuery", text, "limit", "5")})
	}
}
