package build

import (
	"context"
	"plugsheet/index/analysis"
	"plugsheet/index/terms"
	"strings"
)

// The text decides on the language only where it is clear: at least so many stop words, and so many for each
// of those of the language of the settings.
const (
	clearStops = 20
	clearShare = 3
)

// defaultLanguage is the language of a bundle whose settings name none.
const defaultLanguage = "en"

// findLanguage gives the tag of the catalog's language: that of the bundle's settings, or, where that is only
// the default, the one whose stop words the catalog's own text is clearly full of.
func (p *pass) findLanguage(ctx context.Context) (string, error) {
	tag := p.b.Manifest().Language
	if base, _, _ := strings.Cut(strings.ToLower(tag), "-"); base != defaultLanguage {
		return tag, nil
	}
	var parts [terms.SampleFiles]map[string]int
	for i := range parts {
		parts[i] = map[string]int{}
	}
	err := p.sample(ctx, func(i int, a *terms.Analyzer, texts [terms.FieldCount][]string) {
		for _, text := range append(texts[terms.TitleField], texts[terms.DescriptionField]...) {
			countStops(a, text, parts[i])
		}
	})
	counts := map[string]int{}
	for _, part := range parts {
		for l, n := range part {
			counts[l] += n
		}
	}
	best := defaultLanguage
	for l := range counts {
		if counts[l] > counts[best] || counts[l] == counts[best] && l < best {
			best = l
		}
	}
	if best == defaultLanguage || counts[best] < clearStops ||
		counts[best] < clearShare*counts[defaultLanguage] {
		return tag, err
	}
	return best, err
}

// countStops counts the stop words of a text by language; a word of several languages counts for each.
func countStops(a *terms.Analyzer, text string, counts map[string]int) {
	a.Scan.Reset(text)
	for a.Scan.Next() {
		for _, w := range a.Scan.Piece().Words {
			for _, l := range analysis.StopWordOf(w.Text) {
				counts[l]++
			}
		}
	}
}
