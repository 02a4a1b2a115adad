package data

import (
	"cmp"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"

	"plugsheet/importer/config"
	"plugsheet/importer/product"
	"plugsheet/importer/propose"
	"plugsheet/schemas/problem"
)

// printProposal writes the proposal for a person: a table for each sheet, then what holds for all of them.
func printProposal(w io.Writer, proposal propose.Proposal, l problem.Language) {
	printSheets(w, proposal, l, func(s propose.Sheet) { printColumns(w, s, l) })
}

// printBriefly writes of the columns only what they are taken for.
func printBriefly(w io.Writer, proposal propose.Proposal, l problem.Language) {
	printSheets(w, proposal, l, func(s propose.Sheet) {
		columns, kept := s.Columns, 0
		s.Columns = nil
		for _, c := range columns {
			switch {
			case c.Use != "keyword" && c.Use != "ignore" || c.Maybe != "":
				s.Columns = append(s.Columns, c)
			case c.Use == "keyword":
				kept++
			}
		}
		printColumns(w, s, l)
		if kept > 0 {
			more := l.Count(kept, "%d more column is kept for the search",
				"%d more columns are kept for the search")
			fmt.Fprintln(w, more)
		}
	})
}

// printSheets writes what is proposed, with a function for the columns of a sheet.
func printSheets(w io.Writer, proposal propose.Proposal, l problem.Language, columns func(propose.Sheet)) {
	for n, s := range proposal.Sheets {
		if n > 0 {
			fmt.Fprintln(w)
		}
		looked := problem.Textf("the first %d rows", s.Rows)
		if s.All {
			looked = problem.Counted(s.Rows, "%d row", "%d rows")
		}
		fmt.Fprintln(w, l.Say("%s, from %s", s, looked))
		if s.Profile != nil {
			fmt.Fprintln(w, l.Say("profile: %s", s.Profile))
		}
		columns(s)
		for _, d := range s.Defaults {
			if d.Open {
				fmt.Fprintln(w, l.Say("open: %s: %s (%s)", d.Field, strconv.Quote(d.Template), d.Reason))
				continue
			}
			fmt.Fprintln(w, l.Say("default: %s: %q (%s)", d.Field, d.Template, d.Reason))
		}
		for _, d := range s.Discounts {
			fmt.Fprintln(w, l.Say("discount: %q: %s (%s)", d.Header, d.Mode, d.Reason))
		}
	}
	printCustomerFields(w, proposal.CustomerFields, l)
	for _, s := range proposal.Settings {
		if s.Open {
			fmt.Fprintln(w, l.Say("open: %s: %s (%s)", s.Key, s.Value, s.Reason))
		} else {
			fmt.Fprintln(w, l.Say("setting: %s: %s (%s)", s.Key, s.Value, s.Reason))
		}
	}
}

// printCustomerFields writes what is proposed to be shown of customers.
func printCustomerFields(w io.Writer, fields []config.CustomerField, l problem.Language) {
	for _, f := range fields {
		fmt.Fprintln(w, l.Say("customer field: %s: %q shows %s", f.ID, f.Label, f.Value))
	}
}

// printColumns writes one line a column, but for those that are left out: they share one.
func printColumns(w io.Writer, s propose.Sheet, l problem.Language) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, l.Say("COLUMN\tHEADER\tIS\tSURE\tBECAUSE"))
	var out []string
	for _, c := range s.Columns {
		if c.Use == "ignore" {
			out = append(out, c.Column)
			continue
		}
		use := c.Use
		if c.Maybe != "" {
			use = l.Say("%s, maybe %s", c.Use, c.Maybe)
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%.2f\t%s\n", c.Column, strings.Join(strings.Fields(c.Header), " "), use,
			c.Confidence, l.Text(c.Reason))
	}
	t.Flush() // what it cannot write the next line cannot either
	if len(out) > 0 {
		fmt.Fprintln(w, l.Say("left out, with nothing for shoppers: %s", strings.Join(out, " ")))
	}
}

// exampleWidth is how many letters of a product's text are shown.
const exampleWidth = 30

// printExamples writes the first products as they would be, one a column.
func printExamples(w io.Writer, examples []product.Example, l problem.Language) {
	if len(examples) == 0 {
		return
	}
	fmt.Fprintln(w, "\n"+l.Say("the first products would then be:"))
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, line := range exampleLines(examples) {
		fmt.Fprintln(t, strings.Join(line, "\t"))
	}
	t.Flush() // as above
}

// exampleLines are the fields that one of some products has, each with what every product says of it.
func exampleLines(examples []product.Example) [][]string {
	fields := []struct {
		name string
		of   func(product.Example) string
	}{
		{"title", func(e product.Example) string { return e.Product.Title }},
		{"reference", func(e product.Example) string { return e.Product.Reference }},
		{"priceCatalog", func(e product.Example) string { return e.Product.PriceCatalog }},
		{"pricePromotion", promotionOf},
		{"priceSpecial", func(e product.Example) string { return textOf(e.Product.PriceSpecial) }},
		{"brand", func(e product.Example) string { return textOf(e.Product.Brand) }},
		{"categories", func(e product.Example) string { return strings.Join(e.Categories, "; ") }},
		{"available", availableOf},
		{"productUrl", func(e product.Example) string { return e.Product.ProductURL }},
		{"imageUrl", func(e product.Example) string { return e.Product.ImageURL }},
		{"description", func(e product.Example) string { return e.Product.Description }},
	}
	var lines [][]string
	for _, f := range fields {
		line, said := []string{"  " + f.name}, false
		for _, e := range examples {
			text := strings.Join(strings.Fields(f.of(e)), " ")
			said = said || text != ""
			line = append(line, problem.Shorten(text, exampleWidth))
		}
		if said {
			lines = append(lines, line)
		}
	}
	return lines
}

func promotionOf(e product.Example) string {
	if e.Offer != nil {
		return fmt.Sprintf("%s (%s)", e.Offer.PricePromotion, e.Offer.Days())
	}
	return textOf(e.Product.PricePromotion)
}

func availableOf(e product.Example) string {
	if e.Product.Available == nil {
		return ""
	}
	return strconv.FormatBool(*e.Product.Available)
}

func textOf(s *string) string { return *cmp.Or(s, new(string)) }
