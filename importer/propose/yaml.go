package propose

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"plugsheet/importer/config"
	"plugsheet/importer/customer"
	"plugsheet/importer/field"
	"plugsheet/importer/header"
	"plugsheet/importer/kind"
	"plugsheet/importer/pricing"
	"plugsheet/importer/shop"
	"plugsheet/importer/value"
	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
)

// settle proposes the settings of the whole import: language, currency, headings and the base of relative
// URLs.
func (p *Proposal) settle(i *Inputs) {
	own := len(i.Sheets[kind.Settings]) > 0 // what the sheet of settings says counts
	if i.Config.Language == "" && !own {
		if language, n, of := p.language(); language != "" {
			p.Settings = append(p.Settings,
				Setting{Key: "language", Value: language,
					Reason: problem.Textf("%d of %d headers are in it", n, of)})
			p.translate(language)
		}
	}
	if i.Config.Currency == "" && !own {
		p.currency()
	}
	for _, s := range p.Sheets {
		if s.Kind == string(kind.Products) && s.sample.headings > 0 && s.group.KindOrDefault() == "" &&
			!i.Config.Sections {
			p.Settings = append(p.Settings, Setting{
				Key: "sections", Value: "true",
				Reason: problem.Textf("rows that look like headings between the products: %d",
					s.sample.headings),
			})
			break
		}
	}
	if i.Config.BaseURL == "" {
		p.base()
	}
	if i.Config.IDs == "" && !own {
		p.ids()
	}
}

// translate says in the language what is proposed where no price is told.
func (p *Proposal) translate(language string) {
	for _, s := range p.Sheets {
		for n, d := range s.Defaults {
			if d.Field == "priceCatalog" && d.Template == pricing.OnRequest("") {
				s.Defaults[n].Template = pricing.OnRequest(language)
			}
		}
	}
}

// base proposes what relative URLs begin with.
func (p *Proposal) base() {
	for n := range p.Sheets {
		if s, ok := p.Sheets[n].relativeBase(); ok {
			p.Settings = append(p.Settings, s)
			return
		}
	}
}

// relativeBase proposes what the relative URLs of a sheet begin with: what the other URLs of the column do,
// or else those of the pages. It reports false for a sheet without relative URLs.
func (s *Sheet) relativeBase() (Setting, bool) {
	for _, f := range []int{field.ImageURL, field.ProductURL} {
		c := s.Number(f)
		if s.Kind != string(kind.Products) || c == 0 || s.sample.traits[c-1].relative == 0 {
			continue
		}
		t := s.sample.traits[c-1]
		base := t.base
		for _, other := range []int{field.ProductURL, field.ImageURL} {
			if n := s.Number(other); base == "" && n > 0 {
				base = s.sample.traits[n-1].base
			}
		}
		reason := problem.Textf("%d of %d values of %q are relative", t.relative,
			t.filled, s.sample.titles[c-1])
		if base == "" {
			reason = problem.Textf("%s; the shop's own address must stand there", reason)
		}
		return Setting{Key: "baseUrl", Value: cmp.Or(base, value.ExampleBase), Reason: reason}, true
	}
	return Setting{}, false
}

// Base is what the sheet's relative URLs begin with; false where it has none.
func (s *Sheet) Base() (address string, ok bool) {
	set, ok := s.relativeBase()
	return set.Value, ok
}

// language is the one of the headers when that is not English, and of how many of them.
func (p *Proposal) language() (best string, n, of int) {
	v := header.Votes{}
	for _, s := range p.Sheets {
		for _, title := range s.sample.titles {
			if v.Add(s.reader.Languages(title)) {
				of++
			}
		}
	}
	if best, n = v.Best(); best == "" {
		return "", 0, 0
	}
	return best, n, of
}

// currency proposes one for prices that are bare numbers: the one that the header of the column names, or a
// line to fill in.
func (p *Proposal) currency() {
	for n := range p.Sheets {
		s := &p.Sheets[n]
		c := s.Number(field.PriceCatalog)
		if len(s.sizes) > 0 {
			c = s.sizes[0]
		}
		if s.Kind != string(kind.Products) || c == 0 || s.Number(field.Currency) > 0 {
			continue
		}
		t := s.sample.traits[c-1]
		if t.bare == 0 {
			continue
		}
		if code, why := s.NamedCurrency(); code != "" {
			p.Settings = append(p.Settings, Setting{Key: "currency", Value: code, Reason: why})
			return
		}
		if t.share(t.bare) < 0.5 {
			continue
		}
		open := Setting{
			Key: "currency", Value: "EUR", Open: true,
			Reason: problem.Textf("the prices are bare numbers such as %s: which currency?", t.example),
		}
		if code, where := s.LikelyCurrency(); code != "" {
			open.Value = code
			open.Reason = problem.Textf("the prices are bare numbers such as %s: perhaps %s, as %q says?",
				t.example, code, where)
		}
		p.Settings = append(p.Settings, open)
		return
	}
}

// YAML is the proposal as a plugsheet.yaml, with the reasons as comments. The same proposal gives the same
// bytes.
func (p Proposal) YAML() ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("# Proposed by plugsheet map from the headers and the first rows. Review it, then keep " +
		"it in git beside the table:\n# plugsheet import uses it from there, or with --config.\n")
	if u := p.profile(); u != nil {
		fmt.Fprintf(&b, "profile: %s # %s\n", u.Profile, u)
	}
	for _, s := range p.Settings {
		open := ""
		if s.Open {
			open = "# "
		}
		fmt.Fprintf(&b, "%s%s: %s # %s\n", open, s.Key, config.YamlText(s.Value), comment(s.Reason.String()))
	}
	b.WriteString(p.groupLine())
	p.writeSheets(&b)
	p.section(&b, "columns", Sheet.mapped)
	p.section(&b, "ignore", Sheet.ignored)
	p.section(&b, "defaults", Sheet.templates)
	if lines := p.discounted(); len(lines) > 0 {
		b.WriteString("discounts:\n" + strings.Join(lines, ""))
	}
	p.section(&b, "headers", Sheet.remembered)
	if len(p.CustomerFields) > 0 {
		b.WriteString("# What agents see of a customer: leave out what they need not see.\n" +
			customer.CustomerFieldsYAML(p.CustomerFields) + "\n")
	}
	if _, err := config.Read(bytes.NewReader(b.Bytes()), "the proposal"); err != nil {
		return nil, fmt.Errorf("checking the proposal: %w", err)
	}
	return b.Bytes(), nil
}

// profile is the one of the products, or else of the first sheet that has one; nil for none and where the
// sheets are of several shop systems, which are then found by their headers each.
func (p Proposal) profile() *shop.Use {
	var first *shop.Use
	for _, s := range p.Sheets {
		if s.Profile == nil {
			continue
		}
		family, _, _ := strings.Cut(s.Profile.Profile, "-")
		switch {
		case first == nil:
			first = s.Profile
		case !strings.HasPrefix(first.Profile, family):
			return nil
		case s.Kind == string(kind.Products):
			first = s.Profile
		}
	}
	return first
}

// writeSheets names the sheets whose own name does not say what they hold.
func (p Proposal) writeSheets(b *bytes.Buffer) {
	named := each.That(p.Sheets, func(s Sheet) bool {
		return !s.Named && s.Profile == nil && (s.Sheet != "" || s.Kind == string(kind.Customers))
	})
	if len(named) > 0 {
		b.WriteString("sheets:\n")
	}
	for _, s := range named {
		fmt.Fprintf(b, "  %s: %s\n", config.Quoted(s.title), s.Kind)
	}
}

// entry is a line of the mapping file below a kind of sheet; of two with the same key the first counts.
type entry struct{ key, line string }

// section writes a key with what each kind of sheet has for it.
func (p Proposal) section(b *bytes.Buffer, key string, entries func(Sheet) []entry) {
	first := true
	for _, k := range kind.All() {
		seen := map[string]bool{}
		var lines []string
		for _, s := range p.Sheets {
			if s.Kind != string(k) {
				continue
			}
			for _, e := range entries(s) {
				if !seen[e.key] {
					seen[e.key] = true
					lines = append(lines, e.line)
				}
			}
		}
		if len(lines) == 0 {
			continue
		}
		if first {
			fmt.Fprintf(b, "%s:\n", key)
			first = false
		}
		if key == "headers" {
			fmt.Fprintf(b, "  %s: [%s]\n", k, wrapped(lines))
			continue
		}
		fmt.Fprintf(b, "  %s:\n    %s\n", k, strings.Join(lines, "\n    "))
	}
}

// wrapped joins the items of a list in lines of about 120 letters.
func wrapped(items []string) string {
	var b strings.Builder
	width := 12
	for n, item := range items {
		if n > 0 {
			b.WriteByte(',')
			if width += utf8.RuneCountInString(item) + 2; width > 118 {
				b.WriteString("\n    ")
				width = 4 + utf8.RuneCountInString(item)
			} else {
				b.WriteByte(' ')
			}
		}
		b.WriteString(item)
	}
	return b.String()
}

// mapped are the lines of the columns: fields, what would be taken for one and is none, and what is not sure
// enough as comments.
func (p Sheet) mapped() []entry {
	if p.reader.Kind != kind.Products && p.reader.Kind != kind.Categories {
		return nil
	}
	var list []entry
	sure := false
	for _, c := range p.Columns {
		header, reason := config.Quoted(c.Header), comment(c.Reason.String())
		switch {
		case c.write && c.Use != config.Ignored:
			sure = true
			list = append(list, entry{value.Fold(c.Header),
				fmt.Sprintf("%s: %s # %.2f: %s", header, c.Use, c.Confidence, reason)})
		case c.Maybe != "":
			list = append(list, entry{"# " + c.Header,
				fmt.Sprintf("# %s: %s # %.2f: %s", header, c.Maybe, c.Confidence, reason)})
		}
	}
	if !sure {
		return nil // a section of comments alone is none
	}
	return list
}

func (p Sheet) ignored() []entry {
	ignored := each.That(p.Columns,
		func(c Column) bool { return c.write && c.Use == config.Ignored && !p.headless })
	return each.Of(ignored, func(c Column) entry {
		return entry{c.Header, fmt.Sprintf("- %s # %s", config.Quoted(c.Header), comment(c.Reason.String()))}
	})
}

func (p Sheet) templates() []entry {
	return each.Of(p.Defaults, func(d Default) entry {
		line := fmt.Sprintf("%s: %s # %s", d.Field, config.Quoted(d.Template), comment(d.Reason.String()))
		if d.Open {
			line = "# " + line
		}
		return entry{d.Field, line}
	})
}

// remembered are all headers, so that a later import can tell a renamed column from one that it has seen.
func (p Sheet) remembered() []entry {
	if p.known || p.headless || p.reader.Kind != kind.Products && p.reader.Kind != kind.Categories {
		return nil
	}
	return each.Of(p.Columns, func(c Column) entry { return entry{c.Header, config.Quoted(c.Header)} })
}

// comment makes a reason fit for the rest of a line.
func comment(s string) string { return strings.Join(strings.Fields(s), " ") }

// String is how a sheet is called: its file, with the sheet where the file holds several.
func (p Sheet) String() string {
	return strings.Join(slices.DeleteFunc([]string{p.File, p.Sheet}, func(s string) bool { return s == "" }),
		"!") + ": " + cmp.Or(p.Kind, "?")
}
