package conform

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
)

// Report is the outcome of a check.
type Report struct {
	URL        string   `json:"url"`
	Signed     bool     `json:"signed"`   // whether requests were signed, and so the signature checked
	Requests   int      `json:"requests"` // that were sent
	Checked    []string `json:"checked"`  // ids of the rules that something was held against, sorted
	Skipped    []string `json:"skipped"`  // what could not be checked, and why
	Incomplete string   `json:"incomplete,omitempty"`
	Faults     []Fault  `json:"faults"` // the worst first; one for each rule and endpoint

	single bool // one answer: each of its faults is kept
	closed bool // nothing is noted any more
}

// Fault is a rule that does not hold at an endpoint.
type Fault struct {
	Rule
	Endpoint Endpoint `json:"endpoint"`
	Message  string   `json:"message"` // what was seen, in plain words; of the first time
	// JSON pointer (RFC 6901) into the answer, where a schema says so; else the whole of it
	Pointer  string   `json:"pointer"`
	Count    int      `json:"count"` // how often it was seen
	Exchange Exchange `json:"exchange"`
}

// Exchange is one request with its answer, for a person to read and to send again.
type Exchange struct {
	Method    string  `json:"method"`
	URL       string  `json:"url"`
	Signature string  `json:"signature,omitempty"` // the header's value
	Type      string  `json:"type,omitempty"`      // the request's Content-Type
	Body      string  `json:"body,omitempty"`      // as it was sent
	Status    int     `json:"status"`              // 0: no answer
	Answer    string  `json:"answer,omitempty"`    // the first 2,000 bytes
	Millis    float64 `json:"ms"`
}

// Refused tells whether a fault is that a request was answered 401.
func (r *Report) Refused() bool {
	return slices.ContainsFunc(r.Faults,
		func(f Fault) bool { return f.Exchange.Status == http.StatusUnauthorized })
}

// maxShown bounds an answer in a report, in bytes.
const maxShown = 2000

// Curl is a line for a shell that sends the request again.
func (e Exchange) Curl() string {
	parts := []string{"curl", "-i", quote(e.URL)}
	switch e.Method {
	case "GET":
	case "HEAD":
		parts[1] = "-I" // -X HEAD waits for a body
	default:
		parts = append(parts, "-X", e.Method)
	}
	if e.Signature != "" {
		parts = append(parts, "-H", quote("x-iadvize-signature: "+e.Signature))
	}
	if e.Type != "" {
		parts = append(parts, "-H", quote("content-type: "+e.Type))
	}
	if e.Body != "" {
		parts = append(parts, "--data-binary", quote(e.Body))
	}
	return strings.Join(parts, " ")
}

// quote makes a text one word of a shell.
func quote(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }

// checks notes that something is held against rules.
func (r *Report) checks(rules ...string) {
	for _, id := range rules {
		if i, ok := slices.BinarySearch(r.Checked, id); !ok && !r.closed {
			r.Checked = slices.Insert(r.Checked, i, id)
		}
	}
}

// skip notes what could not be checked.
func (r *Report) skip(why string) {
	if !r.closed && !slices.Contains(r.Skipped, why) {
		r.Skipped = append(r.Skipped, why)
	}
}

// add counts a fault; of each rule and endpoint the first is kept.
func (r *Report) add(f Fault) {
	if r.closed {
		return
	}
	for i := range r.Faults {
		if !r.single && r.Faults[i].ID == f.ID && r.Faults[i].Endpoint == f.Endpoint {
			r.Faults[i].Count++
			return
		}
	}
	f.Count = 1
	r.Faults = append(r.Faults, f)
}

// fails tells whether documented requests of an endpoint are not answered at all.
func (r *Report) fails(e Endpoint) bool {
	return slices.ContainsFunc(r.Faults,
		func(f Fault) bool { return f.Endpoint == e && (f.ID == "status" || f.ID == "redirect") })
}

// finish sorts the faults, the worst first and else as they came.
func (r *Report) finish(o Options) {
	r.closed = false
	slices.SortStableFunc(r.Faults,
		func(a, b Fault) int { return cmp.Compare(weight[b.Severity], weight[a.Severity]) })
	if o.Sign == nil {
		r.skip("the signature: no secret was given")
	}
}

// Worst tells whether there is a fault at least as bad as a severity.
func (r *Report) Worst(bar Severity) bool {
	return slices.ContainsFunc(r.Faults, func(f Fault) bool { return weight[f.Severity] >= weight[bar] })
}
