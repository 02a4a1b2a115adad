package desk

import (
	"net/http"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"plugsheet/serve/loopback"
)

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
