package terms

import "testing"

// TestFingerprint: each weight and each length counts, and the same program always says the same.
func TestFingerprint(t *testing.T) {
	seen := map[string]string{Fingerprint(): "as they are"}
	if again := fingerprintOf(FieldWeights, fieldLength); seen[again] == "" {
		t.Errorf("%s, and then %s", Fingerprint(), again)
	}
	for f := range FieldCount {
		weights, length := FieldWeights, fieldLength
		weights[f] += 0.1
		length[f] += 0.1
		for name, other := range map[string]string{
			"weight of " + FieldNames[f]: fingerprintOf(weights, fieldLength),
			"length of " + FieldNames[f]: fingerprintOf(FieldWeights, length),
		} {
			if seen[other] != "" {
				t.Errorf("%s: as %s", name, seen[other])
			}
			seen[other] = name
		}
	}
}

// BenchmarkFingerprint: it is taken once in a program that opens an index.
func BenchmarkFingerprint(b *testing.B) {
	for b.Loop() {
		fingerprintOf(FieldWeights, fieldLength)
	}
}
