package serve

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"plugsheet/schemas/bundle"
)

// shop is the content of a bundle for the tests.
type shop struct {
	ids       bundle.IDs
	products  int
	price     string        // of every product; tells one state of the bundle from another
	offer     *bundle.Offer // of the twelfth product
	customers []bundle.Customer
}

// sample is the shop that most tests serve: 34 products in a tree of categories, a form and customer fields
// in English and French, and two customers.
func sample() shop {
	return shop{ids: bundle.IntegerIDs, products: 34, price: "10.00 €", customers: []bundle.Customer{
		{Email: "Jane.Doe@Example.com", ExternalID: "C-1", Values: map[string]string{
			"Level": "gold", "crm": "https://crm.shop.example/c/1?x=a b",
			"Page": "https://shop.example/account/1"}},
		{Email: "joe@example.org",
			Values: map[string]string{"Level": "silver & more", "notes": "asks for <b>blue</b>"}},
	}}
}

func (s shop) id(t testing.TB, key string) bundle.ID {
	t.Helper()
	id, err := s.ids.Mint(key)
	must(t, err)
	return id
}

// write puts the shop into dir.
func (s shop) write(t testing.TB, dir string) {
	t.Helper()
	w, err := bundle.Create(dir, bundle.WriteOptions{IDs: s.ids, CustomerKey: []byte("a key for the tests")})
	must(t, err)
	defer w.Close()
	for i := range s.products {
		must(t, w.Product(s.product(t, i+1)))
	}
	must(t, w.Categories(s.categories(t)))
	must(t, w.ClosingForm(forms()))
	must(t, w.CustomerFields(customerFields()))
	must(t, w.Customers(s.customers))
	_, err = w.Commit(context.Background())
	must(t, err)
}

// product makes the i-th one; odd ones are hoodies, even ones mugs.
func (s shop) product(t testing.TB, i int) bundle.Record {
	key, title, category := "P-"+strconv.Itoa(i), "Mug", "20"
	if i%2 == 1 {
		title, category = "Hoodie", "11"
	}
	brand, available := "Ünique <&>", i%3 > 0
	var offer *bundle.Offer
	if i == 12 {
		offer = s.offer
	}
	return bundle.Record{
		Offer:      offer,
		Categories: []bundle.ID{s.id(t, category)},
		Keywords:   []string{"EAN: 4006381333931"},
		Product: bundle.Product{
			ID: s.id(t, key), Title: title + " No. " + strconv.Itoa(i),
			ProductURL:  "https://shop.example/p/" + key,
			Description: strings.Repeat("Warm and soft. ", 20),
			ImageURL:    "https://shop.example/i/" + key + ".jpg", Reference: key, PriceCatalog: s.price,
			Brand: &brand, Available: &available,
		},
	}
}

// categories are Clothing > Hoodies, Mugs, and Empty.
func (s shop) categories(t testing.TB) []bundle.Category {
	hoodies := (s.products + 1) / 2
	mugs := s.products / 2
	return []bundle.Category{
		{ID: s.id(t, "10"), Label: "Clothing", Products: []string{}, ProductsCount: hoodies},
		{ID: s.id(t, "11"), IDParent: s.id(t, "10"), Label: "Hoodies", ProductsCount: hoodies},
		{ID: s.id(t, "20"), Label: "Mugs & <cups>", ProductsCount: mugs},
		{ID: s.id(t, "EMPTY-1"), Label: "Empty", Products: []string{}},
	}
}

func forms() bundle.Localized[bundle.FormField] {
	field := func(label string) []bundle.FormField {
		return []bundle.FormField{
			{ID: "why", Label: label, FieldType: "SELECT", IsRequired: true,
				Options: []bundle.Option{{Label: "A <question>", Value: "q"}}},
			{ID: "more", IDParent: "why", Label: "+", FieldType: "TEXTAREA"},
		}
	}
	return bundle.Localized[bundle.FormField]{"": field("Why?"), "fr": field("Pourquoi ?"),
		"pt-BR": field("Por quê?")}
}

func customerFields() bundle.Localized[bundle.CustomerField] {
	return bundle.Localized[bundle.CustomerField]{
		"": {
			{ID: "mail", Label: "Mail", Value: "{emailVisitor}", FieldType: "TEXT"},
			{ID: "level", Label: "Level", Value: "Level {Level}, no. {idVisitorExternal}", FieldType: "TEXT"},
			{ID: "search", Label: "Search",
				Value: "https://crm.shop.example/s/{Level}?m={emailVisitor}", FieldType: "URL"},
			{ID: "page", Label: "Page", Value: "{Page}", FieldType: "URL"},
			{ID: "crm", Label: "CRM", Value: "", FieldType: "URL"},
			{ID: "notes", Label: "Notes", Value: "", FieldType: "TEXT"},
			{ID: "hours", Label: "Hours", Value: "9 to 5 {unclosed", FieldType: "TEXT"},
			{ID: "case", Label: "Open a case", Value: "OPEN_CASE", FieldType: "ACTION",
				Message: "The case is open."},
			{ID: "call", Label: "Call back", Value: "CALL", FieldType: "ACTION"},
		},
		"fr": {
			{ID: "mail", Label: "Courriel", Value: "{emailVisitor}", FieldType: "TEXT"},
			{ID: "case", Label: "Ouvrir un dossier", Value: "OPEN_CASE", FieldType: "ACTION",
				Message: "Le dossier est ouvert."},
		},
	}
}

// clock is the time in the tests.
func clock() time.Time { return time.Date(2030, 1, 2, 3, 4, 5, 6000, time.FixedZone("", 3600)) }

// warnings lets only what somebody should look at through: among a soak's lines of requests its seeds would
// not be found.
type warnings struct{ slog.Handler }

func (w warnings) Handle(ctx context.Context, r slog.Record) error {
	if r.Level < slog.LevelWarn {
		return nil
	}
	return w.Handler.Handle(ctx, r)
}

// options serve dir, with what is logged going to the test's log.
func options(t testing.TB, dir string) Options {
	var log slog.Handler = slog.NewTextHandler(t.Output(), nil)
	if os.Getenv("PLUGSHEET_SOAK") != "" {
		log = warnings{log}
	}
	return Options{
		Bundle: dir, Customers: bundle.CustomerAccess{Key: []byte("a key for the tests")}, Build: true,
		Clock: clock, Logger: slog.New(log), AllowUnsigned: true,
	}
}

// start makes a server with everything loaded, closed at the end of the test.
func start(t testing.TB, o Options) *Server {
	t.Helper()
	s, err := New(context.Background(), o)
	must(t, err)
	t.Cleanup(func() { must(t, s.Close()) })
	must(t, s.Reload(context.Background()))
	return s
}

// serveSample serves the sample at the root, and a small shop with text ids as website ha-123.
func serveSample(t testing.TB) *Server {
	t.Helper()
	dir := t.TempDir()
	sample().write(t, dir)
	shop{ids: bundle.StringIDs, products: 3, price: "7 £"}.write(t,
		filepath.Join(dir, bundle.SitesDir, "ha-123"))
	s := start(t, options(t, dir))
	<-s.sites.Begin(s.sites.Of("ha-123")) // however long that takes
	if w := get(s, "GET", "/products?idWebsite=ha-123", nil); w.Code != 200 {
		t.Fatalf("opening the website: %s", dump(w))
	}
	return s
}

// get answers one request without a network.
func get(s *Server, method, target string, header http.Header) *httptest.ResponseRecorder {
	return do(s, httptest.NewRequest(method, target, nil), header)
}

func do(s *Server, r *http.Request, header http.Header) *httptest.ResponseRecorder {
	for name, values := range header {
		r.Header[name] = values
	}
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, r)
	return w
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// dump shows an answer as text: status, headers in order, body.
func dump(w *httptest.ResponseRecorder) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d\n", w.Code)
	w.Header().Write(&b)
	fmt.Fprintf(&b, "\n%s\n", w.Body)
	return strings.ReplaceAll(b.String(), "\r\n", "\n")
}
