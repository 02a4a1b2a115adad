package search

import (
	"bytes"
	"cmp"
	"fmt"
	"strings"

	"plugsheet/cmd/cli"
	"plugsheet/index/gaps"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/each"
)

// print writes the list.
func (f *gapsFound) print(p cli.Process, o gapsOptions) error {
	all := len(f.Groups)
	f.Groups = f.Groups[:min(all, o.limit)]
	if o.json {
		return cli.WriteJSON(p.Stdout, f)
	}
	var out bytes.Buffer
	proposed := ""
	for i := range f.Groups {
		out.WriteString(groupText(&f.Groups[i], false))
		if some := f.Groups[i].Proposals; proposed == "" && len(some) > 0 {
			proposed = some[0].Typed + "=" + some[0].Meant
		}
	}
	for i := range f.Sent {
		out.WriteString(f.Sent[i].text())
	}
	if _, err := p.Stdout.Write(out.Bytes()); err != nil {
		return fmt.Errorf("writing the searches: %w", err)
	}
	switch {
	case f.Queries == 0 && f.Answered > 0:
		fmt.Fprintf(p.Stderr, "nothing is missing: %s by now\n", finds(f.Answered))
	case f.Queries == 0:
		fmt.Fprintln(p.Stderr, "no search that found nothing for a word was counted")
	default:
		fmt.Fprintf(p.Stderr, "%s with a word that finds nothing, in %s, asked %s",
			counted(f.Queries, "query", "queries"), cli.Plural(all, "group"), times(f.Asked))
		if f.Answered > 0 {
			fmt.Fprintf(p.Stderr, "; %s by now", finds(f.Answered))
		}
		if all > o.limit {
			fmt.Fprintf(p.Stderr, "; --limit %d shows all", all)
		}
		fmt.Fprintf(p.Stderr, "\nnext: plugsheet gaps %s --review", o.bundle)
		if proposed != "" {
			fmt.Fprintf(p.Stderr, ", or --accept %q", proposed)
		}
		fmt.Fprintln(p.Stderr)
	}
	return nil
}

func counted(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, more)
}

func finds(n int) string {
	return counted(n, "counted query finds all its words", "counted queries find all their words")
}

func times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return fmt.Sprintf("%d times", n)
}

// groupText shows a group with what is proposed, with numbers where a person is to choose.
func groupText(g *gaps.Group, numbers bool) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%q  %s, last on %s", g.Query, times(g.Count), g.Last)
	for i, s := range g.Spellings[1:] {
		fmt.Fprintf(&b, "%s%q", map[bool]string{true: "; also ", false: ", "}[i == 0], s)
	}
	b.WriteByte('\n')
	b.WriteString(missing(g))
	for i, p := range g.Proposals {
		number := ""
		if numbers {
			number = fmt.Sprintf("%d  ", i+1)
		}
		fmt.Fprintf(&b, "  %s%s=%s  (%s) %s: %s\n", number, p.Typed, p.Meant, why(p.Why),
			cli.Plural(p.Products, "product"), titles(p.Products, p.First))
	}
	if len(g.Proposals) == 0 {
		b.WriteString("  no word of the catalog is like it\n")
	}
	return b.String()
}

// missing says which words of a query found nothing, where its other words found something.
func missing(g *gaps.Group) string {
	if g.Products == 0 || len(g.Unknown) == 0 {
		return ""
	}
	words := each.Of(g.Unknown, func(u gaps.Unknown) string { return fmt.Sprintf("%q", u.Word) })
	return fmt.Sprintf("  nothing for %s; its other words find %s\n", strings.Join(words, " and "),
		cli.Plural(g.Products, "product"))
}

func why(reason string) string {
	return cmp.Or(map[string]string{
		"spelling": "spelled alike", "beginning": "begins alike", "part": "a part of it",
		"beside": "stands with the other words",
	}[reason], reason)
}

// titles are those of the first products, and a sign that there are more.
func titles(products int, first []gaps.Product) string {
	all := each.Of(first, func(p gaps.Product) string { return p.Title })
	if products > len(first) {
		all = append(all, "…")
	}
	return strings.Join(all, "; ")
}

// print says what was done.
func (c *gapsChanged) print(p cli.Process, o gapsOptions) error {
	if o.json {
		return cli.WriteJSON(p.Stdout, c)
	}
	var out bytes.Buffer
	for _, r := range c.Rules {
		fmt.Fprintln(&out, ruleText(r))
	}
	for _, a := range c.Answered {
		fmt.Fprintf(&out, "  %q finds %s: %s\n", a.Query, cli.Plural(a.Products, "product"),
			titles(a.Products, a.First))
	}
	if len(c.Rules) > 0 {
		fmt.Fprintf(&out, "%s: %s added\n%s: %s added\n", bundle.SynonymsFile, cli.Plural(c.Added, "rule"),
			c.Cases, cli.Plural(c.CasesNew, "case"))
	}
	for _, q := range c.Forgotten {
		fmt.Fprintf(&out, "%q is forgotten\n", q)
	}
	if _, err := p.Stdout.Write(out.Bytes()); err != nil {
		return fmt.Errorf("writing what was done: %w", err)
	}
	for _, q := range c.Open {
		cli.PrintLines(p.Stderr, "warning", fmt.Sprintf("%q still finds nothing", q))
	}
	return nil
}

// ruleText is a rule as people say it.
func ruleText(r bundle.Synonym) string {
	if len(r.Words) > 0 {
		return strings.Join(r.Words, " = ")
	}
	return strings.Join(r.From, ", ") + " → " + strings.Join(r.To, ", ")
}
