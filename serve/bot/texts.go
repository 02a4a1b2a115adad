package bot

import (
	_ "embed"
	"encoding/json"
	"sync"
)

// texts are what the bot says where the scenario has no words for it.
type texts struct {
	Fallback   string            // nothing was understood
	Unreadable string            // it was no text
	Transfer   string            // before a transfer
	Failed     string            // after one that failed
	Closing    string            // before the end
	Offers     string            // above products
	Nearest    string            // above products that are not all that was asked for
	NoProduct  string            // a product was asked for that there is not
	Robot      string            // to whether it is one
	Speaks     string            // to a text in another language: the bot's, which stands for %s
	Look       string            // on a product's button
	Stock      map[string]string // by the state of an availability, behind a product's name
}

// textsOf are the texts of a language of two letters; English for an unknown one.
func textsOf(language string) texts {
	if t, ok := allTexts()[language]; ok {
		return t
	}
	return allTexts()["en"]
}

// Sorry is what a visitor reads when there is no scenario at hand that could answer: to try again later, in
// the language of the bot, two letters.
func Sorry(language string) []Reply { return []Reply{say(textsOf(language).Failed)} }

//go:embed texts.json
var textsFile []byte

// allTexts are those of each language, read at the first call.
var allTexts = sync.OnceValue(func() (all map[string]texts) {
	if json.Unmarshal(textsFile, &all) != nil {
		return nil // a test reads the file
	}
	return all
})
