// Package customer makes customers, and what agents see of them, of the rows of their sheets.
package customer

import (
	"context"
	"slices"
	"strings"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/header"
	"plugsheet/importer/kind"
	"plugsheet/importer/sheet"
	"plugsheet/importer/value"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
)

// customerField is a row of the customer fields with its place.
type customerField struct {
	bundle.CustomerField
	labels, values, messages map[string]string // by language
	cells                    []problem.Position
}

// reader reads the sheets of customers and of what is shown of them.
type reader struct{ *sheet.Job }

// ReadFields reads the templates of the customer information into the bundle.
func ReadFields(ctx context.Context, j *sheet.Job) error {
	i := &reader{j}
	var fields []customerField
	locales := map[string]bool{"": true}
	first := map[string]problem.Position{}
	for _, s := range i.ByKind[kind.CustomerFields] {
		for _, c := range s.Head.Local {
			locales[c.Tag] = true
		}
	}
	err := i.EachOf(ctx, kind.CustomerFields, func(r *sheet.Row) error {
		f := i.customerField(r)
		if at, dup := first[f.ID]; dup && f.ID != "" {
			i.Tell(problem.Errorf(r.At(field.ShownID), "duplicate-id",
				"a second field with this id; the first is %s", i.CellName(at, r.At(field.ShownID))).
				WithValue(f.ID).Hintf("give each field an id of its own"))
			i.Skip(r)
			return nil
		}
		first[f.ID] = r.At(field.ShownID)
		fields = append(fields, f)
		return nil
	})
	if err != nil {
		return err
	}
	if i.SkipBadRows {
		fields = slices.DeleteFunc(fields, func(f customerField) bool {
			bad := i.ToldAt(f.cells[field.ShownID])
			if bad {
				i.SkipAt(kind.CustomerFields, sheet.SkippedRow{At: f.cells[field.ShownID], Key: f.ID})
			}
			return bad
		})
	}
	if len(i.ByKind[kind.CustomerFields]) == 0 {
		fields = i.configuredCustomerFields()
	}
	i.demandCustomerFields(len(fields))
	all := bundle.Localized[bundle.CustomerField]{}
	for locale := range locales {
		all[locale] = each.Of(fields, func(f customerField) bundle.CustomerField {
			b := f.CustomerField
			b.Label, b.Value = sheet.In(f.labels, locale), sheet.In(f.values, locale)
			b.Message = sheet.In(f.messages, locale)
			return b
		})
	}
	i.Counts.CustomerFields = len(fields)
	return i.Faults(i.Writer.CustomerFields(all), func(index int, name string) problem.Position {
		return i.PlaceOf(kind.CustomerFields, name, fields[index].cells)
	})
}

// customerField reads one row.
func (i *reader) customerField(r *sheet.Row) customerField {
	for _, n := range []int{field.ShownID, field.ShownLabel, field.ShownType} {
		r.Miss(n)
	}
	f := customerField{cells: r.Places(), labels: r.Texts(field.ShownLabel),
		values: r.Texts(field.ShownValue), messages: r.Texts(field.ShownMessage)}
	f.ID, f.FieldType = r.Text[field.ShownID], i.FieldType(r, field.ShownType, config.CustomerTypes())
	for tag, text := range f.values {
		at := r.At(field.ShownValue)
		if tag != "" {
			at = r.LocalizedAt(field.ShownValue, tag)
		}
		i.checkCustomerValue(f, text, at)
		if f.FieldType == "URL" {
			f.values[tag] = value.EscapeTemplate(text)
		}
	}
	if f.FieldType != "ACTION" && f.FieldType != "" && f.messages[""] != "" {
		i.Tell(problem.Errorf(r.At(field.ShownMessage), "spare-message",
			"a message on a field of type %s: only an ACTION has one", f.FieldType).
			WithValue(f.messages[""]).Hintf("clear the cell, or make the field an ACTION"))
	}
	return f
}

// checkCustomerValue checks a value against the field's type.
func (i *reader) checkCustomerValue(f customerField, text string, at problem.Position) {
	switch {
	case f.FieldType == "ACTION" && text == "":
		i.Tell(problem.Errorf(at, "no-action", "an ACTION field needs an action as its value").
			WithValue(f.ID).
			Hintf("write the action's code, such as OPEN_CASE"))
	case f.FieldType == "URL" && text != "" && !strings.HasPrefix(text, "{"):
		if _, why := value.WebURL(strings.NewReplacer("{", "", "}", "").Replace(text)); why != "" ||
			strings.HasPrefix(text, "//") {
			i.Tell(problem.Errorf(at, "bad-url", "%s %s", "value", problem.Phrase(why)).WithValue(text).
				Hintf("an absolute URL such as https://crm.shop.example/?mail={emailVisitor}"))
		}
	}
}

// Read reads the customers into the bundle's private part. Without a sheet of customers there is none.
func Read(ctx context.Context, j *sheet.Job) error {
	i := &reader{j}
	if len(i.ByKind[kind.Customers]) == 0 {
		return nil
	}
	var list []bundle.Customer
	emails, externals := map[string]problem.Position{}, map[string]problem.Position{}
	err := i.EachOf(ctx, kind.Customers, func(r *sheet.Row) error {
		c := i.customer(r)
		if c.Email == "" && c.ExternalID == "" {
			if !r.Broken[field.CustomerEmail] && !r.Broken[field.CustomerExternal] {
				i.Tell(problem.Errorf(r.Source.Sheet.At(r.Number, 0), "no-customer-key",
					"the customer has neither email nor externalId").
					Hintf("fill in one of them, or delete the row"))
			}
			i.Skip(r)
			return nil
		}
		i.firstCustomer(emails, strings.ToLower(c.Email), r.At(field.CustomerEmail))
		i.firstCustomer(externals, c.ExternalID, r.At(field.CustomerExternal))
		if i.Bad && i.SkipBadRows {
			i.Skip(r)
			return nil
		}
		gone, err := i.Writer.Forgotten(c)
		if gone {
			i.Tell(problem.Warnf(i.customerCell(r), "forgotten-customer",
				"this customer asked to be forgotten and is left out").
				Hintf("delete the row"))
			return nil
		}
		list = append(list, c)
		return err
	})
	if err != nil {
		return err
	}
	i.Customers = len(list)
	return i.Writer.Customers(list)
}

// customerCell is the cell of what a customer is known by.
func (i *reader) customerCell(r *sheet.Row) problem.Position {
	if r.Text[field.CustomerEmail] == "" {
		return r.At(field.CustomerExternal)
	}
	return r.At(field.CustomerEmail)
}

// firstCustomer notes a key of a customer and tells of one that came before.
func (i *reader) firstCustomer(seen map[string]problem.Position, key string, at problem.Position) {
	if key == "" {
		return
	}
	if first, dup := seen[key]; dup {
		i.Tell(problem.Errorf(at, "duplicate-customer", "a second customer with this key; the first is %s",
			i.CellName(first, at)).
			WithValue(key).Hintf("delete one of the rows"))
		return
	}
	seen[key] = at
}

// customer reads one row.
func (i *reader) customer(r *sheet.Row) bundle.Customer {
	c := bundle.Customer{Email: r.Text[field.CustomerEmail], ExternalID: r.Text[field.CustomerExternal],
		Values: map[string]string{}}
	if c.Email != "" && !value.IsEmail(c.Email) {
		i.Tell(problem.Warnf(r.At(field.CustomerEmail), "bad-email",
			"this looks like no e-mail address").WithValue(c.Email))
	}
	for _, col := range r.Source.Head.Columns {
		if cell := r.Cell(col.Number); col.Use == header.Extra && cell.Text != "" && !sheet.IsError(&cell) {
			c.Values[col.Title] = cell.Text
		}
	}
	return c
}
