package category

import (
	"errors"

	"plugsheet/schemas/bundle"
	"plugsheet/schemas/problem"
)

// BadKey is the problem of a key that can be no id.
func BadKey(at problem.Position, key string, err error) problem.Problem {
	if errors.Is(err, bundle.ErrIDRange) {
		return problem.Errorf(at, "id-range", "the id is a whole number beyond 9007199254740991").
			WithValue(key).
			Hintf("in plugsheet.yaml: ids: string")
	}
	return problem.Errorf(at, "bad-id", "the id cannot be used: %v", err).WithValue(key)
}

// Collision is the problem of two different keys that give the same id.
func Collision(at problem.Position, key, otherKey string, other problem.Position,
	id bundle.ID) problem.Problem {
	return problem.Errorf(at, "id-collision", "the keys %q and %q (%s) both give the id %s", key, otherKey,
		other, id).
		Hintf("change one of them, or in plugsheet.yaml: ids: string")
}
