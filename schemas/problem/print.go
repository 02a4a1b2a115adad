package problem

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// PerKind is how many messages of one kind [Print] writes in full; the others of the kind are counted in one
// line. [JSON] writes all that the list kept.
const PerKind = 20

// foldFrom is how many problems of one cause in one column are one message, and foldShown how many of the
// cells behind the first it names.
const (
	foldFrom  = 4
	foldShown = 5
)

// Print writes the problems for a person in a language, two lines each: position, what is wrong and what stood
// there; then the hint, indented. From four on those of one kind in one column with one hint are one message,
// which names the first few cells. Of each kind it writes the first [PerKind] messages and says how many more
// problems there are. It writes nothing for an empty list.
func Print(w io.Writer, l *List, in Language) error {
	b := bufio.NewWriter(w)
	shown, hidden := map[string]int{}, map[string]int{}
	var kinds []string
	for _, same := range fold(l.Sorted()) {
		kind := same[0].Code + "\x00" + same[0].Format()
		if shown[kind]++; shown[kind] <= PerKind {
			printOne(b, same, in)
			continue
		}
		if hidden[kind] == 0 {
			kinds = append(kinds, kind)
		}
		hidden[kind] += len(same)
	}
	for _, kind := range kinds {
		code, _, _ := strings.Cut(kind, "\x00")
		fmt.Fprintln(b, in.Say("… and %d more of the kind %s (--json lists them all)", hidden[kind], code))
	}
	if n := l.Dropped(); n > 0 {
		fmt.Fprintln(b, in.Say("… and %d more problems, counted but not kept (the limit is %d)", n, Limit))
	}
	return b.Flush()
}

// cause is what problems share that are one message.
type cause struct{ file, sheet, column, code, format, hint string }

// fold puts together the problems of one cause, at the place of the first; those of which there are few stay
// by themselves.
func fold(sorted []Problem) [][]Problem {
	var all [][]Problem
	at := map[cause]int{}
	count := map[cause]int{}
	for _, p := range sorted {
		count[p.cause()]++
	}
	for _, p := range sorted {
		c := p.cause()
		n, seen := at[c]
		switch {
		case count[c] < foldFrom || p.Position.Row == 0:
			all = append(all, []Problem{p})
		case seen:
			all[n] = append(all[n], p)
		default:
			at[c] = len(all)
			all = append(all, []Problem{p})
		}
	}
	return all
}

func (p Problem) cause() cause {
	at := p.Position
	return cause{at.File, at.Sheet, ColumnName(at.Column), p.Code, p.Format(), p.Hint()}
}

// printOne writes a message for problems of one cause.
func printOne(b *bufio.Writer, same []Problem, in Language) {
	p := same[0].In(in)
	if at := p.Position.String(); at != "" {
		fmt.Fprintf(b, "%s: ", at)
	}
	if p.Severity == Warning {
		b.WriteString(in.Say("warning: "))
	}
	b.WriteString(p.said())
	b.WriteByte('\n')
	if len(same) > 1 {
		fmt.Fprintf(b, "  %s\n", in.Say("the same in %d more cells: %s", len(same)-1, cellsOf(same)))
	}
	if h := p.Hint(); h != "" {
		fmt.Fprintf(b, "  %s%s\n", in.Say("hint: "), strings.ReplaceAll(h, "\n", "\n        "))
	}
}

// Line is the problem in one line: where it stands, what is wrong, and behind it the hint in brackets.
func (p Problem) Line() string {
	line := p.said()
	if at := p.Position.String(); at != "" {
		line = at + ": " + line
	}
	if h := p.Hint(); h != "" {
		line += " (" + h + ")"
	}
	return line
}

// said is the message with what stood in the cell.
func (p Problem) said() string {
	switch message := p.Message(); {
	case p.Value == "":
		return message
	case strings.HasSuffix(message, "?"):
		return fmt.Sprintf("%s %q", message, Shorten(p.Value, 80))
	default:
		return fmt.Sprintf("%s: %q", message, Shorten(p.Value, 80))
	}
}

// cellsOf names the first few cells behind the first one, with what stands there where that is something
// else.
func cellsOf(same []Problem) string {
	var cells []string
	for _, p := range same[1:min(1+foldShown, len(same))] {
		cell := p.Position.Cell()
		if p.Value != same[0].Value {
			cell += fmt.Sprintf(" %q", Shorten(p.Value, 24))
		}
		cells = append(cells, cell)
	}
	if len(same) > 1+foldShown {
		cells = append(cells, "…")
	}
	return strings.Join(cells, ", ")
}

// Shorten cuts s to at most n characters, the last one an ellipsis where something was cut.
func Shorten(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	r := []rune(s)
	return string(r[:n-1]) + "…"
}

// MarshalJSON writes one object: severity, code, position with its text, message, value and hint.
func (p Problem) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Severity Severity `json:"severity"`
		Code     string   `json:"code"`
		At       string   `json:"at,omitempty"`
		Position Position `json:"position"`
		Message  string   `json:"message"`
		Value    string   `json:"value,omitempty"`
		Hint     string   `json:"hint,omitempty"`
	}{p.Severity, p.Code, p.Position.String(), p.Position, p.Message(), p.Value, p.Hint()})
}
