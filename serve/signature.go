package serve

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"net/http"
	"strings"
	"sync"

	"plugsheet/serve/web"
	"plugsheet/serve/web/failure"
	"plugsheet/serve/web/param"
)

// Secret is a connector's secret token, taken as the bytes of its text. It prints as a placeholder, however
// it is printed, so that no log and no error gets hold of it.
type Secret []byte

// Format writes the placeholder.
func (Secret) Format(f fmt.State, _ rune) { io.WriteString(f, hiddenSecret) }

// MarshalText gives the placeholder to encoders, those of logs among them.
func (Secret) MarshalText() ([]byte, error) { return []byte(hiddenSecret), nil }

const hiddenSecret = "[secret]"

// Sign gives the value of the platform's signature header for the signed bytes: the raw query of a GET, the
// raw body of a POST or PUT (contract, 1.2).
func Sign(secret Secret, signed []byte) string {
	mac := hmac.New(sha256.New, secret)
	mac.Write(signed)
	return signaturePrefix + hex.EncodeToString(mac.Sum(nil))
}

const (
	signaturePrefix = "sha256=" // the only algorithm
)

// maxSecrets is the secret and the one before it, for the time of a change.
const maxSecrets = 2

// signers check signatures, one for each secret. Without any, no request is signed rightly.
type signers []*signer

// signer keeps prepared states of one secret's HMAC, which saves half of the work.
type signer struct{ states sync.Pool }

// state is an HMAC with room for what goes in and out.
type state struct {
	mac  hash.Hash
	data []byte
	sum  [sha256.Size]byte
}

func newSigners(secrets []Secret) (signers, error) {
	if len(secrets) > maxSecrets {
		return nil, fmt.Errorf("%d secrets, at most %d", len(secrets), maxSecrets)
	}
	var all signers
	for _, secret := range secrets {
		if len(secret) == 0 {
			return nil, errors.New("an empty secret")
		}
		key := append([]byte(nil), secret...)
		one := &signer{}
		one.states.New = func() any { return &state{mac: hmac.New(sha256.New, key)} }
		all = append(all, one)
	}
	return all, nil
}

// signature is what a request claims.
type signature [sha256.Size]byte

// claimed reads the header. There is exactly one, of exactly the form that the contract gives (1.2): sha256=
// and 64 lower-case hexadecimal digits.
func claimed(h http.Header) (signature, error) {
	var sum signature
	values := h[web.SignatureHeader]
	if len(values) != 1 {
		return sum, errUnsigned
	}
	digits, ok := strings.CutPrefix(values[0], signaturePrefix)
	if !ok || len(digits) != hex.EncodedLen(len(sum)) {
		return sum, errUnsigned
	}
	var text [2 * len(sum)]byte // which takes no memory for each request
	copy(text[:], digits)
	if _, err := hex.Decode(sum[:], text[:]); err != nil || strings.ContainsAny(digits, "ABCDEF") {
		return sum, errUnsigned
	}
	return sum, nil
}

// errUnsigned is the answer to every request that does not prove where it comes from. It does not say why.
var errUnsigned error = &failure.Error{Kind: failure.Unsigned}

// verify compares a claim with the signatures of data by the secrets, each in constant time.
func verify[T string | []byte](all signers, claim signature, data T) error {
	for _, one := range all {
		st := one.states.Get().(*state)
		st.data = append(st.data[:0], data...)
		st.mac.Reset()
		st.mac.Write(st.data)
		fits := hmac.Equal(st.mac.Sum(st.sum[:0]), claim[:])
		if cap(st.data) > param.MaxURL {
			st.data = nil
		}
		one.states.Put(st)
		if fits {
			return nil
		}
	}
	return errUnsigned
}

// query checks the signature of a request without a body: that of its query, exactly as it was received. One
// that was made over a body counts for nothing here; see readsAsBody.
func (all signers) query(r *http.Request) error {
	claim, err := claimed(r.Header)
	if err != nil {
		return err
	}
	if readsAsBody(r.URL.RawQuery) {
		return errUnsigned
	}
	return verify(all, claim, r.URL.RawQuery)
}

// body reads the body of a request, once and within bounds, and checks its signature before anybody decodes
// it. A request without a signature of the right form is not read at all.
func (all signers) body(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	claim, err := claimed(r.Header)
	if err != nil {
		return nil, err
	}
	data, err := readBody(w, r)
	if err != nil {
		return nil, err
	}
	if readsAsQuery(data) {
		return nil, errUnsigned
	}
	return data, verify(all, claim, data)
}

// readBody reads a body of at most maxBody bytes.
func readBody(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, &failure.Error{Kind: failure.BodyTooLarge, Detail: fmt.Sprintf("at most %d bytes", maxBody)}
	case err != nil:
		return nil, &failure.Error{Kind: failure.BadBody, Detail: "it could not be read to its end", Cause: err}
	}
	return data, nil
}
