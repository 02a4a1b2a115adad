// Package problem holds what is wrong with a person's data: where it stands, what is wrong there, and what to
// do.
//
// A [Problem] has a position that was noted when the cell was read; it is never parsed back from text.
// Problems are collected in a [List], so that a person sees all of them at once, and printed by one function.
package problem

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

// Hintf returns p with a hint: an action, best of all a line that can be pasted.
func (p Problem) Hintf(format string, args ...any) Problem {
	p.hint = Textf(format, args...)
	return p
}

// WithValue returns p with the text that stood in the cell.
func (p Problem) WithValue(v string) Problem {
	p.Value = v
	return p
}

// In returns p with its message and its hint in a language, where they have a translation.
func (p Problem) In(l Language) Problem {
	p.message, p.hint = Text{format: l.text(p.message)}, Text{format: l.text(p.hint)}
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
