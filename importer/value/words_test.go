package value

import (
	"slices"
	"testing"

	"plugsheet/schemas/words"
)

// TestWordLists: each list that the code names is in the file, and none is there that nobody names.
func TestWordLists(t *testing.T) {
	named := []string{"month"}
	for name, list := range map[string]func() map[string]bool{
		"shown": shownWords, "hidden": hiddenWords, "weak": weakWords, "beside": otherWords,
		"catalog": catalogWords,
		"noplace": noPlaceWords, "yes": yesWords, "no": noWords, "negation": negations,
		"shownheader": lists.Set("shownheader"), "hiddenheader": lists.Set("hiddenheader"), "statusheader": lists.Set("statusheader"),
		"visibilityheader": lists.Set("visibilityheader"), "begunheader": lists.Set("begunheader"), "endedheader": lists.Set("endedheader"),
		"turning": turningWords, "selling": sellingFillers, "noun": nounFillers, "place": placeFillers,
		"instock": inStockWords, "soldout": soldOutWords, "unit": stockUnits, "null": nullWords,
		"doubtful": doubtfulWords, "error": sheetErrors, "codeheader": codeHeaders, "dayword": dayWords,
		"agree": agreeing, "codeword": codeWords, "refuse": refusing, "element": elements, "block": blocks,
	} {
		named = append(named, name)
		if len(list()) < 3 {
			t.Errorf("%s: only %d words", name, len(list()))
		}
	}
	for _, l := range words.ReadLists(wordText) {
		if !slices.Contains(named, l.Name) {
			t.Errorf("nobody reads the list %s", l.Name)
		}
	}
	if months()["grudzien"] != 12 || months()["fevr"] != 2 {
		t.Errorf("months: %v", months())
	}
}
