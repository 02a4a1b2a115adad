// Package importer turns tables into a bundle: the sheets of a workbook or the files of a folder become
// records, every record is checked, and either the whole bundle is written or nothing is. What is wrong with
// the data is reported all at once, each problem with the cell in which it stands.
//
// How rows are read. The header is the row among the first twenty that names most fields, or that of a table
// in the sheet when it names as many; the rest of the sheet is then left out. A header that stands again
// further down is left out. Hidden sheets are left out unless the configuration names them; hidden rows, and
// those that are struck out, are read like the others and told of; hidden columns serve as fields and are no
// keywords. The link behind a cell counts where an address is wanted and the text is none; a default may name
// that of another column: {link:Title}. The value of a merged range counts for each row that it spans.
// Variants fold into their product, unless they are to be products: it takes the lowest price with the
// promotion that goes with it, the first image where it has none, is available when one of them is, and is
// found by their codes, titles and options. A product needs its rows one after the other, or names them; the
// latter are gone through twice and may hold 256 MiB of text. Products that are not published (drafts,
// hidden, archived) are left out, with their variants, before anything else of their rows is looked at; a
// sheet with such a column is gone through once more for its values.
package importer

import (
	"context"
	"time"

	"plugsheet/importer/config"
	"plugsheet/importer/correct"
	"plugsheet/importer/product"
	"plugsheet/importer/sheet"
	"plugsheet/importer/shop"
	"plugsheet/importer/stage"
	"plugsheet/importer/table"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/problem"
)

// Options are the settings of one import. The zero value of each field but Inputs is usable.
type Options struct {
	// Inputs are workbooks, text tables and folders of text tables. Sheets of one kind are read one after the
	// other, in this order.
	Inputs []string
	// Books stand in the place of Inputs: they are open already, and stay open.
	Books []*table.Book
	// Bundle is the folder to write. Empty means that everything is checked and nothing is written.
	Bundle string
	// Site is a website's id, such as "ha-123": the bundle then goes to sites/<Site> inside Bundle.
	Site string
	// Config is the mapping. What it leaves empty is taken from the Settings sheet, then from the defaults.
	Config config.Config
	// CustomerKey is the key of the hashes of customers' e-mails and external ids; nil means the key file of
	// the bundle.
	CustomerKey []byte
	// CustomersFor are the public age keys of those who may open the customers in customers.age of the
	// bundle; nil means those whom the bundle names already. CustomerIdentity is an age identity file that
	// opens the one that is there.
	CustomersFor     []string
	CustomerIdentity string
	// SkipBadRows writes the rows that are good and leaves out those with an error, which stay in the report
	// as errors. What is wrong with a whole sheet, its header or the settings still keeps everything from
	// being written.
	SkipBadRows bool
	// WithUnpublished takes products that a column of theirs calls drafts, hidden or archived. Without it
	// they are left out and counted.
	WithUnpublished bool
	// Names says how the person named an input, by its path, where she named it otherwise: a download, stdin.
	Names map[string]string
	// Corrections is a file of corrections for all sheets; empty: that beside each input, where there is one.
	// See [plugsheet/importer/correct].
	Corrections string
	// Near is the folder of the corrections of what comes from the web; empty: the working directory.
	Near string
	// Typed is a cell that is read as a value that somebody types, for a check; nil: none.
	Typed *correct.Cell
	// Encoding is the WHATWG name of the text files' encoding, such as "windows-1250"; empty: found by their
	// content.
	Encoding string
	// Rows is how many rows of each sheet are read, for a look at what would come of them; 0 for all. Bundle
	// must be empty then.
	Rows int
	// Provenance notes for each product from which cells it comes, in the bundle's private folder;
	// [FindOrigin] reads it.
	Provenance bool
	// Review, when not nil, is called before a bundle is replaced, with the bundle as it is and as it will
	// be. An error keeps the old one, and is what [Run] returns.
	Review func(ctx context.Context, before, after *bundle.Bundle) error
	// Clock says which promotions are over, for the report alone: a bundle is the same on every day. Nil:
	// time.Now.
	Clock func() time.Time
	// Progress, when not nil, is called now and then from the goroutine of [Run] with the bytes done and
	// their total, which is 0 where it is not known.
	Progress func(stage stage.Stage, done, total int64)
}

// Report is the outcome of an import.
type Report struct {
	// never nil; with any error in it nothing was written, unless bad rows were to be skipped
	Problems *problem.List
	Profiles []shop.Use // of the sheets that a shop system wrote, in the order of the kinds
	sheet.Tally
	product.Summary
	Corrected []correct.Cell // cells that were read as a correction says
	Left      []LeftOut      // what is left out, by reason
	// LeaveOut is what leaveOut of the mapping has to say of products so that the import goes on, where nothing
	// but the values of a few rows is wrong: field → why. Unread are those rows.
	LeaveOut map[string]string
	Unread   int
	Bundle   string        // the folder that was written to, with the site; empty when only checking
	Digest   string        // digest of the bundle, 64 hex digits; empty with errors
	Written  bool          // whether the bundle was put into place
	Result   bundle.Result // what the commit changed; the zero value with errors
	Stages   []stage.Time  // in the order of the stages
}
