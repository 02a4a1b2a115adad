// Package search holds the commands that search a bundle and measure how good that is: search, search-test,
// bot-test and gaps.
package search

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"plugsheet/cmd/cli"
	"plugsheet/index"
	"plugsheet/index/gaps"
	"plugsheet/schemas/bundle"
)

type searchOptions struct {
	bundle, text, category string
	limit, offset          int
	json, explain          bool
}

// NewSearch is the command that searches a bundle.
func NewSearch(p cli.Process) *cobra.Command {
	o := searchOptions{}
	c := cli.SettingsCommand(p, "search BUNDLE QUERY [flags]",
		"Search a bundle as an agent does", func(c *cobra.Command, args []string) error {
			o.bundle, o.text = args[0], args[1]
			return runSearch(c.Context(), p, o)
		})
	c.Flags().StringVar(&o.category, "category", "",
		"only products in the category with this `ID` and below it")
	c.Flags().IntVar(&o.limit, "limit", 20, "at most so many products, from 1 to 100")
	c.Flags().IntVar(&o.offset, "offset", 0, "skip so many products")
	c.Flags().BoolVar(&o.json, "json", false, "write the answer as JSON")
	c.Flags().BoolVar(&o.explain, "explain", false,
		"say how the words were understood, and why each product stands where it stands")
	return c
}

func (o searchOptions) check() error {
	switch {
	case o.limit < 1 || o.limit > cli.MaxLimit:
		return cli.UsageErrorf("--limit %d is not from 1 to %d", o.limit, cli.MaxLimit)
	case o.offset < 0:
		return cli.UsageErrorf("--offset %d is negative", o.offset)
	}
	return nil
}

func runSearch(ctx context.Context, p cli.Process, o searchOptions) error {
	if err := o.check(); err != nil {
		return err
	}
	b, err := bundle.Open(ctx, o.bundle)
	if err != nil {
		return err
	}
	q := index.Query{Text: o.text, Limit: o.limit, Offset: o.offset, Explain: o.explain, At: time.Now()}
	if q.Category, err = findCategory(b, o.category); err != nil {
		return err
	}
	x, err := cli.OpenIndex(ctx, p, b)
	if err != nil {
		return err
	}
	defer x.Close()
	sent, err := gaps.ReadSends(ctx, gaps.Folder(o.bundle))
	if err == nil {
		err = x.Learn(ctx, gaps.Lessons(sent))
	}
	if err != nil {
		return err
	}
	q.Taught = true
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
	return bundle.ID{}, cli.UsageErrorf("no category %q in %s", text, b.Dir()).
		WithHint("the ids stand in %s/categories.json", b.Dir())
}

// found is the answer to a search as JSON.
type found struct {
	Total    int                `json:"total"`
	Products json.RawMessage    `json:"products"`
	Explain  *index.Explanation `json:"explain,omitempty"`
}

func printPage(p cli.Process, o searchOptions, page index.Page, answer []byte) error {
	if o.json {
		return cli.WriteJSON(p.Stdout, found{page.Total, answer, page.Explain})
	}
	var products []bundle.Product
	if err := json.Unmarshal(answer, &products); err != nil {
		return fmt.Errorf("reading the products: %w", err)
	}
	var out bytes.Buffer
	for _, r := range products {
		fmt.Fprintf(&out, "%s\t%s\t%s\t%s\n", r.ID, r.Reference, r.Title, r.PriceCatalog)
	}
	if _, err := p.Stdout.Write(out.Bytes()); err != nil {
		return fmt.Errorf("writing the answer: %w", err)
	}
	fmt.Fprintln(p.Stderr, shown(o, page))
	for _, note := range taken(page) {
		fmt.Fprintln(p.Stderr, note)
	}
	return printExplanation(p, page.Explain, products)
}

// shown says which part of the answer the lines above are.
func shown(o searchOptions, page index.Page) string {
	switch {
	case page.Total == 0:
		return "no product"
	case len(page.Products) == 0:
		return fmt.Sprintf("none of %s after the first %d", cli.Plural(page.Total, "product"), o.offset)
	}
	return fmt.Sprintf("%d to %d of %s", o.offset+1, o.offset+len(page.Products),
		cli.Plural(page.Total, "product"))
}

// taken says what a search asked for besides its words, and what became of it.
func taken(page index.Page) (notes []string) {
	for _, l := range page.LeftOut {
		note := fmt.Sprintf("left out: %q, which %s in the title", l.Typed, have(l.Products))
		if l.Behind > 0 {
			note += fmt.Sprintf("; %s it elsewhere, and come last", have(l.Behind))
		}
		notes = append(notes, note)
	}
	if l := page.Price; l != nil {
		notes = append(notes, "price: "+limit(l))
	}
	if page.Unpriced {
		notes = append(notes,
			"price: not limited, since the catalog's prices are in another currency, or in several")
	}
	return notes
}

// have says how many products have something.
func have(products int) string {
	if products == 1 {
		return "1 product has"
	}
	return cli.Plural(products, "product") + " have"
}

// limit says what products may cost.
func limit(l *index.PriceRange) string {
	amount := func(thousandths int64) string {
		return strconv.FormatFloat(float64(thousandths)/1000, 'f', -1, 64) + " " + l.Unit
	}
	switch {
	case l.To >= index.Unlimited:
		return "at least " + amount(l.From)
	case l.From == 0:
		return "at most " + amount(l.To)
	}
	return amount(l.From) + " to " + amount(l.To)
}
