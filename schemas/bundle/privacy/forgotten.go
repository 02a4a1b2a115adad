package privacy

import (
	"encoding/json"
	"errors"

	"plugsheet/schemas/files"
)

// Forgotten is what private/forgotten.json holds: those who asked to be forgotten.
type Forgotten struct {
	KeyCheck string   `json:"keyCheck"`
	Hashes   []string `json:"forgotten"` // keyed hashes of e-mails and external ids, sorted
}

// ErrForgottenKey says that two lists of forgotten persons were made with different keys.
var ErrForgottenKey = errors.New("who was forgotten is kept there with another customers' key")

// MergeForgotten is one list of all those of two, as [Forgotten] in JSON; an empty one has nobody. Errors:
// [ErrForgottenKey], or of what is no list.
func MergeForgotten(one, other []byte) ([]byte, error) {
	all, set := Forgotten{}, Hashes{}
	for _, data := range [][]byte{one, other} {
		var some Forgotten
		if len(data) == 0 {
			continue
		}
		if err := json.Unmarshal(data, &some); err != nil {
			return nil, errors.New("it is no list of hashes")
		}
		if all.KeyCheck != "" && all.KeyCheck != some.KeyCheck {
			return nil, ErrForgottenKey
		}
		all.KeyCheck = some.KeyCheck
		set.Add(some.Hashes...)
	}
	if len(set) == 0 {
		return nil, nil
	}
	all.Hashes = set.Sorted()
	return files.Encode(all)
}
