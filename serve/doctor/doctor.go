// Package doctor finds out what is wrong with a set-up: with the folder that a server works on ([Bundle]),
// with what it is given ([Secrets], [Certificate]), and with how it is reached ([URL]). Nothing is ever
// changed, and no finding holds a secret or anything of a person.
package doctor

import "fmt"

// Level says how bad a finding is.
type Level string

// The levels.
const (
	OK      Level = "ok"
	Warning Level = "warning" // it works, and somebody should look
	Wrong   Level = "wrong"   // it does not work, or lets in who should not be
)

// Finding is the result of one check.
type Finding struct {
	Level Level  `json:"level"`
	Check string `json:"check"` // what was looked at, in a word or two
	What  string `json:"what"`  // what was found
	// what to do, to be pasted where that can be; empty where all is well
	Hint string `json:"hint,omitempty"`
}

// report collects findings.
type report []Finding

func (r *report) ok(check, format string, args ...any) {
	*r = append(*r, Finding{OK, check, fmt.Sprintf(format, args...), ""})
}

func (r *report) warn(check, hint, format string, args ...any) {
	*r = append(*r, Finding{Warning, check, fmt.Sprintf(format, args...), hint})
}

func (r *report) wrong(check, hint, format string, args ...any) {
	*r = append(*r, Finding{Wrong, check, fmt.Sprintf(format, args...), hint})
}
