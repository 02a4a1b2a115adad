package importer

import (
	"context"
	"slices"
	"strings"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/importer/value"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/problem"
)

// customerField is a row of the customer fields with its place.
type customerField struct {
	bundle.CustomerField
	labels, values, messages map[string]string // by language
	cells                    []problem.Position
}

// readCustomerFields reads the templates of the customer information into the bundle.
func (i *run) readCustomerFields(ctx context.Context) error {
	var fields []customerField
	locales := map[string]bool{"": true}
	first := map[string]problem.Position{}
	for _, s := range i.byKind[kind.CustomerFields] {
		for _, c := range s.head.local {
			locales[c.tag] = true
		}
		err := i.each(ctx, s, func(r *row) error {
			f := i.customerField(r)
			if at, dup := first[f.ID]; dup && f.ID != "" {
				i.tell(problem.Errorf(r.at(field.ShownID), "duplicate-id", "a second field with this id; the first is %s", i.cellName(at, r.at(field.ShownID))).
					WithValue(f.ID).Hintf("give each field an id of its own"))
				i.skip(r)
				return nil
			}
			first[f.ID] = r.at(field.ShownID)
			fields = append(fields, f)
			return nil
		})
		if err != nil {
			return err
		}
	}
	if i.o.SkipBadRows {
		fields = slices.DeleteFunc(fields, func(f customerField) bool {
			bad := i.toldAt(f.cells[field.ShownID])
			if bad {
				i.skipAt(kind.CustomerFields, SkippedRow{At: f.cells[field.ShownID], Key: f.ID})
			}
			return bad
		})
	}
	if len(i.byKind[kind.CustomerFields]) == 0 {
		fields = i.configuredCustomerFields()
	}
	i.demandCustomerFields(len(fields))
	all := bundle.Localized[bundle.CustomerField]{}
	for locale := range locales {
		list := make([]bundle.CustomerField, 0, len(fields))
		for _, f := range fields {
			b := f.CustomerField
			b.Label, b.Value, b.Message = in(f.labels, locale), in(f.values, locale), in(f.messages, locale)
			list = append(list, b)
		}
		all[locale] = list
	}
	i.report.Counts.CustomerFields = len(fields)
	return i.faults(i.writer.CustomerFields(all), func(index int, name string) problem.Position {
		return i.placeOf(kind.CustomerFields, name, fields[index].cells)
	})
}

// customerField reads one row.
func (i *run) customerField(r *row) customerField {
	for _, n := range []int{field.ShownID, field.ShownLabel, field.ShownType} {
		r.miss(n)
	}
	f := customerField{cells: r.places(), labels: r.texts(field.ShownLabel), values: r.texts(field.ShownValue), messages: r.texts(field.ShownMessage)}
	f.ID, f.FieldType = r.text[field.ShownID], i.fieldType(r, field.ShownType, config.CustomerTypes())
	for tag, text := range f.values {
		at := r.at(field.ShownValue)
		if tag != "" {
			at = r.localizedAt(field.ShownValue, tag)
		}
		i.checkCustomerValue(f, text, at)
		if f.FieldType == "URL" {
			f.values[tag] = value.EscapeTemplate(text)
		}
	}
	if f.FieldType != "ACTION" && f.FieldType != "" && f.messages[""] != "" {
		i.tell(problem.Errorf(r.at(field.ShownMessage), "spare-message", "a message on a field of type %s: only an ACTION has one", f.FieldType).
			WithValue(f.messages[""]).Hintf("clear the cell, or make the field an ACTION"))
	}
	return f
}

// checkCustomerValue checks a value against the field's type.
func (i *run) checkCustomerValue(f customerField, text string, at problem.Position) {
	switch {
	case f.FieldType == "ACTION" && text == "":
		i.tell(problem.Errorf(at, "no-action", "an ACTION field needs an action as its value").WithValue(f.ID).
			Hintf("write the action's code, such as OPEN_CASE"))
	case f.FieldType == "URL" && text != "" && !strings.HasPrefix(text, "{"):
		if _, why := value.WebURL(strings.NewReplacer("{", "", "}", "").Replace(text)); why != "" || strings.HasPrefix(text, "//") {
			i.tell(problem.Errorf(at, "bad-url", "%s %s", "value", problem.Phrase(why)).WithValue(text).
				Hintf("an absolute URL such as https://crm.shop.example/?mail={emailVisitor}"))
		}
	}
}

// localizedAt is the cell of a field in a language.
func (r *row) localizedAt(field int, tag string) problem.Position {
	for _, c := range r.source.head.local {
		if c.field == field && c.tag == tag {
			return r.source.sheet.At(r.number, c.number)
		}
	}
	return r.at(field)
}

// readCustomers reads the customers into the bundle's private part. Without a sheet of customers there is none.
func (i *run) readCustomers(ctx context.Context) error {
	if len(i.byKind[kind.Customers]) == 0 {
		return nil
	}
	var list []bundle.Customer
	emails, externals := map[string]problem.Position{}, map[string]problem.Position{}
	for _, s := range i.byKind[kind.Customers] {
		err := i.each(ctx, s, func(r *row) error {
			c := i.customer(r)
			if c.Email == "" && c.ExternalID == "" {
				if !r.broken[field.CustomerEmail] && !r.broken[field.CustomerExternal] {
					i.tell(problem.Errorf(r.source.sheet.At(r.number, 0), "no-customer-key", "the customer has neither email nor externalId").
						Hintf("fill in one of them, or delete the row"))
				}
				i.skip(r)
				return nil
			}
			i.firstCustomer(emails, strings.ToLower(c.Email), r.at(field.CustomerEmail))
			i.firstCustomer(externals, c.ExternalID, r.at(field.CustomerExternal))
			if i.bad && i.o.SkipBadRows {
				i.skip(r)
				return nil
			}
			gone, err := i.writer.Forgotten(c)
			if gone {
				i.tell(problem.Warnf(i.customerCell(r), "forgotten-customer", "this customer asked to be forgotten and is left out").
					Hintf("delete the row"))
				return nil
			}
			list = append(list, c)
			return err
		})
		if err != nil {
			return err
		}
	}
	i.report.Customers = len(list)
	return i.writer.Customers(list)
}

// customerCell is the cell of what a customer is known by.
func (i *run) customerCell(r *row) problem.Position {
	if r.text[field.CustomerEmail] == "" {
		return r.at(field.CustomerExternal)
	}
	return r.at(field.CustomerEmail)
}

// firstCustomer notes a key of a customer and tells of one that came before.
func (i *run) firstCustomer(seen map[string]problem.Position, key string, at problem.Position) {
	if key == "" {
		return
	}
	if first, dup := seen[key]; dup {
		i.tell(problem.Errorf(at, "duplicate-customer", "a second customer with this key; the first is %s", i.cellName(first, at)).
			WithValue(key).Hintf("delete one of the rows"))
		return
	}
	seen[key] = at
}

// customer reads one row.
func (i *run) customer(r *row) bundle.Customer {
	c := bundle.Customer{Email: r.text[field.CustomerEmail], ExternalID: r.text[field.CustomerExternal], Values: map[string]string{}}
	if c.Email != "" && !value.IsEmail(c.Email) {
		i.tell(problem.Warnf(r.at(field.CustomerEmail), "bad-email", "this looks like no e-mail address").WithValue(c.Email))
	}
	for _, col := range r.source.head.columns {
		if cell := r.cell(col.number); col.use == extra && cell.Text != "" && !isError(cell) {
			c.Values[col.title] = cell.Text
		}
	}
	return c
}
