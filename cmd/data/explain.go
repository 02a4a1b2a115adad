package data

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"plugsheet/cmd/cli"
	"plugsheet/importer/origin"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/problem"
)

type explainOptions struct {
	bundle, key string
	json        bool
	lang        string
}

// NewExplain is the command that says from which cells a product comes.
func NewExplain(p cli.Process) *cobra.Command {
	o := explainOptions{}
	c := cli.Command(p, "explain BUNDLE REFERENCE [flags]",
		"Say from which cells a product comes", func(c *cobra.Command, args []string) error {
			o.bundle, o.key = args[0], args[1]
			return runExplain(c.Context(), p, o)
		})
	c.Flags().BoolVar(&o.json, "json", false, "write the answer and where it comes from as JSON")
	cli.AddLangFlag(c, &o.lang)
	return c
}

// explanation is one product with its origin, where that was noted.
type explanation struct {
	Answer     json.RawMessage `json:"answer"`
	Offer      *bundle.Offer   `json:"offer,omitempty"` // what takes the place of its promotion for a time
	Categories []string        `json:"categories"`      // labels of those that it stands in directly
	Origin     *origin.Origin  `json:"origin,omitempty"`
}

func runExplain(ctx context.Context, p cli.Process, o explainOptions) error {
	l, err := cli.Language(p, o.lang)
	if err != nil {
		return err
	}
	b, err := bundle.Open(ctx, o.bundle)
	if err != nil {
		return err
	}
	e, err := explain(ctx, b, o.key)
	if err != nil {
		return err
	}
	if o.json {
		err = cli.WriteJSON(p.Stdout, e)
	} else {
		err = printOrigin(p.Stdout, e, l)
	}
	if err == nil && e.Origin == nil {
		fmt.Fprintln(p.Stderr,
			l.Say("nobody noted from which cells this comes: import again with --provenance"))
	}
	return err
}

// explain finds a product of the bundle, and where it comes from.
func explain(ctx context.Context, b *bundle.Bundle, key string) (explanation, error) {
	missing := cli.WithHint(fmt.Errorf("no product has the reference or id %q", key), "%s looks for it",
		cli.ShellLine("plugsheet", "search", b.Dir(), key))
	o, ok, err := origin.Find(b.Dir(), b.Digest(), key)
	var left *origin.UnpublishedError
	switch {
	case errors.Is(err, origin.ErrNoProvenance):
		e, err := findProduct(ctx, b, func(_ int, p bundle.Product) bool {
			return p.Reference == key || p.ID.String() == key
		})
		if err == nil && e.Answer == nil {
			err = missing
		}
		return e, err
	case errors.As(err, &left):
		return explanation{},
			cli.WithHint(err, "plugsheet import takes such products too with --with-unpublished")
	case err != nil:
		return explanation{}, err
	case !ok:
		return explanation{}, missing
	}
	e, err := findProduct(ctx, b, func(n int, _ bundle.Product) bool { return n == o.Ordinal })
	e.Origin = &o
	return e, err
}

// findProduct gives the answer and the categories of the first product that is meant; no
// answer where there is none.
func findProduct(ctx context.Context, b *bundle.Bundle,
	meant func(ordinal int, p bundle.Product) bool) (explanation, error) {
	n := 0
	for _, f := range b.ProductFiles() {
		for line, err := range b.Records(ctx, f) {
			if err != nil {
				return explanation{}, err
			}
			if meant(n, line.Record.Product) {
				return explanation{
					Answer: append([]byte{}, line.Answer...), Offer: line.Record.Offer,
					Categories: labels(b, line.Record.Categories),
				}, nil
			}
			n++
		}
	}
	return explanation{}, nil
}

// labels are the categories' labels.
func labels(b *bundle.Bundle, ids []bundle.ID) []string {
	list := make([]string, 0, len(ids))
	for _, c := range b.Categories() {
		if slices.Contains(ids, c.ID) {
			list = append(list, c.Label)
		}
	}
	return list
}

// printOrigin writes a table with a line for each field.
func printOrigin(w io.Writer, e explanation, l problem.Language) error {
	answer := map[string]any{}
	d := json.NewDecoder(strings.NewReader(string(e.Answer)))
	d.UseNumber()
	if err := d.Decode(&answer); err != nil {
		return fmt.Errorf("reading the answer: %w", err)
	}
	if o := e.Offer; o != nil {
		answer["pricePromotion"] = fmt.Sprintf("%s (%s)", o.PricePromotion, o.Days())
	}
	answer["categories"] = strings.Join(e.Categories, ", ")
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	if e.Origin == nil {
		fmt.Fprintf(t, "%s\t%s\n", l.Say("FIELD"), l.Say("ANSWER"))
		for _, key := range answerKeys() {
			if v := answer[key]; v != nil && v != "" {
				fmt.Fprintf(t, "%s\t%s\n", key, oneLine(v))
			}
		}
		return t.Flush()
	}
	o := e.Origin
	at := problem.Position{File: o.File, Sheet: o.Sheet, Row: o.Row}
	fmt.Fprintln(w, l.Say("%s, header in row %d", at, o.Header))
	fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\n", l.Say("FIELD"), l.Say("CELL"), l.Say("HEADER"), l.Say("TEXT"),
		l.Say("BECAUSE"), l.Say("ANSWER"))
	for _, f := range o.Fields {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\n", f.Field, f.Cell, oneLine(f.Header), oneLine(f.Text),
			because(f, l), oneLine(answer[f.Field]))
	}
	return t.Flush()
}

// answerKeys are the fields of a product in the answer's order (contract, 1.6).
func answerKeys() []string {
	return []string{
		"id", "title", "productUrl", "description", "imageUrl", "reference", "priceCatalog", "brand",
		"shortDescription",
		"pricePromotion", "priceSpecial", "available", "categories",
	}
}

// because says why a value is this field.
func because(f origin.FieldOrigin, l problem.Language) string {
	switch f.By {
	case "config":
		return l.Say("columns in plugsheet.yaml")
	case "name":
		return l.Say("the field's own name")
	case "profile":
		return l.Say("a column of %s", f.Detail)
	case "word":
		return l.Say("a word for the field")
	case "default":
		return l.Say("the default %s", oneLine(f.Detail))
	case "lent":
		return l.Say("id and reference stand for each other")
	}
	return ""
}

// oneLine is a value in one short line.
func oneLine(v any) string {
	if v == nil {
		return ""
	}
	return problem.Shorten(strings.Join(strings.Fields(fmt.Sprint(v)), " "), 50)
}
