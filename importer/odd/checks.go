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
	say   saying
}

// allChecks are the looks at single products.
func allChecks() []check {
	return []check{
		{catalog, 1, 0, priced, func(s *seen) bool { return s.price.known && s.price.number == 0 }, sayZero},
		{title, 3, 0.8, titled, isCode,
			remark("code-title",
				"%d of %d titles are the product's reference or id: is the name in another column?")},
		{title, 3, 0.5, titled, func(s *seen) bool { return wordless(s.Title) },
			remark("number-title", "%d of %d titles have no letter: is the name in another column?")},
		{title, 3, 0.5, titled, func(s *seen) bool { return strings.Contains(s.Title, "://") },
			remark("link-title", "%d of %d titles are addresses: is the name in another column?")},
		{brand, 5, 0.8, branded, func(s *seen) bool { return wordless(*s.Brand) },
			remark("number-brand", "%d of %d brands are numbers: is the name in another column?")},
		{brand, 5, 0.8, branded, func(s *seen) bool { return *s.Brand == s.Title },
			remark("title-brand", "%d of %d brands are the product's title")},
		{description, 3, 0.8, described, func(s *seen) bool { return s.Description == s.Title },
			remark("title-description", "%d of %d descriptions only repeat the title")},
		{image, 3, 0.5, pictured, func(s *seen) bool { return s.ImageURL == s.ProductURL },
			remark("page-picture", "%d of %d pictures are the address of the product's page")},
		{promotion, 3, 0.5, promoted, isTiny, remark("tiny-promotion",
			"%d of %d promotions are less than a tenth of the price: are they what is taken off it?")},
		{available, 5, 1, offered, func(s *seen) bool { return !*s.Available },
			remark("none-available", "none of %d products is available")},
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

func sayZero(numbers ...any) problem.Problem {
	return remark("zero-price", "%d of %d prices are 0")(numbers...).
		Hintf("blank cells say that there is no price; a price of 0 says that the thing is free")
}
