package index

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestFingerprint: each weight and each length counts, and the same program always says the same.
func TestFingerprint(t *testing.T) {
	seen := map[string]string{fingerprint(): "as they are"}
	if again := fingerprintOf(fieldWeights, fieldLength); seen[again] == "" {
		t.Errorf("%s, and then %s", fingerprint(), again)
	}
	for f := range fieldCount {
		weights, length := fieldWeights, fieldLength
		weights[f] += 0.1
		length[f] += 0.1
		for name, other := range map[string]string{
			"weight of " + fieldNames[f]: fingerprintOf(weights, fieldLength),
			"length of " + fieldNames[f]: fingerprintOf(fieldWeights, length),
		} {
			if seen[other] != "" {
				t.Errorf("%s: as %s", name, seen[other])
			}
			seen[other] = name
		}
	}
}

// TestOtherAnalysis: an index of other weights is not opened, and the state says that another program built it.
func TestOtherAnalysis(t *testing.T) {
	x := catalog(t, "en", shop)
	b := bundleOf(t, x)
	other := strings.TrimSuffix(x.dir, fingerprint()) + fingerprintOf([fieldCount]float32{1}, fieldLength)
	if err := os.Rename(x.dir, other); err != nil {
		t.Fatal(err)
	}
	wantState(t, b, Version)
	if err := os.Rename(other, x.dir); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(x.dir, stateFile)
	f := *x.facts
	f.Analysis = "00000000"
	if err := writeFacts(x.dir, &f); err != nil {
		t.Fatal(err)
	}
	wantState(t, b, Corrupt)
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
}

// BenchmarkFingerprint: it is taken once in a program that opens an index.
func BenchmarkFingerprint(b *testing.B) {
	for b.Loop() {
		fingerprintOf(fieldWeights, fieldLength)
	}
}
