package product

import (
	"context"
	"strings"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/importer/sheet"
	"plugsheet/schemas/problem"
)

// readVariants reads the sheets that hold nothing but the variants of products in other sheets. They fold into their
// products, whatever the setting says: such a sheet has no titles and pages of their own.
func (c *catalog) readVariants(ctx context.Context) error {
	size := 0
	for _, s := range c.ByKind[kind.Variants] {
		if err := c.FindStates(ctx, s); err != nil {
			return err
		}
		err := c.Each(ctx, s, func(r *sheet.Row) error {
			if r.Miss(field.ProductOf) || c.Bad {
				c.Skip(r)
				return nil
			}
			key := sheet.ParentKey(r.Text[field.ProductOf])
			f := c.combinations[key]
			if f == nil {
				f = &folded{at: r.At(field.ProductOf), code: strings.Clone(r.Text[field.Reference])}
				c.combinations[strings.Clone(key)] = f
			}
			if size += 128 + c.add(f, r, nil, false); size > maxFolds {
				return errTooManyVariants(s)
			}
			return nil
		})
		if err != nil {
			return err
		}
		c.TellStates(s)
	}
	if len(c.combinations) > 0 && c.Config.Variants == config.VariantsApart {
		c.Tell(problem.Warnf(problem.Position{}, "variants-fold", "variants in a sheet of their own fold into their products"))
	}
	return nil
}

// forgetHidden drops the variants that other sheets have of products that are left out.
func (c *catalog) forgetHidden(s *sheet.Source) {
	for key := range s.States.Keys {
		if f := c.combinations[key]; f != nil {
			f.used = true
		}
	}
}

// combine gives a product the variants that other sheets have of it.
func (c *catalog) combine(g *sheet.Grouping, r *sheet.Row) {
	if len(c.combinations) == 0 {
		return
	}
	for _, key := range append(g.Keys(r), sheet.ParentKey(r.Text[field.ID])) {
		if f := c.combinations[key]; f != nil && !f.used {
			f.used = true
			f.apply(r, c.paid(r))
		}
	}
}
