package pagetest

import (
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
)

// Seed is the seed of a test's chance: PLUGSHEET_SEED, which repeats a run; without it a new one in a soak
// (PLUGSHEET_SOAK) and the same one every day, so that a change is not held up by what it did not cause.
func Seed(t testing.TB) uint64 {
	t.Helper()
	if text := os.Getenv("PLUGSHEET_SEED"); text != "" {
		seed, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		return seed
	}
	if os.Getenv("PLUGSHEET_SOAK") != "" {
		return rand.Uint64()
	}
	return 1
}
