package app

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

var (
	// ErrToken says that a token of the platform does not count. What is wrong with it stands around it,
	// without anything of the token.
	ErrToken = errors.New("the token does not count")
	// ErrNoURL says that no token can count, since the app's own address is not known.
	ErrNoURL = errors.New("the address of the app is not set")
)

const (
	issuer   = "iadvize"   // always
	leeway   = time.Minute // by which the clocks may differ
	maxToken = 4 << 10     // bytes of a token
)

// identify checks a token of the platform (contract, 4.3): the algorithm is HS256 and no other, with one of
// the secrets; issuer, times and audience are right, and there is a subject, the operator. Who that is nobody
// needs to know.
func (a *App) identify(token string) error {
	switch {
	case len(a.urls) == 0:
		return ErrNoURL
	case len(token) > maxToken:
		return fmt.Errorf("%w: it is longer than %d bytes", ErrToken, maxToken)
	}
	var claims jwt.RegisteredClaims
	parser := jwt.NewParser(jwt.WithValidMethods([]string{jwt.SigningMethodHS256.Alg()}),
		jwt.WithStrictDecoding(), jwt.WithIssuer(issuer), jwt.WithExpirationRequired(), jwt.WithIssuedAt(),
		jwt.WithLeeway(leeway), jwt.WithTimeFunc(a.clock))
	if _, err := parser.ParseWithClaims(token, &claims, a.verifyWith); err != nil {
		return fmt.Errorf("%w: %s", ErrToken, reason(err))
	}
	switch {
	case claims.IssuedAt == nil:
		return fmt.Errorf("%w: it does not say when it was issued", ErrToken)
	case strings.TrimSpace(claims.Subject) == "":
		return fmt.Errorf("%w: it names no operator", ErrToken)
	case !a.isFor(claims.Audience):
		return fmt.Errorf("%w: it is for another address (aud)", ErrToken)
	}
	return nil
}

// verifyWith gives the keys that a token may be signed with.
func (a *App) verifyWith(*jwt.Token) (any, error) {
	var set jwt.VerificationKeySet
	for _, secret := range a.secrets {
		set.Keys = append(set.Keys, secret)
	}
	return set, nil
}

// isFor tells whether one of the audiences is an address of the app.
func (a *App) isFor(audiences []string) bool {
	for _, given := range audiences {
		for _, own := range a.urls {
			if audience(given) == own {
				return true
			}
		}
	}
	return false
}

// audience is what of an address is compared: not the query, nor a slash at the end.
func audience(address string) string {
	address, _, _ = strings.Cut(address, "#")
	address, _, _ = strings.Cut(address, "?")
	return strings.TrimSuffix(address, "/")
}

// reason says in words of ours what is wrong with a token: the library's may hold parts of it.
func reason(err error) string {
	for _, known := range []struct {
		err  error
		text string
	}{
		{jwt.ErrTokenMalformed, "it is not a token"},
		{jwt.ErrTokenSignatureInvalid, "its signature or algorithm is wrong"},
		{jwt.ErrTokenExpired, "it has expired"},
		{jwt.ErrTokenUsedBeforeIssued, "it was issued in the future"},
		{jwt.ErrTokenNotValidYet, "it is not valid yet"},
		{jwt.ErrTokenInvalidIssuer, "it is of another issuer (iss)"},
		{jwt.ErrTokenRequiredClaimMissing, "a claim is missing"},
	} {
		if errors.Is(err, known.err) {
			return known.text
		}
	}
	return "it cannot be read"
}
