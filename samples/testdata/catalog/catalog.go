// Package catalog makes catalogs of any size, for tests and measurements alone.
package catalog

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"math/rand/v2"
	"strconv"
	"strings"
)

// columns are the headers of a generated catalog: the contract's field names and three columns of the shop's
// own.
var columns = []string{
	"reference", "title", "description", "shortDescription", "brand", "categories", "productUrl", "imageUrl",
	"priceCatalog", "available", "EAN", "Color", "Material",
}

// Write writes a catalog of n products as csv for measurements: about 0.8 kB a product in the bundle,
// words spread as in real catalogs (few common ones, many rare ones), codes of several shapes, 300 categories
// in two levels. The same n gives the same bytes on every machine; a larger n begins with the same products.
func Write(w io.Writer, n int) error {
	buffered := bufio.NewWriterSize(w, 1<<20)
	c := csv.NewWriter(buffered)
	if err := c.Write(columns); err != nil {
		return fmt.Errorf("writing the generated catalog: %w", err)
	}
	g := newGenerator()
	for i := range n {
		if err := c.Write(g.product(i)); err != nil {
			return fmt.Errorf("writing the generated catalog: %w", err)
		}
	}
	c.Flush()
	if err := c.Error(); err != nil {
		return fmt.Errorf("writing the generated catalog: %w", err)
	}
	return buffered.Flush()
}

// generator makes products from a seeded source.
type generator struct {
	r      *rand.Rand
	zipf   *rand.Zipf
	words  []string
	brands []string
	row    []string
}

func newGenerator() *generator {
	r := rand.New(rand.NewPCG(20261122, 1))
	g := &generator{r: r, row: make([]string, len(columns))}
	g.words = append(g.words, common...)
	for len(g.words) < 30_000 {
		g.words = append(g.words, g.word())
	}
	for range 400 {
		b := g.word()
		g.brands = append(g.brands, strings.ToUpper(b[:1])+b[1:])
	}
	g.zipf = rand.NewZipf(r, 1.07, 3, uint64(len(g.words)-1))
	return g
}

// common are the words that most titles share.
var common = strings.Fields(
	`black white blue set steel large small classic garden kitchen outdoor light cotton wood glass mini pro
	compact folding portable electric wireless table chair lamp knife pan tent bag bottle jacket shirt cable adapter holder cover
	case mount filter brush cushion basket shelf rack mirror towel blanket pillow grill torch rope hook clamp drill saw hammer
	thermosflasche crème café théière fußball größe été hiver rouge vert`)

var syllables = strings.Fields(
	`ba be bo bra cal cor da del do dra el en fa fer fo gal ger go gra ha hel in ka kel ko la len lo ma
	mer mi mon na nel no or pa per po ra ren ri ro sa sel so ta ter ti tor tra va ven vi vo wa wel wen zo zu`)

func (g *generator) word() string {
	var b strings.Builder
	for range 2 + g.r.IntN(3) {
		b.WriteString(syllables[g.r.IntN(len(syllables))])
	}
	return b.String()
}

func (g *generator) text(n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(g.words[g.zipf.Uint64()])
	}
	return b.String()
}

// product is the row of the i-th product; it is reused by the next call.
func (g *generator) product(i int) []string {
	ref := g.reference(i)
	brand := g.brands[g.r.IntN(len(g.brands))]
	top, below := g.r.IntN(20), g.r.IntN(15)
	price := 100 + g.r.IntN(99_900)
	available := "yes"
	if g.r.IntN(10) == 0 {
		available = "no"
	}
	copy(g.row, []string{
		ref, g.text(3+g.r.IntN(5)) + " " + ref, g.text(30 + g.r.IntN(15)), g.text(8), brand,
		fmt.Sprintf("Department %d > Aisle %d", top+1, below+1),
		"https://shop.example/p/" + ref, "https://shop.example/i/" + ref + ".jpg",
		fmt.Sprintf("%d.%02d €", price/100, price%100), available,
		ean(i), common[g.r.IntN(3)], common[3+g.r.IntN(10)],
	})
	return g.row
}

// reference is a code that no other product has, in one of four shapes that shops use.
func (g *generator) reference(i int) string {
	letters := string(rune('A'+g.r.IntN(26))) + string(rune('A'+g.r.IntN(26)))
	switch i % 4 {
	case 0:
		return fmt.Sprintf("%s-%06d", letters, i)
	case 1:
		return fmt.Sprintf("%s%05dX-%d", letters, i/10, i%10)
	case 2:
		return fmt.Sprintf("%03d.%03d.%02d", 100+i/100_000, i/100%1000, i%100)
	}
	return strconv.Itoa(40_000_000 + i*7)
}

// ean is a number of 13 digits with its check digit.
func ean(i int) string {
	s := fmt.Sprintf("40063%07d", i%10_000_000)
	sum := 0
	for k, c := range s {
		sum += int(c-'0') * (1 + 2*(k%2))
	}
	return s + strconv.Itoa((10-sum%10)%10)
}
