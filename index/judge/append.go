package judge

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

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
