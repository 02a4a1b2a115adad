package serve

import (
	"testing"

	"plugsheet/schemas"
)

// TestAnswersFitTheirSchemas holds every kind of answer against the contract's schemas.
func TestAnswersFitTheirSchemas(t *testing.T) {
	s := serveSample(t)
	set, err := schemas.Load()
	must(t, err)
	for _, c := range []struct {
		target string
		status int
		schema schemas.Name
	}{
		{"/categories", 200, "categories.integer"},
		{"/categories?idParent=10", 200, "categories.integer"},
		{"/categories?idWebsite=ha-123", 200, "categories.string"},
		{"/products?limit=100", 200, "products.integer"},
		{"/products?searchQuery=hoodie", 200, "products.integer"},
		{"/products?offset=1000", 200, "products.integer"},
		{"/products?idWebsite=ha-123", 200, "products.string"},
		{"/customer", 200, schemas.CustomerInformation},
		{"/customer?emailVisitor=joe@example.org&operatorLocale=fr", 200, schemas.CustomerInformation},
		{"/customer?idVisitorExternal=C-1", 200, schemas.CustomerInformation},
		{"/closing-form", 200, schemas.ClosingForm},
		{"/closing-form?operatorLocale=fr&idWebsite=ha-123", 200, schemas.ClosingForm},
		{"/health", 200, schemas.Health},
		{"/products?limit=x", 400, schemas.Problem},
		{"/nothing", 404, schemas.Problem},
		{"/customer/action", 405, schemas.Problem},
	} {
		w := get(s, "GET", c.target, nil)
		if w.Code != c.status {
			t.Errorf("%s: %d", c.target, w.Code)
		}
		for _, f := range set.Validate(c.schema, w.Body.Bytes()) {
			t.Errorf("%s: %s", c.target, f)
		}
	}
	for body, schema := range map[string]schemas.Name{
		caseBody: schemas.ActionAnswer, `{"action":"CALL"}`: schemas.ActionAnswer,
		`{"action":"?"}`: schemas.ActionAnswer, `{}`: schemas.Problem,
	} {
		for _, f := range set.Validate(schema, post(s, "application/json", body).Body.Bytes()) {
			t.Errorf("%s: %s", body, f)
		}
	}
}
