package schemas

import (
	"encoding/json"
	"math"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const product = `{"id":1,"title":"Ridgeline tent, 2 persons",` +
	`"productUrl":"https://shop.example/p/tent-2p-grn",` +
	`"description":"A light tent for two, with room for the \"boots\".\nIt dries in an hour.",` +
	`"imageUrl":"https://shop.example/i/tent-2p-grn.jpg",` +
	`"reference":"TENT-2P-GRN","priceCatalog":"129.00 €","brand":"Nordhang","shortDescription":null,` +
	`"pricePromotion":"99.00 €",` +
	`"priceSpecial":null,"available":true}`

const record = `{"categories":[12,15],"keywords":["EAN: 4006381333931","Color: green"],"product":` + product +
	`}`

// change replaces one part of a document.
func change(doc, old, new string) string { return strings.Replace(doc, old, new, 1) }

// TestDepth shows that what is nested deeper than anything that is meant is one fault, and is not decoded.
func TestDepth(t *testing.T) {
	s, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, doc := range []string{
		strings.Repeat("[", 1_000_000), strings.Repeat(`{"a":`, 1_000_000),
		strings.Repeat("[", 101) + strings.Repeat("]", 101),
	} {
		faults := s.Validate(Synonyms, []byte(doc))
		if len(faults) != 1 || !strings.Contains(faults[0].Message, "more than 100 levels") {
			t.Errorf("%.20s: %+v", doc, faults)
		}
	}
}

func TestFaults(t *testing.T) {
	const form = `{"id":"a","label":"A","fieldType":"SELECT","isRequired":true,"options":[{"label":"x",` +
		`"value":"y"}]}`
	const field = `{"id":"a","label":"A","value":"v","fieldType":"TEXT"}`
	const ids = "must be a whole number from 1 to 9007199254740991"
	const link = "must be an absolute http or https URL"
	for _, c := range []struct {
		name Name
		doc  string
		want []string
	}{
		{ProductInteger, product, nil},
		{ProductInteger, change(product, `"id":1`, `"id":"1"`), []string{"/id: " + ids}},
		{ProductInteger, change(product, `"id":1`, `"id":0`), []string{"/id: " + ids}},
		{ProductInteger, change(product, `"id":1`, `"id":9007199254740991`), nil},
		{ProductInteger, change(product, `"id":1`, `"id":9007199254740992`), []string{"/id: " + ids}},
		{ProductInteger, change(product, `"id":1`, `"id":1.5`), []string{"/id: " + ids}},
		{ProductString, product, []string{"/id: must be text"}},
		{ProductString, change(product, `"id":1`, `"id":"SKU-12"`), nil},
		{ProductString, change(product, `"id":1`, `"id":"`+strings.Repeat("x", 513)+`"`),
			[]string{"/id: must have at most 512 characters, has 513"}},
		{ProductInteger, change(product, `"title":"Ridgeline tent, 2 persons"`, `"title":""`),
			[]string{"/title: must not be empty"}},
		{ProductInteger, change(product, `"title":"Ridgeline tent, 2 persons",`, ``),
			[]string{"/title: is missing"}},
		{ProductInteger, change(product, `"https://shop.example/p/tent-2p-grn"`, `"/p/tent"`),
			[]string{"/productUrl: " + link}},
		{ProductInteger, change(product, `"https://shop.example/p/tent-2p-grn"`, `"https://"`),
			[]string{"/productUrl: " + link}},
		{ProductInteger, change(product, `"https://shop.example/p/tent-2p-grn"`, `"ftp://shop.example/"`),
			[]string{"/productUrl: " + link}},
		{ProductInteger, change(product, `"https://shop.example/p/tent-2p-grn"`,
			`"https://shop.example/p/a tent"`), []string{"/productUrl: " + link}},
		{ProductInteger, change(product, `"https://shop.example/p/tent-2p-grn"`, `"http://shop.example"`),
			nil},
		{ProductInteger, change(product, `"reference":"TENT-2P-GRN"`, `"reference":null`),
			[]string{"/reference: must be text"}},
		{ProductInteger, change(product, `"brand":"Nordhang"`, `"brand":null`), nil},
		{ProductInteger, change(product, `"brand":"Nordhang",`, ``), []string{"/brand: is missing"}},
		{ProductInteger, change(product, `"brand":"Nordhang"`, `"brand":3`),
			[]string{"/brand: must be text or null"}},
		{ProductInteger, change(product, `,"available":true`, ``), nil},
		{ProductInteger, change(product, `"available":true`, `"available":null`),
			[]string{"/available: must be true or false"}},
		{ProductInteger, change(product, `"available"`, `"a/b~ c"`),
			[]string{"/a~1b~0 c: is no known key; known are available, brand, description, id, imageUrl, " +
				"priceCatalog, pricePromotion, priceSpecial, productUrl, reference, " +
				"shortDescription, title"}},
		{ProductInteger, `{"id":1`, []string{"must be JSON: unexpected EOF"}},
		{ProductInteger, product + product, []string{"must be JSON: something stands behind its end"}},
		{ProductInteger, `{"id":1e999999999}`, []string{"/id: must be a number of a usual size"}},
		{"nothing", `{}`, []string{`no schema named "nothing"`}},
		{RecordInteger, record, nil},
		{RecordInteger, change(record, `[12,15]`, `[12,12]`),
			[]string{"/categories: must not hold the same entry twice"}},
		{RecordInteger, change(record, `"brand":"Nordhang"`, `"brand":""`),
			[]string{"/product/brand: must not be empty"}},
		{RecordString, change(change(record, `[12,15]`, `["12","a/b"]`), `"id":1`, `"id":"1"`), nil},
		{CategoryInteger, `{"id":1,"idParent":null,"label":"A","products":null,"productsCount":0}`, nil},
		{CategoryInteger, `{"id":1,"idParent":2,"label":"A","products":["1"],"productsCount":1}`, nil},
		{CategoryInteger, `{"id":1,"idParent":"2","label":"","products":[1],"productsCount":-1}`, []string{
			"/idParent: " + ids + " or null", "/label: must not be empty", "/products/0: must be text",
			"/productsCount: must be a whole number from 0 to 9007199254740991"}},
		{CategoryString, `{"id":"a","idParent":"b","label":"A","products":[],"productsCount":0}`, nil},
		{"products.integer", `[]`, nil},
		{"products.integer", `[` + product + `]`, nil},
		{"categories.string", `{}`, []string{"must be a list"}},

		{FormField, form, nil},
		{FormField, change(form, `,"options":[{"label":"x","value":"y"}]`, ``),
			[]string{"/options: is missing"}},
		{FormField, change(form, `[{"label":"x","value":"y"}]`, `[]`),
			[]string{"/options: must have at least one entry"}},
		{FormField, change(form, `SELECT`, `TEXT`),
			[]string{"/options: must not be given: only a field of type SELECT has options"}},
		{FormField, change(form, `SELECT`, `RADIO`),
			[]string{"/fieldType: must be one of TEXT, CHECKBOX, SELECT, TEXTAREA, INTEGER, DECIMAL"}},
		{FormField, change(form, `"value":"y"`, `"value":"`+strings.Repeat("é", 1024)+`"`), nil},
		{FormField, change(form, `"value":"y"`, `"value":"`+strings.Repeat("é", 1025)+`"`),
			[]string{"/options/0/value: must have at most 1024 characters, has 1025"}},
		{FormField, change(form, `"id":"a"`, `"id":"a","idParent":null`),
			[]string{"/idParent: must be text"}},
		{FormField, change(form, `true`, `"yes"`), []string{"/isRequired: must be true or false"}},
		{ClosingForm, `[]`, nil},

		{CustomerInformation, `[` + field + `]`, nil},
		{CustomerInformation, `[` + change(field, `"TEXT"`, `"URL"`) + `]`, []string{"/0/value: " + link}},
		{CustomerInformation, `[{"id":"a","label":"A","value":"","fieldType":"ACTION"}]`,
			[]string{"/0/value: must not be empty"}},
		{CustomerInformation, `[{"id":"a","label":"A","value":"v"}]`, []string{"/0/fieldType: is missing"}},
		{CustomerInformation, `[{"id":"a","label":"A","value":"v","fieldType":"MAIL"}]`,
			[]string{"/0/fieldType: must be one of ACTION, TEXT, URL"}},
		{CustomerField, `{"id":"a","label":"A","value":"{crm}","fieldType":"URL"}`, nil},
		{CustomerField, `{"id":"a","label":"A","value":"crm","fieldType":"URL"}`,
			[]string{"/value: " + link + ", which may hold placeholders such as {emailVisitor}"}},
		{CustomerField, `{"id":"a","label":"A","value":"X","fieldType":"ACTION","message":"done"}`, nil},
		{CustomerField, `{"id":"a","label":"A","value":"X","fieldType":"TEXT","message":"done"}`,
			[]string{"/message: must not be given: only a field of type ACTION has a message"}},
		{"customer-fields", `[` + field + `]`, nil},
		{actionRequest, `{"action":"OPEN_CASE","idVisitorUnique":null,"other":1}`, nil},
		{actionRequest, `{"idWebsite":"ha-123"}`, []string{"/action: is missing"}},
		{ActionAnswer, `{"success":true}`, nil},
		{ActionAnswer, `[{"success":true}]`, []string{"must be an object"}},
		{Health, `{"status":"UP"}`, nil},
		{Health, `{"status":"DOWN"}`, []string{"/status: must be UP"}},
		{Problem, `{"type":"about:blank","title":"Not Found","status":404}`, nil},
		{Problem, `{"type":"about:blank","title":"OK","status":200}`,
			[]string{"/status: must be a whole number from 400 to 599"}},
		{"selectpicker", `[{"label":"a","value":"b"}]`, nil},
		{"selectpicker", `[]`, []string{"must have at least one entry"}},
	} {
		check(t, c.name, c.doc, c.want)
	}
}

// check compares the faults of a document, as text.
func check(t *testing.T, n Name, doc string, want []string) {
	t.Helper()
	var got []string
	for _, f := range load(t).Validate(n, []byte(doc)) {
		got = append(got, f.String())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s %.200s: (-want +got)\n%s", n, doc, diff)
	}
}

func TestValidateValueRefusesWhatIsNoJSON(t *testing.T) {
	set := load(t)
	for _, v := range []any{math.NaN(), math.Inf(1), struct{}{}, map[string]any{"id": math.NaN()}} {
		if set.ValidateValue(ProductInteger, v) == nil {
			t.Errorf("%v is valid", v)
		}
	}
	if f := set.ValidateValue(Health, map[string]any{"status": "UP"}); f != nil {
		t.Errorf("decoded health answer: %v", f)
	}
}

func TestOneSetServesManyGoroutines(t *testing.T) {
	set := load(t)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for _, n := range Names() {
				set.Validate(n, []byte(`{"other":[1,"a",null]}`))
			}
			if f := set.Validate(RecordInteger, []byte(record)); f != nil {
				t.Errorf("valid record: %v", f)
			}
		})
	}
	wg.Wait()
}

func FuzzValidate(f *testing.F) {
	for _, doc := range []string{record, product, `[]`, `{"id":1e999999999}`,
		`{"categories":[1,1.0],"x":"\u00e9"}`, `"\ud800"`, `-0`} {
		for i := range Names() {
			f.Add(uint8(i), []byte(doc))
		}
	}
	set := load(f)
	names := Names()
	f.Fuzz(func(t *testing.T, i uint8, doc []byte) {
		n := names[int(i)%len(names)]
		faults := set.Validate(n, doc)
		if (faults == nil) && !json.Valid(doc) {
			t.Fatalf("%s: %q is valid and no JSON", n, doc)
		}
	})
}

func BenchmarkCompileAll(b *testing.B) {
	for b.Loop() {
		if err := load(b).Compile(); err != nil {
			b.Fatal(err)
		}
	}
}
