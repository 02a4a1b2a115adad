package serve

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"plugsheet/index"
	"plugsheet/schemas/files"
)

// found is what the custom app's search answers, besides the products themselves.
type found struct {
	Understood []understood `json:"understood"` // each piece of the search's text; none for a listing
	Instead    []string     `json:"instead"`    // searches that find something, where this one does not
	Missed     bool         `json:"missed"`     // to be told to POST /app/api/missed as soon as nobody types on
}

// understood is how a piece of a search was taken.
type understood struct {
	Typed string   `json:"typed"`
	How   string   `json:"how"`             // as [index.Term] has it
	Meant []string `json:"meant,omitempty"` // other words that were taken for it
}

// appProducts answers GET /app/api/products, which takes what GET /products takes, with one object: total, products in
// the contract's shape, and how the search was understood. Agents search while they type; so nothing of it is counted
// here, and the page tells which searches were meant, to [Server.appMissed].
func (s *Server) appProducts(w http.ResponseWriter, r *http.Request) error {
	var q query
	if err := q.parse(r.URL.RawQuery, set(idWebsite, idCategory, searchQuery, limit, offset)); err != nil {
		return err
	}
	n, t, err := s.acquireSite(w, r, s.siteOf(q.values[idWebsite]))
	if err != nil {
		return err
	}
	defer n.release()
	now := n.edition(s.o.Clock)
	k := pageKey{n.number, now.turn, strings.TrimSpace(q.values[searchQuery]), q.values[idCategory], q.limit, q.offset}
	page, err := n.search(r.Context(), k)
	if err != nil {
		return s.suspect(t, n, err)
	}
	about, err := n.about(r.Context(), k, page.Total)
	if err != nil {
		return s.suspect(t, n, err)
	}
	about.Missed = t.gaps != nil && k.gap(page)
	buf := s.bodies.take()
	defer s.bodies.give(buf)
	if *buf, err = n.appendFound((*buf)[:0], page, about, now.at); err != nil {
		return s.suspect(t, n, err)
	}
	w.Header()["Cache-Control"] = s.fixed.noStore
	return s.write(w, *buf)
}

// appendFound appends the answer: the products' bytes as they are in the bundle, with the offers of that time.
func (n *snapshot) appendFound(dst []byte, page index.Page, about found, at time.Time) ([]byte, error) {
	rest, err := files.Encode(about)
	if err != nil {
		return dst, err
	}
	dst = strconv.AppendInt(append(dst, `{"total":`...), int64(page.Total), 10)
	if dst, err = n.index.AppendAnswer(append(dst, `,"products":`...), page.Products, at); err != nil {
		return dst, err
	}
	return append(append(dst, ','), rest[1:]...), nil
}

// about tells how a search was understood, on its first page alone.
func (n *snapshot) about(ctx context.Context, k pageKey, total int) (found, error) {
	f := found{Understood: []understood{}, Instead: []string{}}
	if k.search == "" || k.offset > 0 {
		return f, nil
	}
	page, err := n.index.Search(ctx, index.Query{Text: k.search, Explain: true})
	if err != nil {
		return f, err
	}
	for _, t := range page.Explain.Terms {
		f.Understood = append(f.Understood, understood{t.Typed, t.How, t.Meant})
	}
	if total == 0 {
		f.Instead, err = n.instead(ctx, k.search, f.Understood)
	}
	return f, err
}

// maxInstead is how many other searches are proposed where one finds nothing.
const maxInstead = 4

// instead gives searches that find something: the words that the catalog holds with one of its own for one that it does
// not hold, and those words alone, together or else each.
func (n *snapshot) instead(ctx context.Context, text string, terms []understood) ([]string, error) {
	evidence, err := n.index.Suggest(ctx, text, maxInstead)
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
		page, err := n.index.Search(ctx, index.Query{Text: try, Limit: 1})
		if err != nil {
			return nil, err
		}
		if page.Total > 0 {
			all = append(all, try)
		}
	}
	return all, nil
}
