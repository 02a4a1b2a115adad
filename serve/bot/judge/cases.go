package judge

import (
	"fmt"
	"io"
	"strings"
	"time"

	"plugsheet/index/judge"
)

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
// answers are separated by "|", and so are several products. Errors: [judge.CaseError], or the reader's.
func ReadCases(r io.Reader) (cases []Case, err error) {
	must := []string{"message", "expected"}
	err = judge.EachRow(r, must, columns, func(line int, cell func(string) string) error {
		one, err := readCase(line, cell)
		cases = append(cases, one)
		return err
	})
	if err != nil {
		return nil, err
	}
	return cases, nil
}

// readCase reads a row, given by what stands in its columns.
func readCase(line int, cell func(column string) string) (Case, error) {
	one := Case{
		Message: cell("message"), Expected: judge.Listed(cell("expected")), Scenario: cell("scenario"),
		Conversation: cell("conversation"), Products: judge.Listed(cell("product")), At: cell("at"), Line: line,
	}
	_, known := ReadMoment(one.At, time.UTC)
	switch {
	case one.Message == "":
		return one, &judge.CaseError{Line: line, Reason: "the message is empty"}
	case one.At != "" && !known:
		return one, &judge.CaseError{Line: line,
			Reason: fmt.Sprintf("at is %q: a moment is such as %s", one.At, strings.Join(Moments, " or "))}
	}
	return one, nil
}
