package requests

import (
	"encoding/json"
	"testing"

	"plugsheet/index"
)

// TestTaken demands that the app is told what a search leaves out, what it may cost, and which words nothing
// has.
func TestTaken(t *testing.T) {
	for _, c := range []struct {
		page index.Page
		want string
	}{
		{index.Page{}, `{}`},
		{index.Page{Missing: []string{"flurbel"}, Unpriced: true},
			`{"unknownWords":["flurbel"],"priceIgnored":true}`},
		{index.Page{Price: &index.PriceRange{To: 49_999, Unit: "€"}},
			`{"priceLimit":{"to":49.999,"unit":"€"}}`},
		{index.Page{Price: &index.PriceRange{From: 20_000, To: index.Unlimited, Unit: "€"}},
			`{"priceLimit":{"from":20,"unit":"€"}}`},
		{index.Page{LeftOut: []index.LeftOut{{Typed: "red", Products: 2, Behind: 1}}},
			`{"leftOut":[{"typed":"red","products":2,"behind":1}]}`},
	} {
		c.page.Explain = &index.Explanation{Terms: []index.Term{{Typed: "blue"}}}
		got, err := json.Marshal(takenFrom(index.Found{Page: c.page}))
		if err != nil || string(got) != c.want {
			t.Errorf("%s (%v), want %s", got, err, c.want)
		}
	}
	e := &index.Explanation{Terms: []index.Term{{Typed: "couch", Others: []string{"sofa"}}}}
	got, err := json.Marshal(takenFrom(index.Found{Page: index.Page{Explain: e}}))
	if want := `{"otherWords":[{"typed":"couch","words":["sofa"]}]}`; err != nil || string(got) != want {
		t.Errorf("%s (%v), want %s", got, err, want)
	}
}
