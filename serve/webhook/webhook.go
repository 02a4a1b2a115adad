// Package webhook delivers actions to a receiver that somebody else runs: one signed POST for each attempt,
// and what its answer means. When to try again is the caller's to decide.
//
// The body is {"delivery":ID,"sentAt":TIME,"action":{…}}. The header x-plugsheet-signature is sha256= and the
// HMAC-SHA-256 of the raw body in lower-case hexadecimal, as the platform signs its own requests (contract,
// 1.2). The time of the attempt stands in what is signed, so that a receiver can refuse what is old;
// x-plugsheet-delivery is the ID again, the same for every attempt, so that it can tell what it has already.
package webhook

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"plugsheet/serve/loopback"
)

// The headers of a delivery.
const (
	SignatureHeader = "X-Plugsheet-Signature"
	DeliveryHeader  = "X-Plugsheet-Delivery"
)

const (
	maxAnswer = 4 << 10  // bytes of an answer's body that are read, and thrown away
	maxHeader = 32 << 10 // bytes of its headers
)

// receiver is where actions are delivered. It is safe for concurrent use.
type receiver struct {
	Forward
	clock  func() time.Time
	client *http.Client
}

// newReceiver checks where actions are passed on to. Redirects are not followed, and no proxy of the
// environment is used: what is sent goes to the machine that the URL names or nowhere. The error never holds
// the URL, whose path may be a secret.
func newReceiver(o Forward, clock func() time.Time) (*receiver, error) {
	u, err := url.Parse(o.URL)
	switch {
	case o.Sign == nil:
		return nil, errors.New("there is no secret to sign with")
	case err != nil, u.Host == "", u.Scheme != "https" && u.Scheme != "http":
		return nil, errors.New("it is no URL of the form https://host/path")
	case u.User != nil:
		return nil, errors.New("it holds a user name or a password; the signature is the proof of who sends")
	case u.Fragment != "":
		return nil, errors.New("it ends in a fragment (#), which is never sent")
	case u.Scheme == "http" && !o.PlainHTTP && !loopback.IsHere(u.Host):
		return nil, errors.New("it is not https, and the receiver is another machine")
	}
	if o.Timeout <= 0 {
		o.Timeout = 10 * time.Second
	}
	dialer := &net.Dialer{Timeout: o.Timeout}
	return &receiver{o, clock, &http.Client{
		Timeout:       o.Timeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			DialContext: dialer.DialContext, TLSHandshakeTimeout: o.Timeout, ForceAttemptHTTP2: true,
			MaxConnsPerHost: maxForwards, MaxIdleConnsPerHost: maxForwards, IdleConnTimeout: time.Minute,
			MaxResponseHeaderBytes: maxHeader, DisableCompression: true,
		},
	}}, nil
}

// envelope is the body of a delivery.
type envelope struct {
	Delivery string          `json:"delivery"`
	SentAt   string          `json:"sentAt"` // RFC 3339, UTC
	Action   json.RawMessage `json:"action"`
}

// deliver makes one attempt to deliver an action, which is a JSON object, under an ID. An error is a
// [*failure].
func (r *receiver) deliver(ctx context.Context, id string, action []byte) error {
	q, err := r.request(ctx, id, action)
	if err != nil {
		return err
	}
	answer, err := r.client.Do(q)
	if err != nil {
		return unreached(err)
	}
	defer answer.Body.Close()
	// so that the connection can be used again; what it says does not matter
	io.CopyN(io.Discard, answer.Body, maxAnswer)
	return judge(answer, r.clock())
}

// request is the signed POST of an action.
func (r *receiver) request(ctx context.Context, id string, action []byte) (*http.Request, error) {
	body, err := json.Marshal(envelope{id, r.clock().UTC().Format(time.RFC3339Nano), action})
	if err != nil {
		return nil, &failure{Reason: "the action is no JSON", Permanent: true}
	}
	q, err := http.NewRequestWithContext(ctx, http.MethodPost, r.URL, bytes.NewReader(body))
	if err != nil {
		return nil, &failure{Reason: "the URL cannot be asked", Permanent: true}
	}
	q.Header = http.Header{
		"Content-Type": {"application/json"}, "User-Agent": {"plugsheet"},
		SignatureHeader: {r.Sign(body)}, DeliveryHeader: {id},
	}
	return q, nil
}

// failure is why an attempt did not deliver. It holds nothing of the URL but the host, and nothing that the
// receiver said but its status.
type failure struct {
	Reason    string        // for everybody, as: the receiver answered 503
	Cause     string        // for the log of who runs this; may be empty
	Permanent bool          // another attempt would fail too
	After     time.Duration // the receiver wants no attempt before; 0: it did not say
}

// Error is why the delivery failed.
func (f *failure) Error() string {
	if f.Cause == "" {
		return f.Reason
	}
	return f.Reason + ": " + f.Cause
}

// unreached is the failure of an attempt without an answer. Of the texts of errors only those are kept that
// are made on this side: others quote what came over the wire.
func unreached(err error) *failure {
	f := &failure{Reason: "the receiver cannot be reached"}
	var dns *net.DNSError
	var op *net.OpError
	switch whole := (*url.Error)(nil); {
	case errors.As(err, &whole) && whole.Timeout():
		f.Reason = "the receiver did not answer in time"
	case errors.As(err, &dns):
		f.Cause = dns.Error()
	case errors.As(err, &op) && op.Op == "dial":
		f.Cause = op.Error()
	case isTLS(err):
		f.Reason = "the receiver's certificate is not trusted"
	default:
		f.Reason = "the connection to the receiver broke"
	}
	return f
}

// maxAfter bounds how long a receiver may ask to be left alone.
const maxAfter = time.Hour

// judge tells what an answer means: nil is delivered. What the request was wrong about, and a redirect, will
// be so again; three statuses of that kind, and every other, only say that it did not work now.
func judge(answer *http.Response, now time.Time) error {
	status := answer.StatusCode
	if status >= 200 && status < 300 {
		return nil
	}
	f := &failure{Reason: fmt.Sprintf("the receiver answered %d", status),
		After: retryAfter(answer.Header, now)}
	switch status {
	case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests:
	default:
		f.Permanent = status >= 300 && status < 500
	}
	if status >= 300 && status < 400 {
		f.Reason += ", which sends elsewhere; redirects are not followed"
	}
	return f
}

// retryAfter reads the header of that name, seconds or a date (RFC 9110, 10.2.3).
func retryAfter(h http.Header, now time.Time) time.Duration {
	text := h.Get("Retry-After")
	if seconds, err := strconv.Atoi(text); err == nil {
		return time.Duration(max(0, min(seconds, int(maxAfter/time.Second)))) * time.Second
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(0, min(at.Sub(now), maxAfter))
	}
	return 0
}

// isTLS tells whether the receiver's certificate was refused.
func isTLS(err error) bool {
	var refused *tls.CertificateVerificationError
	return errors.As(err, &refused)
}
