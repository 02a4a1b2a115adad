package product

import (
	"cmp"
	"strings"

	"plugsheet/importer/field"
	"plugsheet/importer/sheet"
	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
)

// url reads the cell of a URL; it is empty where there is none or a bad one, which is told of.
func (c *catalog) url(r *sheet.Row, f int) string {
	text := r.Text[f]
	if text == "" {
		return ""
	}
	first, several := value.FirstURL(strings.ReplaceAll(text, "&amp;", "&"))
	if several && f == field.ImageURL {
		c.once(r, f, problem.Warnf(r.Source.Sheet.At(0, r.Column[f]), "several-images",
			"some cells list several images; the first is taken"))
	}
	if first == "" {
		r.Text[f] = "" // an empty list
		return ""
	}
	clean, why := value.WebURL(first)
	if why == value.Relative {
		if c.Config.BaseURL == "" {
			r.Broken[f] = true
			p := problem.Errorf(r.At(f), "relative-url", "%s is a relative URL",
				r.Source.Reader.Fields[f].Name).WithValue(first)
			if base := c.base(r, first); value.HostFirst(first) == "" || value.BaseOf(first) == base {
				p = p.Hintf("say what all of them begin with, in plugsheet.yaml: %s",
					problem.Pastef("baseUrl: %s", base))
			} else {
				p = p.Hintf("write https:// before it")
			}
			c.Tell(p)
			return ""
		}
		if !c.tellOtherHost(r, f, first) {
			return ""
		}
		clean, why = value.WebURL(value.WithBase(c.Config.BaseURL, first))
	}
	if why == "" {
		return clean
	}
	r.Broken[f] = true
	c.Tell(problem.Errorf(r.At(f), "bad-url", "%s %s", r.Source.Reader.Fields[f].Name,
		problem.Phrase(why)).WithValue(text).
		Hintf("an absolute URL such as %s", strings.NewReplacer("{reference}",
			"123").Replace(r.Source.Reader.Fields[f].Example)))
	return ""
}

// tellOtherHost tells of an address that begins with a host and no scheme, where that is not the host of
// baseUrl. It reports false where nobody knows whether it is a host or a folder.
func (c *catalog) tellOtherHost(r *sheet.Row, f int, text string) bool {
	host, sure := value.OtherHost(c.Config.BaseURL, text)
	switch {
	case host == "":
		return true
	case sure:
		c.once(r, f, problem.Warnf(r.Source.Sheet.At(0, r.Column[f]), "other-host",
			"some addresses begin with another host than baseUrl and lack https://, which is put "+
				"before them, such as %q", text).
			Hintf("where that is a folder of the shop, write ./ before it"))
		return true
	}
	r.Broken[f] = true
	c.Tell(sheet.HostOrFolder(r, f, text))
	return false
}

// base is what the relative URLs of a sheet begin with, as the proposal has it: the same for each of them.
func (c *catalog) base(r *sheet.Row, first string) string {
	s := r.Source
	if s.Base == "" {
		s.Base = cmp.Or(value.BaseOf(first), value.ExampleBase)
		if a := c.Advice(c.ctx, s); a != nil {
			if base, ok := a.Base(); ok {
				s.Base = base
			}
		}
	}
	return s.Base
}

// once adds a problem of a whole column the first time.
func (c *catalog) once(r *sheet.Row, f int, p problem.Problem) {
	k := toldOnce{r.Source.Number, f, p.Code}
	if !c.told[k] {
		c.told[k] = true
		c.Tell(p)
	}
}

// available reads whether the product is to be had; nil where there is nothing or what nobody knows, which is
// told once a column.
func (c *catalog) available(r *sheet.Row) *bool {
	text := r.Text[field.Available]
	if text == "" {
		return nil
	}
	v, ok := value.InStock(text)
	if !ok {
		column := r.Source.Sheet.At(0, r.At(field.Available).Column)
		c.once(r, field.Available, problem.Warnf(column, "unknown-availability",
			"some cells do not say whether the product is available, which is left open there").
			WithValue(text).
			Hintf("yes or no, true or false, 1 or 0, in stock or out of stock, or a quantity"))
		return nil
	}
	return &v
}
