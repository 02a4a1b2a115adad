package cmd

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"plugsheet/index"
	"plugsheet/schemas/bundle"
)

// maxLimit is the largest page, as the server's (contract, 7.3).
const maxLimit = 100

type searchOptions struct {
	bundle, text, category string
	limit, offset          int
	json, explain          bool
}

func newSearch(p process) *cobra.Command {
	o := searchOptions{}
	c := &cobra.Command{
		Use:   "search BUNDLE QUERY [flags]",
		Short: "Search a bundle as an agent does",
		Long: `Search a bundle as an agent does, and print the products with the best ones first. An empty query lists the
products in the spreadsheet's order. The index is built first where it is missing or stale.`,
		Example: `  plugsheet search bundle "storm lantern"
  plugsheet search bundle AB-12 --explain
  plugsheet search bundle "" --category 7 --limit 100 --offset 100
  plugsheet search bundle lantern --json | jq '.products[].title'`,
		Args: arguments("BUNDLE", "QUERY"),
		RunE: func(c *cobra.Command, args []string) error {
			if _, err := loadSettings(c, p, "."); err != nil {
				return err
			}
			o.bundle, o.text = args[0], args[1]
			return runSearch(c.Context(), p, o)
		},
	}
	addConfigFlag(c, "in the working directory")
	c.Flags().StringVar(&o.category, "category", "", "only products in the category with this `ID` and below it")
	c.Flags().IntVar(&o.limit, "limit", 20, "at most so many products, from 1 to 100")
	c.Flags().IntVar(&o.offset, "offset", 0, "skip so many products")
	c.Flags().BoolVar(&o.json, "json", false, "write the answer as JSON")
	c.Flags().BoolVar(&o.explain, "explain", false, "say how the words were understood, and why each product stands where it stands")
	return c
}

func (o searchOptions) check() error {
	switch {
	case o.limit < 1 || o.limit > maxLimit:
		return usageErrorf("--limit %d is not from 1 to %d", o.limit, maxLimit)
	case o.offset < 0:
		return usageErrorf("--offset %d is negative", o.offset)
	}
	return nil
}

func runSearch(ctx context.Context, p process, o searchOptions) error {
	if err := o.check(); err != nil {
		return err
	}
	b, err := bundle.Open(ctx, o.bundle)
	if err != nil {
		return err
	}
	q := index.Query{Text: o.text, Limit: o.limit, Offset: o.offset, Explain: o.explain}
	if q.Category, err = findCategory(b, o.category); err != nil {
		return err
	}
	x, err := openIndex(ctx, p, b)
	if err != nil {
		return err
	}
	defer x.Close()
	page, err := x.Search(ctx, q)
	if err != nil {
		return fmt.Errorf("searching: %w", err)
	}
	answer, err := x.AppendAnswer(nil, page.Products, time.Now())
	if err != nil {
		return fmt.Errorf("reading the products: %w", err)
	}
	return printPage(p, o, page, answer)
}

// findCategory gives the id that the text means, which must be one of the bundle's; an empty text is none.
func findCategory(b *bundle.Bundle, text string) (bundle.ID, error) {
	if text == "" {
		return bundle.ID{}, nil
	}
	id, ok := b.Manifest().IDs.Find(text)
	for _, c := range b.Categories() {
		if ok && c.ID == id {
			return id, nil
		}
	}
	return bundle.ID{}, usageErrorf("no category %q in %s", text, b.Dir()).withHint("the ids stand in %s/categories.json", b.Dir())
}

// openIndex opens the index of b, which it builds first where it is missing or damaged.
func openIndex(ctx context.Context, p process, b *bundle.Bundle) (*index.Index, error) {
	x, err := index.Open(ctx, b)
	if err == nil {
		return x, nil
	}
	if err := rebuildIndex(ctx, p, b, err); err != nil {
		return nil, err
	}
	return index.Open(ctx, b)
}

// found is the answer to a search as JSON.
type found struct {
	Total    int                `json:"total"`
	Products json.RawMessage    `json:"products"`
	Explain  *index.Explanation `json:"explain,omitempty"`
}

func printPage(p process, o searchOptions, page index.Page, answer []byte) error {
	if o.json {
		return writeJSON(p.stdout, found{page.Total, answer, page.Explain})
	}
	var products []bundle.Product
	if err := json.Unmarshal(answer, &products); err != nil {
		return fmt.Errorf("reading the products: %w", err)
	}
	var out bytes.Buffer
	for _, r := range products {
		fmt.Fprintf(&out, "%s\t%s\t%s\t%s\n", r.ID, r.Reference, r.Title, r.PriceCatalog)
	}
	if _, err := p.stdout.Write(out.Bytes()); err != nil {
		return fmt.Errorf("writing the answer: %w", err)
	}
	fmt.Fprintln(p.stderr, shown(o, page))
	return printExplanation(p, page.Explain, products)
}

// shown says which part of the answer the lines above are.
func shown(o searchOptions, page index.Page) string {
	switch {
	case page.Total == 0:
		return "no product"
	case len(page.Products) == 0:
		return fmt.Sprintf("none of %s after the first %d", plural(page.Total, "product"), o.offset)
	}
	return fmt.Sprintf("%d to %d of %s", o.offset+1, o.offset+len(page.Products), plural(page.Total, "product"))
}
