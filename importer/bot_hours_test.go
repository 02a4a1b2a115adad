package importer

import (
	"slices"
	"testing"

	"plugsheet/importer/bot"
	"plugsheet/importer/field"
	"plugsheet/importer/sheet"
	"plugsheet/importer/table"
)

// TestHolidayOfAWorkbook: a cell that holds a date is that date, also where what it shows could be two.
func TestHolidayOfAWorkbook(t *testing.T) {
	r := &sheet.Row{Cells: []table.Cell{{Kind: table.Date, Text: "05/06/2030", Raw: "2030-06-05"}},
		Text: make([]string, field.HoursHolidays+1), Column: make([]int, field.HoursHolidays+1)}
	r.Text[field.HoursHolidays], r.Column[field.HoursHolidays] = "05/06/2030", 1
	if got := (&bot.Bot{}).Holidays(r, nil); !slices.Equal(got, []string{"2030-06-05"}) {
		t.Errorf("%q", got)
	}
}
