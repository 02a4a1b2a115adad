package propose

import (
	"context"

	"plugsheet/importer/config"
	"plugsheet/importer/sheet"
	"plugsheet/importer/shop"
	"plugsheet/importer/table"
)

// Inputs are the files of an import or a proposal, and what their sheets are found to hold.
type Inputs struct {
	*sheet.Job
	names    map[string]string // how the person named an input, by its path
	encoding string            // of the text files; empty: found by their content
	Books    []*table.Book
	// recognised are the shop systems of the sheets, and separator what they put between the labels of a category path.
	recognised map[*table.Sheet]shop.Recognised
	Separator  string
	Profiles   []shop.Use  // of the sheets that a shop system wrote, in the order of the kinds
	left       []leftSheet // sheets of persons that are not read, and all sheets that must not be products
	refused    map[*table.Sheet]bool
	// sheetNames are the sheets of one list whose names are their products' value of a field.
	sheetNames map[*table.Sheet]int
	Rows       int     // how many of each sheet are read; 0 for all
	proposing  bool    // a mapping is proposed, and nothing imported
	without    []Sheet // sheets without a header that look like products: it is asked what their columns are
}

// NewInputs are inputs of which none is open yet.
func NewInputs(c config.Config, names map[string]string, encoding string) *Inputs {
	i := &Inputs{Job: sheet.NewJob(c), names: names, encoding: encoding, refused: map[*table.Sheet]bool{}}
	i.Advise = i.adviseOn
	return i
}

// adviseOn is what the proposal says of a sheet that is read; nil where there is none.
func (i *Inputs) adviseOn(ctx context.Context, s *sheet.Source) sheet.Advice {
	p, err := i.proposeSheet(context.WithoutCancel(ctx), s.Sheet, s.Reader.Kind, sheet.SampleRows)
	if err != nil || p.sample.header == 0 {
		return nil
	}
	return &p
}
