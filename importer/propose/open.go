package propose

import (
	"context"

	"plugsheet/importer/header"
	"plugsheet/importer/kind"
	"plugsheet/importer/sheet"
	"plugsheet/importer/table"
)

// Open finds the header of a sheet and resolves it. It reports false, with a problem in the list, where there is none.
func (i *Inputs) Open(ctx context.Context, s *table.Sheet, k kind.Kind) (*sheet.Source, bool, error) {
	src := &sheet.Source{
		Sheet: s, Number: len(i.Sources), Reader: header.NewReader(k, i.Words, i.Config), Missing: map[int][]int32{},
		Headless: map[int]bool{}, Secrets: map[string]bool{},
	}
	if p := i.recognised[s].Profile; p != nil && p.Kind == k {
		src.Reader.Use(p)
	}
	number, cells, err := src.FindHeader(ctx)
	if err != nil {
		return nil, false, err
	}
	if cells == nil {
		asked := false
		if k == kind.Products {
			if asked, err = i.askHeader(ctx, s); err != nil {
				return nil, false, err
			}
		}
		if !asked {
			i.Tell(src.Reader.NoHeader(s))
		}
		return nil, false, nil
	}
	head, ps := src.Reader.Resolve(s, number, cells)
	src.Head = head
	i.Tell(ps...)
	if err := src.KeepPersonsOut(ctx, i.Tell); err != nil {
		return nil, false, err
	}
	src.Positions = src.Head.Positions()
	src.Config = src.Complete(i.Config)
	src.Templates(src.Config, i.Tell)
	if k == kind.Products {
		i.nameOf(src)
	}
	src.Skips(src.Config, i.Tell)
	src.Shop = src.ShopColumnsOf()
	if err := tellUnmatched(ctx, src, i.Config, i.Tell); err != nil {
		return nil, false, err
	}
	src.Strangers(i.Tell)
	if err := src.KeepTexts(ctx); err != nil {
		return nil, false, err
	}
	if err := src.FindNote(ctx, i.Tell); err != nil {
		return nil, false, err
	}
	src.TellConfigured(i.Tell)
	src.HideColumns(i.Tell)
	src.Clean = sheet.NewCleaner(context.WithoutCancel(ctx), src)
	i.Sources = append(i.Sources, src)
	return src, true, nil
}
