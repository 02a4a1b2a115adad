package peers

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"plugsheet/index"
	"plugsheet/index/build"
	"plugsheet/schemas/bundle"
)

// engine is one of those that are compared. It is used once: started, built, settled, asked, closed.
type engine interface {
	name() string
	missing() string                                                    // what must be installed first; empty for nothing
	start(ctx context.Context, dir string) error                        // what comes before building and is not counted
	build(ctx context.Context, b *bundle.Bundle) error                  // whole, from the bundle, ready for queries
	settle(ctx context.Context) error                                   // what may be done after it and is not counted
	search(ctx context.Context, q typedQuery) (places []int, err error) // the best pageSize products, by place from 0
	size() (int64, error)                                               // of its files, in bytes
	processes() []int                                                   // its own ones; none where it lives in this one
	close() error
}

// pageSize is the number of products that each engine gives.
const pageSize = 20

// makers make the engines by name, ours first.
var makers = []struct {
	name string
	make func() engine
}{
	{"plugsheet", func() engine { return &own{} }},
	{"fts5", func() engine { return &fts{} }},
	{"bleve", func() engine { return &usual{} }},
	{"postgres", func() engine { return &postgres{} }},
	{"minisearch", func() engine { return &miniSearch{} }},
}

// named gives ours and those of the peers that a list names, all for none.
func named(list string) (makersOf []func() engine, err error) {
	makersOf = append(makersOf, makers[0].make)
	var names []string
	for _, m := range makers[1:] {
		names = append(names, m.name)
	}
	if list == "" {
		list = strings.Join(names, ",")
	}
next:
	for name := range strings.SplitSeq(list, ",") {
		for _, m := range makers[1:] {
			if m.name == strings.TrimSpace(name) {
				makersOf = append(makersOf, m.make)
				continue next
			}
		}
		return nil, fmt.Errorf("PEER_ENGINES names %q: expected some of %s", name, strings.Join(names, ","))
	}
	return makersOf, nil
}

// inProcess is what engines have in common that live in this process and need nothing installed.
type inProcess struct{ path string }

func (inProcess) missing() string              { return "" }
func (inProcess) processes() []int             { return nil }
func (p inProcess) size() (int64, error)       { return sizeOf(p.path) }
func (inProcess) settle(context.Context) error { return nil }

// sizeOf is the size of a file or of a folder's files, in bytes.
func sizeOf(path string) (sum int64, err error) {
	err = filepath.WalkDir(path, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			sum += info.Size()
		}
		return err
	})
	return sum, err
}

// own is plugsheet's index.
type own struct {
	inProcess
	x *index.Index
}

func (*own) name() string { return "plugsheet" }

func (*own) start(context.Context, string) error { return nil }

func (o *own) build(ctx context.Context, b *bundle.Bundle) (err error) {
	o.path = filepath.Join(b.Dir(), "index")
	if err := build.Build(ctx, b, build.Options{}); err != nil {
		return err
	}
	o.x, err = index.Open(ctx, b)
	return err
}

func (o *own) search(ctx context.Context, q typedQuery) ([]int, error) {
	page, err := o.x.Search(ctx, index.Query{Text: q.text, Limit: pageSize})
	return page.Products, err
}

func (o *own) close() error {
	if o.x == nil {
		return nil
	}
	return o.x.Close()
}

// fields are what the peers index of a product, and what a hit in each is worth.
var fields = []struct {
	name  string
	boost float64
	text  func(bundle.Record) string
}{
	{"title", 10, func(r bundle.Record) string { return r.Product.Title }},
	{"brand", 5, func(r bundle.Record) string { return value(r.Product.Brand) }},
	{"reference", 20, func(r bundle.Record) string { return r.Product.Reference }},
	{"description", 1, func(r bundle.Record) string { return value(r.Product.ShortDescription) + " " + r.Product.Description }},
	{"keywords", 2, func(r bundle.Record) string { return strings.Join(r.Keywords, " ") }},
}

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// folderFor makes a folder for one engine's files.
func folderFor(dir, name string) (string, error) {
	path := filepath.Join(dir, name)
	return path, os.MkdirAll(path, 0o755)
}
