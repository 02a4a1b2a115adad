package folder

import (
	"encoding/json"
	"os"
	"path/filepath"

	"plugsheet/index/segment"
	"plugsheet/index/terms"
	"plugsheet/schemas/bounded"
	"plugsheet/schemas/files"
)

// RowBytes is the length of one row of productsFile: file, offset, length and CRC-32C, four bytes each.
const RowBytes = 16

// LineBytes is the length of one row of linesFile.
const LineBytes = 8

// Row says where the bytes of one product's answer are.
type Row struct{ File, Offset, Length, CRC uint32 }

// OfferBytes is the length of one row of offersFile: product, place in the answer, place and length of the
// promotion in offerTextFile, four bytes each; from and until, eight bytes each. The rows are in the order of
// the products; one whose promotion has no length says when its product is shown, and stands behind that of
// its offer.
const OfferBytes = 32

// The tables, as a session numbers them.
const (
	ProductsTable = iota
	CodesTable
	CodeTextTable
	OffersTable
	OfferTextTable
)

// Layout is what the index's folder must hold.
func (f *Facts) Layout() segment.Layout {
	tables := []segment.Table{
		ProductsTable:  {Name: ProductsFile, Bytes: RowBytes * f.Products},
		CodesTable:     {Name: CodesFile, Bytes: 4 * (f.Products + 1)},
		CodeTextTable:  {Name: CodeTextFile, Bytes: -1},
		OffersTable:    {Name: OffersFile, Bytes: OfferBytes * f.Offers},
		OfferTextTable: {Name: OfferTextFile, Bytes: -1},
	}
	return segment.Layout{Fields: terms.AllFields, Products: f.Products, Tables: tables, Order: f.Order}
}

// Stamp is what tells cheaply whether a file is still the one that was read: its content was compared with
// what was written when the stamp was taken. The zero stamp fits no file.
type Stamp struct {
	Size  int64  `json:"size"`
	Mtime int64  `json:"mtime"` // Unix time in nanoseconds
	Inode uint64 `json:"inode"` // 0 where the system has none
}

// StampOf is the stamp of an open file.
func StampOf(f *os.File) (Stamp, error) { return stampOf(f.Stat()) }

func stampOf(st os.FileInfo, err error) (Stamp, error) {
	if err != nil {
		return Stamp{}, err
	}
	return Stamp{Size: st.Size(), Mtime: st.ModTime().UnixNano(), Inode: inode(st)}, nil
}

// ReadStamps reads the stamps of the index in dir: of the product files in their order, then of its own. What
// cannot be read is no stamp: the files are then read instead.
func ReadStamps(dir string, n int) []Stamp {
	data, _ := bounded.ReadFile(filepath.Join(dir, stampsFile), MaxDerived)
	var read []Stamp
	if json.Unmarshal(data, &read) != nil || len(read) != n {
		return make([]Stamp, n)
	}
	return read
}

// WriteStamps replaces the stamps of the index in dir.
func WriteStamps(dir string, stamps []Stamp) error {
	data, err := json.Marshal(stamps)
	if err != nil {
		return err
	}
	return files.WriteFile(filepath.Join(dir, stampsFile), data, 0o600)
}

// StampsAt are the stamps of an index's own files; the zero one where there is nothing to be seen.
func StampsAt(dir string, files []Sum) []Stamp {
	stamps := make([]Stamp, len(files))
	for i, s := range files {
		stamps[i], _ = stampOf(os.Stat(filepath.Join(dir, filepath.FromSlash(s.Path))))
	}
	return stamps
}
