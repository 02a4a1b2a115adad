package site

import (
	"context"
	"errors"
	"time"

	"plugsheet/index"
	"plugsheet/schemas/bundle"
	"plugsheet/serve/web"
)

// SearchTime is how long one search may take before it is given up. No source says how long the platform
// waits (contract, 1.4: aim under 1 s, at most about 5 s).
const SearchTime = 5 * time.Second

// Search finds the products of one page of a category, which is a request's text; empty for all of them. A
// limit of 0 asks for the total alone.
func (n *Snapshot) Search(ctx context.Context, want index.Query, category string) (index.Page, error) {
	limit := want.Limit
	want.Limit = max(1, limit)
	if category != "" {
		id, ok := n.IDs.Find(category)
		if !ok {
			return index.Page{}, nil
		}
		want.Category = id
	}
	if want.Text != "" {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, SearchTime)
		defer cancel()
	}
	found, err := n.Index.Search(ctx, want)
	found.Products = found.Products[:min(limit, len(found.Products))]
	return found, err
}

// Suspect gives an error of damaged files its kind. What is damaged, and whether building the index anew
// mends it, is found out in the background, once for a snapshot; so is what made the engine panic.
func (s *Sites) Suspect(t *Site, n *Snapshot, err error) error {
	if (errors.Is(err, index.ErrDamaged) || errors.Is(err, index.ErrEngine)) && !n.suspected.Swap(true) {
		s.Check(t, n)
	}
	return Damage(err)
}

// Damage gives an error of damaged files its kind. A panic of the search engine stays an error of the server.
func Damage(err error) error {
	if errors.Is(err, index.ErrDamaged) {
		return &web.Failure{Kind: web.Damaged, Cause: err}
	}
	return err
}

// HasActions tells whether a customer field lets operators ask for an action.
func (n *Snapshot) HasActions() bool {
	_, ok := n.action(func(string) bool { return true })
	return ok
}

// Action finds the field of an action's code. The body of an action names no locale, so the default
// language's message counts, and a code that only another language has is found all the same.
func (n *Snapshot) Action(code string) (bundle.CustomerField, bool) {
	return n.action(func(value string) bool { return value == code })
}

// FieldAction is the type of a customer field that lets operators ask for an action (contract, 1.6).
const FieldAction = "ACTION"

func (n *Snapshot) action(is func(code string) bool) (bundle.CustomerField, bool) {
	for _, fields := range n.Fields.Values {
		for _, f := range fields {
			if f.FieldType == FieldAction && is(f.Value) {
				return f, true
			}
		}
	}
	return bundle.CustomerField{}, false
}

// IsGap tells whether a page shows that the catalog has no word for what was searched: some word of the
// search found nothing, whatever its other words found. That a category has nothing of what the catalog has
// is none.
func IsGap(found index.Page, asked index.Query, category string) bool {
	return asked.Text != "" && asked.Offset == 0 &&
		(len(found.Missing) > 0 || found.Total == 0 && category == "")
}
