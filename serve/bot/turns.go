package bot

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"plugsheet/index"
	"plugsheet/serve/bot/understand"
)

// remember is what is remembered of products that were shown: their places in this very catalog.
func (s *Scenario) remember(shown []index.Fit) string {
	parts := []string{s.digest}
	for _, f := range shown[:min(len(shown), maxOffers)] {
		parts = append(parts, strconv.Itoa(f.Product))
	}
	return strings.Join(parts, " ")
}

// isChoice tells whether of the products of a list, as they are remembered, some and not all are shown.
func isChoice(shown, list string) bool {
	of, all := strings.Fields(shown), strings.Fields(list)
	isOther := func(one string) bool { return !slices.Contains(all, one) }
	return len(of) < len(all) && !slices.ContainsFunc(of, isOther)
}

// shown gives products that are remembered; none where the catalog has changed since.
func (s *Scenario) shown(remembered string) (all []index.Fit, err error) {
	digest, list, _ := strings.Cut(remembered, " ")
	if list == "" || digest != s.digest {
		return nil, nil
	}
	var ordinals []int
	for text := range strings.FieldsSeq(list) {
		n, err := strconv.Atoi(text)
		if err != nil {
			return nil, nil //nolint:nilerr // a file that somebody has changed: there is nothing to remember
		}
		ordinals = append(ordinals, n)
	}
	records, err := s.catalog.Records(ordinals)
	if err != nil {
		return nil, fmt.Errorf("reading what was shown: %w", err)
	}
	for i := range records {
		all = append(all, index.Fit{Product: ordinals[i], Record: &records[i]})
	}
	return all, nil
}

// followUp answers a question about the products that were shown last: "how much is it", "the second one",
// "the bigger one", "in red?". Named is what the catalog has to do with the question by itself: where that
// names a thing, it is no such question.
func (s *Scenario) followUp(
	ctx context.Context, m Memory, q understand.Question, named found,
) (f found, err error) {
	if m.Shown == "" || q.Other > 1 || q.Owned || namesThing(named) {
		return f, nil
	}
	shown, err := s.shown(m.Shown)
	if err != nil || len(shown) == 0 {
		return f, err
	}
	list, err := s.shown(cmp.Or(m.Among, m.Shown))
	if err != nil {
		return f, err
	}
	return s.chosen(ctx, q, shown, list)
}

// chosen are the products that a question means of those shown, and of the list from which they were chosen.
func (s *Scenario) chosen(
	ctx context.Context, q understand.Question, shown, list []index.Fit,
) (f found, err error) {
	switch {
	case q.Content == 0 && q.Place == understand.Others:
		return others(list, shown), nil
	case q.Content == 0 && q.Place != 0 && len(shown) > 1:
		return placed(shown, q.Place), nil
	case q.Content == 0 && q.Place != 0:
		return placed(list, q.Place), nil
	case q.Content == 0 && q.Order != "":
		return s.compared(ctx, shown, list, q.Order)
	case q.Content == 0 && (q.It || q.Asks):
		return found{certainty: surely, products: shown}, nil
	case q.Content > 0 && q.Content <= maxTraits:
		return s.alike(ctx, shown, q)
	}
	return f, nil
}

// maxTraits is of how many words a question may be that only says how a thing should be: "in dark red".
const maxTraits = 3

// namesThing tells whether a question says by itself what thing it is about.
func namesThing(f found) bool {
	return slices.ContainsFunc(f.products, isNamed)
}

// placed is the product at a place of a list, from 1 on, or from the end by a negative one.
func placed(shown []index.Fit, place int) found {
	if place < 0 {
		place += len(shown) + 1
	}
	if place < 1 || place > len(shown) {
		return found{}
	}
	return found{certainty: surely, products: shown[place-1 : place]}
}

// others are the products of a list that are not shown now.
func others(list, shown []index.Fit) found {
	left := slices.DeleteFunc(list, func(f index.Fit) bool { return has(shown, f) })
	if len(left) == 0 {
		return found{}
	}
	return found{certainty: surely, products: left}
}

// compared is the first of the products in an order; of a single one, the next in the order of its kind, and
// of the list from which it was chosen.
func (s *Scenario) compared(
	ctx context.Context, shown, list []index.Fit, order understand.Order,
) (f found, err error) {
	kind := shown
	if len(shown) == 1 {
		if kind, err = s.kindOf(ctx, shown[0], "", index.InTrait); err != nil {
			return f, err
		}
		kind = distinct(append(kind, list...))
	}
	kind = slices.Clone(kind)
	compare := comparing(order, kind)
	slices.SortStableFunc(kind, compare)
	if len(shown) == 1 {
		kind = slices.DeleteFunc(kind, func(one index.Fit) bool { return compare(one, shown[0]) >= 0 })
		at := slices.IndexFunc(kind, func(one index.Fit) bool { return compare(one, kind[len(kind)-1]) == 0 })
		kind = kind[max(at, 0):]
	}
	if len(kind) == 0 {
		return f, nil
	}
	return found{certainty: surely, products: kind[:1]}, nil
}

// alike are those of the products shown that are as the question says, else others of their kind that are,
// else those shown of which the description says so: "is it waterproof", "the one with the clip".
func (s *Scenario) alike(ctx context.Context, shown []index.Fit, q understand.Question) (f found, err error) {
	var was, others, told []index.Fit
	for _, one := range shown {
		kind, err := s.kindOf(ctx, one, q.Words, index.InText)
		if err != nil {
			return f, err
		}
		for _, k := range kind {
			switch is := slices.Min(k.Places) >= index.InTrait; {
			case is && has(shown, k):
				was = append(was, k)
			case is:
				others = append(others, k)
			case q.It && has(shown, k):
				told = append(told, k)
			}
		}
	}
	for _, some := range [][]index.Fit{was, others, told} {
		if len(some) > 0 {
			return found{certainty: surely, products: distinct(some)}, nil
		}
	}
	return f, nil
}

// has tells whether a product is one of several.
func has(some []index.Fit, f index.Fit) bool {
	return slices.ContainsFunc(some, func(o index.Fit) bool { return o.Product == f.Product })
}

// distinct gives each product once.
func distinct(fits []index.Fit) (some []index.Fit) {
	for _, f := range fits {
		if !has(some, f) {
			some = append(some, f)
		}
	}
	return some
}

// kindOf finds the products of the same kind as one: those that share most words of its title, its last
// ones left out, and have all the words of how they should be at such a place at least.
func (s *Scenario) kindOf(
	ctx context.Context, one index.Fit, how string, least index.Place,
) (kind []index.Fit, err error) {
	title := understand.Thing(one.Record.Product.Title)
	fits, err := s.catalog.Fits(ctx, strings.TrimSpace(title+" "+how), maxRead)
	if err != nil {
		return nil, err
	}
	for _, f := range fits.Products {
		if len(f.Places) > 0 && slices.Min(f.Places) >= least && isNamed(f) {
			kind = append(kind, f)
		}
	}
	return kind, nil
}
