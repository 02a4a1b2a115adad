package diff

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
)

// Shown is how many examples of each kind of change are written; the others are counted in the line above them. JSON
// holds them all.
const Shown = 10

// section is one kind of change: a line that counts and some examples.
type section struct {
	head     string
	examples []string
	total    int
}

// Text writes the report for a terminal: a line for each kind of change, examples indented below it.
func Text(w io.Writer, r *Report) error {
	b := bufio.NewWriter(w)
	for _, s := range sections(r) {
		fmt.Fprintln(b, s.head)
		for _, e := range s.examples {
			fmt.Fprintf(b, "  %s\n", e)
		}
		if more := s.total - len(s.examples); more > 0 {
			fmt.Fprintf(b, "  … and %d more (--json lists them all)\n", more)
		}
	}
	return b.Flush()
}

// Markdown writes the report for a review: a heading, and a list for each kind of change.
func Markdown(w io.Writer, r *Report) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "## Catalog changes\n\n%s before, %d after.\n", count(r.Before.Products, "product"), r.After.Products)
	for _, s := range sections(r) {
		fmt.Fprintf(b, "\n### %s\n\n", escape(s.head))
		for _, e := range s.examples {
			fmt.Fprintf(b, "- %s\n", escape(e))
		}
		if more := s.total - len(s.examples); more > 0 {
			fmt.Fprintf(b, "- … and %d more\n", more)
		}
	}
	return b.Flush()
}

// escape keeps the catalog's text from being read as Markdown or HTML.
func escape(s string) string {
	return strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "<", "&lt;", "[", `\[`, "|", `\|`, "\n", " ").Replace(s)
}

// sections says what changed, most important first; one section that says so where nothing did.
func sections(r *Report) []section {
	all := []section{
		list(r.Gone, "%s gone", "product", Product.String),
		list(r.Added, "%s new", "product", Product.String),
		pricesSection(r.Prices),
		list(r.CategoriesEmptied, "%s emptied", "category", func(c Category) string {
			return fmt.Sprintf("%s (%d before)", c.Label, c.Before)
		}),
		list(r.CategoriesGone, "%s gone", "category", func(c Category) string {
			return fmt.Sprintf("%s (%d before)", c.Label, c.Before)
		}),
		list(r.CategoriesAdded, "%s new", "category", func(c Category) string {
			return fmt.Sprintf("%s (%d now)", c.Label, c.After)
		}),
		list(r.CategoriesRenamed, "%s renamed", "category", func(c Change) string { return c.Before + " → " + c.After }),
		list(r.Fields, "%s changed", "other value", func(c Change) string { return c.String() }),
		list(r.Recategorized, "%s in other categories", "product", Product.String),
		list(r.Forms, "%s", "change of forms", func(s string) string { return s }),
	}
	if r.Reordered {
		all = append(all, section{head: "the order of the products changed"})
	}
	if r.IDsChanged {
		all = append(all, section{head: "the ids have another form now; products were matched by reference"})
	}
	all = slices.DeleteFunc(all, func(s section) bool { return s.head == "" })
	if len(all) == 0 {
		return []section{{head: "nothing changed"}}
	}
	return all
}

// list makes a section of things; an empty one where there are none.
func list[T any](things []T, format, noun string, text func(T) string) section {
	if len(things) == 0 {
		return section{}
	}
	s := section{head: fmt.Sprintf(format, count(len(things), noun)), total: len(things)}
	for _, t := range things[:min(Shown, len(things))] {
		s.examples = append(s.examples, text(t))
	}
	return s
}

// pricesSection shows the prices that moved most.
func pricesSection(changes []Change) section {
	sorted := slices.Clone(changes)
	slices.SortStableFunc(sorted, func(a, b Change) int {
		switch d := moved(b) - moved(a); {
		case d > 0:
			return 1
		case d < 0:
			return -1
		}
		return 0
	})
	s := list(sorted, "%s changed", "price", Change.String)
	if s.head != "" && sorted[0].Percent != nil {
		s.head += ", largest " + signed(*sorted[0].Percent)
	}
	return s
}

func moved(c Change) float64 {
	if c.Percent == nil {
		return -1
	}
	return math.Abs(*c.Percent)
}

// String names a product by reference and title.
func (p Product) String() string { return p.Reference + " " + p.Title }

// String says what the field was and is, texts shortened.
func (c Change) String() string {
	s := fmt.Sprintf("%s: %s %s → %s", c.Reference, c.Field, short(c.Before), short(c.After))
	if c.Percent != nil {
		s += " (" + signed(*c.Percent) + ")"
	}
	return s
}

func short(s string) string {
	if s == "" {
		return "(none)"
	}
	if r := []rune(s); len(r) > 60 {
		return string(r[:59]) + "…"
	}
	return s
}

// signed writes a percentage with a real minus sign: −40 %.
func signed(p float64) string {
	sign := "+"
	if p < 0 {
		sign = "−"
	}
	return fmt.Sprintf("%s%g %%", sign, math.Abs(p))
}

// count writes a number with its noun in the right form.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	switch {
	case strings.HasSuffix(noun, "y"):
		noun = strings.TrimSuffix(noun, "y") + "ies"
	case strings.HasPrefix(noun, "change "):
		noun = strings.Replace(noun, "change", "changes", 1)
	default:
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}
