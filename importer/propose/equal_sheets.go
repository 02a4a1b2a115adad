package propose

import (
	"context"
	"slices"
	"strings"

	"plugsheet/importer/field"
	"plugsheet/importer/header"
	"plugsheet/importer/kind"
	"plugsheet/importer/sheet"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
)

// outlineRows is how many rows of a sheet are looked at for the products that it shares with another.
const outlineRows = 5000

// outline is what a sheet that looks like products is compared by.
type outline struct {
	sheet  *table.Sheet
	head   header.Header
	titles map[string]bool // folded headers
	keys   map[string]bool // of the products in the first rows
	stock  bool            // a header names a quantity
	first  string          // a product of another sheet that stands here too
	named  int             // rows whose title holds the sheet's name
	rows   int
}

// outlineOf looks at one sheet.
func outlineOf(ctx context.Context, r *header.Reader, s *table.Sheet) (*outline, error) {
	src := &sheet.Source{Sheet: s, Reader: r}
	number, cells, err := src.FindHeader(ctx)
	if err != nil || cells == nil {
		return nil, err
	}
	o := &outline{sheet: s, titles: map[string]bool{}, keys: map[string]bool{}}
	o.head, _ = r.Resolve(s, number, cells)
	for _, c := range o.head.Columns {
		o.titles[value.Fold(c.Title)] = true
		o.stock = o.stock || hasWord(c.Title, stockNames())
	}
	name := strings.ToLower(strings.TrimSpace(s.Title()))
	for row, err := range s.Rows(ctx) {
		if err != nil {
			return nil, err
		}
		if row.Number <= number || !namesProduct(o.head, row.Cells) {
			continue
		}
		o.keys[keyOf(o.head, row.Cells)] = true
		if strings.Contains(strings.ToLower(headed(o.head, row.Cells, field.Title)), name) {
			o.named++
		}
		if o.rows++; o.rows == outlineRows {
			break
		}
	}
	return o, nil
}

// headed is what a row says of a field.
func headed(h header.Header, cells []table.Cell, f int) string {
	return table.Row{Cells: cells}.Cell(h.At[f]).Text
}

// keyOf tells a product from the others: its reference, or its id with its title, since ids may only count
// the rows.
func keyOf(h header.Header, cells []table.Cell) string {
	if reference := headed(h, cells, field.Reference); reference != "" {
		return reference
	}
	return headed(h, cells, field.ID) + "\x00" + headed(h, cells, field.Title)
}

// equal tells whether two sheets are parts of one list: both name their products and price them or neither
// does, and most of their headers are the same, in whatever order.
func (o *outline) equal(other *outline) bool {
	if slices.ContainsFunc([]int{field.Title, field.PriceCatalog},
		func(f int) bool { return (o.head.At[f] > 0) != (other.head.At[f] > 0) }) {
		return false
	}
	same := 0
	for title := range o.titles {
		if other.titles[title] {
			same++
		}
	}
	return same*5 >= 3*(len(o.titles)+len(other.titles)-same)
}

// shares tells whether a sheet holds a product of another one, and notes it.
func (o *outline) shares(other *outline) (n int) {
	for key := range o.keys {
		if other.keys[key] {
			if n++; o.first == "" || key < o.first {
				o.first = key
			}
		}
	}
	return n
}

// product is a product's key for a message.
func product(key string) string { return strings.Trim(strings.ReplaceAll(key, "\x00", " "), " ") }

// fields are how many fields a sheet has; that of most is the list.
func (o *outline) fields() int { return fields(o.head) }

func fields(h header.Header) int {
	return each.Count(h.At, func(column int) bool { return column > 0 })
}

// outlinesOf looks at several sheets.
func outlinesOf(ctx context.Context, r *header.Reader, sheets []*table.Sheet) ([]*outline, error) {
	var list []*outline
	for _, s := range sheets {
		o, err := outlineOf(ctx, r, s)
		if err != nil {
			return nil, err
		}
		if o != nil {
			list = append(list, o)
		}
	}
	return list, nil
}

// joinEqual takes those of some sheets whose columns are those of the sheets of products into the same list,
// and gives the rest. Where the configuration names the sheets of products there are no others.
func (i *Inputs) joinEqual(ctx context.Context, sheets []*table.Sheet) (rest []*table.Sheet, err error) {
	if len(sheets) == 0 || slices.ContainsFunc(i.Sheets[kind.Products],
		func(s *table.Sheet) bool { return i.Config.Names(s.Title()) }) {
		return sheets, nil
	}
	r := header.NewReader(kind.Products, i.Words, i.Config)
	list, err := outlinesOf(ctx, r, i.Sheets[kind.Products])
	if err != nil {
		return nil, err
	}
	var others []*table.Sheet
	for _, s := range sheets {
		looks, err := looksLike(ctx, r, s)
		if err != nil {
			return nil, err
		}
		if looks != aList {
			others = append(others, s)
			continue
		}
		o, err := outlineOf(ctx, r, s)
		if err != nil || o == nil {
			return nil, err
		}
		base := slices.IndexFunc(list, o.equal)
		switch {
		case base < 0:
			if !i.tellSide(o, list) {
				rest = append(rest, s)
			}
		case isCopyName(s.Title()):
			rest = append(rest, s)
		default:
			if i.repeats(o, list) {
				continue
			}
			i.tellJoined(o, list[base])
			list = append(list, o)
			i.Sheets[kind.Products] = append(i.Sheets[kind.Products], s)
		}
	}
	others, err = i.dropSides(ctx, r, others)
	return append(rest, others...), err
}

// repeats tells of a sheet that holds products of others: nearly all, so that it is left out, or some, so
// that it asks.
func (i *Inputs) repeats(o *outline, list []*outline) bool {
	for _, l := range list {
		switch shared := o.shares(l); {
		case shared == 0:
		case shared*5 >= o.rows*4:
			i.Tell(problem.Warnf(o.sheet.At(0, 0), "repeated-sheet",
				"the sheet is left out: its products stand in %q too, such as %q",
				l.sheet.Title(), product(o.first)))
			return true
		default:
			i.Tell(o.copyOf(l, shared))
			return true
		}
	}
	return false
}

// copyOf asks which of two sheets counts.
func (o *outline) copyOf(l *outline, shared int) problem.Problem {
	return problem.Errorf(o.sheet.At(0, 0), "copied-sheet",
		"is this sheet a copy of %q? %d of its %d products stand there too, such as %q", l.sheet.Title(),
		shared, o.rows, product(o.first)).
		Hintf("say which one counts, in plugsheet.yaml: %s",
			problem.Pastef("sheets: { %q: ignore }", o.sheet.Title()))
}

// tellJoined says that a sheet is read as a part of a list.
func (i *Inputs) tellJoined(o, base *outline) {
	i.Tell(problem.Warnf(o.sheet.At(0, 0), "equal-sheet",
		"the sheet has the columns of %q and is read as part of the same list", base.sheet.Title()).
		Hintf("if that is wrong, in plugsheet.yaml: %s",
			problem.Pastef("sheets: { %q: ignore }", o.sheet.Title())))
}

// chooseProducts takes of several sheets that look like products those that are one list. It asks where they
// are several lists, or one product stands in two of them, as in a copy.
func (i *Inputs) chooseProducts(ctx context.Context, r *header.Reader, alike []*table.Sheet) error {
	list, err := outlinesOf(ctx, r, alike)
	if err != nil || len(list) == 0 {
		return err
	}
	originals := slices.DeleteFunc(slices.Clone(list),
		func(o *outline) bool { return isCopyName(o.sheet.Title()) })
	if len(originals) == 0 {
		originals = list
	}
	base := slices.MaxFunc(originals, func(a, b *outline) int { return a.fields() - b.fields() })
	one, others := []*outline{}, []*outline{}
	for _, o := range list {
		switch {
		case o.equal(base) && slices.Contains(originals, o):
			one = append(one, o)
		case o.equal(base):
			if err := i.leaveOut(ctx, []*table.Sheet{o.sheet}, true); err != nil {
				return err
			}
		default:
			others = append(others, o)
		}
	}
	others = slices.DeleteFunc(others, func(o *outline) bool { return i.tellSide(o, one) })
	if len(others) > 0 {
		for _, o := range append(one, others...) {
			i.Tell(problem.Errorf(o.sheet.At(0, 0), "which-products",
				"several sheets look like products and none is named Products").
				Hintf("in plugsheet.yaml: %s", problem.Pastef("sheets: { %q: products }", o.sheet.Title())))
		}
		return nil
	}
	return i.takeEqual(one)
}

// takeEqual reads sheets as one list, unless a product stands in two of them.
func (i *Inputs) takeEqual(one []*outline) error {
	doubled := false
	for n, o := range one {
		for _, before := range one[:n] {
			if shared := o.shares(before); shared > 0 {
				doubled = true
				i.Tell(o.copyOf(before, shared))
				break
			}
		}
	}
	if doubled {
		return nil
	}
	for n, o := range one {
		if n > 0 {
			i.tellJoined(o, one[0])
		}
		i.Sheets[kind.Products] = append(i.Sheets[kind.Products], o.sheet)
	}
	i.nameSheets(one)
	return nil
}

// dropSides takes sheets of the stock of the products that are read out of those that name no two fields, and
// gives the rest.
func (i *Inputs) dropSides(ctx context.Context, r *header.Reader,
	sheets []*table.Sheet) (rest []*table.Sheet, err error) {
	if len(sheets) == 0 || len(i.Sheets[kind.Products]) == 0 {
		return sheets, nil
	}
	lists, err := outlinesOf(ctx, r, i.Sheets[kind.Products])
	if err != nil {
		return nil, err
	}
	for _, s := range sheets {
		o, err := outlineOf(ctx, r, s)
		if err != nil {
			return nil, err
		}
		if o == nil || !o.stock || o.rows == 0 || !i.tellSide(o, lists) {
			rest = append(rest, s)
		}
	}
	return rest, nil
}

// tellSide tells of a sheet that only adds to the products of others: their stock, or prices for some. It
// reports false for another one.
func (i *Inputs) tellSide(o *outline, lists []*outline) bool {
	has := func(f int) bool { return o.head.At[f] > 0 }
	if has(field.ProductURL) || has(field.ImageURL) || has(field.Description) || len(lists) == 0 {
		return false
	}
	fuller := slices.IndexFunc(lists,
		func(l *outline) bool { return l.fields() > o.fields() && l.head.At[field.Title] > 0 })
	if fuller < 0 {
		return false
	}
	of := lists[fuller]
	common := o.shares(of)
	var what problem.Text
	switch {
	case has(field.Title) && common*2 < o.rows:
		return false
	case (has(field.Available) || o.stock) && !has(field.PriceCatalog):
		what = problem.Textf("the stock of products")
	case has(field.PriceCatalog) || has(field.PricePromotion):
		what = problem.Textf("further prices of products")
	case !has(field.Title):
		what = problem.Textf("more of products, without their titles")
	default:
		return false
	}
	i.Tell(problem.Warnf(o.sheet.At(0, 0), "side-sheet",
		"the sheet is left out: by its columns it holds %s, and the list is %q", what, of.sheet.Title()).
		Hintf("if it is a list of products of its own, in plugsheet.yaml: %s",
			problem.Pastef("sheets: { %q: products }", o.sheet.Title())))
	return true
}
