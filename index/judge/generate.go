package judge

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"

	"plugsheet/schemas/bundle"
)

// GenerateOptions say how many products cases are made of. The same seed and bundle give the same cases.
type GenerateOptions struct {
	Codes  int // products whose reference becomes four cases, one a spelling
	Titles int // products whose title becomes a case, with one typo
	Seed   uint64
}

// Generate makes a first set of cases from a catalog: references as they stand, in small letters, without
// signs and with blanks for signs; titles with one letter wrong, missing, too many, or two exchanged. What
// several products share is left out. Errors: of the bundle, or the context's.
func Generate(ctx context.Context, b *bundle.Bundle, o GenerateOptions) ([]Case, error) {
	r := rand.New(rand.NewPCG(o.Seed, uint64(o.Codes)<<32+uint64(o.Titles)))
	sample, err := sampled(ctx, b, r, 2*max(o.Codes, o.Titles))
	if err != nil {
		return nil, err
	}
	titles, codes, err := counted(ctx, b, sample)
	if err != nil {
		return nil, err
	}
	var all []Case
	n := 0
	for _, p := range sample {
		if n < o.Codes && codes[bare(p.reference)] == 1 && strings.ContainsAny(p.reference, "0123456789") {
			n++
			all = append(all, p.codeCases(p.name(codes))...)
		}
	}
	n = 0
	for _, p := range sample {
		text, ok := WithTypo(p.title, 4, r)
		if n < o.Titles && ok && titles[strings.ToLower(p.title)] == 1 {
			n++
			all = append(all, Case{Query: text, Wants: []Want{{p.name(codes), 1}}})
		}
	}
	return all, nil
}

// counted says how many products of the whole catalog have the titles and the codes of the sample.
func counted(ctx context.Context, b *bundle.Bundle, sample []sampledProduct) (titles,
	codes map[string]int, err error) {
	titles, codes = map[string]int{}, map[string]int{}
	for _, p := range sample {
		titles[strings.ToLower(p.title)], codes[bare(p.reference)] = 0, 0
	}
	for _, f := range b.ProductFiles() {
		for line, err := range b.Records(ctx, f) {
			if err != nil {
				return nil, nil, err
			}
			p := &line.Record.Product
			if n, wanted := titles[strings.ToLower(p.Title)]; wanted {
				titles[strings.ToLower(p.Title)] = n + 1
			}
			if n, wanted := codes[bare(p.Reference)]; wanted {
				codes[bare(p.Reference)] = n + 1
			}
		}
	}
	return titles, codes, nil
}

// sampledProduct is what cases are made of.
type sampledProduct struct{ id, reference, title string }

// maxFiles bounds the product files that are read for a sample.
const maxFiles = 64

// sampled gives about n products, spread over the catalog, in its order.
func sampled(ctx context.Context, b *bundle.Bundle, r *rand.Rand, n int) ([]sampledProduct, error) {
	files := b.ProductFiles()
	count := min(len(files), maxFiles)
	var all []sampledProduct
	for i := range count {
		f := files[i*len(files)/count]
		take := (n + count - 1) / count
		chosen := r.Perm(f.Records)[:min(take, f.Records)]
		slices.Sort(chosen)
		at := 0
		for line, err := range b.Records(ctx, f) {
			if err != nil {
				return nil, err
			}
			if len(chosen) > 0 && chosen[0] == at {
				p := &line.Record.Product
				all = append(all, sampledProduct{strings.Clone(p.ID.String()), strings.Clone(p.Reference),
					strings.Clone(p.Title)})
				chosen = chosen[1:]
			}
			at++
		}
	}
	return all, nil
}

// name is what a case calls the product by: the reference, which people know, where no other product has it
// and it can stand in a file of cases.
func (p *sampledProduct) name(codes map[string]int) string {
	if p.reference == "" || codes[bare(p.reference)] != 1 || strings.Contains(p.reference, "|") ||
		strings.TrimSpace(p.reference) != p.reference {
		return p.id
	}
	return p.reference
}

// codeCases are the spellings of a product's reference, each once.
func (p *sampledProduct) codeCases(name string) (cases []Case) {
	seen := map[string]bool{}
	for _, text := range []string{p.reference, strings.ToLower(p.reference), bare(p.reference),
		strings.Map(blank, p.reference)} {
		if !seen[text] {
			seen[text] = true
			cases = append(cases, Case{Query: text, Wants: []Want{{name, 1}}})
		}
	}
	return cases
}

// signs are those that codes are written with and without.
const signs = "-./_ "

func blank(r rune) rune {
	if strings.ContainsRune(signs, r) {
		return ' '
	}
	return r
}

func bare(code string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(signs, r) {
			return -1
		}
		return r
	}, code)
}

// WithTypo makes one typo in one of a text's words of at least so many letters, a to z; false where there is
// none.
func WithTypo(text string, letters int, r *rand.Rand) (string, bool) {
	words := strings.Fields(text)
	var long []int
	for i, w := range words {
		if len(w) >= letters && strings.Trim(strings.ToLower(w), "abcdefghijklmnopqrstuvwxyz") == "" {
			long = append(long, i)
		}
	}
	if len(long) == 0 {
		return "", false
	}
	i := long[r.IntN(len(long))]
	words[i] = typo(words[i], r)
	return strings.Join(words, " "), true
}

// typo makes one typo in a word of letters.
func typo(word string, r *rand.Rand) string {
	w := []byte(word)
	at := r.IntN(len(w))
	letter := 'a' + byte(r.IntN(26))
	switch r.IntN(4) {
	case 0:
		w = slices.Delete(w, at, at+1)
	case 1:
		w = slices.Insert(w, at, letter)
	case 2:
		w[at] = letter
	default:
		at = max(at, 1)
		w[at-1], w[at] = w[at], w[at-1]
	}
	return string(w)
}
