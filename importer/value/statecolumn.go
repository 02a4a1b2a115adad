package value

import "strings"

// maxStates is how many different values a column of states may have.
const maxStates = 40

// Column is a column of states.
type Column struct {
	role   Role
	states map[string]State // by text
	// Blank is what a blank cell says: Hidden where the others are nothing but marks (an x for each that is
	// on sale).
	Blank State
	// Doubtful tells that blank cells may mean hidden: no cell says so in words, and some are blank.
	Doubtful bool
}

// Judge tells from all values of a column, with how often each comes, whether it is one of states as its
// header promises. Sure says that the person said so.
func Judge(role Role, values map[string]int, blanks int, sure bool) (Column, bool) {
	c := Column{role: role, states: map[string]State{}, Blank: Unsaid}
	if role == Begun {
		return judgeBegun(values, blanks)
	}
	if role == Ended {
		return judgeEnded(values), true
	}
	if !sure && len(values) > maxStates {
		return c, false
	}
	n := c.count(values)
	if c.letters(values) {
		return c, true
	}
	if role == ShownFlag && blanks > 0 && !c.says(Hidden) {
		c.Doubtful = n.marks < n.filled
		if n.marks == n.filled && n.filled > 0 {
			c.Blank = Hidden
		}
	}
	return c, sure || c.is(n.known, n.filled, n.strong)
}

// stateCounts are cells of a column of states.
type stateCounts struct {
	filled, known, strong int
	marks                 int // an x or a yes
}

// count notes what each value says, and counts the cells.
func (c Column) count(values map[string]int) (n stateCounts) {
	has := map[string]bool{}
	for text := range values {
		has[text] = true
	}
	for text, cells := range values {
		state, class := c.role.classify(text)
		if class == number {
			state = c.role.numbered(text, has)
		}
		c.states[text] = state
		n.filled += cells
		if state != Unknown && class != beside {
			n.known += cells
		}
		if class == says {
			n.strong += cells
		}
		if yes, ok := mark(text); ok && yes || Fold(text) == "x" {
			n.marks += cells
		}
	}
	return n
}

// judgeEnded reads a column of last days: a day says that the product is not published any more.
func judgeEnded(values map[string]int) Column {
	c := Column{role: Ended, states: map[string]State{}, Blank: Unsaid}
	for text := range values {
		c.states[text] = Unsaid
		if strings.ContainsAny(text, "123456789") {
			c.states[text] = Hidden
		}
	}
	return c
}

// judgeBegun reads a column of first days: where all that is filled are days, a blank cell says that the
// product is not published.
func judgeBegun(values map[string]int, blanks int) (Column, bool) {
	c := Column{role: Begun, states: map[string]State{}, Blank: Hidden}
	for text, n := range values {
		if NullWord(text) == Nothing {
			c.states[text] = Hidden
			blanks += n
			continue
		}
		if _, day := ReadDate(text); !day {
			return c, false
		}
		c.states[text] = Unsaid
	}
	return c, blanks > 0 && c.says(Unsaid)
}

// is tells whether the values are such as the role promises: the words of a status are only states where one
// of them can be nothing else.
func (c Column) is(known, filled, strong int) bool {
	switch {
	case filled == 0:
		return false
	case c.role == Status && strong > 0:
		return true
	case c.role == Status:
		return known == filled && !c.onlyWeak()
	}
	return known*2 >= filled
}

// onlyWeak tells whether all words may be those of a stock or an order.
func (c Column) onlyWeak() bool {
	for text := range c.states {
		if !weakWords()[Fold(text)] {
			return false
		}
	}
	return true
}

// letters reads the A, D and H of CS-Cart: active, disabled, hidden.
func (c Column) letters(values map[string]int) bool {
	if c.role != Status || values["A"] == 0 {
		return false
	}
	for text := range values {
		if text != "A" && text != "D" && text != "H" {
			return false
		}
	}
	for text := range values {
		c.states[text] = choose(text != "A", text == "A")
	}
	return true
}

func (c Column) says(s State) bool {
	for _, state := range c.states {
		if state == s {
			return true
		}
	}
	return false
}

// Role is what the header promised.
func (c Column) Role() Role { return c.role }

// Read tells what a cell says.
func (c Column) Read(text string) State {
	if text == "" {
		return c.Blank
	}
	if state, ok := c.states[text]; ok {
		return state
	}
	state, _ := c.role.classify(text)
	return state
}

// Strange lists the values that nobody knows, in no order.
func (c Column) Strange() []string {
	var list []string
	for text, state := range c.states {
		if state == Unknown {
			list = append(list, text)
		}
	}
	return list
}
