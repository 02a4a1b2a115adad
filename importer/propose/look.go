package propose

import (
	"context"
	"slices"
	"strings"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/header"
	"plugsheet/importer/kind"
	"plugsheet/importer/sheet"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
)

// likeness is what a sheet whose name says nothing looks like.
type likeness int

const (
	noTable  likeness = iota // no row names two fields of a product
	aList                    // a list of products
	aForm                    // an invoice, a quote or another form that names products in its lines
	emptyTop                 // the header of a list, and nothing below it
)

// peekRows is how many rows below a header are looked at.
const peekRows = 100

// looksLike tells what a sheet looks like: a list of products has a row among the first that names at least
// two fields of a product, a title or reference among them, and rows below it. A form has other words above
// and below its lines.
func looksLike(ctx context.Context, r *header.Reader, s *table.Sheet) (likeness, error) {
	src := &sheet.Source{Sheet: s, Reader: r}
	number, cells, err := src.FindHeader(ctx)
	if err != nil || cells == nil {
		return noTable, err
	}
	h, _ := r.Resolve(s, number, cells)
	if !namesFields(h) {
		return noTable, nil
	}
	above, listed, words := 0, 0, false
	for data, err := range s.Rows(ctx) {
		if err != nil {
			return noTable, err
		}
		switch {
		case data.Number < number:
			above += table.Filled(data.Cells)
			words = words || slices.ContainsFunc(data.Cells, isFormWord)
		case data.Number > number && (src.Area.LastRow == 0 || data.Number <= src.Area.LastRow):
			if namesProduct(h, data.Cells) {
				listed++
			}
		}
		if data.Number > number+peekRows {
			break
		}
	}
	switch {
	case words && above >= 5, listed == 0 && above >= 5:
		return aForm, nil
	case listed == 0:
		return emptyTop, nil
	}
	return aList, nil
}

// naming are the fields that name a product.
var naming = []int{field.Title, field.Reference, field.ID}

// namesFields tells whether a header names at least two fields of a product, a title or reference among them,
// and more than codes and pictures.
func namesFields(h header.Header) bool {
	shown := each.Count([]int{field.ID, field.Reference, field.ImageURL},
		func(f int) bool { return h.At[f] > 0 })
	more := fields(h) > shown || h.At[field.ImageURL] == 0
	return fields(h) >= 2 && more && slices.ContainsFunc(naming, func(f int) bool { return h.At[f] > 0 })
}

// namesProduct tells whether a row has a title, a reference or an id.
func namesProduct(h header.Header, cells []table.Cell) bool {
	return slices.ContainsFunc(naming,
		func(f int) bool { return table.Row{Cells: cells}.Cell(h.At[f]).Kind != table.Blank })
}

// isFormWord tells whether a cell above a table says that it is an invoice or the like, in eight languages.
func isFormWord(c table.Cell) bool {
	words := strings.FieldsFunc(strings.ToLower(c.Text),
		func(r rune) bool { return r == ' ' || r == ':' || r == '/' })
	return len(c.Text) <= 60 && slices.ContainsFunc(words,
		func(word string) bool { return formNames()[value.Fold(word)] })
}

// sortByHeader looks among sheets whose names say nothing for the one that holds products.
func (i *Inputs) sortByHeader(ctx context.Context, unknown []*table.Sheet) error {
	r := header.NewReader(kind.Products, i.Words, i.Config)
	looks := map[likeness][]*table.Sheet{}
	for _, s := range i.leaveTopics(ctx, r, unknown) {
		c, err := looksLike(ctx, r, s)
		if err != nil {
			return err
		}
		looks[c] = append(looks[c], s)
	}
	alike := looks[aList]
	if len(alike) == 0 && len(looks[aForm]) == 0 {
		alike, looks[emptyTop] = looks[emptyTop], nil
	}
	if err := i.chooseProducts(ctx, r, alike); err != nil {
		return err
	}
	for _, s := range looks[aForm] {
		i.Tell(problem.Warnf(s.At(0, 0), "form-sheet",
			"the sheet looks like an invoice or another form to fill in, not like a list: it is left out"))
	}
	for _, s := range looks[emptyTop] {
		i.Tell(problem.Warnf(s.At(0, 0), "empty-sheet", "the sheet has no rows below its header"))
	}
	none, err := i.dropSides(ctx, r, looks[noTable])
	if err != nil {
		return err
	}
	if len(i.Sheets[kind.Products]) == 0 && len(alike) == 0 {
		if none, err = i.guessByValues(ctx, none); err != nil {
			return err
		}
	}
	if len(i.Sheets[kind.Products]) == 0 && len(alike) == 0 {
		for _, s := range none {
			asked, err := i.askHeader(ctx, s)
			if err != nil || asked {
				return err
			}
		}
	}
	if len(i.Sheets[kind.Products]) == 0 && len(alike)+len(looks[aForm]) == 0 {
		err = i.tellNone(ctx, none)
	} else {
		err = i.leaveOut(ctx, none, len(looks[aForm]) == 0)
	}
	if err != nil {
		return err
	}
	i.tellLeft()
	i.demandSome(len(looks[aForm]) > 0)
	return nil
}

// leaveTopics tells of the sheets that are about something else than products are, and gives the others.
func (i *Inputs) leaveTopics(ctx context.Context, r *header.Reader,
	sheets []*table.Sheet) (rest []*table.Sheet) {
	for _, s := range sheets {
		what, found := topicOf(ctx, r, s)
		if !found {
			rest = append(rest, s)
			continue
		}
		i.tellTopic(s, what)
	}
	return rest
}

// tellTopic says what a sheet that is left out is about.
func (i *Inputs) tellTopic(s *table.Sheet, what topic) {
	i.refused[s] = true
	p := problem.Warnf(s.At(0, 0), "other-sheet",
		"the sheet is left out: by its name and its columns it holds %s", what.said)
	if !what.sure {
		p = p.Hintf("if it is a list of products, in plugsheet.yaml: %s",
			problem.Pastef("sheets: { %q: products }", s.Title()))
	}
	i.Tell(p)
}

// leaveOut names the sheets that are not read, and why; paste tells whether one of them may be a list all the
// same.
func (i *Inputs) leaveOut(ctx context.Context, sheets []*table.Sheet, paste bool) error {
	r, known := header.NewReader(kind.Products, i.Words, i.Config), each.Of(kind.All(), kind.Kind.SheetName)
	for _, s := range sheets {
		looks, err := looksLike(ctx, r, s)
		if err != nil {
			return err
		}
		why, use := problem.Textf("no row names two fields of a product"), config.Ignored
		switch {
		case isCopyName(s.Title()):
			why, use = problem.Textf("by its name it is old, a copy or an example"), string(kind.Products)
		case looks == aList:
			why, use = problem.Textf("its columns are others than those of the list"), string(kind.Products)
		}
		p := problem.Warnf(s.At(0, 0), "unknown-sheet",
			"the sheet %q is not known and left out: %s", s.Title(), why)
		switch near := value.Nearest(s.Title(), known); {
		case !paste:
		case near != "":
			p = p.Hintf("did you mean %q? rename the sheet; or in plugsheet.yaml: %s", near,
				problem.Pastef("sheets: { %q: %s }", s.Title(), kind.Products))
		case use == config.Ignored:
			p = p.Hintf("if that is right, in plugsheet.yaml: %s",
				problem.Pastef("sheets: { %q: %s }", s.Title(), use))
		default:
			p = p.Hintf("if it is read all the same, in plugsheet.yaml: %s",
				problem.Pastef("sheets: { %q: %s }", s.Title(), use))
		}
		i.Tell(p)
	}
	return nil
}

// demandSome tells of inputs in which there is nothing to import; forms tells whether some of them are forms
// to fill in.
func (i *Inputs) demandSome(forms bool) {
	if i.reads() || i.Problems.Errors() > 0 {
		return
	}
	at := problem.Position{}
	if len(i.Books) == 1 {
		at.File = i.Books[0].Name
	}
	if forms {
		i.Tell(problem.Errorf(at, "no-catalog",
			"no sheet here holds a list of products: this looks like a form to fill in, such as an invoice").
			Hintf(
				"import the list from which such forms are filled: one row a product, below one header row"))
		return
	}
	i.Tell(orWhat(problem.Errorf(at, "no-catalog",
		"no sheet here is known, and none looks like a list of products")))
}
