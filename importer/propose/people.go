package propose

import (
	"plugsheet/importer/customer"
	"plugsheet/importer/kind"
)

// customers proposes what is shown of the customers.
func (p *Proposal) customers(i *Inputs) {
	if len(i.Sheets[kind.CustomerFields]) > 0 || len(i.Config.CustomerFields) > 0 {
		return
	}
	for _, s := range p.Sheets {
		if s.Kind == string(kind.Customers) {
			p.CustomerFields = customer.ProposeFields(s.sample.titles, s.people)
			return
		}
	}
}
