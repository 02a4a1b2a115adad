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
)

// CaseError is a row of a file of cases that cannot be read.
type CaseError struct {
	Line   int // 1 is the header
	Reason string
}

func (e *CaseError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Reason) }

// columns are those of a file of cases; scenario and conversation may be missing.
const columns = "message, expected, scenario, conversation"

// ReadCases reads cases in CSV with commas or semicolons, UTF-8 with or without mark. Several expected answers are
// separated by "|". Errors: [CaseError], or the reader's.
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
	message, expected, scenario, conversation := at("message"), at("expected"), at("scenario"), at("conversation")
	if message < 0 || expected < 0 {
		return nil, &CaseError{1, fmt.Sprintf("the header is %q: the columns are %s", strings.Join(header, ","), columns)}
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
		cell := func(i int) string {
			if i < 0 || i >= len(row) {
				return ""
			}
			return strings.TrimSpace(row[i])
		}
		line, _ := c.FieldPos(0)
		one := Case{Message: cell(message), Scenario: cell(scenario), Conversation: cell(conversation), Line: line}
		if one.Message == "" {
			return nil, &CaseError{line, "the message is empty"}
		}
		for id := range strings.SplitSeq(cell(expected), "|") {
			if id = strings.TrimSpace(id); id != "" {
				one.Expected = append(one.Expected, id)
			}
		}
		cases = append(cases, one)
	}
}

func readError(err error) error {
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		return &CaseError{parse.Line, parse.Err.Error()}
	}
	return fmt.Errorf("reading the cases: %w", err)
}
