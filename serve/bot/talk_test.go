package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"plugsheet/index"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/bundle/scenario"
)

// lanterns is a catalog of three lanterns and a blanket, which finds what has all words of a text in its
// title.
type lanterns struct{}

var titles = []string{"Storm lantern, 20 cm, red", "Storm lantern, 30 cm, red",
	"Storm lantern, 30 cm, blue", "Wool blanket, grey"}

func (lanterns) Fits(_ context.Context, text string, _ int) (f index.Fits, err error) {
	f.Words = strings.Fields(strings.ToLower(text))
	f.Known, f.Corrected, f.Meant = make([]bool, len(f.Words)), make([]bool, len(f.Words)),
		make([][]string, len(f.Words))
	for i, title := range titles {
		one := index.Fit{Product: i, Places: make([]index.Place, len(f.Words)), Record: recordOf(i)}
		for n, word := range f.Words {
			word = strings.TrimSuffix(word, "s")
			switch {
			case word == "lantern" && i < 3, word == "blanket" && i == 3:
				one.Places[n] = index.InHead
			case strings.Contains(strings.ToLower(title), word):
				one.Places[n] = index.InTitle
			}
			f.Known[n] = f.Known[n] || one.Places[n] > index.Nowhere
		}
		if slices.Max(one.Places) > index.Nowhere {
			f.Products = append(f.Products, one)
		}
	}
	return f, nil
}

func (lanterns) Records(products []int) (all []bundle.Record, err error) {
	for _, p := range products {
		all = append(all, *recordOf(p))
	}
	return all, nil
}

func recordOf(i int) *bundle.Record {
	r := &bundle.Record{}
	r.Product.Title, r.Product.Reference, r.Product.PriceCatalog = titles[i], fmt.Sprintf("P-%d", i),
		fmt.Sprintf("%d.00 €", 10*(i+1))
	isThere := i < 3
	r.Product.Available = &isThere
	return r
}

// lamps is a scenario with answers beside the catalog.
func lamps(t *testing.T, language string) *Scenario {
	return script(t, lanterns{}, scenario.Scenario{Products: true, Language: language,
		HandOver: scenario.HandOver{Rule: scenario.Transfer}},
		scenario.Answer{ID: "hello", Phrases: []string{"hello"}, Messages: []string{"Hello!"}},
		scenario.Answer{ID: "returns", Phrases: []string{"how do I send it back", "I want a refund"},
			Messages: []string{"So."}, QuickReplies: []scenario.Reply{
				{Text: "Yes, a person please", Next: "person"}, {Text: "Print a label", Next: "label"},
			}},
		scenario.Answer{ID: "label", Messages: []string{"Here."}},
		scenario.Answer{ID: "person", Phrases: []string{"talk to a person"},
			Messages: []string{"Of course."}, Next: scenario.Transfer})
}

func TestTurns(t *testing.T) {
	for name, turns := range map[string][][2]string{
		"a place in the list": {{"storm lanterns", "P-0 P-1 P-2"}, {"the second one", "P-1"},
			{"how much is it", "P-1"}},
		"a place, and another": {{"storm lanterns", "P-0 P-1 P-2"}, {"the first one", "P-0"},
			{"and the second?", "P-1"}, {"the last one", "P-2"}},
		"the other one": {{"lantern 30", "P-1 P-2"}, {"in blue?", "P-2"}, {"and the other one?", "P-1"}},
		"the others": {{"storm lanterns", "P-0 P-1 P-2"}, {"the cheapest", "P-0"},
			{"the others", "P-1 P-2"}},
		"the other of nothing": {{"lantern 20", "P-0"}, {"the other one", "asked"}},
		"a place that is not":  {{"storm lanterns", "P-0 P-1 P-2"}, {"the fifth one", "asked"}},
		"a larger one":         {{"lantern 20", "P-0"}, {"do you have a bigger one", "P-1"}},
		"the largest of them":  {{"red lanterns", "P-0 P-1"}, {"the bigger one", "P-1"}},
		"the cheapest":         {{"cheapest lantern", "P-0"}, {"anything cheaper", "asked"}},
		"a color": {{"lantern 30", "P-1 P-2"}, {"in blue?", "P-2"},
			{"and in red", "P-0 P-1"}},
		"a color of another one": {{"lantern 20", "P-0"}, {"in blue", "P-2"}},
		"a color that is not":    {{"lantern 20", "P-0"}, {"do you have it in green", "asked"}},
		"another thing": {{"lantern 20", "P-0"}, {"grey blanket", "P-3"},
			{"is it available", "P-3"}},
		"an answer in between": {{"lantern 20", "P-0"}, {"I want a refund", "returns"},
			{"what does it cost", "P-0"}},
		"nothing before":         {{"the second one", "asked"}},
		"yes":                    {{"I want a refund", "returns"}, {"yes please", "person"}},
		"a reply in other words": {{"I want a refund", "returns"}, {"print the label please", "label"}},
		"not wished":             {{"no I don't want to talk to a person", "asked"}},
		"not wished, but":        {{"I don't want to talk to a person, I want a refund", "returns"}},
		"greetings":              {{"good morning everybody", "hello"}, {"hey there", "hello"}},
		"no product, never over": {{"do you have kites", "asked"}, {"do you sell kites", "asked"},
			{"kites", "asked"}, {"qwertz", "handedOver"}},
		"whether it is a bot": {{"are you a robot?", "asked"}, {"am I talking to a machine", "asked"},
			{"storm lantern", "P-0 P-1 P-2"}},
		"in another language":     {{"avez-vous des lanternes", "asked"}},
		"a thing, and what of it": {{"how do I send the lantern back", "returns"}},
	} {
		s, m := lamps(t, "en"), Memory{}
		for _, turn := range turns {
			r := s.React(t.Context(), Turn{ContentType: "text", Text: turn[0], Memory: m})
			m = r.Memory
			got := string(r.Outcome)
			switch r.Outcome {
			case Products:
				got = strings.Join(r.Shown, " ")
			case Answered:
				got = r.Answer
			}
			if got != turn[1] {
				t.Errorf("%s: %q: %s, want %s", name, turn[0], got, turn[1])
			}
		}
	}
}

// AppendAnswer gives the products as they are.
func (lanterns) AppendAnswer(dst []byte, products []int, _ time.Time) ([]byte, error) {
	var all []bundle.Product
	for _, p := range products {
		all = append(all, recordOf(p).Product)
	}
	body, err := json.Marshal(all)
	return append(dst, body...), err
}

// What was shown of a catalog that has changed is forgotten: its places may be other products now.
func TestShownIsOfOneCatalog(t *testing.T) {
	s := lamps(t, "en")
	r := s.React(t.Context(), Turn{ContentType: "text", Text: "lantern 20"})
	if shown, err := s.shown(r.Memory.Shown); len(shown) != 1 || err != nil {
		t.Fatalf("%v, %v", shown, err)
	}
	s.digest = "another1"
	if shown, err := s.shown(r.Memory.Shown); len(shown) != 0 || err != nil {
		t.Errorf("%v, %v", shown, err)
	}
	s.digest = ""
	if shown, err := s.shown(" x"); len(shown) != 0 || err != nil {
		t.Errorf("of a broken file %v, %v", shown, err)
	}
}

// The bot says which language it speaks, in its own and in the visitor's.
func TestSpeaks(t *testing.T) {
	for text, want := range map[string]string{
		"avez-vous des lanternes": "I answer in English. Je réponds en anglais.",
		"wo ist mein Paket":       "I answer in English. Ich antworte auf Englisch.",
	} {
		r := lamps(t, "en").React(t.Context(), Turn{ContentType: "text", Text: text})
		if got := r.Replies[0].Payload.Value; got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// Suggestions have to do with what was said.
func TestSuggestions(t *testing.T) {
	r := lamps(t, "en").React(t.Context(),
		Turn{ContentType: "text", Text: "my neighbour has a blue one since last summer"})
	if r.Outcome != Asked || len(r.Replies) != 1 || len(r.Replies[0].QuickReplies) == 0 ||
		!strings.Contains(r.Replies[0].QuickReplies[0].Value, "blue") {
		t.Errorf("%+v", r)
	}
}

// Who asks what something costs, or whether it can be had, reads that, and not the cards alone.
func TestFactsAreSaid(t *testing.T) {
	for text, want := range map[string]string{
		"how much is the lantern 20":               "Storm lantern, 20 cm, red: 10.00 €",
		"price of blue lanterns":                   "Storm lantern, 30 cm, blue: 30.00 €",
		"is the blanket in stock":                  "Wool blanket, grey: not available at the moment",
		"blue lantern in stock? what does it cost": "Storm lantern, 30 cm, blue: 30.00 €, available",
		"lantern 20":                               "Here is what I found:",
	} {
		r := lamps(t, "en").React(t.Context(), Turn{ContentType: "text", Text: text})
		if got := r.Replies[0].Payload.Value; r.Outcome != Products || got != want {
			t.Errorf("%q: %s %q, want %q", text, r.Outcome, got, want)
		}
	}
}
