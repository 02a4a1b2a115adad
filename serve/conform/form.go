package conform

import (
	"context"
)

// formField is what is read of one.
type formField struct {
	ID       string `json:"id"`
	IDParent string `json:"idParent"`
	Options  []struct {
		Value string `json:"value"`
	} `json:"options"`
}

// closingForm checks the conversation closing form (contract, 1.6).
func (p *player) closingForm(ctx context.Context) {
	query := func(locale string) string {
		return join("idConnectorVersion", p.o.Version, "idWebsite", p.o.Website, "operatorLocale", locale,
			"idOperator", p.o.Operator)
	}
	for _, locale := range []string{"fr", "en"} {
		a, ok := p.documented(ctx, call{endpoint: form, query: query(locale)}, shapeOf(form))
		p.report.checks("form-options", "form-option-length")
		if !ok {
			continue
		}
		fields, _ := decode[[]formField](a)
		p.distinct(a, ids(a))
		p.judgeForm(a, fields)
	}
	p.locales(ctx, form, query)
	p.around(ctx, call{endpoint: form, query: query("fr")}, shapeOf(form))
}

// judgeForm judges what a schema cannot say: parents and repeated values.
func (p *player) judgeForm(a *answer, fields []formField) {
	parents := map[string]string{}
	for _, f := range fields {
		parents[f.ID] = f.IDParent
	}
	for _, f := range fields {
		if _, ok := parents[f.IDParent]; f.IDParent != "" && !ok {
			p.fault("form-parent", a, "field %s stands below %q, which is no field", f.ID, f.IDParent)
			continue
		}
		at, steps := f.ID, 0
		for at != "" && steps <= len(fields) {
			at, steps = parents[at], steps+1
		}
		p.must(at == "", "form-parent", a, "field %s stands below itself", f.ID)
		seen := map[string]bool{}
		for _, o := range f.Options {
			p.must(!seen[o.Value], "form-option-twice", a, "field %s has the value %q twice", f.ID, o.Value)
			seen[o.Value] = true
		}
	}
}
