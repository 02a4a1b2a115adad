package conform

import (
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
)

// WriteText writes a report for people: each fault with its rule, the request to send again, and the answer.
func (r *Report) WriteText(w io.Writer) error {
	var b strings.Builder
	for _, f := range r.Faults {
		fmt.Fprintf(&b, "%s  %s at %s: %s\n", f.Severity, f.ID, f.Endpoint, printable(f.Message))
		fmt.Fprintf(&b, "    rule: %s (%s)\n    hint: %s\n", f.Text, f.Source, f.Fix)
		if f.Count > 1 {
			fmt.Fprintf(&b, "    seen %d times; the first:\n", f.Count)
		}
		fmt.Fprintf(&b, "    request: %s\n", pasted(f.Exchange.Curl()))
		fmt.Fprintf(&b, "    answer: %d in %.0f ms %s\n", f.Exchange.Status, f.Exchange.Millis,
			shorten(printable(f.Exchange.Answer), 200))
	}
	for _, s := range r.Skipped {
		fmt.Fprintf(&b, "not checked: %s\n", s)
	}
	if r.Incomplete != "" {
		fmt.Fprintf(&b, "not complete: %s\n", r.Incomplete)
	}
	counts := map[Severity]int{}
	for _, f := range r.Faults {
		counts[f.Severity]++
	}
	fmt.Fprintf(&b, "%d requests, %d rules checked: %d break, %d risk, %d style\n", r.Requests,
		len(r.Checked), counts[Breaks], counts[Risks], counts[Style])
	_, err := io.WriteString(w, b.String())
	return err
}

// maxPasted is the longest request that a terminal still takes, in bytes.
const maxPasted = 4000

// pasted is a line for a shell; half of one would wait for its other quote.
func pasted(line string) string {
	if len(line) > maxPasted {
		return fmt.Sprintf("%d bytes; --json has it whole", len(line))
	}
	return line
}

// printable is a stranger's text on one line, without what a terminal would obey.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return '�'
		}
		return r
	}, strings.Join(strings.Fields(text), " "))
}

// shorten cuts a text for a line.
func shorten(text string, n int) string {
	if runes := []rune(text); len(runes) > n {
		return string(runes[:n]) + " …"
	}
	return text
}

// suite is a report as build servers read it.
type suite struct {
	XMLName  xml.Name    `xml:"testsuite"`
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Cases    []suiteCase `xml:"testcase"`
}

type suiteCase struct {
	Class   string       `xml:"classname,attr"`
	Name    string       `xml:"name,attr"`
	Failure *suiteFailed `xml:"failure"`
}

type suiteFailed struct {
	Type    string `xml:"type,attr"`
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// WriteJUnit writes a report as JUnit's XML: one test case for each rule that was checked, which fails with
// what was seen.
func (r *Report) WriteJUnit(w io.Writer) error {
	out := suite{Name: "conform " + r.URL}
	for _, rule := range Rules() {
		if !slices.Contains(r.Checked, rule.ID) {
			continue
		}
		c := suiteCase{Class: "conform." + string(rule.Severity), Name: rule.ID + ": " + rule.Text}
		for _, f := range r.Faults {
			if f.ID != rule.ID {
				continue
			}
			if c.Failure == nil {
				c.Failure = &suiteFailed{Type: string(rule.Severity),
					Message: fmt.Sprintf("%s: %s", f.Endpoint, f.Message)}
				out.Failures++
			}
			c.Failure.Text += fmt.Sprintf("%s: %s (%d times)\nsource: %s\nhint: %s\n%s\n%d %s\n", f.Endpoint,
				f.Message, f.Count, f.Source, f.Fix, f.Exchange.Curl(), f.Exchange.Status, f.Exchange.Answer)
		}
		out.Cases = append(out.Cases, c)
		out.Tests++
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(out); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}
