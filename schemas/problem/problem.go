// Package problem holds what is wrong with a person's data: where it stands, what is wrong there, and what to
// do.
//
// A [Problem] has a position that was noted when the cell was read; it is never parsed back from text.
// Problems are collected in a [List], so that a person sees all of them at once, and printed by one function.
package problem

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Severity tells whether a problem keeps the data from being used.
type Severity string

// The two severities.
const (
	Error   Severity = "error"   // the data is refused
	Warning Severity = "warning" // the data is used, and a person should look
)

// Problem is one thing that is wrong, or looks wrong, at one place. Problems are values; they are compared
// with == only after their arguments have been rendered, so use [List], which drops repetitions.
type Problem struct {
	Position Position
	Severity Severity
	Code     string // stable name of the kind in kebab case, such as "duplicate-id", for programs
	Value    string // the text that stood in the cell, shortened by the printer and not here

	// what the hint gives to be pasted, in its order
	Pastes []Paste

	message, hint Text
}

// Errorf makes a problem that refuses the data. The format is lower case, without full stop, and quotes with
// %q what a person typed.
func Errorf(at Position, code, format string, args ...any) Problem {
	return Problem{Position: at, Severity: Error, Code: code, message: Textf(format, args...)}
}

// Warnf makes a problem that a person should look at; the data is used all the same.
func Warnf(at Position, code, format string, args ...any) Problem {
	return Problem{Position: at, Severity: Warning, Code: code, message: Textf(format, args...)}
}

// Paste is what a hint gives to be pasted as it stands: lines of plugsheet.yaml, or an option of a command.
type Paste string

// Pastef makes it. It is the same in every language.
func Pastef(format string, args ...any) Paste { return Paste(fmt.Sprintf(format, args...)) }

// Hintf returns p with a hint: an action, best of all a line that can be pasted. Arguments that are a [Paste]
// become the problem's.
func (p Problem) Hintf(format string, args ...any) Problem {
	p.hint, p.Pastes = Textf(format, args...), nil
	for _, a := range args {
		if line, ok := a.(Paste); ok {
			p.Pastes = append(p.Pastes, line)
		}
	}
	return p
}

// Aside is what the hint says in a language before it gives something to paste: the action of which no line
// is needed, or when to paste it. Without anything to paste it is the whole hint.
func (p Problem) Aside(l Language) string {
	said := l.Text(p.hint)
	if len(p.Pastes) == 0 {
		return said
	}
	said, _, _ = strings.Cut(said, string(p.Pastes[0]))
	said, _, _ = strings.Cut(said, "plugsheet.yaml")
	return said[:max(0, strings.LastIndexAny(said, ",;"))]
}

// WithValue returns p with the text that stood in the cell.
func (p Problem) WithValue(v string) Problem {
	p.Value = v
	return p
}

// In returns p with its message and its hint in a language, where they have a translation.
func (p Problem) In(l Language) Problem {
	p.message, p.hint = Text{format: l.Text(p.message)}, Text{format: l.Text(p.hint)}
	return p
}

// Message says what is wrong: in English, unless p comes from [Problem.In].
func (p Problem) Message() string { return p.message.String() }

// Hint says what to do about it, in the language of the message; it is empty where there is nothing helpful
// to say.
func (p Problem) Hint() string { return p.hint.String() }

// HintFormat is the English format of the hint, as Format is of the message.
func (p Problem) HintFormat() string { return p.hint.format }

// Format is the English format of the message: the same for every problem of a kind, whatever the arguments.
func (p Problem) Format() string { return p.message.format }

// Position is a place in a person's file, as a spreadsheet program names it. The zero value is "no place in
// particular"; a position degrades from cell to column or row, to sheet, to file.
type Position struct {
	File  string `json:"file,omitempty"`  // as the person named it
	Sheet string `json:"sheet,omitempty"` // the sheet's name; empty for a text file, which has only one
	// 1 is the first row that a spreadsheet program shows; 0 is the whole column or sheet
	Row    int `json:"row,omitempty"`
	Column int `json:"column,omitempty"` // 1 is column A; 0 is the whole row or sheet
	Line   int `json:"line,omitempty"`   // of a text file that is no table, from 1; 0 is the whole file
}

// String writes the position as file!Sheet!C7, leaving out what is not known: a column alone is C:C and a row
// alone 7:7, as spreadsheet programs write them. A line of a text file is file:7.
func (p Position) String() string {
	parts := make([]string, 0, 3)
	if p.File != "" {
		parts = append(parts, p.File)
	}
	if p.Sheet != "" {
		parts = append(parts, p.Sheet)
	}
	if c := p.Cell(); c != "" {
		parts = append(parts, c)
	}
	if p.Line > 0 {
		return strings.Join(parts, "!") + ":" + strconv.Itoa(p.Line)
	}
	return strings.Join(parts, "!")
}

// Cell is the cell's name without file and sheet: C7, C:C, 7:7, or empty.
func (p Position) Cell() string {
	switch {
	case p.Row > 0 && p.Column > 0:
		return ColumnName(p.Column) + strconv.Itoa(p.Row)
	case p.Column > 0:
		return ColumnName(p.Column) + ":" + ColumnName(p.Column)
	case p.Row > 0:
		return strconv.Itoa(p.Row) + ":" + strconv.Itoa(p.Row)
	}
	return ""
}

// ColumnName is the letters of a column: 1 is A, 27 is AA. It is empty for numbers below 1.
func ColumnName(n int) string {
	var b [8]byte
	i := len(b)
	for n > 0 && i > 0 {
		n--
		i--
		b[i] = byte('A' + n%26)
		n /= 26
	}
	return string(b[i:])
}

// ColumnNumber is the number of a column by its letters, in capitals; 0 for what is none.
func ColumnNumber(letters string) int {
	n := 0
	for _, r := range letters {
		if r < 'A' || r > 'Z' || n > maxColumn {
			return 0
		}
		n = n*26 + int(r-'A') + 1
	}
	return n
}

// maxColumn keeps the number of a column small.
const maxColumn = 1 << 20

// ParseCell reads the name of a cell as [Position.Cell] writes it: C7.
func ParseCell(name string) (row, column int, ok bool) {
	digits := strings.IndexAny(name, "0123456789")
	if digits < 1 {
		return 0, 0, false
	}
	row, err := strconv.Atoi(name[digits:])
	column = ColumnNumber(name[:digits])
	return row, column, err == nil && row > 0 && column > 0
}

// Limit is how many problems a [List] keeps with their text; the ones after it are only counted, so that a
// file in which everything is wrong does not fill the memory. The counts stay exact.
const Limit = 100_000

// List collects problems in the order in which they are found. The zero value is ready to use. A List is not
// safe for use by several goroutines at once.
type List struct {
	kept             []Problem
	seen             map[key]struct{}
	order            map[place]int
	errors, warnings int
}

type key struct {
	at                   Position
	code, message, value string
}

type place struct{ file, sheet string }

// Add notes problems; one that says the same about the same place and value as an earlier one is dropped.
func (l *List) Add(ps ...Problem) {
	if l.seen == nil {
		l.seen, l.order = map[key]struct{}{}, map[place]int{}
	}
	for _, p := range ps {
		if len(l.kept) < Limit {
			k := key{p.Position, p.Code, p.Message(), p.Value}
			if _, dup := l.seen[k]; dup {
				continue
			}
			l.seen[k] = struct{}{}
			l.kept = append(l.kept, p)
		}
		at := place{p.Position.File, p.Position.Sheet}
		if _, known := l.order[at]; !known {
			l.order[at] = len(l.order)
		}
		if p.Severity == Error {
			l.errors++
		} else {
			l.warnings++
		}
	}
}

// Errors is the number of problems that refuse the data, counted beyond [Limit].
func (l *List) Errors() int { return l.errors }

// Warnings is the number of problems that do not refuse the data, counted beyond [Limit].
func (l *List) Warnings() int { return l.warnings }

// Dropped is the number of problems beyond [Limit], counted but not kept.
func (l *List) Dropped() int { return l.errors + l.warnings - len(l.kept) }

// Sorted returns the problems in reading order: files and sheets in the order in which they first had a
// problem, then rows, then columns; what concerns a whole sheet comes before its rows. The caller owns the
// slice.
func (l *List) Sorted() []Problem {
	s := slices.Clone(l.kept)
	slices.SortStableFunc(s, func(a, b Problem) int {
		return cmp.Or(
			cmp.Compare(l.order[place{a.Position.File, a.Position.Sheet}],
				l.order[place{b.Position.File, b.Position.Sheet}]),
			cmp.Compare(a.Position.Line, b.Position.Line),
			cmp.Compare(a.Position.Row, b.Position.Row),
			cmp.Compare(a.Position.Column, b.Position.Column),
		)
	})
	return s
}
