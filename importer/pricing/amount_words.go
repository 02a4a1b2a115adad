package pricing

import (
	_ "embed"

	"plugsheet/schemas/words"
)

//go:embed amounts.txt
var amountText string

// amountWords are the words in the place of an amount and beside one.
var amountWords = words.InFile(amountText)

var (
	requests = amountWords.Set("request") // no price is told
	gifts    = amountWords.Set("gift")    // a thing costs nothing
	instead  = amountWords.Set("instead") // stands between a price and the one before
	beside   = amountWords.Set("beside")  // beside a number that is a price: from when on, taxes, for how many
)

// OnRequest is what customers read where no price is told, in a language; English for those not known.
func OnRequest(language string) string { return amountWords.In("said", language) }
