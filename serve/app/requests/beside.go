package requests

import (
	"cmp"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"plugsheet/index"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/price"
	"plugsheet/serve/site"
	"plugsheet/serve/web"
	"plugsheet/serve/web/param"
)

// besides is what the custom app shows of a product besides the contract's shape. Texts in another language
// are those of the operator, where the sheet has them.
type beside struct {
	Title            []string `json:"title"` // in parts, of which each second one matched
	ShortDescription string   `json:"shortDescription,omitempty"`
	Description      string   `json:"description,omitempty"`
	// Code says that the reference is what was searched.
	Code bool `json:"code,omitempty"`
	// Attributes are header and text of the shop's own columns.
	Attributes [][2]string `json:"attributes,omitempty"`
	// Pictures are the addresses of further ones.
	Pictures []string `json:"pictures,omitempty"`
	// Prices are, by their text, those that can be read in one way only.
	Prices map[string]amount `json:"prices,omitempty"`
}

// amount is a price, to be written as another language does.
type amount struct {
	Number string `json:"number"` // digits with a point
	Unit   string `json:"unit"`   // as the catalog writes it
}

// besides tells of the products of a page.
func besides(n *site.Snapshot, page index.Found, locale string) ([]beside, error) {
	records, err := n.Index.Records(page.Products)
	if err != nil {
		return nil, err
	}
	var terms []index.Term
	if page.Explain != nil {
		terms = page.Explain.Terms
	}
	marker, operator := n.Index.NewMarker(terms), tagOf(locale)
	all := make([]beside, len(records))
	for i := range records {
		r := &records[i]
		all[i] = besideOf(r, operator)
		title := inLanguage(r, "title", operator)
		title = cmp.Or(title, r.Product.Title)
		all[i].Title, all[i].Code = marker.Mark(title), marker.Code(r.Product.Reference)
	}
	return all, nil
}

// besideOf tells of one product, but for its title.
func besideOf(r *bundle.Record, operator language.Tag) beside {
	b := beside{
		ShortDescription: inLanguage(r, "shortDescription", operator),
		Description:      inLanguage(r, "description", operator),
		Prices:           map[string]amount{},
	}
	for _, k := range r.Keywords {
		name, text, ok := strings.Cut(k, ": ")
		if !ok {
			continue
		}
		if more := pictureAddresses(text); len(more) > 0 {
			b.Pictures = append(b.Pictures, more...)
		} else if _, tag := fieldTag(name); tag == language.Und {
			b.Attributes = append(b.Attributes, [2]string{name, text})
		}
	}
	isFirst := func(address string) bool { return address == r.Product.ImageURL }
	b.Pictures = slices.DeleteFunc(b.Pictures, isFirst)
	texts := []*string{&r.Product.PriceCatalog, r.Product.PricePromotion, r.Product.PriceSpecial}
	if r.Offer != nil {
		texts = append(texts, &r.Offer.PricePromotion)
	}
	for _, text := range texts {
		if text == nil {
			continue
		}
		if p, ok := price.Read(*text); ok && p.Sure {
			b.Prices[*text] = amount{p.Number, p.Unit}
		}
	}
	return b
}

// tagOf is the language of a locale; none where it is no locale.
func tagOf(locale string) language.Tag {
	if len(locale) > site.MaxLocale {
		return language.Und
	}
	tag, err := language.Parse(locale)
	if err != nil {
		return language.Und
	}
	return tag
}

// fieldTag takes the header of a column in another language apart: title:fr. The tag is und for all others.
func fieldTag(header string) (field string, tag language.Tag) {
	field, text, ok := strings.Cut(header, ":")
	if !ok {
		return header, language.Und
	}
	tag, err := language.Parse(strings.TrimSpace(text))
	if err != nil {
		return header, language.Und
	}
	return strings.TrimSpace(field), tag
}

// inLanguage gives the text of a field in an operator's language: with its region before any other; empty
// where the sheet has none.
func inLanguage(r *bundle.Record, field string, operator language.Tag) string {
	if operator == language.Und {
		return ""
	}
	near := ""
	for _, k := range r.Keywords {
		header, text, _ := strings.Cut(k, ": ")
		name, tag := fieldTag(header)
		switch {
		case name != field || tag == language.Und:
		case tag == operator:
			return text
		case near == "" && site.SameLanguage(tag, operator):
			near = text
		}
	}
	return near
}

// pictureAddresses gives the addresses in a cell that holds nothing but those of pictures.
func pictureAddresses(text string) (all []string) {
	if !strings.Contains(text, "://") {
		return nil
	}
	isSign := func(r rune) bool { return r == ' ' || r == ',' || r == ';' || r == '|' || r == '\n' }
	for one := range strings.FieldsFuncSeq(text, isSign) {
		u, err := url.Parse(one)
		if err != nil || u.Scheme != "https" && u.Scheme != "http" {
			return nil
		}
		if !pictureEndings[strings.ToLower(path.Ext(u.Path))] {
			return nil
		}
		all = append(all, one)
	}
	return all
}

// pictureEndings end the addresses of pictures.
var pictureEndings = map[string]bool{
	".jpg": true, ".jpeg": true, ".png": true, ".webp": true, ".gif": true, ".avif": true, ".svg": true,
}

// missed answers POST /app/api/missed, a form of searchQuery, idWebsite and idCategory, with 204: an agent
// has finished typing this search. It is counted as one of GET /products is: where some word of it finds
// nothing, which is looked up here and not believed. That the same search is told once is the page's part;
// who has a session can count no more with it than the counter's bounds allow.
func (s *Requests) missed(w http.ResponseWriter, r *http.Request, body []byte) error {
	if err := s.checkSession(r); err != nil {
		return err
	}
	q, n, t, err := s.Sites.Ask(w, r, string(body),
		param.Set(param.IDWebsite, param.IDCategory, param.SearchQuery))
	if err != nil {
		return err
	}
	defer n.Release()
	want := index.Query{Text: strings.TrimSpace(q.Values[param.SearchQuery]), At: n.Edition(s.Clock).At}
	if t.CountsGaps() && want.Text != "" && !web.IsRehearsal(r) {
		found, err := n.Search(r.Context(), want, q.Values[param.IDCategory])
		if err != nil {
			return s.Sites.Suspect(t, n, err)
		}
		if site.IsGap(found, want, q.Values[param.IDCategory]) {
			t.Missed(want.Text)
		}
	}
	web.NoStore(w)
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// sent answers POST /app/api/sent, a form of searchQuery, idProduct, idConversation and idWebsite, with
// 204: an agent has sent a product that a search had found. It is counted for the search, once a
// conversation, and nothing of the conversation is kept. What the search does not find makes no difference
// later (see [index.Index.Learn]).
func (s *Requests) sent(w http.ResponseWriter, r *http.Request, body []byte) error {
	if err := s.checkSession(r); err != nil {
		return err
	}
	q, n, t, err := s.Sites.Ask(w, r, string(body),
		param.Set(param.IDWebsite, param.SearchQuery, param.IDProduct, param.IDConversation))
	if err != nil {
		return err
	}
	defer n.Release()
	search := strings.TrimSpace(q.Values[param.SearchQuery])
	if id, ok := n.IDs.Find(q.Values[param.IDProduct]); ok && search != "" && !web.IsRehearsal(r) {
		_, known, err := n.Index.Product(r.Context(), id.String())
		if err != nil {
			return s.Sites.Suspect(t, n, err)
		}
		if known {
			t.Sent(search, id.String(), q.Values[param.IDConversation])
		}
	}
	web.NoStore(w)
	w.WriteHeader(http.StatusNoContent)
	return nil
}
