package bot

import (
	"cmp"
	"context"
	"encoding/json"
	"strings"
	"time"
	"unicode/utf8"

	"plugsheet/index"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/each"
	"plugsheet/serve/bot/understand"
)

// maxOffers is how many products one answer shows (contract, 3.10: no limit is known).
const maxOffers = 5

// maxDescription bounds the description of an offer, in characters.
const maxDescription = 250

// Catalog finds products; an [*index.Index] is one.
type Catalog interface {
	Fits(ctx context.Context, text string, limit int) (index.Fits, error)
	Records(products []int) ([]bundle.Record, error)
	AppendAnswer(dst []byte, products []int, at time.Time) ([]byte, error)
}

// cards makes the replies of products, with the promotions of that time, and with the answer to what was
// asked of them.
func (s *Scenario) cards(f found, q understand.Question, now time.Time) ([]Reply, error) {
	found, text := f.products[:min(len(f.products), maxOffers)], s.texts.Offers
	if len(f.missing) > 0 {
		text = s.texts.Nearest
	}
	ordinals := each.Of(found, func(f index.Fit) int { return f.Product })
	body, err := s.catalog.AppendAnswer(nil, ordinals, now)
	if err != nil {
		return nil, err
	}
	var products []bundle.Product
	if err := json.Unmarshal(body, &products); err != nil {
		return nil, err
	}
	offers := make([]Payload, len(products))
	for i, p := range products {
		if found[i].Record != nil {
			p.Title = index.TitleIn(found[i].Record, s.Language)
		}
		offers[i] = s.card(p)
	}
	if facts := s.facts(q, offers); facts != "" && len(f.missing) == 0 {
		text = facts
	} else if facts != "" {
		text += "\n" + facts
	}
	if len(offers) == 1 {
		return then(nil, say(text), message(offers[0])), nil
	}
	return then(nil, say(text), message(Payload{ContentType: contentOffers, Offers: offers})), nil
}

// card is that of one product.
func (s *Scenario) card(p bundle.Product) Payload {
	o := Payload{
		ContentType: contentOffer, Name: p.Title, Price: p.PriceCatalog, Image: &Image{p.ImageURL, p.Title},
		Actions: []Action{{"LINK", s.texts.Look, p.ProductURL}},
	}
	short, promotion, special := value(p.ShortDescription), value(p.PricePromotion), value(p.PriceSpecial)
	o.Description = shorten(cmp.Or(short, p.Description), maxDescription)
	o.OfferPrice = cmp.Or(promotion, special)
	if p.Available != nil {
		o.Availability = &Availability{unavailable}
		if *p.Available {
			o.Availability.Status = available
		}
	}
	return o
}

// facts say of each offer what was asked of it, a line each: what it costs, whether it can be had. They are
// empty where neither was asked, or nothing is known of it.
func (s *Scenario) facts(q understand.Question, offers []Payload) string {
	var lines []string
	for _, o := range offers {
		var known []string
		if price := cmp.Or(o.OfferPrice, o.Price); q.Price && price != "" {
			known = append(known, price)
		}
		if q.Stock && o.Availability != nil {
			known = append(known, s.texts.Stock[o.Availability.Status])
		}
		if len(known) > 0 {
			lines = append(lines, o.Name+": "+strings.Join(known, ", "))
		}
	}
	return strings.Join(lines, "\n")
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
