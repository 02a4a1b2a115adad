package pages

import (
	"context"
	"net/http/httptest"
	"testing"

	"plugsheet/serve/studio"
)

// hanging opens nothing: its work waits until it is stopped.
type hanging struct{ studio.Importer }

func (hanging) Samples(context.Context, string) (string, error) { return "shop", nil }

func (hanging) Map([]string) studio.Same { return studio.Same{Lines: []string{}} }

func (hanging) Open(ctx context.Context, _ []string, p studio.Progress) (studio.Table, error) {
	p("reading", 1, 2)
	<-ctx.Done()
	return nil, ctx.Err()
}

// openHanging gives the address of a studio in which nothing ever ends.
func openHanging(t testing.TB) string {
	t.Helper()
	s, err := studio.New(studio.Options{Folder: t.TempDir(), Importer: hanging{}})
	must(t, err)
	t.Cleanup(func() { must(t, s.Close()) })
	web := httptest.NewServer(s.Handler())
	t.Cleanup(web.Close)
	return s.Address(web.Listener.Addr().String())
}

// TestProgress: what takes a while is shown with how far it is, can be stopped, and is then told of.
func TestProgress(t *testing.T) {
	needBrowser(t)
	for _, l := range Looks(t)[:2] {
		b := openTab(t)
		b.Wear(l)
		b.Visit(openHanging(t))
		b.Click("#samples")
		b.Says("#work", "Opening the spreadsheet")
		b.Says("#work", "50 %")
		b.Examine("studio-work", l)
		b.Click("#work button")
		b.Says("#said", "It was stopped.")
		Is(b, `document.getElementById("work").hidden`, true)
	}
}

// TestStranger: without the key the page says what to do.
func TestStranger(t *testing.T) {
	needBrowser(t)
	b := openTab(t, "403")
	b.Visit(openHanging(t) + "x")
	b.Says("#stop", "open the address that plugsheet studio printed")
}
