package bundle

import (
	"testing"

	"plugsheet/schemas/files"
)

func BenchmarkWrite(b *testing.B) {
	w, err := Create("", WriteOptions{})
	if err != nil {
		b.Fatal(err)
	}
	for i := 0; b.Loop(); i++ {
		if err := w.Product(product(i + 1)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	w, err := Create("", WriteOptions{})
	if err != nil {
		b.Fatal(err)
	}
	line, err := files.Encode(product(1))
	if err != nil {
		b.Fatal(err)
	}
	bundle := &Bundle{set: w.set, manifest: Manifest{IDs: IntegerIDs}}
	for b.Loop() {
		if _, err := bundle.ParseLine(line); err != nil {
			b.Fatal(err)
		}
	}
}
