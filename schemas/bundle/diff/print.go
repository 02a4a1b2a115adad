package diff

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
)

// shown is how many examples of each kind of change are written; the others are counted in the line above
// them. JSON holds them all.
const shown = 10

// section is one kind of change: a line that counts and some examples.
type section struct {
	head     string
	examples []string
	total    int
}

// Text writes the report for a terminal: a line for each kind of change, examples indented below it.
func Text(w io.Writer, r *Report, l problem.Language) error {
	b := bufio.NewWriter(w)
	for _, s := range sections(r, l) {
		fmt.Fprintln(b, s.head)
		for _, e := range s.examples {
			fmt.Fprintf(b, "  %s\n", e)
		}
		if more := s.total - len(s.examples); more > 0 {
			fmt.Fprintf(b, "  %s\n", l.Say("… and %d more (--json lists them all)", more))
		}
	}
	return b.Flush()
}

// Markdown writes the report for a review: a heading, and a list for each kind of change.
func Markdown(w io.Writer, r *Report, l problem.Language) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "## %s\n\n%s\n", l.Say("Catalog changes"),
		l.Count(r.Before.Products, "%d product before, %d after.",
			"%d products before, %d after.", r.After.Products))
	for _, s := range sections(r, l) {
		fmt.Fprintf(b, "\n### %s\n\n", escape(s.head))
		for _, e := range s.examples {
			fmt.Fprintf(b, "- %s\n", escape(e))
		}
		if more := s.total - len(s.examples); more > 0 {
			fmt.Fprintf(b, "- %s\n", l.Say("… and %d more", more))
		}
	}
	return b.Flush()
}

// escape keeps the catalog's text from being read as Markdown or HTML.
func escape(s string) string {
	return strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "<", "&lt;", "[", `\[`, "|",
		`\|`, "\n", " ").Replace(s)
}

// sections says what changed, most important first; one section that says so where nothing did.
func sections(r *Report, l problem.Language) []section {
	had := func(c Category) string { return l.Say("%s (%d before)", c.Label, c.Before) }
	has := func(c Category) string { return l.Say("%s (%d now)", c.Label, c.After) }
	label := func(c Change) string { return c.Before + " → " + c.After }
	change := func(c Change) string { return c.text(l) }
	form := func(c FormChange) string { return c.text(l) }
	all := []section{
		list(r.Gone, l.Count(len(r.Gone), "%d product gone", "%d products gone"), Product.String),
		list(r.Added, l.Count(len(r.Added), "%d product new", "%d products new"), Product.String),
		pricesSection(r.Prices, l),
		list(r.CategoriesEmptied,
			l.Count(len(r.CategoriesEmptied), "%d category emptied", "%d categories emptied"), had),
		list(r.CategoriesGone, l.Count(len(r.CategoriesGone), "%d category gone", "%d categories gone"), had),
		list(r.CategoriesAdded, l.Count(len(r.CategoriesAdded), "%d category new", "%d categories new"), has),
		list(r.CategoriesRenamed,
			l.Count(len(r.CategoriesRenamed), "%d category renamed", "%d categories renamed"), label),
		list(r.Fields, l.Count(len(r.Fields), "%d other value changed", "%d other values changed"), change),
		list(r.Recategorized, l.Count(len(r.Recategorized), "%d product in other categories",
			"%d products in other categories"), Product.String),
		list(r.Forms, l.Count(len(r.Forms), "%d change of forms", "%d changes of forms"), form),
	}
	if r.Reordered {
		all = append(all, section{head: l.Say("the order of the products changed")})
	}
	if r.IDsChanged {
		all = append(all,
			section{head: l.Say("the ids have another form now; products were matched by reference")})
	}
	all = slices.DeleteFunc(all, func(s section) bool { return s.head == "" })
	if len(all) == 0 {
		return []section{{head: l.Say("nothing changed")}}
	}
	return all
}

// list makes a section of things; an empty one where there are none.
func list[T any](things []T, head string, text func(T) string) section {
	if len(things) == 0 {
		return section{}
	}
	s := section{head: head, total: len(things)}
	s.examples = append(s.examples, each.Of(things[:min(shown, len(things))], text)...)
	return s
}

// pricesSection shows the prices that moved most.
func pricesSection(changes []Change, l problem.Language) section {
	sorted := slices.Clone(changes)
	slices.SortStableFunc(sorted, func(a, b Change) int { return cmp.Compare(moved(b), moved(a)) })
	s := list(sorted, l.Count(len(sorted), "%d price changed", "%d prices changed"),
		func(c Change) string { return c.text(l) })
	if s.head != "" && sorted[0].Percent != nil {
		s.head += l.Say(", largest %s", signed(*sorted[0].Percent, l))
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

// text says what the field was and is, texts shortened.
func (c Change) text(l problem.Language) string {
	s := fmt.Sprintf("%s: %s %s → %s", c.Reference, c.Field, short(c.Before, l), short(c.After, l))
	if c.Percent != nil {
		s += " (" + signed(*c.Percent, l) + ")"
	}
	return s
}

// text says what became of the field.
func (c FormChange) text(l problem.Language) string {
	form := l.Say("closing form")
	switch c.Form {
	case customerFields:
		form = l.Say("customer fields")
	case botScenarios:
		form = l.Say("bot scenarios")
	case botAnswers:
		form = l.Say("bot answers")
	}
	if c.Language != "" {
		form += " (" + c.Language + ")"
	}
	switch c.Change {
	case added:
		return l.Say("%s: field %q is new", form, c.Field)
	case gone:
		return l.Say("%s: field %q is gone", form, c.Field)
	}
	return l.Say("%s: field %q changed", form, c.Field)
}

func short(s string, l problem.Language) string {
	if s == "" {
		return l.Say("(none)")
	}
	return problem.Shorten(s, 60)
}

// signed writes a percentage with a real minus sign: −40 %.
func signed(p float64, l problem.Language) string {
	sign := "+"
	if p < 0 {
		sign = "−"
	}
	number := fmt.Sprintf("%g", math.Abs(p))
	if l != problem.English {
		number = strings.Replace(number, ".", ",", 1)
	}
	return sign + number + " %"
}
