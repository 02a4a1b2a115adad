package config

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/importer/profiles"
	"plugsheet/importer/value"
	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
)

// Mistake is a setting that makes no sense, with the path of keys to it.
type Mistake struct {
	path         []string
	Reason, Hint problem.Text
}

// Check gives the first mistake, in the order of the keys below, or nil.
func (c Config) Check() *Mistake {
	return cmp.Or(c.checkSettings(), c.checkSheets(), checkKinds("columns", c.Columns),
		checkColumns(c.Columns), checkKinds("defaults", c.Defaults), checkFields("defaults", c.Defaults),
		checkKinds("ignore", c.Ignore), checkKinds("skip", c.Skip), c.checkLeaveOut(),
		checkKinds("keep", c.Keep),
		checkKinds("headers", c.Headers), checkProfile(c.Profile), c.checkBaseURL(), c.checkDecimals(),
		checkDiscounts(c.Discounts), checkLists(c.Lists), checkCustomerFields(c.CustomerFields),
		checkVariants(c.Variants), c.Group.check())
}

// checkSettings checks what the sheet Settings can say too.
func (c Config) checkSettings() *Mistake {
	for n, key := range SettingNames() {
		value := *c.Settings()[n]
		if _, reason, hint := ParseSetting(key, value); !reason.IsZero() && value != "" {
			return &Mistake{[]string{key}, reason, hint}
		}
	}
	return nil
}

// checkSheets checks the kinds of sheets that are named.
func (c Config) checkSheets() *Mistake {
	for _, name := range slices.Sorted(maps.Keys(c.Sheets)) {
		if k := c.Sheets[name]; k != Ignored && !kind.Known(k) {
			return &Mistake{[]string{"sheets", name}, problem.Textf("unknown kind of sheet %q", k), kindHint(k)}
		}
	}
	persons := []string{string(kind.Customers), Ignored, string(kind.Products)}
	for _, name := range slices.Sorted(maps.Keys(c.Persons)) {
		if k := c.Persons[name]; !slices.Contains(persons, k) {
			return &Mistake{[]string{"persons", name}, problem.Textf("persons cannot be %q", k),
				Meaning("", persons)}
		}
	}
	return nil
}

// checkProfile checks the name of a profile; none at all is fine.
func checkProfile(name string) *Mistake {
	if name == "" {
		return nil
	}
	all, err := profiles.All()
	if err != nil {
		return &Mistake{[]string{"profile"}, problem.Textf("%s", err), problem.Text{}}
	}
	names := each.Of(all, func(p profiles.Profile) string { return p.Name })
	if slices.Contains(names, name) {
		return nil
	}
	return &Mistake{[]string{"profile"}, problem.Textf("unknown profile %q", name), Meaning(name, names)}
}

// checkKinds checks the second level of a section.
func checkKinds[T any](section string, m map[string]T) *Mistake {
	for _, k := range slices.Sorted(maps.Keys(m)) {
		if !kind.Known(k) {
			return &Mistake{[]string{section, k}, problem.Textf("unknown kind of sheet %q", k), kindHint(k)}
		}
	}
	return nil
}

func checkColumns(columns map[string]map[string]string) *Mistake {
	for _, k := range slices.Sorted(maps.Keys(columns)) {
		fs := field.Of(kind.Kind(k))
		for _, header := range slices.Sorted(maps.Keys(columns[k])) {
			to := columns[k][header]
			if to == Keyword || to == Ignored || to == State && kind.Kind(k).SellsThings() {
				continue
			}
			name, tag, hasTag := strings.Cut(to, ":")
			path := []string{"columns", k, header}
			i := field.Index(fs, name)
			if i < 0 {
				known := append(field.Names(fs), Keyword, Ignored)
				return &Mistake{path, problem.Textf("unknown field %q", to), Meaning(name, known)}
			}
			if _, err := language.Parse(tag); hasTag && (err != nil || !fs[i].Localized) {
				return &Mistake{path, problem.Textf("%q is no language of field %s", tag, name), problem.Text{}}
			}
		}
	}
	return nil
}

// checkFields checks the third level of a section, which are fields.
func checkFields(section string, m map[string]map[string]string) *Mistake {
	for _, k := range slices.Sorted(maps.Keys(m)) {
		fs := field.Of(kind.Kind(k))
		for _, name := range slices.Sorted(maps.Keys(m[k])) {
			if section == "leaveOut" && name == WholeRow {
				continue
			}
			if i := field.Index(fs, name); i < 0 || fs[i].Kept {
				return &Mistake{[]string{section, k, name}, problem.Textf("unknown field %q", name),
					Meaning(name, field.Names(fs))}
			}
		}
	}
	return nil
}

// checkLeaveOut checks which rows are left out, and why.
func (c Config) checkLeaveOut() *Mistake {
	reasons := []string{Missing, Unreadable, Either}
	for _, k := range slices.Sorted(maps.Keys(c.LeaveOut)) {
		if k != string(kind.Products) {
			return &Mistake{[]string{"leaveOut", k}, problem.Textf("only rows of products can be left out"),
				pasted("leaveOut: { products: { priceCatalog: unreadable } }")}
		}
		for _, name := range slices.Sorted(maps.Keys(c.LeaveOut[k])) {
			if why := c.LeaveOut[k][name]; !slices.Contains(reasons, why) {
				return &Mistake{[]string{"leaveOut", k, name},
					problem.Textf("rows cannot be left out since a field is %q", why), Meaning(why, reasons)}
			}
		}
	}
	return checkFields("leaveOut", c.LeaveOut)
}

func kindHint(typed string) problem.Text {
	known := each.Of(kind.All(), func(k kind.Kind) string { return string(k) })
	return Meaning(typed, append(known, Ignored))
}

// checkBaseURL checks what relative URLs begin with.
func (c Config) checkBaseURL() *Mistake {
	if _, why := value.WebURL(c.BaseURL); why != "" && c.BaseURL != "" {
		return &Mistake{[]string{"baseUrl"}, problem.Textf("baseUrl %q %s", c.BaseURL, problem.Phrase(why)),
			pasted("baseUrl: https://shop.example")}
	}
	return nil
}

// checkDecimals checks the decimal marks: of all columns, then by header.
func (c Config) checkDecimals() *Mistake {
	check := func(mark string, path ...string) *Mistake {
		if slices.Contains([]string{"", ".", ","}, mark) {
			return nil
		}
		return &Mistake{path, problem.Textf("%q is no decimal mark", mark),
			problem.Textf(`decimal: "," or decimal: "."`)}
	}
	wrong := check(c.Decimal, "decimal")
	for _, header := range slices.Sorted(maps.Keys(c.Decimals)) {
		wrong = cmp.Or(wrong, check(c.Decimals[header], "decimals", header))
	}
	return wrong
}

// checkDiscounts checks what columns of discounts take off.
func checkDiscounts(discounts map[string]string) *Mistake {
	for _, header := range slices.Sorted(maps.Keys(discounts)) {
		if m := discounts[header]; !slices.Contains(discountModes, m) {
			return &Mistake{[]string{"discounts", header}, problem.Textf("a discount cannot be %q", m),
				Meaning(m, discountModes)}
		}
	}
	return nil
}

// checkLists checks what separates the values of cells that hold several.
func checkLists(lists map[string]string) *Mistake {
	for _, name := range slices.Sorted(maps.Keys(lists)) {
		if name != "categories" {
			return &Mistake{[]string{"lists", name},
				problem.Textf("%q is no field that holds several values", name),
				pasted(`lists: { categories: "," }`)}
		}
		m := lists[name]
		if m == noMarks || m == MaybeCommas {
			continue
		}
		if m == "" || len(m) > 4 || strings.Trim(m, ",;|@\n") != "" {
			return &Mistake{[]string{"lists", name},
				problem.Textf("%q cannot separate the values of a cell", m),
				problem.Textf("known are %s", `",", ";", "|", "@", "\n", none`)}
		}
	}
	return nil
}

// What separates several categories in a cell.
const (
	AnyMarks = "\n;|," // where nothing says more
	OwnMarks = "\n;|"  // where commas are part of names
	noMarks  = "none"  // in plugsheet.yaml: a cell holds one
	OneMarks = "\x00"  // the same as a set of marks: no cell holds it

	// MaybeCommas is what a shop system's profile says of a column in which nothing but commas separates, and
	// of which the values must show whether they do.
	MaybeCommas = "maybe commas"
)

// MarksOf are the marks that the configuration or a profile names; empty for none.
func MarksOf(lists map[string]string, name string) string {
	switch lists[name] {
	case noMarks:
		return OneMarks
	case MaybeCommas:
		return ""
	}
	return lists[name]
}

// CustomerField is a customer field that plugsheet.yaml gives, where there is no sheet of them: as a row of
// that sheet.
type CustomerField struct {
	ID        string `yaml:"id" json:"id"`
	Label     string `yaml:"label" json:"label"`
	Value     string `yaml:"value" json:"value"`               // with placeholders, such as {loyalty}
	FieldType string `yaml:"fieldType" json:"fieldType"`       // TEXT, URL or ACTION; empty is TEXT
	Message   string `yaml:"message" json:"message,omitempty"` // ACTION only
}

// checkCustomerFields checks the customer fields of a configuration.
func checkCustomerFields(list []CustomerField) *Mistake {
	seen := map[string]bool{}
	path := []string{"customerFields"}
	for _, f := range list {
		switch {
		case f.ID == "" || f.Label == "" || f.Value == "":
			return &Mistake{path, problem.Textf("a customer field lacks id, label or value"),
				pasted(`customerFields: [ { id: loyalty, label: "Loyalty", value: "{loyalty}" } ]`)}
		case seen[f.ID]:
			return &Mistake{path, problem.Textf("a second customer field with the id %q", f.ID),
				problem.Textf("give each field an id of its own")}
		case f.FieldType != "" && !slices.Contains(CustomerTypes(), f.FieldType):
			return &Mistake{path, problem.Textf("unknown field type %q", f.FieldType),
				Meaning(f.FieldType, CustomerTypes())}
		}
		seen[f.ID] = true
	}
	return nil
}

// CustomerTypes are the types of a customer field.
func CustomerTypes() []string { return []string{"ACTION", "TEXT", "URL"} }
