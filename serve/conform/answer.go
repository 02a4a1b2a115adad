package conform

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"plugsheet/schemas"
)

// shape is what a documented answer must be.
type shape struct {
	schemas []schemas.Name // one of them fits; the one with the fewest faults counts
	list    bool           // a bare array
}

// listOf is an array, objectOf an object that one of the schemas fits.
func listOf(names ...schemas.Name) shape   { return shape{names, true} }
func objectOf(names ...schemas.Name) shape { return shape{names, false} }

// documented sends a request that the contract knows and judges the answer as a whole. It reports whether the
// answer can be read further.
func (p *player) documented(ctx context.Context, c call, s shape) (*answer, bool) {
	a := p.send(ctx, c)
	p.judgeTime(a)
	return a, p.judge(a, s)
}

// judge judges an answer to a documented request.
func (p *player) judge(a *answer, s shape) bool {
	if !p.arrived(a) {
		return false
	}
	p.must(a.status == http.StatusOK, "status", a, "status %d instead of 200", a.status)
	if a.status != http.StatusOK {
		return false
	}
	media, _, err := mime.ParseMediaType(a.header.Get("Content-Type"))
	p.must(err == nil && media == "application/json", "media-type", a, "Content-Type %q",
		a.header.Get("Content-Type"))
	valid := utf8.Valid(a.body) && json.Valid(a.body)
	p.must(valid, "json", a, "the answer is no JSON document in UTF-8")
	if !valid {
		return false
	}
	first := bytes.TrimLeft(a.body, " \t\r\n")[0]
	if s.list {
		p.must(first == '[', "bare-array", a, "the answer is no array")
	} else {
		p.must(first == '{', "single-object", a, "the answer is no object")
	}
	if (first == '[') != s.list || first != '[' && first != '{' {
		return false
	}
	return p.judgeSchema(a, s.schemas)
}

// arrived judges whether there is an answer to speak of.
func (p *player) arrived(a *answer) bool {
	if a.status == 0 {
		p.fault("status", a, "no answer: %s", a.exchange.Answer)
		return false
	}
	redirected := a.status >= 300 && a.status < 400 && a.status != http.StatusNotModified
	p.must(!redirected, "redirect", a, "status %d to %q", a.status, a.header.Get("Location"))
	return !redirected
}

// judgeTime judges how long an answer took.
func (p *player) judgeTime(a *answer) {
	hard, margin := a.call.limits()
	switch {
	case a.took > hard:
		p.fault("too-slow", a, "the answer took %.1f s, of at most %g", a.took.Seconds(), hard.Seconds())
	case a.took > margin:
		p.fault("slow", a, "the answer took %.1f s; the platform gives up after %g",
			a.took.Seconds(), hard.Seconds())
	}
	p.report.checks("too-slow", "slow")
}

// judgeSchema holds an answer against its schema, and gives the faults that have a rule of their own to that.
// It reports whether the shape is sound enough to read on.
func (p *player) judgeSchema(a *answer, names []schemas.Name) bool {
	var best []schemas.Fault
	for i, n := range names {
		if faults := p.set.Validate(n, a.body); i == 0 || len(faults) < len(best) {
			best = faults
		}
	}
	p.report.checks("schema", "unknown-key", "missing-key", "null")
	sound := true
	for _, f := range best {
		rule := p.ruleOf(a, f)
		if rule == "" {
			continue
		}
		sound = sound && rule != "schema"
		p.add(f.Pointer, rule, a, f.String())
	}
	return sound
}

// ruleOf gives the rule that a schema's fault breaks; "" for none: our own schemas are stricter than the
// platform.
func (p *player) ruleOf(a *answer, f schemas.Fault) string {
	last := f.Pointer[strings.LastIndexByte(f.Pointer, '/')+1:]
	mayBeNull := last == "idParent" && a.call.endpoint == form || last == "options" || last == "message"
	switch {
	case f.Keyword == "additionalProperties":
		return "unknown-key"
	case f.Keyword == "type" && mayBeNull && isNull(a.body, f.Pointer):
		return "null"
	}
	switch a.call.endpoint {
	case products, categories:
		return catalogRule(a, f, last)
	case form:
		return formRule(f, last)
	case botBase:
		return botRule(f, last)
	}
	return "schema"
}

func catalogRule(a *answer, f schemas.Fault, last string) string {
	optional := []string{"brand", "shortDescription", "pricePromotion", "priceSpecial",
		"idParent", "products"}
	ofCategories := a.call.endpoint == categories && last == "reference"
	switch {
	case a.call.endpoint == products && last == "reference" && isNull(a.body, f.Pointer):
		return "" // the documented example has it null
	case f.Keyword == "required" && (slices.Contains(optional, last) || ofCategories):
		return "missing-key"
	}
	return "schema"
}

func formRule(f schemas.Fault, last string) string {
	switch {
	case last == "options":
		return "form-options"
	case last == "value" && f.Keyword == "maxLength":
		return "form-option-length"
	}
	return "schema"
}

func botRule(f schemas.Fault, last string) string {
	switch {
	case last == "value" && f.Keyword == "maxLength":
		return "text-450"
	case last == "replies" && f.Keyword == "maxItems":
		return "conversation-replies"
	case strings.Contains(f.Pointer, "/transferOptions/timeout"):
		return "transfer-timeout"
	}
	return "schema"
}

// isNull tells whether null stands at a place of a document.
func isNull(doc []byte, pointer string) bool {
	var v any
	if json.Unmarshal(doc, &v) != nil {
		return false
	}
	for part := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		switch at := v.(type) {
		case map[string]any:
			next, ok := at[strings.NewReplacer("~1", "/", "~0", "~").Replace(part)]
			if !ok {
				return false
			}
			v = next
		case []any:
			var i int
			if _, err := fmt.Sscan(part, &i); err != nil || i < 0 || i >= len(at) {
				return false
			}
			v = at[i]
		default:
			return false
		}
	}
	return v == nil
}

// strange sends a request that no platform would send: the answer may be anything but a failure of the
// server.
func (p *player) strange(ctx context.Context, c call) *answer {
	a := p.send(ctx, c)
	p.must(a.status > 0 && a.status < 500, "server-error", a, "status %d", a.status)
	if a.status >= 400 {
		p.must(!strings.HasPrefix(a.header.Get("Content-Type"), "text/html"), "html-error", a,
			"status %d with a page", a.status)
	}
	return a
}

// decode reads an answer that fits its schema.
func decode[T any](a *answer) (T, error) {
	var v T
	d := json.NewDecoder(bytes.NewReader(a.body))
	d.UseNumber()
	err := d.Decode(&v)
	return v, err
}
