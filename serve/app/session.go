package app

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"time"
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
