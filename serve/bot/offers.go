package bot

import (
	"cmp"
	"context"
	"encoding/json"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"plugsheet/index"
	"plugsheet/schemas/bundle"
)

// maxOffers is how many products one answer shows (contract, 3.10: no limit is known).
const maxOffers = 5

// maxDescription bounds the description of an offer, in characters.
const maxDescription = 250

// offers answers a question about products from the catalog, where the text is one: it holds a code of the catalog, as it
// stands there; or it asks as one asks for a product ("do you have", "how much is") and all its other words that say
// something are words of one product. Beside an answer that fits, the text must ask so with the words of a title: "do you have
// cast iron pans" is no question about their care. Without such products there are no replies. The error is the catalog's.
func (s *Scenario) offers(ctx context.Context, t Turn, besideAnswer bool) ([]Reply, error) {
	if s.catalog == nil {
		return nil, nil
	}
	return inTime(ctx, func(ctx context.Context) ([]Reply, error) {
		var found []int
		var err error
		if !besideAnswer {
			found, err = s.byCode(ctx, t.Text)
		}
		if err == nil && len(found) == 0 {
			if words := s.asked(t.Text); words != "" {
				found, err = s.byWords(ctx, words, besideAnswer)
			}
		}
		if err != nil || len(found) == 0 {
			return nil, err
		}
		return s.show(found, t.Now)
	})
}

// inTime waits for what work gives, and no longer than ctx allows. Work that comes too late ends for itself.
func inTime[T any](ctx context.Context, work func(context.Context) (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	done := make(chan result, 1)
	go func() {
		v, err := work(ctx)
		done <- result{v, err}
	}()
	select {
	case r := <-done:
		return r.value, r.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}

// byCode finds the products whose code stands in the text.
func (s *Scenario) byCode(ctx context.Context, text string) ([]int, error) {
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",;!?()\"«»'’", r) }) {
		word = strings.Trim(word, ".:-")
		if utf8.RuneCountInString(word) < 3 || len(word) > 40 || !strings.ContainsFunc(word, unicode.IsDigit) {
			continue
		}
		page, err := s.catalog.Search(ctx, index.Query{Text: word, Limit: maxOffers, Explain: true})
		if err != nil {
			return nil, err
		}
		if page.Road == index.RoadCode && page.Explain.WholeCode() {
			return page.Products, nil
		}
	}
	return nil, nil
}

// asked is what a question for a product asks for: its words behind the pattern that it begins with. It is empty for other
// texts.
func (s *Scenario) asked(text string) string {
	folded := " " + words(text) + " "
	for _, p := range s.patterns {
		if _, rest, ok := strings.Cut(folded, " "+p+" "); ok {
			return strings.TrimSpace(rest)
		}
	}
	return ""
}

// words is a text in lower case with single blanks between its words.
func words(text string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r)
	}), " ")
}

// byWords finds the products that have all words; none where a title must have them, and none has.
func (s *Scenario) byWords(ctx context.Context, words string, inTitle bool) ([]int, error) {
	words = s.phrases.Content(words)
	if words == "" {
		return nil, nil
	}
	page, err := s.catalog.Search(ctx, index.Query{Text: words, Limit: maxOffers, Explain: true})
	if err != nil || inTitle && !page.Explain.InTitle() {
		return nil, err
	}
	return page.Products[:min(len(page.Products), page.Explain.AllWords())], nil
}

// show makes the replies of products, with the promotions of that time.
func (s *Scenario) show(found []int, now time.Time) ([]Reply, error) {
	body, err := s.catalog.AppendAnswer(nil, found, now)
	if err != nil {
		return nil, err
	}
	var products []bundle.Product
	if err := json.Unmarshal(body, &products); err != nil {
		return nil, err
	}
	offers := make([]Payload, len(products))
	for i, p := range products {
		offers[i] = s.offer(p)
	}
	if len(offers) == 1 {
		return then(nil, say(s.texts.offers), message(offers[0])), nil
	}
	return then(nil, say(s.texts.offers), message(Payload{ContentType: contentOffers, Offers: offers})), nil
}

// offer is the card of one product.
func (s *Scenario) offer(p bundle.Product) Payload {
	o := Payload{
		ContentType: contentOffer, Name: p.Title, Price: p.PriceCatalog, Image: &Image{p.ImageURL, p.Title},
		Actions: []Action{{"LINK", s.texts.look, p.ProductURL}},
	}
	short, promotion, special := value(p.ShortDescription), value(p.PricePromotion), value(p.PriceSpecial)
	o.Description, o.OfferPrice = shorten(cmp.Or(short, p.Description), maxDescription), cmp.Or(promotion, special)
	if p.Available != nil {
		o.Availability = &Availability{"UNAVAILABLE"}
		if *p.Available {
			o.Availability.Status = "AVAILABLE"
		}
	}
	return o
}

func value(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

// shorten cuts a text to at most so many characters.
func shorten(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return strings.TrimSpace(string([]rune(text)[:most-1])) + "…"
}

// patternsOf are the ways to ask for a product in a language of two letters, in lower case and without punctuation.
func patternsOf(language string) []string {
	return map[string][]string{
		"en": {"do you have", "do u have", "do you sell", "do you stock", "do you carry", "have you got", "got any", "looking for", "searching for",
			"want to buy", "like to buy", "show me", "how much is", "how much are", "how much does", "how much do", "price of", "price for", "sell"},
		"fr": {"avez vous", "vous avez", "avez", "vendez vous", "vous vendez", "je cherche", "je recherche", "recherche", "combien coûte", "combien coute",
			"combien coûtent", "combien coutent", "prix de", "prix du", "prix des", "acheter", "montrez moi", "proposez vous", "vous proposez"},
		"de": {"haben sie", "habt ihr", "hast du", "verkaufen sie", "verkauft ihr", "ich suche", "suche", "was kostet", "was kosten", "wie viel kostet",
			"wieviel kostet", "preis von", "preis für", "gibt es", "zeigen sie mir", "führen sie"},
		"es": {"tienen", "tienes", "tenéis", "teneis", "venden", "vendéis", "busco", "estoy buscando", "cuánto cuesta", "cuanto cuesta", "precio de", "precio del", "comprar"},
		"it": {"avete", "vendete", "cerco", "sto cercando", "quanto costa", "quanto costano", "prezzo di", "prezzo del", "comprare"},
		"nl": {"heeft u", "hebben jullie", "heb je", "verkoopt u", "verkopen jullie", "ik zoek", "op zoek naar", "hoeveel kost", "wat kost", "prijs van"},
		"pt": {"têm", "tem", "vendem", "procuro", "estou à procura de", "quanto custa", "quanto custam", "preço de", "preço do", "comprar"},
	}[language]
}
