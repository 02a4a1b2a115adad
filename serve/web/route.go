package web

import (
	"net/http"
	"strings"
)

// Endpoint answers one kind of request. An error that it returns is answered as a problem, so it writes
// nothing before everything that can fail is done.
type Endpoint func(w http.ResponseWriter, r *http.Request) error

// Receiver answers one kind of request with a body, which was read and whose signature was checked.
type Receiver func(w http.ResponseWriter, r *http.Request, body []byte) error

// Route is what one path answers to; HEAD is answered where GET is.
type Route struct {
	Get, Options Endpoint
	Post, Put    Receiver
	Open         bool // to everybody: never signed
	// not by the platform's servers, so without their signature: the Endpoint asks for proof itself
	Unsigned bool
}

// Allow is the value of the Allow header.
func (t Route) Allow() string {
	var all []string
	if t.Get != nil {
		all = append(all, http.MethodGet, http.MethodHead)
	}
	for _, one := range []struct {
		is     bool
		method string
	}{{t.Post != nil, http.MethodPost}, {t.Put != nil, http.MethodPut},
		{t.Options != nil, http.MethodOptions}} {
		if one.is {
			all = append(all, one.method)
		}
	}
	return strings.Join(all, ", ")
}

// Reads is the Endpoint for a method that comes without a body; nil where there is none.
func (t Route) Reads(method string) Endpoint {
	switch method {
	case http.MethodGet, http.MethodHead:
		return t.Get
	case http.MethodOptions:
		return t.Options
	}
	return nil
}

// Receives is the Endpoint for a method that comes with a body; nil where there is none.
func (t Route) Receives(method string) Receiver {
	switch method {
	case http.MethodPost:
		return t.Post
	case http.MethodPut:
		return t.Put
	}
	return nil
}
