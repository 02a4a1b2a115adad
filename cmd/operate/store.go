package operate

import (
	"context"

	"plugsheet/cmd/cli"
)

// openStore connects to what several servers remember together, where that is asked for.
func (o *serving) openStore() (closeStore func(), err error) {
	if o.store.URL == "" {
		return func() {}, nil
	}
	if o.shared, err = o.store.Open(o.log, true); err != nil {
		return nil, err
	}
	return func() { o.shared.Close() }, nil
}

// forgetShared blots a person out of the actions that several servers keep together; nil where there are
// none.
func (o forgetOptions) forgetShared(ctx context.Context, p cli.Process, who string) (*forgotten, error) {
	if o.store.URL == "" {
		return nil, nil
	}
	shared, err := o.store.Open(NewLogger(p), false)
	if err != nil {
		return nil, err
	}
	defer shared.Close()
	sites := []string{o.site}
	if o.site == "" {
		if sites, err = shared.Sites(ctx); err != nil {
			return nil, err
		}
	}
	f := &forgotten{Bundle: "the store"}
	for _, site := range sites {
		n, err := shared.Erase(ctx, site, who)
		f.Notes += n
		if err != nil {
			f.Error = err.Error()
			return f, err
		}
	}
	return f, nil
}
