package odd

import (
	"strings"
	"unicode"

	"plugsheet/schemas/bundle"
	"plugsheet/schemas/problem"
)

// The fields that something is said of, as the answer calls them.
const (
	title       = "title"
	description = "description"
	brand       = "brand"
	image       = "imageUrl"
	page        = "productUrl"
	catalog     = "priceCatalog"
	promotion   = "pricePromotion"
	available   = "available"
)

// seen is a product with its prices as numbers.
type seen struct {
	*bundle.Product
	price, promotion amount
}

// check is a look at one product by itself. It is told of when it hits so many products at least, and so
// large a share of those that it is about.
type check struct {
	field string
	from  int
	share float64
	text  func(*seen) (text string, about bool) // what is looked at; about is false for a product without it
	hit   func(*seen) bool
	say   func(tally) problem.Problem
}

// allChecks are the looks at single products.
func allChecks() []check {
	return []check{
		{catalog, 1, 0, priced, func(s *seen) bool { return s.price.known && s.price.number == 0 }, sayZero},
		{title, 3, 0.8, titled, isCode, sayCodeTitle},
		{title, 3, 0.5, titled, func(s *seen) bool { return wordless(s.Title) }, sayNumberTitle},
		{title, 3, 0.5, titled, func(s *seen) bool { return strings.Contains(s.Title, "://") }, sayLinkTitle},
		{brand, 5, 0.8, branded, func(s *seen) bool { return wordless(*s.Brand) }, sayNumberBrand},
		{brand, 5, 0.8, branded, func(s *seen) bool { return *s.Brand == s.Title }, sayTitleBrand},
		{description, 3, 0.8, described,
			func(s *seen) bool { return s.Description == s.Title }, sayTitleText},
		{image, 3, 0.5, pictured, func(s *seen) bool { return s.ImageURL == s.ProductURL }, sayPagePicture},
		{promotion, 3, 0.5, promoted, isTiny, sayTinyPromotion},
		{available, 5, 1, offered, func(s *seen) bool { return !*s.Available }, sayUnavailable},
	}
}

func isCode(s *seen) bool { return s.Title == s.Reference || s.Title == s.ID.String() }
func isTiny(s *seen) bool { return s.promotion.number*10 < s.price.number }

// wordless tells whether a text has no letter.
func wordless(text string) bool { return !strings.ContainsFunc(text, unicode.IsLetter) }

func priced(s *seen) (string, bool)    { return s.PriceCatalog, s.PriceCatalog != "" }
func titled(s *seen) (string, bool)    { return s.Title, s.Title != "" }
func described(s *seen) (string, bool) { return s.Description, s.Description != "" }
func pictured(s *seen) (string, bool)  { return s.ImageURL, s.ImageURL != "" }
func offered(s *seen) (string, bool)   { return "", s.Available != nil }

func branded(s *seen) (string, bool) {
	if s.Brand == nil {
		return "", false
	}
	return *s.Brand, true
}

// promoted is about products with a promotion that is a number.
func promoted(s *seen) (string, bool) {
	return s.promotion.text, s.promotion.known && s.price.number > 0
}

func sayZero(t tally) problem.Problem {
	return remark("zero-price", "%d of %d prices are 0", t.hits, t.of).
		Hintf("blank cells say that there is no price; a price of 0 says that the thing is free")
}

func sayCodeTitle(t tally) problem.Problem {
	return remark("code-title",
		"%d of %d titles are the product's reference or id: is the name in another column?", t.hits, t.of)
}

func sayNumberTitle(t tally) problem.Problem {
	return remark("number-title", "%d of %d titles have no letter: is the name in another column?", t.hits,
		t.of)
}

func sayLinkTitle(t tally) problem.Problem {
	return remark("link-title", "%d of %d titles are addresses: is the name in another column?", t.hits, t.of)
}

func sayNumberBrand(t tally) problem.Problem {
	return remark("number-brand", "%d of %d brands are numbers: is the name in another column?", t.hits, t.of)
}

func sayTitleBrand(t tally) problem.Problem {
	return remark("title-brand", "%d of %d brands are the product's title", t.hits, t.of)
}

func sayTitleText(t tally) problem.Problem {
	return remark("title-description", "%d of %d descriptions only repeat the title", t.hits, t.of)
}

func sayPagePicture(t tally) problem.Problem {
	return remark("page-picture", "%d of %d pictures are the address of the product's page", t.hits, t.of)
}

func sayTinyPromotion(t tally) problem.Problem {
	return remark("tiny-promotion",
		"%d of %d promotions are less than a tenth of the price: are they what is taken off it?", t.hits,
		t.of)
}

func sayUnavailable(t tally) problem.Problem {
	return remark("none-available", "none of %d products is available", t.of)
}
