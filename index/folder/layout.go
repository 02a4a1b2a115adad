package folder

import (
	"plugsheet/index/segment"
	"plugsheet/index/terms"
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
	CategoriesTable
	CodesTable
	CodeTextTable
	OffersTable
	OfferTextTable
)

// tables says what the tables of an index with these facts must be.
func (f *Facts) tables() []segment.Table {
	listed := 0
	for _, s := range f.Spans {
		listed += s.Count
	}
	return []segment.Table{
		ProductsTable:   {Name: ProductsFile, Bytes: RowBytes * f.Products},
		CategoriesTable: {Name: CategoriesFile, Bytes: 4 * listed},
		CodesTable:      {Name: CodesFile, Bytes: 4 * (f.Products + 1)},
		CodeTextTable:   {Name: CodeTextFile, Bytes: -1},
		OffersTable:     {Name: OffersFile, Bytes: OfferBytes * f.Offers},
		OfferTextTable:  {Name: OfferTextFile, Bytes: -1},
	}
}

// Check demands that the categories' parts of their table follow each other.
func (f *Facts) Check() error {
	listed := 0
	for _, s := range f.Spans {
		if s.From != listed || s.Count < 0 || s.Count > f.Products {
			return DamagedIndex(StateFile, "its categories do not follow each other")
		}
		listed += s.Count
	}
	return nil
}

// Layout is what the index's folder must hold.
func (f *Facts) Layout() segment.Layout {
	return segment.Layout{Fields: terms.AllFields, Products: f.Products, Tables: f.tables(), Order: f.Order}
}
