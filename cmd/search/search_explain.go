package search

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"plugsheet/cmd/cli"
	"plugsheet/index"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/each"
)

// printExplanation says in words what [index.Explanation] says in numbers: how each piece of the text was
// understood, what the fields weigh, and for each product what it is worth.
func printExplanation(p cli.Process, e *index.Explanation, products []bundle.Product) error {
	if e == nil {
		return nil
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "\nroad: %s\n", road(e.Road))
	for _, t := range e.Terms {
		fmt.Fprintf(&out, "  %q: %s\n", t.Typed, understood(t))
	}
	groups := each.Of(e.Groups, func(g index.Group) string {
		return fmt.Sprintf("%s by %s", cli.Plural(g.Products, "product"), g.Why)
	})
	if len(groups) > 0 {
		fmt.Fprintf(&out, "found: %s\n", strings.Join(groups, ", behind them "))
	}
	if e.Road == index.RoadWords {
		fmt.Fprintf(&out, "fields weigh: %s\n", fieldsText(e.Weights))
	}
	for i, r := range e.Products {
		fmt.Fprintf(&out, "  %s: by %s%s\n", products[i].Reference, r.Why, worth(e, r))
	}
	if _, err := p.Stderr.Write(out.Bytes()); err != nil {
		return fmt.Errorf("writing why: %w", err)
	}
	return nil
}

func road(name string) string {
	return cmp.Or(map[string]string{
		index.RoadCode:    "code, the text is a code of the catalog or a part of one",
		index.RoadWords:   "words, those that are rare in the catalog weigh more",
		index.RoadListing: "listing, in the spreadsheet's order",
	}[name], name)
}

// understood says what was taken for a piece of the text.
func understood(t index.Term) string {
	var b strings.Builder
	b.WriteString(t.How)
	code := strings.Contains(t.How, "code")
	if stems := strings.Join(t.Stems, " "); stems != "" && !code && !strings.EqualFold(stems, t.Typed) &&
		!slices.Contains(t.Meant, stems) {
		fmt.Fprintf(&b, ", looked up as %q", stems)
	}
	if len(t.Meant) > 0 {
		fmt.Fprintf(&b, ", taken for %s", quoted(t.Meant))
	}
	if len(t.Others) > 0 {
		fmt.Fprintf(&b, ", also as %s", quoted(t.Others))
	}
	if len(t.Synonyms) > 0 {
		fmt.Fprintf(&b, ", by synonyms.json: %s", strings.Join(t.Synonyms, "; "))
	}
	switch {
	case t.Products == 0:
		b.WriteString("; no product has it")
	case t.Weight == 0:
		fmt.Fprintf(&b, "; %s", cli.Plural(t.Products, "product"))
	default:
		fmt.Fprintf(&b, "; %s, worth %.3f at most", cli.Plural(t.Products, "product"), t.Weight)
	}
	if t.Optional {
		b.WriteString("; it says little, a product need not have it")
	}
	return b.String()
}

// quoted lists the first words.
func quoted(words []string) string {
	all := each.Of(words[:min(len(words), maxMeant)], func(w string) string { return fmt.Sprintf("%q", w) })
	if len(words) > maxMeant {
		all = append(all, "…")
	}
	return strings.Join(all, ", ")
}

// maxMeant is how many words that a piece was taken for are shown: a beginning stands for very many.
const maxMeant = 8

func fieldsText(weights map[string]float32) string {
	names := slices.SortedFunc(maps.Keys(weights), func(a, b string) int {
		return cmp.Or(cmp.Compare(weights[b], weights[a]), strings.Compare(a, b))
	})
	said := func(name string) string { return fmt.Sprintf("%s %g", name, weights[name]) }
	return strings.Join(each.Of(names, said), ", ")
}

// worth says what a product is worth, what each piece adds to it, and which fields have that piece. What is
// found by its code is worth nothing more.
func worth(e *index.Explanation, r index.Reason) string {
	var all []string
	for i, t := range e.Terms {
		if i >= len(r.Terms) || r.Terms[i] == 0 {
			continue
		}
		share := fmt.Sprintf("%.3f for %q", r.Terms[i], t.Typed)
		if i < len(r.Fields) && len(r.Fields[i]) > 0 {
			share += " in " + strings.Join(r.Fields[i], ", ")
		}
		all = append(all, share)
	}
	if len(all) == 0 {
		return ""
	}
	for _, i := range r.Bonuses {
		b := e.Bonuses[i]
		all = append(all, fmt.Sprintf("%.3f since %q is %s", b.Weight, b.Words, b.Why))
	}
	less := ""
	if r.Absent {
		less = ", less for being unavailable"
	}
	return fmt.Sprintf(", worth %.3f%s: %s", r.Score, less, strings.Join(all, "; "))
}
