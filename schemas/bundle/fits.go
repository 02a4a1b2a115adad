package bundle

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"plugsheet/schemas/files"
)

// fitting is a record that can tell whether it surely fits its schema, with ids of a setting. That is for
// speed alone: the validator takes ten times as long, and an import checks a million products. It says no
// where it has a doubt; then the validator decides, and words the fault. A test holds it against the schemas.
type fitting interface{ fits(ids IDs) bool }

func (r *Record) fits(ids IDs) bool {
	p := &r.Product
	for _, text := range []*string{&p.Title, &p.Description, &p.Reference, &p.PriceCatalog,
		p.Brand, p.ShortDescription, p.PricePromotion, p.PriceSpecial} {
		if text != nil && *text == "" {
			return false
		}
	}
	if o := r.Offer; o != nil && !(o.PricePromotion != "" && fit(o.From, o.Until)) {
		return false
	}
	return (r.Listed == nil || fit(r.Listed.From, r.Listed.Until)) && p.ID.fits(ids) &&
		isAddress(p.ProductURL) && isAddress(p.ImageURL) && !slices.Contains(r.Keywords, "") &&
		!slices.ContainsFunc(r.Categories, func(id ID) bool { return !id.fits(ids) }) && distinct(r.Categories)
}

func (c *Category) fits(ids IDs) bool {
	return c.ID.fits(ids) && (c.IDParent.IsZero() || c.IDParent.fits(ids)) && c.Label != "" &&
		c.ProductsCount >= 0 && len(c.Products) <= MaxListed && !slices.Contains(c.Products, "") &&
		distinct(c.Products)
}

// fits tells whether an id is one of the setting, written as we write it.
func (id ID) fits(ids IDs) bool {
	if ids == StringIDs {
		return !id.number && id.text != "" && len(id.text) <= maxKey
	}
	n, err := strconv.ParseUint(id.text, 10, 64)
	return id.number && err == nil && n <= maxID && id.text[0] != '0'
}

// moment is the form of a [Moment].
var moment = regexp.MustCompile(
	`^[0-9]{4}(-[0-9]{2}){2}(T[0-9]{2}(:[0-9]{2}){2}(Z|[+-][0-9]{2}:[0-9]{2})?)?$`)

// fit tells whether each of some moments has its form or is left out.
func fit(moments ...Moment) bool {
	return !slices.ContainsFunc(moments, func(m Moment) bool {
		return m != "" && !moment.MatchString(string(m))
	})
}

// isAddress tells whether a text is a web address as the schemas have it.
func isAddress(text string) bool {
	scheme, rest, ok := strings.Cut(text, "://")
	return ok && (scheme == "http" || scheme == "https") && rest != "" &&
		strings.Trim(rest[:1], "/?#") != "" &&
		!strings.ContainsFunc(rest, func(r rune) bool {
			return r <= ' ' || r >= 0x7f && r <= 0xa0 || unicode.IsSpace(r) || r == '\ufeff'
		})
}

// distinct tells whether no item of a list comes twice.
func distinct[T comparable](list []T) bool {
	seen := make(map[T]bool, len(list))
	for _, item := range list {
		seen[item] = true
	}
	return len(seen) == len(list)
}

// surely tells whether a record that was read from a text surely fits its schema.
func surely(record any, ids IDs, text []byte) bool {
	f, ok := record.(fitting)
	if !ok || !f.fits(ids) {
		return false
	}
	again, err := files.Encode(record) // else there may be keys that we do not know
	return err == nil && bytes.Equal(again, text)
}
