// Package product makes products of the rows of their sheets: it folds variants into their product, reads
// prices, dates, addresses and categories, and hands each product to the bundle. Begin with [Read], then
// catalog.product.
package product

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"plugsheet/importer/category"
	"plugsheet/importer/kind"
	"plugsheet/importer/odd"
	"plugsheet/importer/origin"
	"plugsheet/importer/pricing"
	"plugsheet/importer/sheet"
	"plugsheet/importer/stage"
	"plugsheet/schemas/problem"
)

// catalog reads products. It keeps of each only its keys.
type catalog struct {
	*category.Sheets
	trace        *origin.Trace // nil unless asked for
	summary      Summary
	ctx          context.Context // of the reading
	prices       *pricing.Style
	ids          *seen
	references   *seen
	queue        *queue
	number       int                // of the product, for counting
	combinations map[string]*folded // variants from sheets of their own, by product
	told         map[toldOnce]bool  // what is said once a column
	levels       map[*sheet.Source]category.Levels
	whole        *odd.Products // for what looks odd in all of them
	madeUp       *madeUp
	lower        lowerPrices
	discounts    bool              // a column of the sheet takes something off its prices
	worded       []problem.Problem // of the prices of a sheet that are words
	zone         *time.Location    // of the days of promotions
	now          time.Time         // for counting what is over
}

// toldOnce is a remark on a whole column.
type toldOnce struct {
	source, column int
	code           string
}

// Read reads the sheets of products into the bundle, and counts the promotions that are over at a time.
func Read(ctx context.Context, tree *category.Sheets, trace *origin.Trace, now time.Time) (Summary, error) {
	c := &catalog{
		Sheets: tree, trace: trace, ctx: ctx, queue: newQueue(tree.Writer),
		combinations: map[string]*folded{}, prices: pricing.NewStyle(tree.Config.Language),
		ids: newSeen(), references: newSeen(), told: map[toldOnce]bool{}, now: now,
		levels: map[*sheet.Source]category.Levels{},
		whole:  odd.New(tree.Config.Language), madeUp: newMadeUp(tree.Config),
		lower: lowerPrices{},
	}
	var err error
	if c.zone, err = time.LoadLocation(tree.Config.TimeZone); err != nil { // empty: UTC
		return c.summary, fmt.Errorf("the time zone: %w", err)
	}
	err = c.readVariants(ctx)
	for _, s := range c.ByKind[kind.Products] {
		if err == nil {
			err = c.sheet(ctx, s)
		}
	}
	c.Watch.To(stage.Write)
	if failed := c.queue.end(); failed != nil &&
		(err == nil || errors.Is(err, errStopped)) { // nothing may write when the writer is closed
		err = failed
	}
	c.Watch.To(stage.Check)
	if err == nil {
		err = c.finish()
	}
	return c.summary, err
}

// sheet reads one sheet of products.
func (c *catalog) sheet(ctx context.Context, s *sheet.Source) error {
	v, err := c.prepare(ctx, s)
	if err != nil {
		return err
	}
	c.discounts = s.TakesOff()
	for r, err := range c.Scan(ctx, s) {
		if err == nil {
			err = v.take(r)
		}
		if err != nil {
			return err
		}
	}
	if err := c.flush(v); err != nil {
		return err
	}
	c.tellLost(v.folds)
	c.forgetHidden(s)
	c.TellStates(s)
	c.tellWorded(s)
	c.TellMissing(ctx, s)
	return nil
}

// finish counts the products that were written beside the reading, and tells of those that their schema
// refuses, and of what all sheets together lack.
func (c *catalog) finish() error {
	c.tellLost(c.combinations)
	c.demandPublished()
	c.Watch.Add(stage.Write, c.queue.took)
	c.Counts.Products += c.queue.written
	for _, p := range c.queue.refused {
		if err := c.Faults(p.err,
			func(_ int, name string) problem.Position { return p.origin.at(name) }); err != nil {
			return err
		}
	}
	c.tellOdd()
	return nil
}

// demandPublished asks where not one product is published: the column may mean something else.
func (c *catalog) demandPublished() {
	if c.number > 0 {
		return
	}
	for _, s := range c.ByKind[kind.Products] {
		for _, column := range s.States.Columns {
			for _, text := range slices.Sorted(maps.Keys(column.Left)) {
				c.Tell(problem.Errorf(s.Sheet.At(0, column.Number), "all-unpublished",
					"no product would be left: none is published, it seems").
					WithValue(text).
					Hintf("to take them all the same: %s; or, if %q says something else, "+
						"in plugsheet.yaml: %s", sheet.WithUnpublished, column.Title,
						problem.Pastef("columns: { products: { %q: keyword } }", column.Title)))
				return
			}
		}
	}
}
