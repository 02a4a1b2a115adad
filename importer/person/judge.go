package person

import "slices"

// Verdict is what the rows of a sheet are.
type Verdict int

// The verdicts.
const (
	Others  Verdict = iota // products or anything else
	Persons                // customers, contacts, subscribers, employees
	Orders                 // what persons bought or paid
)

// group is a sort of thing that a sheet tells of persons: several columns of one group say no more than one
// of them.
type group int

const (
	byName group = iota
	byEmail
	byPhone
	byAddress
	byBirth
	bySalutation
	byBank
	byNumber
	byLogin
	byConsent
	bySecret
	byTrait
	byJob
	maybeName
	groups
)

// groupOf is to which group a sort belongs; others say nothing of the rows.
var groupOf = map[Sort]group{Given: byName, Family: byName, Full: byName, Email: byEmail, Phone: byPhone,
	Birth: byBirth, Salutation: bySalutation, Bank: byBank, Card: byBank, Number: byNumber, Login: byLogin,
	Address: byLogin, Consent: byConsent, Password: bySecret, Code: bySecret, Trait: byTrait, Job: byJob,
	Name: maybeName}

// findings are the groups that a sheet has.
type findings struct {
	has     [groups]bool
	places  int  // columns of an address
	orders  int  // numbers of orders
	ordered int  // dates and states of orders
	sums    int  // totals
	buyers  int  // columns of a buyer
	greeted bool // Mrs Example, Herr Muster
	several int  // groups that count
}

// Judge tells what the rows of a sheet are. goods is how many things only products have stand in it: a price,
// a picture, an article number, a page, a stock.
func Judge(columns []Column, goods int) Verdict {
	f := look(columns, goods)
	person := f.any(byName, bySalutation, byBirth, byNumber, bySecret, byLogin)
	switch {
	case f.bought(), goods < 2 && f.listsOrders():
		return Orders
	case f.has[byJob] && f.any(byName, byEmail, maybeName), f.greeted && goods == 0:
		return Persons
	case person && f.several >= 3:
		return Persons
	case goods >= 2:
		return Others
	case person && f.several >= 2, f.has[byName] && f.has[byTrait], f.reached(goods):
		return Persons
	}
	return Others
}

// bought tells whether buyers stand beside what they ordered: these are orders, whatever else is there.
func (f findings) bought() bool {
	return f.buyers > 0 && (f.orders > 0 || f.ordered+f.sums > 1)
}

// listsOrders tells whether a sheet lists orders though no buyer may be named as one: two columns speak of
// them, and one is their date or state, or somebody is named.
func (f findings) listsOrders() bool {
	return f.orders+f.ordered > 1 && (f.ordered > 0 || f.any(byEmail, byPhone, byName))
}

// reached tells whether the rows are persons by how they are reached: by e-mail, or by phone with a name or
// an address. Beside goods an e-mail address needs company, and a phone says nothing.
func (f findings) reached(goods int) bool {
	return f.has[byEmail] && (f.several >= 2 || f.has[maybeName] || goods == 0) ||
		goods == 0 && f.has[byPhone] && f.any(maybeName, byAddress)
}

// any tells whether a sheet has one of some groups.
func (f findings) any(groups ...group) bool {
	return slices.ContainsFunc(groups, func(g group) bool { return f.has[g] })
}

// look collects the groups of a sheet.
func look(columns []Column, goods int) findings {
	var f findings
	for _, c := range columns {
		if c.Filled == 0 {
			continue
		}
		f.addOrder(c)
		if !c.silent(goods) {
			f.addPerson(c)
		}
	}
	f.has[byAddress] = f.places >= 2
	for g := range byTrait {
		if f.has[g] {
			f.several++
		}
	}
	return f
}

// addOrder counts a column that speaks of orders. Numbers of orders to a supplier are none of a shop's.
func (f *findings) addOrder(c Column) {
	switch {
	case c.Sort == Order && c.Role != Supplier:
		f.orders++
	case c.Sort == Ordered:
		f.ordered++
	case c.Sort == Sum:
		f.sums++
	}
}

// silent tells whether a column says nothing of the rows: what belongs to a supplier or an author, and beside
// goods what belongs to a contact or to few persons again and again.
func (c Column) silent(goods int) bool {
	if c.Role == Supplier || c.Role == Author {
		return true
	}
	return goods > 0 && (c.Role == Contact || c.Repeated && c.Sort != Salutation && c.Sort != Trait)
}

// addPerson counts a column that speaks of persons: its group, and whether it is part of an address or a
// buyer's.
func (f *findings) addPerson(c Column) {
	place := c.Sort == Street || c.Sort == Place
	if place {
		f.places++
	}
	f.greeted = f.greeted || c.Sort == Full && c.Proven
	g, ok := groupOf[c.Sort]
	if ok {
		f.has[g] = true
	}
	if c.Role == Buyer && (ok || place) {
		f.buyers++
	}
}
