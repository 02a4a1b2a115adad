package importer

import (
	"slices"
	"testing"

	"plugsheet/importer/field"
	"plugsheet/importer/table"
)

// TestHolidayOfAWorkbook: a cell that holds a date is that date, also where what it shows could be two.
func TestHolidayOfAWorkbook(t *testing.T) {
	r := &row{cells: []table.Cell{{Kind: table.Date, Text: "05/06/2030", Raw: "2030-06-05"}}, text: make([]string, field.HoursHolidays+1), column: make([]int, field.HoursHolidays+1)}
	r.text[field.HoursHolidays], r.column[field.HoursHolidays] = "05/06/2030", 1
	if got := (&bot{}).holidays(r, nil); !slices.Equal(got, []string{"2030-06-05"}) {
		t.Errorf("%q", got)
	}
}
