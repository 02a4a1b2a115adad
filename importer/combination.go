package importer

import (
	"context"
	"strings"

	"plugsheet/schemas/problem"
)

// readVariants reads the sheets that hold nothing but the variants of products in other sheets. They fold into their
// products, whatever the setting says: such a sheet has no titles and pages of their own.
func (c *catalog) readVariants(ctx context.Context) error {
	size := 0
	for _, s := range c.byKind[variantSheet] {
		if err := c.findStates(ctx, s); err != nil {
			return err
		}
		err := c.each(ctx, s, func(r *row) error {
			if r.miss(pProduct) || c.bad {
				c.skip(r)
				return nil
			}
			key := parentKey(r.text[pProduct])
			f := c.combinations[key]
			if f == nil {
				f = &folded{at: r.at(pProduct), code: strings.Clone(r.text[pReference])}
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
	if len(c.combinations) > 0 && c.config.Variants == variantsApart {
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
	for _, key := range append(g.keys(r), parentKey(r.text[pID])) {
		if f := c.combinations[key]; f != nil && !f.used {
			f.used = true
			f.apply(r, c.paid(r))
		}
	}
}
