package site

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"plugsheet/index"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/files"
)

// shown is an index in which the bot finds only the products that are shown at the moment.
type shown struct {
	*index.Index
	clock func() time.Time
}

// Fits is [index.Index.Fits] among the products of the moment.
func (s shown) Fits(ctx context.Context, text string, limit int) (index.Fits, error) {
	if !s.Scheduled() {
		return s.Index.Fits(ctx, text, limit)
	}
	return s.FitsAt(ctx, text, limit, s.clock())
}

// concealed are the ids of the products that are not shown at a turn. It is immutable.
type concealed struct {
	turn int
	ids  map[string]bool
}

// Recount gives the answer of some categories with the products that are shown at a time: their lists and
// counts are of all products in the bundle, which is the same on every day.
func (n *Snapshot) Recount(ctx context.Context, answer []byte, at time.Time) ([]byte, error) {
	gone, err := n.concealedAt(at)
	if err != nil || len(gone.ids) == 0 {
		return answer, err
	}
	var list []bundle.Category
	if err := json.Unmarshal(answer, &list); err != nil {
		return nil, err
	}
	for i := range list {
		c := &list[i]
		page, err := n.Index.Search(ctx, index.Query{Category: c.ID, At: at})
		if err != nil {
			return nil, err
		}
		c.ProductsCount = page.Total
		c.Products = slices.DeleteFunc(c.Products, func(id string) bool { return gone.ids[id] })
	}
	body, err := files.Encode(list)
	return append(answer[:0], body...), err
}

// concealedAt gives the products that are not shown at a time; they are read once for each turn.
func (n *Snapshot) concealedAt(at time.Time) (*concealed, error) {
	turn := n.Index.Turn(at)
	if c := n.concealed.Load(); c != nil && c.turn == turn {
		return c, nil
	}
	products, err := n.Index.Hidden(at)
	if err != nil {
		return nil, err
	}
	records, err := n.Index.Records(products)
	if err != nil {
		return nil, err
	}
	c := &concealed{turn, map[string]bool{}}
	for i := range records {
		c.ids[records[i].Product.ID.String()] = true
	}
	n.concealed.Store(c)
	return c, nil
}
