package field

import (
	"testing"

	"github.com/goccy/go-yaml"

	"plugsheet/importer/kind"
)

// TestTables reads the table of fields strictly, and compares its length with the constants.
func TestTables(t *testing.T) {
	var all map[kind.Kind][]Field
	if err := yaml.UnmarshalWithOptions(fieldText, &all, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	for k, last := range map[kind.Kind]int{
		kind.Products: ListedUntil, kind.Variants: ProductOf, kind.Categories: CategoryLabel,
		kind.ClosingForm: FormOptions, kind.Options: OptionValue, kind.CustomerFields: ShownMessage,
		kind.Customers: CustomerExternal, kind.BotScenarios: BotFailed, kind.BotAnswers: AnswerNext,
		kind.BotHours: HoursHolidays, kind.Settings: SettingValue,
	} {
		if n := len(Of(k)); n != last+1 {
			t.Errorf("%s: %d fields, and %d constants", k, n, last+1)
		}
	}
}
