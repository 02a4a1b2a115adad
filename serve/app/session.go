package app

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"plugsheet/schemas/each"
	"slices"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// ErrSession says that a session is none of ours, or over.
var ErrSession = errors.New("the session is missing or over")

// Session is what the page shows with each of its requests, as a bearer token. It says when it ends and
// nothing else: neither who the agent is, nor a website, of which the platform's token says nothing either
// (contract, 4.3). So whoever may open the app for one website of the connector may see the catalogs of all
// of them, and nothing but catalogs.
//
// It is a signed text that no server has to remember: its key is derived from the secret, so that every
// server with the same secret takes it, and one that starts anew too.
type Session struct {
	Token   string `json:"token"`
	Expires int64  `json:"expires"` // seconds of Unix time
}

// sessionTime is how long a session counts. The page gets a new one for a new token of the platform when it
// is over.
const sessionTime = 30 * time.Minute

// A session's bytes: when it ends, something that no other has, and their signature.
const (
	sessionText  = 8 + 16
	sessionBytes = sessionText + sha256.Size
)

// Exchange gives a session for a token of the platform. Without secrets it takes anything: then let nobody
// come near whom the catalog is not for. Errors: [ErrToken], [ErrNoURL].
func (a *App) Exchange(token string) (Session, error) {
	if !a.Open() {
		if err := a.identify(token); err != nil {
			return Session{}, err
		}
	}
	end := a.clock().Add(sessionTime).Unix()
	data := binary.BigEndian.AppendUint64(make([]byte, 0, sessionBytes), uint64(end))
	data = data[:sessionText]
	rand.Read(data[8:]) // never fails
	data = append(data, sign(a.keys[0], data)...)
	return Session{base64.RawURLEncoding.EncodeToString(data), end}, nil
}

// Check tells whether a session counts; [ErrSession] where it does not.
func (a *App) Check(token string) error {
	if len(token) != base64.RawURLEncoding.EncodedLen(sessionBytes) {
		return ErrSession
	}
	data, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil {
		return ErrSession
	}
	text, sum := data[:sessionText], data[sessionText:]
	for _, key := range a.keys {
		if hmac.Equal(sign(key, text), sum) {
			if a.clock().Unix() < int64(binary.BigEndian.Uint64(text)) {
				return nil
			}
			return ErrSession
		}
	}
	return ErrSession
}

func sign(key, text []byte) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write(text)
	return mac.Sum(nil)
}

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
	keys := each.Of(a.secrets, func(secret []byte) jwt.VerificationKey { return secret })
	return jwt.VerificationKeySet{Keys: keys}, nil
}

// isFor tells whether one of the audiences is an address of the app.
func (a *App) isFor(audiences []string) bool {
	return slices.ContainsFunc(audiences,
		func(given string) bool { return slices.Contains(a.urls, audience(given)) })
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
