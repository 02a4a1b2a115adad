package propose

import (
	"cmp"
	"context"
	"errors"

	"plugsheet/importer/config"
	"plugsheet/importer/correct"
	"plugsheet/importer/header"
	"plugsheet/importer/kind"
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
	Given    []*table.Book // that were open before, and stay open; nil: the inputs are opened
	memory   *Memory       // nil: none
	// recognised are the shop systems of the sheets, and separator what they put between the labels of a
	// category path.
	recognised map[*table.Sheet]shop.Recognised
	Separator  string
	Profiles   []shop.Use  // of the sheets that a shop system wrote, in the order of the kinds
	left       []leftSheet // sheets of persons that are not read, and all sheets that must not be products
	refused    map[*table.Sheet]bool
	// sheetNames are the sheets of one list whose names are their products' value of a field.
	sheetNames  map[*table.Sheet]int
	Corrections correct.Files  // of the inputs
	Corrected   []correct.Cell // cells of the sheets that are read which a correction changes
	corrected   correct.Applied
	Rows        int     // how many of each sheet are read; 0 for all
	proposing   bool    // a mapping is proposed, and nothing imported
	without     []Sheet // sheets without a header that look like products: it is asked what their columns are
}

// NewInputs are inputs of which none is open yet.
func NewInputs(c config.Config, names map[string]string, encoding string) *Inputs {
	i := &Inputs{Job: sheet.NewJob(c), names: names, encoding: encoding, refused: map[*table.Sheet]bool{}}
	i.Advise = i.adviseOn
	return i
}

// Close closes what was opened here, and puts the person's names into an error.
func (i *Inputs) Close(err error) error {
	if i.Given == nil {
		for _, b := range i.Books {
			err = errors.Join(err, b.Close())
		}
	}
	return table.Named(err, i.names)
}

// adviseOn is what the proposal says of a sheet that is read; nil where there is none.
func (i *Inputs) adviseOn(ctx context.Context, s *sheet.Source) sheet.Advice {
	p, err := i.proposeSheet(context.WithoutCancel(ctx), s.Sheet, s.Reader.Kind, sheet.SampleRows)
	if err != nil || p.sample.header == 0 {
		return nil
	}
	return &p
}

// Open finds the header of a sheet and resolves it. Where there is none it gives nil, with a problem in the list.
func (i *Inputs) Open(ctx context.Context, s *table.Sheet, k kind.Kind) (*sheet.Source, error) {
	src := &sheet.Source{
		Sheet: s, Number: len(i.Sources), Reader: header.NewReader(k, i.Words, i.Config),
		Missing: map[int][]int32{}, Headless: map[int]bool{}, Secrets: map[string]bool{},
	}
	if p := i.recognised[s].Profile; p != nil && p.Kind == k {
		src.Reader.Use(p)
	}
	i.TellCorrected(s, k)
	number, cells, err := src.FindHeader(ctx)
	if err == nil && cells == nil {
		return nil, i.demandHeader(ctx, src)
	}
	if err == nil {
		cells, err = src.WithoutBlankTwins(ctx, number, cells)
	}
	if err != nil {
		return nil, err
	}
	if cells, err = src.WithoutSideTable(ctx, number, cells, i.Tell); err != nil {
		return nil, err
	}
	head, ps := src.Reader.Resolve(s, number, cells)
	src.Head = head
	i.Tell(ps...)
	if err := i.settle(ctx, src); err != nil {
		return nil, err
	}
	src.TellConfigured(i.Tell)
	src.HideColumns(i.Tell)
	src.Clean = sheet.NewCleaner(context.WithoutCancel(ctx), src)
	i.Sources = append(i.Sources, src)
	return src, nil
}

// demandHeader asks for the header of a sheet.
func (i *Inputs) demandHeader(ctx context.Context, src *sheet.Source) error {
	if src.Reader.Kind == kind.Products {
		if asked, err := i.askHeader(ctx, src.Sheet); asked || err != nil {
			return err
		}
	}
	i.Tell(src.Reader.NoHeader(src.Sheet))
	return nil
}

// settle makes of the header what the configuration, the shop system and the first rows say of its columns.
func (i *Inputs) settle(ctx context.Context, src *sheet.Source) error {
	if err := src.KeepPersonsOut(ctx, i.Tell); err != nil {
		return err
	}
	src.Positions = src.Head.Positions()
	src.Config = src.Complete(i.Config)
	src.Templates(src.Config, i.Tell)
	if src.Reader.Kind == kind.Products {
		i.nameOf(src)
	}
	src.Skips(src.Config, i.Tell)
	src.Shop = src.ShopColumnsOf()
	if err := tellUnmatched(ctx, src, i.Config, i.Tell); err != nil {
		return err
	}
	src.Strangers(i.Tell)
	return cmp.Or(src.KeepTexts(ctx), src.ReadBare(ctx, i.Tell), src.FindNote(ctx, i.Tell))
}
