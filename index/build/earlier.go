package build

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"strings"

	"plugsheet/index/folder"
	"plugsheet/index/segment"
	"plugsheet/schemas/bounded"
	"plugsheet/schemas/bundle"
)

// earlier is an index of other content, read whole and checked against its sums.
type earlier struct {
	dir    string
	facts  *folder.Facts
	stamps []folder.Stamp
	lines  []byte // of linesFile, and so on
	rows   []byte
	codes  []byte
	texts  []byte
	offers map[int32][]offer // by product
	first  map[string]int    // digest of a product file to its first product
	place  map[string]int    // and to its place among the files
	known  map[uint64]int32  // line to product, of those files that are gone
	docs   []int32           // by product: its document in the first segment, -1 for none
}

// hashLine tells lines of product files apart.
func hashLine(line []byte) uint64 {
	h := sha256.Sum256(line)
	return binary.LittleEndian.Uint64(h[:])
}

// findEarlier opens the newest index of other content that this program has built for the bundle's folder.
// Errors: [errWhole] where there is none, of its damage, or of the disk.
func findEarlier(ctx context.Context, b *bundle.Bundle) (*earlier, error) {
	dir, err := newest(folder.Of(b))
	if err == nil && dir == "" {
		err = fmt.Errorf("there is none before: %w", errWhole)
	}
	if err != nil {
		return nil, err
	}
	return readEarlier(ctx, dir)
}

// newest is the folder of the newest index beside the one at a place that this program can read. There is
// none where that one is there already: it is damaged, and what it is made of is not used again.
func newest(at string) (dir string, err error) {
	root, own := filepath.Split(at)
	entries, err := os.ReadDir(root)
	latest := int64(0)
	for _, e := range entries {
		if e.Name() == own {
			return "", nil
		}
		if !strings.HasSuffix(e.Name(), folder.Suffix()) {
			continue
		}
		st, err := os.Stat(filepath.Join(root, e.Name(), folder.StateFile))
		if err == nil && st.ModTime().UnixNano() > latest {
			dir, latest = filepath.Join(root, e.Name()), st.ModTime().UnixNano()
		}
	}
	return dir, err
}

func readEarlier(ctx context.Context, dir string) (*earlier, error) {
	e := &earlier{dir: dir, first: map[string]int{}, place: map[string]int{}}
	var err error
	if e.facts, err = folder.FactsIn(dir); err != nil {
		return nil, err
	}
	if err := e.read(ctx); err != nil {
		return nil, err
	}
	for i, s := range e.facts.Sources {
		e.first[s.SHA256], e.place[s.SHA256] = len(e.docs), i
		for range s.Records {
			e.docs = append(e.docs, -1)
		}
	}
	n := e.facts.Products
	if len(e.docs) != n || len(e.lines) != folder.LineBytes*n || len(e.rows) != folder.RowBytes*n ||
		len(e.codes) != 4*(n+1) || len(e.facts.Order) == 0 {
		return nil, folder.DamagedIndex(folder.StateFile, "its parts do not fit each other")
	}
	for _, s := range e.facts.Order[0].Spans {
		for i := range s.Count {
			e.docs[s.Place+i] = int32(s.Doc + i)
		}
	}
	e.stamps = folder.ReadStamps(dir, len(e.facts.Sources)+len(e.facts.Files))
	return e, nil
}

// read compares all files with their sums, and keeps the tables.
func (e *earlier) read(ctx context.Context) error {
	var offers, promotions []byte
	keep := map[string]*[]byte{
		folder.LinesFile: &e.lines, folder.ProductsFile: &e.rows, folder.CodesFile: &e.codes,
		folder.CodeTextFile: &e.texts, folder.OffersFile: &offers, folder.OfferTextFile: &promotions,
	}
	for _, want := range e.facts.Files {
		if err := ctx.Err(); err != nil {
			return err
		}
		path := filepath.Join(e.dir, filepath.FromSlash(want.Path))
		var now folder.Sum
		var err error
		if to := keep[want.Path]; to != nil {
			if *to, err = bounded.ReadFile(path, folder.MaxDerived); err == nil {
				now = folder.Sum{Bytes: int64(len(*to)), CRC: crc32.Checksum(*to, folder.Castagnoli)}
			}
		} else {
			now, err = folder.SumFile(path)
		}
		if err != nil {
			return err
		}
		if now.Bytes != want.Bytes || now.CRC != want.CRC {
			return folder.DamagedIndex(want.Path, "its content is not what was built")
		}
	}
	e.offers = readOffers(offers, promotions)
	return nil
}

// know makes e.known, of the files that are none of the new ones.
func (e *earlier) know(still map[string]bool) {
	e.known = map[uint64]int32{}
	at := 0
	for _, s := range e.facts.Sources {
		for range s.Records {
			if !still[s.SHA256] {
				e.known[e.line(at)] = int32(at)
			}
			at++
		}
	}
}

// line is the hash of a product's line.
func (e *earlier) line(product int) uint64 {
	return binary.LittleEndian.Uint64(e.lines[folder.LineBytes*product:])
}

// row is where the product's answer was.
func (e *earlier) row(product int) folder.Row {
	n := func(i int) uint32 { return binary.LittleEndian.Uint32(e.rows[folder.RowBytes*product+4*i:]) }
	return folder.Row{File: n(0), Offset: n(1), Length: n(2), CRC: n(3)}
}

// codesOf are a product's codes, one a line.
func (e *earlier) codesOf(product int) []byte {
	n := func(i int) uint32 { return binary.LittleEndian.Uint32(e.codes[4*i:]) }
	return e.texts[n(product):n(product+1)]
}

// treeOf tells one tree of categories from others: their places are terms, and their labels are words.
func treeOf(b *bundle.Bundle) string {
	h := sha256.New()
	for _, c := range b.Categories() {
		fmt.Fprintf(h, "%q %q %q\n", c.ID, c.IDParent, c.Label)
	}
	return fmt.Sprintf("%.16x", h.Sum(nil))
}

// shared are the sums of the files that an index made from e shares with it: segments keep their names, and
// never change. Of nil there are none.
func (e *earlier) shared() map[string]folder.Sum {
	all := map[string]folder.Sum{}
	if e != nil {
		for _, s := range e.facts.Files {
			if strings.HasSuffix(s.Path, segment.FileSuffix) {
				all[s.Path] = s
			}
		}
	}
	return all
}
