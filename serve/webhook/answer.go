package webhook

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// maxAfter bounds how long a receiver may ask to be left alone.
const maxAfter = time.Hour

// judge tells what an answer means: nil is delivered. What the request was wrong about, and a redirect, will
// be so again; three statuses of that kind, and every other, only say that it did not work now.
func judge(answer *http.Response, now time.Time) error {
	status := answer.StatusCode
	if status >= 200 && status < 300 {
		return nil
	}
	f := &Failure{Reason: fmt.Sprintf("the receiver answered %d", status),
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
