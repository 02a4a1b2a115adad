package judge

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// The columns of a file of cases. Rows with the same query are one case; one that expects no product says
// that nothing is to be found. Several expected products of one row are separated by "|" and share its grade.
// The column of grades may be missing.
const (
	queryColumn    = "query"
	expectedColumn = "expected"
	gradeColumn    = "grade"
)

// CaseError is a row of a file of cases that cannot be read.
type CaseError struct {
	Line   int // 1 is the header
	Reason string
}

// Error is the line and what is wrong with it.
func (e *CaseError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Reason) }

// ReadCases reads cases in CSV with commas or semicolons, UTF-8 with or without mark, in the order of their
// first rows. Errors: [CaseError], or the reader's.
func ReadCases(r io.Reader) (cases []Case, err error) {
	at := map[string]int{}
	must := []string{queryColumn, expectedColumn}
	err = EachRow(r, must, "query, expected and grade", func(line int, cell func(string) string) error {
		text, wants, err := readRow(cell)
		if err != nil {
			return &CaseError{line, err.Error()}
		}
		i, ok := at[text]
		if !ok {
			i = len(cases)
			at[text] = i
			cases = append(cases, Case{Query: text, Line: line})
		}
		cases[i].Wants = append(cases[i].Wants, wants...)
		return nil
	})
	return cases, err
}

// EachRow reads the rows of a table in CSV as [ReadCases] does, each with its line and a function that gives
// what stands in its column of a name. Some columns must be there; all of them are named in errors. Errors:
// [CaseError], the reader's, or those of see.
func EachRow(r io.Reader, must []string, all string,
	see func(line int, cell func(name string) string) error) error {
	buffered := bufio.NewReader(r)
	c := csv.NewReader(buffered)
	c.FieldsPerRecord = -1
	c.Comma = delimiter(buffered)
	header, err := c.Read()
	if errors.Is(err, io.EOF) {
		return &CaseError{1, "no header: the columns are " + all}
	}
	if err != nil {
		return readError(err)
	}
	if slices.ContainsFunc(must, func(name string) bool { return column(header, name) < 0 }) {
		return &CaseError{1, fmt.Sprintf("the header is %q: the columns are %s", strings.Join(header, ","), all)}
	}
	for {
		row, err := c.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return readError(err)
		}
		line, _ := c.FieldPos(0)
		err = see(line, func(name string) string {
			if i := column(header, name); i >= 0 && i < len(row) {
				return strings.TrimSpace(row[i])
			}
			return ""
		})
		if err != nil {
			return err
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

// delimiter is a semicolon when the header has semicolons and no comma, as office programs of many languages
// write it.
func delimiter(r *bufio.Reader) rune {
	start, _ := r.Peek(1024) // what cannot be read is told by the next read
	header, _, _ := bytes.Cut(start, []byte("\n"))
	if bytes.ContainsRune(header, ';') && !bytes.ContainsRune(header, ',') {
		return ';'
	}
	return ','
}

// readRow reads one row.
func readRow(cell func(name string) string) (text string, wants []Want, err error) {
	if text = cell(queryColumn); text == "" {
		return "", nil, errors.New("the query is empty")
	}
	worth := 1
	if g := cell(gradeColumn); g != "" {
		if worth, err = strconv.Atoi(g); err != nil || worth < 0 || worth > 10 {
			return "", nil, fmt.Errorf("the grade is %q: expected a whole number from 0 to 10", g)
		}
	}
	for _, name := range Listed(cell(expectedColumn)) {
		wants = append(wants, Want{name, worth})
	}
	return text, wants, nil
}

// Listed are the texts of a cell with "|" between them.
func Listed(cell string) (all []string) {
	for text := range strings.SplitSeq(cell, "|") {
		if text = strings.TrimSpace(text); text != "" {
			all = append(all, text)
		}
	}
	return all
}

// WriteCases writes cases as [ReadCases] reads them, LF at the ends of lines.
func WriteCases(w io.Writer, cases []Case) error {
	c := csv.NewWriter(w)
	rows := [][]string{{queryColumn, expectedColumn, gradeColumn}}
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

// AppendCases adds to the text of a file of cases those whose query is not there yet, or which the file only
// says to find nothing. What is there stays as it is, byte by byte; the rows that come have its columns, its
// delimiter and its ends of lines. Without text a file is begun. It also gives the number of cases that were
// added. Errors: [CaseError].
func AppendCases(old []byte, cases []Case) (text []byte, added int, err error) {
	if len(bytes.TrimSpace(old)) == 0 {
		old = []byte(strings.Join([]string{queryColumn, expectedColumn, gradeColumn}, ",") + "\n")
	}
	there, err := ReadCases(bytes.NewReader(old))
	if err != nil {
		return nil, 0, err
	}
	buffered := bufio.NewReader(bytes.NewReader(old))
	r := csv.NewReader(buffered)
	r.Comma = delimiter(buffered)
	header, err := r.Read()
	if err != nil {
		return nil, 0, readError(err)
	}
	end := "\n"
	if first, _, ok := bytes.Cut(old, []byte("\n")); ok && bytes.HasSuffix(first, []byte("\r")) {
		end = "\r\n"
	}
	var rows bytes.Buffer
	w := csv.NewWriter(&rows)
	w.Comma, w.UseCRLF = r.Comma, end == "\r\n"
	for _, c := range cases {
		if slices.ContainsFunc(there, func(t Case) bool {
			return t.Query == c.Query && len(t.Wants) >= min(1, len(c.Wants))
		}) {
			continue
		}
		added++
		for _, row := range rowsOf(c, header) {
			w.Write(row) // into memory: what fails is told by Flush and Error
		}
		there = append(there, c)
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return nil, 0, fmt.Errorf("writing the cases: %w", err)
	}
	if added > 0 && !bytes.HasSuffix(old, []byte("\n")) {
		old = append(slices.Clip(old), end...)
	}
	return append(slices.Clip(old), rows.Bytes()...), added, nil
}

// rowsOf are the rows of a case under a header.
func rowsOf(c Case, header []string) (rows [][]string) {
	wants := c.Wants
	if len(wants) == 0 {
		wants = []Want{{}}
	}
	for _, want := range wants {
		row := make([]string, len(header))
		row[column(header, queryColumn)], row[column(header, expectedColumn)] = c.Query, want.Product
		if i := column(header, gradeColumn); i >= 0 && want.Product != "" {
			row[i] = strconv.Itoa(want.Grade)
		}
		rows = append(rows, row)
	}
	return rows
}
