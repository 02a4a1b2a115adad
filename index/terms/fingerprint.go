package terms

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"sync"

	"plugsheet/index/analysis"
	"plugsheet/index/segment"
	"plugsheet/schemas/bundle"
)

// Fingerprint tells one way of turning products into terms from others: it hangs on the weights, which are
// folded into the terms, and on what the analysis makes of some products in each language. Whoever changes
// either gets another one, and so an index that is built anew.
var Fingerprint = sync.OnceValue(func() string { return fingerprintOf(FieldWeights, fieldLength) })

// fingerprintOf is that of other weights.
func fingerprintOf(weights, length [FieldCount]float32) string {
	h := sha256.New()
	fmt.Fprintln(h, weights, length, saturation, absentWorth, analysis.Levels, MaxBeginning,
		Gram, MaxTitle, AllFields)
	fmt.Fprintln(h, SampleFiles, SamplePerFile, LengthStep, MinHeadTail, compounding, HeadFirst, bareShare,
		maxLettered, proseWords)
	for i, lang := range probedLanguages {
		probe(h, lang, probes[i], probes[len(probes)-1])
	}
	return hex.EncodeToString(h.Sum(nil))[:8]
}

// probedLanguages are the languages that the analysis knows, and one that it does not.
var probedLanguages = []string{"en", "fr", "de", "es", "it", "nl", "pt", "pl", "fi"}

// probes are texts, one for each of the languages, that need what the analysis can do: folding, stems,
// elisions, numbers and units, names with numbers, codes, and words that say little.
var probes = []string{
	"The women's running shoes, waterproof and light; 2 pairs of shoes for 10,000 m or 32.8 ft",
	"L'écran plat 17\" d'occasion, 500 Go, aujourd'hui à la maison; les chaussures bleues des enfants",
	"Größe XL, Müllers Schläuche 1/2 Zoll, Straßenlaternen und Weihnachtsbäume aus Holz, 20.000 mAh",
	"Zapatillas de niño, 3 metros, los mejores pantalones y camisones del año, 1,5 litros",
	"Dell'acqua minerale, scarpe eleganti nell'armadio, 2 pollici, le migliori biciclette",
	"De fietsen met kinderzitje, 28 inch, handschoenen voor dames en heren",
	"Calções de banho para homens, 4 polegadas, edições limitadas, canções",
	"Buty sportowe męskie, żółte i niebieskie, 3 kg, dla dzieci ze skóry",
	"T-shirt TN-2110 iPhone8 160x230 cm 2 x 8GB USB-C/HDMI WH-1000XM4 No. 7 +49 (0)30",
}

// probe writes the terms of texts in a language.
func probe(h hash.Hash, lang string, texts ...string) {
	a := New(analysis.LanguageOf(lang))
	a.Labels = map[bundle.ID]string{}
	for f := range a.Mean {
		a.Mean[f] = 7
	}
	r := segment.NewRun(WordLevels)
	for i, text := range texts {
		brand, other, available := "Müller & Söhne", texts[(i+1)%len(texts)], i > 0
		product := bundle.Product{
			Title: text, Description: other, Brand: &brand, ShortDescription: &text, Available: &available,
			Reference: fmt.Sprintf("AB-%d/x", 1000*i+7),
		}
		keywords := []string{"ean: 4006381333931", "color: dark blue", text}
		for _, code := range a.Analyze(&bundle.Record{Product: product, Keywords: keywords}, r) {
			io.WriteString(h, code+"\n")
		}
		r.End()
	}
	r.Encode(h, 0) // a hash has no errors
}
