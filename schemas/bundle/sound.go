package bundle

import "strings"

// sound tells quickly that a record fits its schema. It is a shortcut and no second truth: false only means that the
// schema has to be asked, and a test and a fuzz target hold that whatever is sound is valid. A validation by the schema
// takes forty times as long, which counts with a million products.
func sound(r *Record, s IDs) bool {
	p := &r.Product
	return soundID(p.ID, s) && soundCategories(r.Categories, s) &&
		p.Title != "" && p.Description != "" && p.Reference != "" && p.PriceCatalog != "" &&
		soundURL(p.ProductURL) && soundURL(p.ImageURL) &&
		soundText(p.Brand) && soundText(p.ShortDescription) && soundText(p.PricePromotion) && soundText(p.PriceSpecial) &&
		soundKeywords(r.Keywords)
}

func soundID(id ID, s IDs) bool {
	return !id.IsZero() && len(id.text) <= MaxKey && id.number == (s == IntegerIDs)
}

func soundText(t *string) bool { return t == nil || *t != "" }

func soundCategories(ids []ID, s IDs) bool {
	for i, id := range ids {
		if !soundID(id, s) {
			return false
		}
		for _, other := range ids[:i] {
			if other == id {
				return false
			}
		}
	}
	return true
}

func soundKeywords(words []string) bool {
	for _, w := range words {
		if w == "" {
			return false
		}
	}
	return true
}

// soundURL accepts what nearly every shop writes: http or https, a host name of letters, digits, dots and hyphens, and
// then plain ASCII without escapes that could be wrong.
func soundURL(u string) bool {
	rest, ok := strings.CutPrefix(u, "https://")
	if !ok {
		if rest, ok = strings.CutPrefix(u, "http://"); !ok {
			return false
		}
	}
	host := len(rest)
	for i := range len(rest) {
		c := rest[i]
		if c == '/' {
			host = i
			break
		}
		if !alphanumeric(c) && c != '.' && c != '-' {
			return false
		}
	}
	if host == 0 {
		return false
	}
	for i := host; i < len(rest); i++ {
		if c := rest[i]; !alphanumeric(c) && strings.IndexByte("-._~/?&=+,:;!*", c) < 0 {
			return false
		}
	}
	return true
}

func alphanumeric(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}
