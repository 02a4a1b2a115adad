package propose

import (
	"context"
	"maps"
	"slices"
	"strings"

	"plugsheet/importer/field"
	"plugsheet/importer/header"
	"plugsheet/importer/kind"
	"plugsheet/importer/pricing"
	"plugsheet/importer/sheet"
	"plugsheet/importer/table"
	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
)

// guessProducts looks by the values for the one sheet that holds products, where neither names nor headers
// tell which: for a proposal what the import asks is not open. What was told of the sheets does not count any
// more.
func (i *Inputs) guessProducts(ctx context.Context, rows int) error {
	if i.Problems.Errors() == 0 {
		return nil
	}
	sheets := each.That(i.sheets(),
		func(s *table.Sheet) bool { return !s.Hidden && !i.taken(s) && !i.refused[s] })
	best, err := i.likest(ctx, sheets, rows)
	if err != nil || best == nil {
		return err
	}
	i.Sheets[kind.Products] = []*table.Sheet{best}
	i.Problems = &problem.List{}
	return nil
}

// guessByValues takes the sheet for the list of products that looks most like one by its values, and gives
// the others.
func (i *Inputs) guessByValues(ctx context.Context, sheets []*table.Sheet) ([]*table.Sheet, error) {
	best, err := i.likest(ctx, sheets, sheet.SampleRows)
	if err != nil || best == nil {
		return sheets, err
	}
	i.Sheets[kind.Products] = []*table.Sheet{best}
	if i.proposing { // that says it too
		return nil, nil
	}
	i.Tell(problem.Warnf(best.At(0, 0), "guessed-sheet",
		"by its values the sheet is a list of products, though its header hardly says so").
		Hintf("if that is wrong, in plugsheet.yaml: %s",
			problem.Pastef("sheets: { %q: ignore }", best.Title())))
	return slices.DeleteFunc(sheets, func(s *table.Sheet) bool { return s == best }), nil
}

// likest is the sheet that looks most like a list of products; nil where none does.
func (i *Inputs) likest(ctx context.Context, sheets []*table.Sheet, rows int) (best *table.Sheet, err error) {
	most := 0.0
	for _, s := range sheets {
		p, err := i.proposeSheet(ctx, s, kind.Products, rows)
		if err != nil {
			return nil, err
		}
		if n, _ := p.likeness(); n > most {
			best, most = s, n
		}
	}
	return best, nil
}

// ownSheets are by kind the fields that the headers of a sheet of our own name, where its name does not say
// what it is, and the one whose values are types of fields; the first that suits counts.
var ownSheets = []struct {
	kind   kind.Kind
	fields []int
	types  int
}{
	{kind.CustomerFields, []int{field.ShownLabel, field.ShownValue, field.ShownType}, field.ShownType},
	{kind.ClosingForm, []int{field.FormLabel, field.FormType}, field.FormType},
}

// assignOwn takes the sheets that are one of our own by their headers and values out of those of which nothing
// else is known, and gives the rest.
func (i *Inputs) assignOwn(ctx context.Context, unknown []*table.Sheet) (rest []*table.Sheet, err error) {
	for _, s := range unknown {
		var found kind.Kind
		for _, own := range ownSheets {
			is := false
			if found == "" && len(i.Sheets[own.kind]) == 0 {
				if is, err = i.isOwn(ctx, s, own.kind, own.fields, own.types); err != nil {
					return nil, err
				}
			}
			if is {
				found = own.kind
			}
		}
		if found == "" {
			rest = append(rest, s)
			continue
		}
		i.Tell(problem.Warnf(s.At(0, 0), "own-sheet", "by its headers and types the sheet is read as %s",
			found.SheetName()).
			Hintf("if that is right, in plugsheet.yaml: %s",
				problem.Pastef("sheets: { %q: %s }", s.Title(), found)))
		i.Sheets[found] = append(i.Sheets[found], s)
	}
	return rest, nil
}

// isOwn tells whether the headers of a sheet name some fields of a kind and little else, and the column of the
// types holds types.
func (i *Inputs) isOwn(ctx context.Context, s *table.Sheet, k kind.Kind, fields []int, types int) (bool, error) {
	src := &sheet.Source{Sheet: s, Reader: header.NewReader(k, i.Words, i.Config)}
	number, cells, err := src.FindHeader(ctx)
	if err != nil || cells == nil {
		return false, err
	}
	h, _ := src.Reader.Resolve(s, number, cells)
	known := each.Count(h.Columns, func(c header.Column) bool { return c.Use == header.AsField })
	if known*2 <= len(h.Columns) || slices.ContainsFunc(fields, func(f int) bool { return h.At[f] == 0 }) {
		return false, nil
	}
	are, not := 0, 0
	for row, err := range s.Rows(ctx) {
		if err != nil {
			return false, err
		}
		switch text := headed(h, row.Cells, types); {
		case row.Number <= number || text == "":
		case sheet.IsFieldType(text):
			are++
		default:
			not++
		}
		if row.Number > number+peekRows {
			break
		}
	}
	return are > 0 && are >= 3*not, nil
}

// taken tells whether a sheet is known as one of another kind.
func (i *Inputs) taken(s *table.Sheet) bool {
	return slices.Contains(slices.Concat(slices.Collect(maps.Values(i.Sheets))...), s)
}

// likeness tells how much a sheet looks like a list of products: 0, and why, unless something names nearly
// every row, and there is a price, a picture or the address of a page in most of them. A name that is only
// one since nothing else is takes a price that its header names, or two of the three.
func (p *Sheet) likeness() (sum float64, why problem.Text) {
	var s signs
	for _, c := range p.Columns {
		filled := float64(p.sample.traits[c.number-1].filled) / float64(max(1, p.Rows))
		switch {
		case c.field < 0:
			s.addKeyword(c, filled)
		case c.weak:
			s.weakly, s.told = s.weakly || filled >= 0.9, true
		default:
			sum += c.Confidence
			s.addField(c, filled)
		}
	}
	if len(p.sizes) > 0 {
		s.offered, s.priced, s.told = s.offered+1, true, true
		sum += sureThing
	}
	switch {
	case p.Rows < 2:
		return 0, problem.Textf("it has hardly a row below a header")
	case s.offered == 0:
		return 0, problem.Textf("no column holds prices, pictures or addresses of pages")
	case !s.named && !s.weakly:
		return 0, problem.Textf("no column names something in each row")
	case !s.told:
		return 0, problem.Textf("no column says what things are called or cost, or where their pages are")
	case !s.named && !s.priced && s.offered < 2:
		return 0, problem.Textf("no header is a word for a name, a reference or a price")
	}
	return sum, problem.Text{}
}

// signs are what the columns of a sheet have that a list of products has.
type signs struct {
	named   bool // a column names nearly every row
	weakly  bool // one does that is only a name since nothing else is
	offered int  // columns of prices, pictures and addresses of pages
	priced  bool // a header names the price
	told    bool // a column says more of a product than its code and its picture
}

// addKeyword counts a column that is no field: one of several prices, or one that holds nothing but 0, is a
// price nevertheless.
func (s *signs) addKeyword(c Column, filled float64) {
	if filled >= 0.5 && pricing.Of(c.Header).Priced() {
		s.offered++
		s.priced, s.told = true, true
	}
}

// addField counts a column that is a field, where enough of its rows are filled.
func (s *signs) addField(c Column, filled float64) {
	s.told = s.told || c.field != field.ID && c.field != field.Reference && c.field != field.ImageURL
	switch c.field {
	case field.Title, field.Reference, field.ID, field.Description:
		s.named = s.named || filled >= 0.9
	case field.PriceCatalog, field.ImageURL, field.ProductURL:
		if filled >= 0.5 {
			s.offered++
			s.priced = s.priced || c.field == field.PriceCatalog && c.Confidence >= sureNamed
		}
	}
}

// orWhat says beside a problem what is looked for where nothing is found.
func orWhat(p problem.Problem) problem.Problem {
	return p.Hintf(
		"a list of products has a header row, a row for each product with its name or code, and a "+
			"column with prices, images or links; other sheets are known by their names: %s",
		strings.Join(otherSheets(), ", "))
}

// otherSheets are the names of the sheets that are no list of products.
func otherSheets() []string {
	others := each.That(kind.All(), func(k kind.Kind) bool { return k != kind.Products })
	return each.Of(others, kind.Kind.SheetName)
}

// tellNone says of sheets why they are none of those that are known.
func (i *Inputs) tellNone(ctx context.Context, sheets []*table.Sheet) error {
	alone := len(sheets) == 1 && len(i.Sheets) == 0 && i.Problems.Errors() == 0
	for _, s := range sheets {
		p, err := i.proposeSheet(ctx, s, kind.Products, sheet.SampleRows)
		if err != nil {
			return err
		}
		_, why := p.likeness()
		if alone {
			i.Tell(orWhat(problem.Errorf(s.At(0, 0), "no-catalog",
				"this is none of the sheets that are known: %s", why)))
			return nil
		}
		i.Tell(problem.Warnf(s.At(0, 0), "unknown-sheet",
			"the sheet %q is not known and left out: %s", s.Title(), why))
	}
	return nil
}
