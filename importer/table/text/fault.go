package text

import "plugsheet/schemas/problem"

// The limits of what is read: bytes of text in one cell and in one row, as UTF-8, and the last column.
const (
	MaxCell    = 1 << 20 // Excel itself stops at 32,767 characters
	MaxRow     = 16 << 20
	MaxColumns = 4096
)

// Fault is a place that cannot be read.
type Fault struct {
	Row, Column int // from 1; column 0: the whole row
	Reason      problem.Text
	OpenQuote   bool // a quote is not closed
}

// Error is the reason in English.
func (f *Fault) Error() string { return f.Reason.String() }

func (c *Scanner) fault(column int, format string, args ...any) error {
	return &Fault{Row: c.Number, Column: column, Reason: problem.Textf(format, args...)}
}

func (c *Scanner) unclosed(column int, format string, args ...any) error {
	return &Fault{Row: c.Number, Column: column, Reason: problem.Textf(format, args...), OpenQuote: true}
}
