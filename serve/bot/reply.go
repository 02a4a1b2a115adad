package bot

import (
	"mime"
	"path"
	"slices"
	"strings"

	"plugsheet/schemas/bundle/scenario"
	"plugsheet/schemas/each"
	"plugsheet/serve/bot/understand"
)

// Reply is one thing that the bot does (contract, 3.8). Which fields count is said by the type.
type Reply struct {
	Type             string           `json:"type"` // await, message, transfer or close
	Duration         *duration        `json:"duration,omitempty"`
	Payload          *Payload         `json:"payload,omitempty"`
	QuickReplies     []QuickReply     `json:"quickReplies,omitempty"`
	DistributionRule string           `json:"distributionRule,omitempty"`
	TransferOptions  *transferOptions `json:"transferOptions,omitempty"`
}

// duration is a length of time.
type duration struct {
	Unit  string `json:"unit"` // millis, seconds or minutes
	Value int    `json:"value"`
}

// transferOptions say how long an agent is looked for: 5 to 60 seconds (contract, 3.10).
type transferOptions struct {
	Timeout duration `json:"timeout"`
}

// QuickReply is an answer that the visitor can click; it comes back as a plain text.
type QuickReply struct {
	ContentType string `json:"contentType"` // text/quick-reply
	Value       string `json:"value"`
}

// Payload is what a message says (contract, 3.9). Which fields count is said by the content type.
type Payload struct {
	ContentType  string        `json:"contentType"`
	Value        string        `json:"value,omitempty"` // of a text
	Image        *Image        `json:"image,omitempty"`
	Title        string        `json:"title,omitempty"`
	Text         string        `json:"text,omitempty"`
	Name         string        `json:"name,omitempty"` // of a product offer, as the next ones
	Price        string        `json:"price,omitempty"`
	OfferPrice   string        `json:"offerPrice,omitempty"`
	Description  string        `json:"description,omitempty"`
	Availability *Availability `json:"availability,omitempty"`
	Actions      []Action      `json:"actions,omitempty"`
	FileName     string        `json:"fileName,omitempty"`
	MimeType     string        `json:"mimeType,omitempty"`
	URL          string        `json:"url,omitempty"`
	Offers       []Payload     `json:"offers,omitempty"`
}

// Image is a picture with what it shows.
type Image struct {
	URL         string `json:"url"`
	Description string `json:"description"`
}

// Availability says whether a product can be bought: AVAILABLE or UNAVAILABLE.
type Availability struct {
	Status string `json:"status"`
}

// The states of an availability.
const (
	available   = "AVAILABLE"
	unavailable = "UNAVAILABLE"
)

// Action is a link on a card.
type Action struct {
	Type string `json:"type"` // LINK
	Name string `json:"name"`
	URL  string `json:"url"`
}

// The types of replies, and the contents of messages that are used.
const (
	typeAwait    = "await"
	typeMessage  = "message"
	typeTransfer = "transfer"
	typeClose    = "close"

	contentText   = "text"
	contentQuick  = "text/quick-reply"
	contentCard   = "card/content"
	contentOffer  = "product-offer"
	contentOffers = "bundle/product-offer"
	contentFile   = "file"
)

// say is a message of text.
func say(text string) Reply { return message(Payload{ContentType: contentText, Value: text}) }

func message(p Payload) Reply { return Reply{Type: typeMessage, Payload: &p} }

// pause stands between two messages, whose order is not guaranteed otherwise (contract, 3.10).
func pause() Reply { return Reply{Type: typeAwait, Duration: &duration{"seconds", 1}} }

// then appends a reply, with a pause between two messages.
func then(replies []Reply, more ...Reply) []Reply {
	for _, r := range more {
		if n := len(replies); n > 0 && replies[n-1].Type == typeMessage && r.Type != typeAwait {
			replies = append(replies, pause())
		}
		replies = append(replies, r)
	}
	return replies
}

func quick(replies []scenario.Reply) []QuickReply {
	return each.Of(replies, func(r scenario.Reply) QuickReply { return QuickReply{contentQuick, r.Text} })
}

// render is what one answer says.
func render(a *scenario.Answer) []Reply {
	texts := a.Messages
	var card *Payload
	if a.Link != nil {
		card = &Payload{ContentType: contentCard, Actions: []Action{{"LINK", a.Link.Text, a.Link.URL}}}
		if a.Image != nil {
			card.Image = &Image{a.Image.URL, a.Image.Description}
		}
		if n := len(texts); n > 0 { // the last text stands on the card
			card.Text, texts = texts[n-1], texts[:n-1]
		}
	}
	var replies []Reply
	for _, text := range texts {
		replies = then(replies, say(text))
	}
	switch {
	case card != nil:
		replies = then(replies, message(*card))
	case a.Image != nil:
		replies = then(replies, message(file(a.Image)))
	}
	if n := len(replies); n > 0 {
		replies[n-1].QuickReplies = quick(a.QuickReplies)
	}
	return replies
}

// file is an image that is sent as a file, of a type that the platform knows (contract, 3.9).
func file(image *scenario.Image) Payload {
	address, _, _ := strings.Cut(image.URL, "?")
	kind := "image/jpeg"
	switch strings.ToLower(path.Ext(address)) {
	case ".gif", ".png", ".pdf":
		kind = mime.TypeByExtension(strings.ToLower(path.Ext(address)))
	}
	return Payload{ContentType: contentFile, FileName: path.Base(address), MimeType: kind, URL: image.URL}
}

// polite is where a text leads that is nothing but polite, or an answer to what was asked last, in other
// words than the quick reply's: "yes" for "Yes, a person please". Empty where it is neither.
func (s *Scenario) polite(text string, m Memory) string {
	talk := s.reader.Talk(text)
	if a := s.byID[m.Step]; a != nil {
		if next := s.replied(text, talk, a.QuickReplies); next != "" {
			return next
		}
	}
	if a, ok := s.talk[talk]; ok {
		return s.answers[a].ID
	}
	return ""
}

// replied is where the quick reply leads that a text means.
func (s *Scenario) replied(text string, talk understand.Talk, replies []scenario.Reply) string {
	said := s.reader.Roots(text)
	for _, r := range replies {
		begin, _, _ := strings.Cut(r.Text, ",")
		if (talk == understand.Yes || talk == understand.No) && s.reader.Talk(begin) == talk {
			return r.Next
		}
		label := s.reader.Roots(r.Text)
		missing := func(root string) bool { return !slices.Contains(said, root) }
		if len(label) > 0 && len(said) <= len(label)+1 && !slices.ContainsFunc(label, missing) {
			return r.Next
		}
	}
	return ""
}

// noteTalk notes which answer is asked for by being polite: the first that has such a phrase.
func (s *Scenario) noteTalk(phrase string, answer int) {
	talk := s.reader.Talk(phrase)
	if _, taken := s.talk[talk]; talk != "" && !taken {
		s.talk[talk] = answer
	}
}
