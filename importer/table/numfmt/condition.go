package numfmt

import (
	"strconv"
	"strings"
)

// condition is such as [>=100], which says what numbers a section is for.
type condition struct {
	operator string
	limit    float64
}

// parseCondition reads what stands between the brackets.
func parseCondition(text string) *condition {
	limit := strings.TrimLeft(text, "<>=")
	operator := text[:len(text)-len(limit)]
	switch operator {
	case "<", "<=", ">", ">=", "=", "<>":
	default:
		return nil
	}
	v, err := strconv.ParseFloat(strings.TrimSpace(limit), 64)
	if err != nil {
		return nil
	}
	return &condition{operator, v}
}

// holds tells whether a number belongs to section i. A section without a condition of its own takes what
// Excel gives it: of two the rest, of three positive numbers, negative ones, and the rest.
func (c *condition) holds(v float64, i int, all []*section) bool {
	if c == nil {
		switch {
		case i == len(all)-1:
			return true
		case len(all) == 2 && all[1].condition == nil:
			return v >= 0
		case len(all) == 2:
			return !all[1].condition.holds(v, 1, all)
		case i == 0:
			return v > 0
		}
		return v < 0
	}
	switch c.operator {
	case "<":
		return v < c.limit
	case "<=":
		return v <= c.limit
	case ">":
		return v > c.limit
	case ">=":
		return v >= c.limit
	case "=":
		return v == c.limit
	}
	return v != c.limit
}

// negative tells whether it holds for negative numbers only.
func (c *condition) negative() bool {
	if c == nil {
		return false
	}
	switch c.operator {
	case "<":
		return c.limit <= 0
	case "<=", "=":
		return c.limit < 0
	}
	return false
}

// String is the condition as a format writes it.
func (c *condition) String() string { return c.operator + strconv.FormatFloat(c.limit, 'g', -1, 64) }
