package problem

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// PerKind is how many problems of one kind [Print] writes in full; the others of the kind are counted in one line.
// [JSON] writes all that the list kept.
const PerKind = 20

// Print writes the problems for a person, two lines each: position, what is wrong and what stood there; then the hint,
// indented. Of each kind it writes the first [PerKind] and says how many more there are. It writes nothing for an empty
// list.
func Print(w io.Writer, l *List) error { return PrintIn(w, l, English) }

// PrintIn writes what [Print] writes, in a language.
func PrintIn(w io.Writer, l *List, in Language) error {
	b := bufio.NewWriter(w)
	shown, hidden := map[string]int{}, map[string]int{}
	var kinds []string
	for _, p := range l.Sorted() {
		kind := p.Code + "\x00" + p.Format()
		if shown[kind]++; shown[kind] <= PerKind {
			printOne(b, p.In(in), in)
			continue
		}
		if hidden[kind]++; hidden[kind] == 1 {
			kinds = append(kinds, kind)
		}
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

func printOne(b *bufio.Writer, p Problem, in Language) {
	if at := p.Position.String(); at != "" {
		fmt.Fprintf(b, "%s: ", at)
	}
	if p.Severity == Warning {
		b.WriteString(in.Say("warning: "))
	}
	b.WriteString(p.Message())
	if p.Value != "" {
		fmt.Fprintf(b, ": %q", Shorten(p.Value, 80))
	}
	b.WriteByte('\n')
	if h := p.Hint(); h != "" {
		fmt.Fprintf(b, "  %s%s\n", in.Say("hint: "), strings.ReplaceAll(h, "\n", "\n        "))
	}
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
