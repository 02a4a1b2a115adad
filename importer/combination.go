package importer

import (
	"context"
	"strings"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/schemas/problem"
)

// readVariants reads the sheets that hold nothing but the variants of products in other sheets. They fold into their
// products, whatever the setting says: such a sheet has no titles and pages of their own.
func (c *catalog) readVariants(ctx context.Context) error {
	size := 0
	for _, s := range c.byKind[kind.Variants] {
		if err := c.findStates(ctx, s); err != nil {
			return err
		}
		err := c.each(ctx, s, func(r *row) error {
			if r.miss(field.ProductOf) || c.bad {
				c.skip(r)
				return nil
			}
			key := parentKey(r.text[field.ProductOf])
			f := c.combinations[key]
			if f == nil {
				f = &folded{at: r.at(field.ProductOf), code: strings.Clone(r.text[field.Reference])}
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
		c.tellStates(s)
	}
	if len(c.combinations) > 0 && c.config.Variants == config.VariantsApart {
		c.tell(problem.Warnf(problem.Position{}, "variants-fold", "variants in a sheet of their own fold into their products"))
	}
	return nil
}

// forgetHidden drops the variants that other sheets have of products that are left out.
func (c *catalog) forgetHidden(s *source) {
	for key := range s.states.keys {
		if f := c.combinations[key]; f != nil {
			f.used = true
		}
	}
}

// combine gives a product the variants that other sheets have of it.
func (c *catalog) combine(g *grouping, r *row) {
	if len(c.combinations) == 0 {
		return
	}
	for _, key := range append(g.keys(r), parentKey(r.text[field.ID])) {
		if f := c.combinations[key]; f != nil && !f.used {
			f.used = true
			f.apply(r, c.paid(r))
		}
	}
}
