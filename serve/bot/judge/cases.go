package judge

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// CaseError is a row of a file of cases that cannot be read.
type CaseError struct {
	Line   int // 1 is the header
	Reason string
}

// Error is the line and what is wrong with it.
func (e *CaseError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Reason) }

// columns are those of a file of cases; all but the first two may be missing.
const columns = "message, expected, scenario, conversation, product, at"

// Moments are the ways to write when a message is said: the second in the time of the bot's scenario.
var Moments = []string{time.RFC3339, "2006-01-02 15:04"}

// ReadMoment reads a moment in one of the [Moments], in a time zone where the text names none.
func ReadMoment(text string, zone *time.Location) (time.Time, bool) {
	for _, layout := range Moments {
		if at, err := time.ParseInLocation(layout, text, zone); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}

// moment is when a case is said, in the time zone of its scenario where it names none.
func (c Case) moment(zone *time.Location, otherwise time.Time) time.Time {
	if at, ok := ReadMoment(c.At, zone); ok {
		return at
	}
	return otherwise
}

// ReadCases reads cases in CSV with commas or semicolons, UTF-8 with or without mark. Several expected
// answers are separated by "|", and so are several products. Errors: [CaseError], or the reader's.
func ReadCases(r io.Reader) ([]Case, error) {
	buffered := bufio.NewReader(r)
	c := csv.NewReader(buffered)
	c.FieldsPerRecord = -1
	start, _ := buffered.Peek(1024) // what cannot be read is told by the next read
	head, _, _ := bytes.Cut(start, []byte("\n"))
	if bytes.ContainsRune(head, ';') && !bytes.ContainsRune(head, ',') {
		c.Comma = ';'
	}
	header, err := c.Read()
	if errors.Is(err, io.EOF) {
		return nil, &CaseError{1, "no header: the columns are " + columns}
	}
	if err != nil {
		return nil, readError(err)
	}
	at := func(name string) int {
		return slices.IndexFunc(header, func(h string) bool {
			return strings.EqualFold(strings.TrimSpace(strings.TrimPrefix(h, "\ufeff")), name)
		})
	}
	if at("message") < 0 || at("expected") < 0 {
		return nil, &CaseError{
			1, fmt.Sprintf("the header is %q: the columns are %s", strings.Join(header, ","), columns),
		}
	}
	var cases []Case
	for {
		row, err := c.Read()
		if errors.Is(err, io.EOF) {
			return cases, nil
		}
		if err != nil {
			return nil, readError(err)
		}
		line, _ := c.FieldPos(0)
		one, err := readCase(line, func(name string) string {
			if i := at(name); i >= 0 && i < len(row) {
				return strings.TrimSpace(row[i])
			}
			return ""
		})
		if err != nil {
			return nil, err
		}
		cases = append(cases, one)
	}
}

// readCase reads a row, given by what stands in its columns.
func readCase(line int, cell func(column string) string) (Case, error) {
	one := Case{
		Message: cell("message"), Expected: listed(cell("expected")), Scenario: cell("scenario"),
		Conversation: cell("conversation"), Products: listed(cell("product")), At: cell("at"), Line: line,
	}
	_, known := ReadMoment(one.At, time.UTC)
	switch {
	case one.Message == "":
		return one, &CaseError{line, "the message is empty"}
	case one.At != "" && !known:
		return one, &CaseError{
			line, fmt.Sprintf("at is %q: a moment is such as %s", one.At, strings.Join(Moments, " or ")),
		}
	}
	return one, nil
}

// listed are the texts of a cell with "|" between them.
func listed(cell string) (all []string) {
	for text := range strings.SplitSeq(cell, "|") {
		if text = strings.TrimSpace(text); text != "" {
			all = append(all, text)
		}
	}
	return all
}

func readError(err error) error {
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		return &CaseError{parse.Line, parse.Err.Error()}
	}
	return fmt.Errorf("reading the cases: %w", err)
}
