// Package person tells which columns of a sheet hold what persons are known by, and whether the rows of a
// sheet are persons: by headers in eight languages and in shop systems' own words, and by values. It reads
// nothing and keeps nothing.
//
// A header alone is seldom enough: a phone is a product too, and so is a title. So what a header says must be
// borne out by the values, but for passwords, which are never looked at more closely. A column of e-mail
// addresses, telephone numbers, IBANs, payment cards or hashed passwords is known without a header.
package person

// Sort is what a column holds of persons.
type Sort int

// The sorts, from the worst on. None is a column of something else.
const (
	None       Sort = iota
	Password        // and other secrets, which nobody may read
	Card            // numbers of payment cards, which nobody may read either
	Code            // a PIN or a token: a secret among persons, perhaps something else among products
	Email           // addresses
	Phone           // telephone, mobile and fax
	Given           // first names
	Family          // last names and maiden names
	Full            // names of persons in one column
	Name            // a name that may be a product's or a company's too
	Salutation      // Mrs, Herr, M.: known by its values
	Birth           // day, year or place of birth
	Trait           // age, gender: a product has them too
	Street          // with a number
	Place           // address, code and city
	Bank            // IBAN, BIC, account
	Number          // of taxes, social security, passport
	Address         // on the internet
	Login           // the name of an account
	Consent         // to letters and the like
	Order           // number of an order, an invoice or a payment
	Ordered         // its date and state, and sums that are called its own
	Sum             // a total, which an order form has too
	Job             // pay, first day and number of somebody who is employed
	Staff           // who sells, buys or answers for something
	sorts
)

// Role is whose a column is. The greater counts where a header names several.
type Role int

// The roles.
const (
	Self     Role = iota // the row's own person
	Buyer                // of an order: billing, shipping, customer
	Contact              // somebody to be asked, an owner, a salesperson
	Author               // who made a work: part of what a product is
	Supplier             // a company's
)

// Column is what a column holds.
type Column struct {
	Sort     Sort
	Role     Role
	Filled   int  // values that were looked at, without blank ones
	Proven   bool // the values alone say so
	Repeated bool // few values that come again: not the rows' own
}

// Look tells what a column with a header and some values holds. Blank values may be among them.
func Look(header string, values []string) Column {
	v := count(values)
	c := Column{Filled: v.filled, Repeated: v.filled >= 6 && len(v.different)*3 <= v.filled}
	c.Sort, c.Role = named(header)
	if c.Sort == Password || v.filled == 0 && c.Sort != None {
		return c
	}
	proven := v.proven(header)
	switch {
	case proven == Password, c.Sort == Code && v.most(v.hex):
		c.Sort, c.Proven = Password, true
	case proven != None && c.Sort != Card:
		c.Sort, c.Proven = proven, true
	case !v.suit(c.Sort, header):
		c.Sort = None
	}
	return c
}

// Secret tells whether a column must not be read, whoever asks for it. Among persons more is secret than
// among products.
func (c Column) Secret(amongPersons bool) bool {
	return c.Sort == Password || c.Sort == Card || c.Sort == Code && amongPersons
}

// Stray tells whether a column has no place in a list of products: it is of a person who has to do with them.
func (c Column) Stray() bool {
	if c.Filled == 0 {
		return false
	}
	switch c.Sort {
	case Password, Card, Email, Phone, Bank, Number, Address, Login, Staff:
		return true
	case Given, Family, Full, Birth:
		return c.Role != Author
	case Street, Place:
		return c.Role == Supplier || c.Role == Contact || c.Role == Buyer
	}
	return false
}
