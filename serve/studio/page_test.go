package studio_test

import (
	"os"
	"testing"

	"plugsheet/serve/pagetest"
	"plugsheet/serve/studio"
)

func TestMain(m *testing.M) { os.Exit(pagetest.Main(m)) }

// TestProgress: what takes a while is shown with how far it is, can be stopped, and is then told of.
func TestProgress(t *testing.T) {
	pagetest.Need(t)
	for _, l := range pagetest.Looks(t)[:2] {
		p := open(t, studio.Options{Importer: importer{hang: true}})
		b := pagetest.Open(t)
		b.Wear(l)
		b.Visit(p.url + "/#" + p.key)
		b.Click("#samples")
		b.Says("#work", "Opening the spreadsheet")
		b.Says("#work", "50 %")
		b.Examine("studio-work", l)
		b.Click("#work button")
		b.Says("#said", "It was stopped.")
		pagetest.Is(b, `document.getElementById("work").hidden`, true)
	}
}

// TestStranger: without the key the page says what to do.
func TestStranger(t *testing.T) {
	pagetest.Need(t)
	p := open(t, studio.Options{})
	b := pagetest.Open(t, "403")
	b.Visit(p.url + "/#another")
	b.Says("#stop", "open the address that plugsheet studio printed")
}
