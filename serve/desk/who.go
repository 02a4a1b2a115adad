package desk

import (
	"cmp"
	"net/http"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"plugsheet/serve"
	"plugsheet/serve/conform"
	"plugsheet/serve/loopback"
)

// who is what requests say of where they come from: the platform sets it, and here whoever tries a connector.
type who struct {
	Website  string `json:"idWebsite"`
	Operator string `json:"idOperator"`
	Version  string `json:"idConnectorVersion"` // empty: one as the platform sends it
}

// asking is who asks, and what asks for them.
type asking struct {
	who
	asker *conform.Asker
}

// askAs lets requests say that from now on. Errors: a URL that makes no sense.
func (d *Desk) askAs(w who) error {
	asker, err := conform.NewAsker(d.conform(w))
	if err != nil {
		return err
	}
	d.asking.Store(&asking{w, asker})
	return nil
}

// conform are the options of requests that say so.
func (d *Desk) conform(w who) conform.Options {
	c := conform.Options{
		URL: d.o.Connector, URLs: d.o.URLs, Website: w.Website, Operator: w.Operator, Version: w.Version,
		Transport: d.o.Transport, Clock: d.o.Clock,
	}
	if len(d.o.Secret) > 0 {
		c.Sign = func(signed []byte) string { return serve.Sign(d.o.Secret, signed) }
	}
	return c
}

// setWho answers POST /api/who: requests say that from now on. What is empty is as it was at the start.
func (d *Desk) setWho(w http.ResponseWriter, _ *http.Request, asked who) {
	for _, text := range []*string{&asked.Website, &asked.Operator, &asked.Version} {
		if *text = strings.TrimSpace(*text); len(*text) > maxID {
			loopback.Refuse(w, http.StatusBadRequest, "an id has at most 512 characters")
			return
		}
	}
	asked.Website = cmp.Or(asked.Website, d.o.Website)
	asked.Operator = cmp.Or(asked.Operator, defaultOperator)
	if err := d.askAs(asked); err != nil {
		loopback.Refuse(w, http.StatusBadRequest, err.Error())
		return
	}
	loopback.Write(w, asked)
}

const (
	maxID           = 512 // bytes of an id
	defaultOperator = "9999"
)

// check answers POST /api/check: all that plugsheet conform checks, with its report. With Actions the buttons
// of customers' fields are pressed, too.
func (d *Desk) check(w http.ResponseWriter, r *http.Request, asked struct{ Actions bool }) {
	o := d.conform(d.asking.Load().who)
	o.NoActions = !asked.Actions
	if len(d.o.Visitors) > 0 {
		o.Email, o.ExternalID = d.o.Visitors[0].Email, d.o.Visitors[0].ExternalID
	}
	report, err := conform.Run(r.Context(), o)
	if err != nil {
		loopback.Refuse(w, http.StatusBadGateway, err.Error())
		return
	}
	if d.ownApp() {
		report.Faults = withoutOwn(report.Faults)
	}
	loopback.Write(w, report)
}

// tokenLife is how long a token of the platform counts (contract, 4.3).
const tokenLife = time.Minute

// operator is who the tokens are for.
const operator = "9999"

// given is a token for the custom app; empty where there is no secret.
type given struct {
	Token string `json:"token"`
}

// token answers POST /api/token: what the platform hands to the custom app (contract, 4.3).
func (d *Desk) token(w http.ResponseWriter, _ *http.Request) {
	if len(d.o.Secret) == 0 {
		loopback.Write(w, given{})
		return
	}
	now := d.o.Clock()
	text, err := jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.MapClaims{
		"iss": "iadvize", "sub": operator, "aud": d.web.String(), "iat": now.Unix(),
		"exp": now.Add(tokenLife).Unix(), "email": "desk@example.com",
	}).SignedString([]byte(d.o.Secret))
	if err != nil {
		loopback.Refuse(w, http.StatusInternalServerError, "the token cannot be signed")
		return
	}
	loopback.Write(w, given{text})
}
