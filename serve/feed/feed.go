// Package feed writes the catalog as the csv file that the platform's copilot reads from an address once a
// day (contract, 5.4): UTF-8, a header row, and one row a product.
package feed

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"plugsheet/schemas/bundle"
	"plugsheet/schemas/each"
)

// columns are the header row (contract, 5.4). The first four are required; reference is a column of our own,
// which the platform takes as a free one. All others may be blank.
var columns = []string{
	"id", "title", "description", "link", "price", "sale_price", "availability", "image_link",
	"product_types", "brand", "reference", "item_group_id", "gender", "color", "size", "material",
	"condition", "crosssellproducts", "compatiblewith",
}

// ownColumns is how many of the columns come from the product itself; the others are found among its
// keywords.
const ownColumns = 11

// Write writes the feed of b as it is at a moment: offers and days of that moment, in the bundle's order. It
// reads one file of products at a time, however many there are. Errors: of the bundle
// ([*bundle.DamagedError]), of w, or the context's.
func Write(ctx context.Context, w io.Writer, b *bundle.Bundle, at time.Time) error {
	c := csv.NewWriter(w)
	if err := c.Write(columns); err != nil {
		return fmt.Errorf("writing the feed: %w", err)
	}
	r := row{zone: b.TimeZone(), now: at.Unix(), paths: paths(b.Categories()),
		cells: make([]string, len(columns))}
	for _, f := range b.ProductFiles() {
		for line, err := range b.Records(ctx, f) {
			if err != nil {
				return err
			}
			shown, err := r.fill(&line.Record)
			if err != nil {
				return fmt.Errorf("%s: %w", f.Path, err)
			}
			if !shown {
				continue
			}
			if err := c.Write(r.cells); err != nil {
				return fmt.Errorf("writing the feed: %w", err)
			}
		}
	}
	c.Flush()
	if err := c.Error(); err != nil {
		return fmt.Errorf("writing the feed: %w", err)
	}
	return nil
}

// paths are the labels of each category from its root down, as A > B > C.
func paths(all []bundle.Category) map[bundle.ID]string {
	byID := make(map[bundle.ID]bundle.Category, len(all))
	for _, c := range all {
		byID[c.ID] = c
	}
	list := make(map[bundle.ID]string, len(all))
	for _, c := range all {
		labels := []string{c.Label}
		for up, ok := byID[c.IDParent]; ok && len(labels) <= len(all); up, ok = byID[up.IDParent] {
			labels = append([]string{up.Label}, labels...)
		}
		list[c.ID] = strings.Join(labels, " > ")
	}
	return list
}

// row makes the cells of one product after the other.
type row struct {
	zone  *time.Location
	now   int64 // seconds since 1970
	paths map[bundle.ID]string
	cells []string
}

// fill makes the cells of a product; false for one that is not shown at this moment.
func (r *row) fill(record *bundle.Record) (shown bool, err error) {
	clear(r.cells)
	if shown, err = r.within(record.Listed); err != nil || !shown {
		return false, err
	}
	p := &record.Product
	promotion := text(p.PricePromotion)
	if o := record.Offer; o != nil {
		from, until, err := o.Span(r.zone)
		if err != nil {
			return false, err
		}
		if r.now >= from && r.now < until {
			promotion = o.PricePromotion
		}
	}
	categories := each.Of(record.Categories, func(id bundle.ID) string { return r.paths[id] })
	copy(r.cells, []string{
		p.ID.String(), p.Title, p.Description, p.ProductURL, p.PriceCatalog, promotion,
		availability(p.Available), p.ImageURL, strings.Join(categories, ", "), text(p.Brand), p.Reference,
	})
	for _, keyword := range record.Keywords {
		header, value, ok := strings.Cut(keyword, ": ")
		if at := attribute(header); ok && at > 0 && r.cells[at] == "" {
			r.cells[at] = value
		}
	}
	return true, nil
}

// within tells whether a product is shown now.
func (r *row) within(days *bundle.Listing) (bool, error) {
	if days == nil {
		return true, nil
	}
	from, until, err := days.Span(r.zone)
	return r.now >= from && r.now < until, err
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// availability is Google's word for it; blank where the sheet does not say.
func availability(yes *bool) string {
	switch {
	case yes == nil:
		return ""
	case *yes:
		return "in_stock"
	}
	return "out_of_stock"
}

// headers are what spreadsheets call a column of the feed, folded: in lower case, without blanks and signs.
var headers = map[string][]string{
	"item_group_id": {"itemgroupid", "groupid", "parentsku", "parentid", "variantgroup"},
	"gender": {"gender", "sex", "genre", "sexe", "geschlecht", "genero", "género",
		"genere", "geslacht"},
	"color": {"color", "colour", "couleur", "farbe", "colore", "kleur", "cor", "kolor"},
	"size": {"size", "taille", "größe", "groesse", "talla", "taglia", "maat",
		"tamanho", "rozmiar"},
	"material":          {"material", "matière", "matiere", "materiale", "materiaal", "materiał"},
	"condition":         {"condition", "état", "etat", "zustand", "estado", "condizione", "conditie"},
	"crosssellproducts": {"crosssellproducts", "crosssell", "crosssells", "crosssellskus"},
	"compatiblewith": {"compatiblewith", "compatibleavec", "kompatibelmit",
		"compatibility", "compatibilité"},
}

// attributes is the place of a column by the headers of headers.
var attributes = byHeader()

func byHeader() map[string]int {
	all := map[string]int{}
	for column, names := range headers {
		for _, name := range names {
			all[name] = slices.Index(columns, column)
		}
	}
	return all
}

// attribute is the place of the column that a header of the spreadsheet is; 0 for one that is none.
func attribute(header string) int {
	if at, ok := attributes[header]; ok {
		return at
	}
	return attributes[strings.ToLower(strings.Map(func(r rune) rune {
		if strings.ContainsRune(" _-:/.", r) {
			return -1
		}
		return r
	}, header))]
}
