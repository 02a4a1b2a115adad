package requests

import "plugsheet/index"

// taken is what the custom app says of how a search was taken; what does not apply is left out.
type taken struct {
	// UnknownWords are the pieces of the search that no product answers, as they were typed.
	UnknownWords []string `json:"unknownWords,omitempty"`
	// OtherWords are the pieces for which products were found by other words of the same meaning.
	OtherWords []otherWords `json:"otherWords,omitempty"`
	// LeftOut is what the search leaves out: "not red".
	LeftOut []index.LeftOut `json:"leftOut,omitempty"`
	// PriceLimit is what the products may cost, as the search says: "under 50 €".
	PriceLimit *priceLimit `json:"priceLimit,omitempty"`
	// PriceIgnored says that the search has such a limit, which the catalog's prices cannot be held against:
	// they are in several currencies, or in another one.
	PriceIgnored bool `json:"priceIgnored,omitempty"`
}

// otherWords are words of the same meaning as one that was typed.
type otherWords struct {
	Typed string   `json:"typed"`
	Words []string `json:"words"`
}

// priceLimit is in units of the currency, both ends included; an end that is not limited is left out.
type priceLimit struct {
	From *float64 `json:"from,omitempty"`
	To   *float64 `json:"to,omitempty"`
	Unit string   `json:"unit"` // the currency as the catalog writes it
}

// takenFrom reads it off an answer with its explanation.
func takenFrom(page index.Found) taken {
	t := taken{UnknownWords: page.Missing, LeftOut: page.LeftOut, PriceIgnored: page.Unpriced}
	for _, term := range page.Explain.Terms {
		if len(term.Others) > 0 {
			t.OtherWords = append(t.OtherWords, otherWords{term.Typed, term.Others})
		}
	}
	if p := page.Price; p != nil {
		t.PriceLimit = &priceLimit{Unit: p.Unit}
		if p.From > 0 {
			from := float64(p.From) / 1000
			t.PriceLimit.From = &from
		}
		if p.To < index.Unlimited {
			to := float64(p.To) / 1000
			t.PriceLimit.To = &to
		}
	}
	return t
}
