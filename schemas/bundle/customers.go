package bundle

// Customers is what is known of visitors, by hashed external id and e-mail. It is immutable and safe for use by several
// goroutines at once.
type Customers struct {
	key     []byte
	values  []map[string]string
	byID    map[string]int
	byEmail map[string]int
	locked  bool
}

// CustomerFiles are the files that [OpenCustomers] reads, relative to the bundle; its digest does not cover them.
func CustomerFiles() []string { return []string{customersFile, sealedFile} }

// OpenCustomers reads the customers of the bundle in dir, into memory only; a bundle without any gives an empty set.
// Errors: [*KeyError], [*DamagedError], [seal.ErrStranger], or of the disk.
func OpenCustomers(dir string, a CustomerAccess) (*Customers, error) {
	c := &Customers{byID: map[string]int{}, byEmail: map[string]int{}}
	at, err := settle(dir)
	if err != nil {
		return nil, err
	}
	l, err := readCustomers(at, a)
	if err != nil {
		return nil, err
	}
	if l == nil {
		c.locked = at.has(sealedFile)
		return c, nil
	}
	c.key, c.values = l.key, make([]map[string]string, len(l.Customers))
	for i, line := range l.Customers {
		c.values[i] = line.Values
		if line.ExternalID != "" {
			c.byID[line.ExternalID] = i
		}
		if line.Email != "" {
			c.byEmail[line.Email] = i
		}
	}
	return c, nil
}

// Find gives the columns of the customer with the external id or, where none has it, with the e-mail in any case. Empty
// texts find nobody. The map is shared: do not change it.
func (c *Customers) Find(externalID, email string) (map[string]string, bool) {
	if len(c.values) == 0 {
		return nil, false
	}
	if i, ok := c.byID[hashExternalID(c.key, externalID)]; ok && externalID != "" {
		return c.values[i], true
	}
	if i, ok := c.byEmail[hashEmail(c.key, email)]; ok && email != "" {
		return c.values[i], true
	}
	return nil, false
}

// Len is the number of customers.
func (c *Customers) Len() int { return len(c.values) }

// Locked tells that the bundle has customers in customers.age only, and that nothing was given to open it.
func (c *Customers) Locked() bool { return c.locked }
