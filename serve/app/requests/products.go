package requests

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"plugsheet/index"
	"plugsheet/schemas/files"
	"plugsheet/serve/site"
	"plugsheet/serve/web"
	"plugsheet/serve/web/param"
)

// Found is what the custom app's search answers, besides the products themselves.
type Found struct {
	Total int `json:"total"`
	// Whole is how many of them answer all of the search: they come first.
	Whole int `json:"whole"`
	// Understood says how each piece of the search's text was taken; there are none in a listing.
	Understood []understood `json:"understood"`
	taken
	// Instead are searches that find something, where this one does not.
	Instead []string `json:"instead"`
	// Missed says that POST /app/api/missed is to be told as soon as nobody types on.
	Missed bool `json:"missed"`
	// Facets, Available, Prices and Categories are by what the answer can be narrowed down, on the first
	// page; see [index.Found].
	Facets     []facet        `json:"facets,omitempty"`
	Available  int            `json:"available,omitempty"`
	Prices     *priceRange    `json:"prices,omitempty"`
	Categories map[string]int `json:"categories,omitempty"`
	// Beside is of each product what the contract's shape has no place for.
	Beside []beside `json:"beside"`
}

// understood is how a piece of a search was taken.
type understood struct {
	Typed string   `json:"typed"`
	How   string   `json:"how"`             // as [index.Term] has it
	Meant []string `json:"meant,omitempty"` // other words that were taken for it
}

// products answers GET /app/api/products, which takes what GET /products takes, and filters, sort and
// operatorLocale, with one object: products in the contract's shape, how the search was understood, and by
// what it can be narrowed down. Agents search while they type; so nothing of it is counted here, and the page
// tells which searches were meant, to [Requests.missed].
func (s *Requests) products(w http.ResponseWriter, r *http.Request) error {
	var q param.Query
	known := param.Set(param.IDWebsite, param.IDCategory, param.SearchQuery, param.Limit,
		param.Offset, param.OperatorLocale, param.Filters, param.Sorting, param.Exact)
	if err := q.Parse(r.URL.RawQuery, known); err != nil {
		return err
	}
	wish, err := wishOf(&q)
	if err != nil {
		return err
	}
	n, t, err := s.Sites.AcquireSite(w, r, s.Sites.Of(q.Values[param.IDWebsite]))
	if err != nil {
		return err
	}
	defer n.Release()
	wish.At = n.Edition(s.Clock).At
	page, err := find(r.Context(), n, wish, q.Values[param.IDCategory])
	if err != nil {
		return s.Sites.Suspect(t, n, err)
	}
	about, err := about(r.Context(), n, &wish, page)
	if err != nil {
		return s.Sites.Suspect(t, n, err)
	}
	asked := index.Query{Text: wish.Text, Offset: q.Offset}
	about.Missed = t.CountsGaps() && wish.free() && site.IsGap(page.Page, asked, q.Values[param.IDCategory])
	if about.Beside, err = besides(n, page, q.Values[param.OperatorLocale]); err != nil {
		return s.Sites.Suspect(t, n, err)
	}
	buf := s.bodies.Take()
	defer s.bodies.Give(buf)
	if *buf, err = appendFound(n, (*buf)[:0], page, about, wish); err != nil {
		return s.Sites.Suspect(t, n, err)
	}
	web.NoStore(w)
	return web.Write(w, *buf)
}

// appendFound appends the answer: the products' bytes as they are in the bundle, with the offers of that
// time.
func appendFound(n *site.Snapshot, dst []byte, page index.Found, about Found, wish wish) ([]byte, error) {
	rest, err := files.Encode(about)
	if err != nil {
		return dst, err
	}
	dst = append(dst, `{"products":`...)
	if dst, err = n.Index.AppendAnswer(dst, page.Products, wish.At); err != nil {
		return dst, err
	}
	return append(append(dst, ','), rest[1:]...), nil
}

// find answers a wish in a category, which is a request's text. A limit of 0 asks for the total alone.
func find(ctx context.Context, n *site.Snapshot, w wish, category string) (index.Found, error) {
	limit := w.Limit
	w.Limit = max(1, limit)
	if category != "" {
		id, ok := n.IDs.Find(category)
		if !ok {
			return index.Found{}, nil
		}
		w.Category = id
	}
	ctx, cancel := context.WithTimeout(ctx, site.SearchTime)
	defer cancel()
	found, err := n.Index.Find(ctx, w.Wish)
	found.Products = found.Products[:min(limit, len(found.Products))]
	return found, err
}

// about tells how a search was understood and by what it can be narrowed down, on its first page alone.
func about(ctx context.Context, n *site.Snapshot, w *wish, page index.Found) (Found, error) {
	f := Found{Total: page.Total, Whole: page.Whole, Understood: []understood{}, Instead: []string{}}
	f.count(page)
	if w.Text == "" || w.Offset > 0 || page.Explain == nil {
		return f, nil
	}
	for _, t := range page.Explain.Terms {
		f.Understood = append(f.Understood, understood{t.Typed, t.How, t.Meant})
	}
	f.taken = takenFrom(page)
	if page.Total > 0 || !w.free() {
		return f, nil
	}
	var err error
	f.Instead, err = instead(ctx, n, w, f.Understood)
	return f, err
}

// maxInstead is how many other searches are proposed where one finds nothing.
const maxInstead = 4

// instead gives searches that find something: the words that the catalog holds with one of its own for one
// that it does not hold, and those words alone, together or else each.
func instead(ctx context.Context, n *site.Snapshot, w *wish, terms []understood) ([]string, error) {
	text := w.Text
	evidence, err := n.Index.Suggest(ctx, text, maxInstead)
	if err != nil {
		return nil, err
	}
	var tries, known []string
	for _, term := range terms {
		if !slices.ContainsFunc(evidence, func(e index.Evidence) bool { return e.Word == term.Typed }) {
			known = append(known, term.Typed)
		}
	}
	for _, e := range evidence {
		for _, c := range e.Words {
			tries = append(tries, strings.TrimSpace(strings.Join(known, " ")+" "+c.Word))
		}
	}
	tries = append(append(tries, strings.Join(known, " ")), known...)
	all := []string{}
	for _, try := range tries[:min(len(tries), 4*maxInstead)] {
		if try == "" || try == text || slices.Contains(all, try) || len(all) == maxInstead {
			continue
		}
		page, err := n.Index.Search(ctx, index.Query{Text: try, Limit: 1, At: w.At})
		if err != nil {
			return nil, err
		}
		if page.Total > 0 {
			all = append(all, try)
		}
	}
	return all, nil
}
