package customer

import (
	"bytes"
	"cmp"
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/importer/person"
	"plugsheet/importer/value"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
	"plugsheet/schemas/words"
)

// configuredCustomerFields are those of the configuration, as rows of a sheet.
func (i *reader) configuredCustomerFields() []customerField {
	var list []customerField
	for _, c := range i.Config.CustomerFields {
		f := customerField{
			CustomerField: bundle.CustomerField{ID: c.ID, FieldType: cmp.Or(c.FieldType, "TEXT")},
			labels:        map[string]string{"": c.Label}, values: map[string]string{"": c.Value},
			messages: map[string]string{"": c.Message},
			cells:    make([]problem.Position, len(field.Of(kind.CustomerFields))),
		}
		i.checkCustomerValue(f, c.Value, problem.Position{})
		if f.FieldType == "URL" {
			f.values[""] = value.EscapeTemplate(c.Value)
		}
		list = append(list, f)
	}
	return list
}

//go:embed themes.txt
var themeText string

// themes are what an agent wants to see of a customer, by words of the headers.
var themes = words.InFile(themeText)

// customerTheme is the field that a column of customers is proposed to be shown as; empty for none. A secret,
// an address or a birthday is for nobody's screen.
func customerTheme(title string, c person.Column) string {
	if c.Filled == 0 || strings.ContainsAny(title, "{}") {
		return ""
	}
	switch c.Sort {
	case person.Given:
		return "firstName"
	case person.Family:
		return "lastName"
	case person.Full:
		return "name"
	case person.Phone:
		return "phone"
	case person.None, person.Name, person.Place, person.Trait, person.Order, person.Ordered:
	default:
		return ""
	}
	if c.Role == person.Contact {
		return ""
	}
	said := each.Of(value.WordsOf(strings.ReplaceAll(title, "_", " ")), value.Fold)
	for _, theme := range themes() {
		if c.Role == person.Supplier && theme.Name != "company" {
			continue
		}
		if slices.ContainsFunc(theme.Words, func(w string) bool { return slices.Contains(said, value.Fold(w)) }) {
			return theme.Name
		}
	}
	if c.Sort == person.Name {
		return "name"
	}
	return ""
}

// ProposeFields are fields that show what the columns hold, each thing once. A name beside a first or a last
// name alone is the other one.
func ProposeFields(titles []string, columns []person.Column) []config.CustomerField {
	var list []config.CustomerField
	seen := map[string]bool{}
	has := func(s person.Sort) bool {
		return slices.ContainsFunc(columns, func(c person.Column) bool { return c.Sort == s && c.Filled > 0 })
	}
	given, family := has(person.Given), has(person.Family)
	for n, title := range titles {
		id := customerTheme(title, columns[n])
		switch {
		case id != "name" || columns[n].Sort == person.Full || given == family:
		case given:
			id = "lastName"
		default:
			id = "firstName"
		}
		if id == "" || seen[id] || title == "" {
			continue
		}
		seen[id] = true
		list = append(list, config.CustomerField{ID: id, Label: strings.Join(strings.Fields(title), " "),
			Value: "{" + title + "}", FieldType: "TEXT"})
	}
	return slices.DeleteFunc(list, func(f config.CustomerField) bool {
		return f.ID == "name" &&
			seen["firstName"]
	})
}

// CustomerFieldsYAML is the block for plugsheet.yaml.
func CustomerFieldsYAML(list []config.CustomerField) string {
	var b bytes.Buffer
	b.WriteString("customerFields:")
	for _, f := range list {
		fmt.Fprintf(&b, "\n  - { id: %s, label: %s, value: %s, fieldType: %s }", f.ID, config.Quoted(f.Label),
			config.Quoted(f.Value), f.FieldType)
	}
	return b.String()
}

// demandCustomerFields tells that nothing of the customers is shown, where there is no customer field, and
// proposes some.
func (i *reader) demandCustomerFields(shown int) {
	if shown > 0 || len(i.ByKind[kind.Customers]) == 0 || len(i.Sheets[kind.CustomerFields]) > 0 {
		return
	}
	s := i.ByKind[kind.Customers][0]
	list := ProposeFields(s.Titles, s.People)
	p := problem.Warnf(s.Sheet.At(0, 0), "no-customer-fields",
		"there are customers, and no customer field says what of them is shown")
	if len(list) > 0 {
		p = p.Hintf("in plugsheet.yaml, and leave out what agents need not see:\n%s",
			problem.Paste(CustomerFieldsYAML(list)))
	}
	i.Tell(p)
}
