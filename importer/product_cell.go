package importer

import (
	"cmp"
	"strings"

	"plugsheet/importer/field"
	"plugsheet/importer/pricing"
	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
)

// url reads the cell of a URL; it is empty where there is none or a bad one, which is told of.
func (c *catalog) url(r *row, f int) string {
	text := r.text[f]
	if text == "" {
		return ""
	}
	first, several := value.FirstURL(strings.ReplaceAll(text, "&amp;", "&"))
	if several && f == field.ImageURL {
		c.once(r, f, problem.Warnf(r.source.sheet.At(0, r.column[f]), "several-images", "some cells list several images; the first is taken"))
	}
	if first == "" {
		r.text[f] = "" // an empty list
		return ""
	}
	clean, why := value.WebURL(first)
	if why == value.Relative {
		if c.config.BaseURL == "" {
			r.broken[f] = true
			p := problem.Errorf(r.at(f), "relative-url", "%s is a relative URL", r.source.reader.fields[f].Name).WithValue(first)
			if base := c.base(r, first); value.HostFirst(first) == "" || value.BaseOf(first) == base {
				p = p.Hintf("say what all of them begin with, in plugsheet.yaml: baseUrl: %s", base)
			} else {
				p = p.Hintf("write https:// before it")
			}
			c.tell(p)
			return ""
		}
		if !c.tellOtherHost(r, f, first) {
			return ""
		}
		clean, why = value.WebURL(value.WithBase(c.config.BaseURL, first))
	}
	if why == "" {
		return clean
	}
	r.broken[f] = true
	c.tell(problem.Errorf(r.at(f), "bad-url", "%s %s", r.source.reader.fields[f].Name, problem.Phrase(why)).WithValue(text).
		Hintf("an absolute URL such as %s", strings.NewReplacer("{reference}", "123").Replace(r.source.reader.fields[f].Example)))
	return ""
}

// tellOtherHost tells of an address that begins with a host and no scheme, where that is not the host of
// baseUrl. It reports false where nobody knows whether it is a host or a folder.
func (c *catalog) tellOtherHost(r *row, f int, text string) bool {
	host, sure := value.OtherHost(c.config.BaseURL, text)
	switch {
	case host == "":
		return true
	case sure:
		c.once(r, f, problem.Warnf(r.source.sheet.At(0, r.column[f]), "other-host",
			"some addresses begin with another host than baseUrl and lack https://, which is put before them, "+
				"such as %q", text).
			Hintf("where that is a folder of the shop, write ./ before it"))
		return true
	}
	r.broken[f] = true
	c.tell(hostOrFolder(r, f, text))
	return false
}

func hostOrFolder(r *row, f int, text string) problem.Problem {
	return problem.Errorf(r.at(f), "host-or-folder", "%s begins with a host or with a folder of the shop",
		r.source.reader.fields[f].Name).WithValue(text).
		Hintf("write https:// before a host, or ./ before a folder")
}

// base is what the relative URLs of a sheet begin with, as the proposal has it: the same for each of them.
func (c *catalog) base(r *row, first string) string {
	s := r.source
	if s.base == "" {
		s.base = cmp.Or(value.BaseOf(first), value.ExampleBase)
		if a := c.advice(c.ctx, s); a != nil {
			if set, ok := a.relativeBase(); ok {
				s.base = set.Value
			}
		}
	}
	return s.base
}

// once adds a problem of a whole column the first time.
func (c *catalog) once(r *row, f int, p problem.Problem) {
	k := toldOnce{r.source.number, f, p.Code}
	if !c.told[k] {
		c.told[k] = true
		c.tell(p)
	}
}

// tellLanguage says, once a sheet, that bare prices are written as in English because nobody said the language, where the
// headers speak another.
func (c *catalog) tellLanguage(r *row, f int, written string) {
	k := toldOnce{r.source.number, 0, "price-language"}
	if !c.unspoken || c.told[k] {
		return
	}
	c.told[k] = true
	v := votes{}
	for _, col := range r.source.head.columns {
		v.add(r.source.reader.languages(col.title))
	}
	if l, _ := v.best(); l != "" {
		c.tell(problem.Warnf(r.source.sheet.At(0, r.column[f]), "price-language", "bare prices are written the English way: %q", written).
			Hintf("the headers are in another language; in plugsheet.yaml: language: %s", l))
	}
}

// currencyOf is the code of the currency of a price: as its header says, as its row does, or the setting's; empty
// where there is none.
func (c *catalog) currencyOf(r *row, f int) string {
	if code := r.headerCurrency(f); code == pricing.Dollar && !pricing.SameCurrency(code, c.config.Currency) {
		return "USD"
	} else if code != "" && code != pricing.Dollar {
		return code
	}

	if code := strings.ToUpper(r.text[field.Currency]); code != "" {
		return code
	}
	return c.config.Currency
}

// hintCurrency says how to name the currency of bare prices: the one that the file itself names, where it does.
func (c *catalog) hintCurrency(r *row, p problem.Problem) problem.Problem {
	if a := c.advice(c.ctx, r.source); a != nil {
		if code, _ := a.namedCurrency(); code != "" {
			return p.Hintf("the table itself names it; in plugsheet.yaml: currency: %s", code)
		}
	}
	return p.Hintf("your currency, for example EUR, in plugsheet.yaml: currency: EUR")
}

// available reads whether the product is to be had; nil where there is nothing or what nobody knows, which is told once a
// column.
func (c *catalog) available(r *row) *bool {
	text := r.text[field.Available]
	if text == "" {
		return nil
	}
	v, ok := value.InStock(text)
	if !ok {
		column := r.source.sheet.At(0, r.at(field.Available).Column)
		c.once(r, field.Available, problem.Warnf(column, "unknown-availability",
			"some cells do not say whether the product is available, which is left open there").WithValue(text).
			Hintf("yes or no, true or false, 1 or 0, in stock or out of stock, or a quantity"))
		return nil
	}
	return &v
}
