package judge

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// The columns of a file of cases. Rows with the same query are one case; one with an empty product says that nothing
// is to be found. The column of grades may be missing.
const (
	queryColumn   = "query"
	productColumn = "product"
	gradeColumn   = "grade"
)

// CaseError is a row of a file of cases that cannot be read.
type CaseError struct {
	Line   int // 1 is the header
	Reason string
}

func (e *CaseError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Reason) }

// ReadCases reads cases in CSV, UTF-8 with or without mark, in the order of their first rows. Errors: [CaseError], or
// the reader's.
func ReadCases(r io.Reader) ([]Case, error) {
	c := csv.NewReader(r)
	c.FieldsPerRecord = -1
	header, err := c.Read()
	if errors.Is(err, io.EOF) {
		return nil, &CaseError{1, "no header: expected query,product,grade"}
	}
	if err != nil {
		return nil, readError(err)
	}
	query, product, grade := column(header, queryColumn), column(header, productColumn), column(header, gradeColumn)
	if query < 0 || product < 0 {
		return nil, &CaseError{1, fmt.Sprintf("the header is %q: expected query,product,grade", strings.Join(header, ","))}
	}
	var cases []Case
	at := map[string]int{}
	for {
		row, err := c.Read()
		if errors.Is(err, io.EOF) {
			return cases, nil
		}
		if err != nil {
			return nil, readError(err)
		}
		line, _ := c.FieldPos(0)
		text, want, err := readRow(row, query, product, grade)
		if err != nil {
			return nil, &CaseError{line, err.Error()}
		}
		i, ok := at[text]
		if !ok {
			i = len(cases)
			at[text] = i
			cases = append(cases, Case{Query: text})
		}
		if want.Product != "" {
			cases[i].Wants = append(cases[i].Wants, want)
		}
	}
}

func readError(err error) error {
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		return &CaseError{parse.Line, parse.Err.Error()}
	}
	return fmt.Errorf("reading the cases: %w", err)
}

func column(header []string, name string) int {
	return slices.IndexFunc(header, func(h string) bool {
		return strings.EqualFold(strings.TrimSpace(strings.TrimPrefix(h, "\ufeff")), name)
	})
}

// readRow reads one row. The column of grades may be -1.
func readRow(row []string, query, product, grade int) (text string, w Want, err error) {
	cell := func(i int) string {
		if i < 0 || i >= len(row) {
			return ""
		}
		return strings.TrimSpace(row[i])
	}
	if text = cell(query); text == "" {
		return "", w, errors.New("the query is empty")
	}
	w = Want{Product: cell(product), Grade: 1}
	if g := cell(grade); g != "" {
		if w.Grade, err = strconv.Atoi(g); err != nil || w.Grade < 0 || w.Grade > 10 {
			return "", w, fmt.Errorf("the grade is %q: expected a whole number from 0 to 10", g)
		}
	}
	return text, w, nil
}

// WriteCases writes cases as [ReadCases] reads them, LF at the ends of lines.
func WriteCases(w io.Writer, cases []Case) error {
	c := csv.NewWriter(w)
	rows := [][]string{{queryColumn, productColumn, gradeColumn}}
	for _, one := range cases {
		if len(one.Wants) == 0 {
			rows = append(rows, []string{one.Query, "", ""})
		}
		for _, want := range one.Wants {
			rows = append(rows, []string{one.Query, want.Product, strconv.Itoa(want.Grade)})
		}
	}
	if err := c.WriteAll(rows); err != nil {
		return fmt.Errorf("writing the cases: %w", err)
	}
	return nil
}
