package importer

import (
	"slices"
	"testing"

	"plugsheet/importer/table"
)

// TestHolidayOfAWorkbook: a cell that holds a date is that date, also where what it shows could be two.
func TestHolidayOfAWorkbook(t *testing.T) {
	r := &row{cells: []table.Cell{{Kind: table.Date, Text: "05/06/2030", Raw: "2030-06-05"}}, text: make([]string, hHolidays+1), column: make([]int, hHolidays+1)}
	r.text[hHolidays], r.column[hHolidays] = "05/06/2030", 1
	if got := (&bot{}).holidays(r); !slices.Equal(got, []string{"2030-06-05"}) {
		t.Errorf("%q", got)
	}
}

func TestHoliday(t *testing.T) {
	for text, want := range map[string]string{
		"2030-12-25": "2030-12-25", "12-25": "12-25", "25.12.2030": "2030-12-25", "25.12.": "12-25", "25/12/2030": "2030-12-25", "12/25/2030": "2030-12-25",
		"25/12": "12-25", "1/1": "01-01", "29/02": "02-29", "05/06/2030": "", "13/13/2030": "", "25/12/30": "", "0/12": "", "30/02/2030": "", "25/12/2030/1": "", "x/y": "", "": "",
	} {
		if got, ok := holiday(text); got != want || ok != (want != "") {
			t.Errorf("%q: %q %t", text, got, ok)
		}
	}
}
