package bundle

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"plugsheet/schemas"
	"plugsheet/schemas/bounded"
	"plugsheet/schemas/bundle/scenario"
)

// Bundle is one bundle that was read and checked. It is immutable, holds no open file, and is safe for use by
// several goroutines at once. What its methods return is shared: do not change it.
type Bundle struct {
	at             layout
	set            *schemas.Set
	manifest       Manifest
	digest         string
	revision       string
	zone           *time.Location
	categories     []Category
	closingForm    Localized[FormField]
	customerFields Localized[CustomerField]
	botScenarios   []scenario.Scenario
	botAnswers     []scenario.Answer
	synonyms       []byte
}

// attempts is how often [Open] begins anew when the bundle changes under its hands.
const attempts = 5

// Open reads the bundle in dir: the manifest and every file but the products', each against its digest and
// its schema. Product files are read by [Bundle.Records] and [Bundle.Verify]. An interrupted commit is
// finished first, or, where dir cannot be written, read as if it were. Errors: [ErrNotBundle],
// [*FormatError], [*DamagedError], or of the disk.
func Open(ctx context.Context, dir string) (*Bundle, error) {
	set, err := schemas.Load()
	if err != nil {
		return nil, err
	}
	for try := 1; ; try++ {
		b, err := open(dir, set)
		if err == nil || try == attempts || ctx.Err() != nil {
			return b, err
		}
		now, digestErr := Digest(dir)
		if digestErr != nil || b == nil || now == b.digest {
			return nil, err
		}
	}
}

// Inspect is [Open] for those who only look: an interrupted commit is left as it is, and the bundle read as
// if it were finished; unfinished tells that there is one. Nothing is written. The errors are those of Open.
func Inspect(dir string) (b *Bundle, unfinished bool, err error) {
	set, err := schemas.Load()
	if err != nil {
		return nil, false, err
	}
	at, err := pending(dir)
	if err != nil {
		return nil, true, err
	}
	if b, err = openAt(at, set); err != nil {
		return nil, at.staged != nil, err
	}
	return b, at.staged != nil, nil
}

// open reads once. Together with an error it may return the bundle as far as it was read, for its digest.
func open(dir string, set *schemas.Set) (*Bundle, error) {
	at, err := settle(dir)
	if err != nil {
		return nil, err
	}
	return openAt(at, set)
}

// openAt reads what a layout shows, as open does.
func openAt(at layout, set *schemas.Set) (*Bundle, error) {
	b := &Bundle{at: at, set: set}
	data, err := b.read(ManifestFile, maxManifest)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: %w", at.dir, ErrNotBundle)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the manifest: %w", err)
	}
	b.digest = digest(data)
	if b.manifest, err = readManifest(set, at.dir, data); err != nil {
		return b, err
	}
	if b.zone, err = zoneOf(b.manifest.TimeZone); err != nil {
		return b, b.damaged(ManifestFile, err.Error())
	}
	if err := b.load(); err != nil {
		return b, err
	}
	return b, nil
}

// maxManifest bounds the manifest, 64 MiB: about half a million files.
const maxManifest = 64 << 20

// MaxSynonyms bounds synonyms.json, which people write, in bytes: 1 MiB is more than 10,000 rules.
const MaxSynonyms = bounded.MiB

// maxFile bounds every other file of a bundle, 1 GiB.
const maxFile = 1 << 30

// load reads every file that is not a product file.
func (b *Bundle) load() error {
	b.closingForm, b.customerFields = Localized[FormField]{}, Localized[CustomerField]{}
	for _, f := range b.manifest.Files {
		if strings.HasPrefix(f.Path, productsDir+"/") {
			continue
		}
		if err := b.loadFile(f); err != nil {
			return err
		}
	}
	return b.loadSynonyms()
}

func (b *Bundle) loadFile(f File) (err error) {
	switch f.Path {
	case categoriesFile:
		b.categories, err = readAll[Category](b, f, categorySchema(b.manifest.IDs))
		return err
	case botScenariosFile:
		b.botScenarios, err = readAll[scenario.Scenario](b, f, schemas.BotScenario)
		return err
	case botAnswersFile:
		b.botAnswers, err = readAll[scenario.Answer](b, f, schemas.BotAnswer)
		return err
	}
	if locale, ok := localeOf(f.Path, closingFormFile); ok {
		b.closingForm[locale], err = readAll[FormField](b, f, formFieldSchema)
		return err
	}
	if locale, ok := localeOf(f.Path, customerFieldFile); ok {
		b.customerFields[locale], err = readAll[CustomerField](b, f, customerFieldSchema)
		return err
	}
	return b.damaged(ManifestFile, fmt.Sprintf("it names %s, which is no file of a bundle", f.Path))
}

// loadSynonyms reads synonyms.json, which people write, where there is one.
func (b *Bundle) loadSynonyms() error {
	b.revision = b.digest
	data, err := b.read(SynonymsFile, MaxSynonyms)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading the synonyms: %w", err)
	}
	if faults := b.set.Validate(schemas.Synonyms, data); len(faults) > 0 {
		return b.damaged(SynonymsFile, (&Invalid{faults}).Error())
	}
	b.synonyms, b.revision = data, digest(append([]byte(b.digest), data...))
	return nil
}

// valid are the contents of files, by schema and SHA-256, that were found right: a server loads most of them
// again with each new bundle.
var valid sync.Map

// readAll reads a file of records and checks it against its digest and each record against its schema.
func readAll[T any](b *Bundle, f File, s schemaName) ([]T, error) {
	data, err := b.verified(f)
	if err != nil {
		return nil, err
	}
	var raw []json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		return nil, b.damaged(f.Path, err.Error())
	}
	if len(raw) != f.Records {
		return nil, b.damaged(f.Path, fmt.Sprintf("%d records instead of %d", len(raw), f.Records))
	}
	records := make([]T, len(raw))
	key := string(s) + f.SHA256
	_, known := valid.Load(key)
	for i, r := range raw {
		err := json.Unmarshal(r, &records[i])
		if !known && !surely(&records[i], b.manifest.IDs, r) {
			if faults := b.set.Validate(s, r); len(faults) > 0 {
				err = &Invalid{faults}
			}
		}
		if err != nil {
			return nil, b.damaged(f.Path, fmt.Sprintf("record %d: %s", i+1, err))
		}
	}
	valid.Store(key, true)
	return records, nil
}

// verified reads a whole file and checks it against the manifest.
func (b *Bundle) verified(f File) ([]byte, error) {
	data, err := b.read(f.Path, maxFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, b.damaged(f.Path, "the file is missing")
	}
	if err != nil {
		return nil, fmt.Errorf("reading the bundle: %w", err)
	}
	if digest(data) != f.SHA256 {
		return nil, b.damaged(f.Path, "its content does not match the manifest")
	}
	return data, nil
}

// read reads a whole file of at most limit bytes.
func (b *Bundle) read(path string, limit int64) ([]byte, error) {
	f, err := b.at.open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if st.Size() > limit {
		return nil, b.damaged(path, fmt.Sprintf("%d bytes, and the limit is %d", st.Size(), limit))
	}
	data := make([]byte, st.Size())
	_, err = io.ReadFull(f, data)
	return data, err
}

func (b *Bundle) damaged(path, reason string) error {
	return &DamagedError{Dir: b.at.dir, Path: path, Reason: reason}
}

// Dir is the bundle's folder as it was given to [Open].
func (b *Bundle) Dir() string { return b.at.dir }

// Digest is the SHA-256 of the manifest in lower-case hex: the identity of everything that the importer
// wrote.
func (b *Bundle) Digest() string { return b.digest }

// Revision is the digest, or, where there is a synonyms.json, the SHA-256 of both: it changes whenever an
// answer may.
func (b *Bundle) Revision() string { return b.revision }

// Manifest is what manifest.json holds.
func (b *Bundle) Manifest() Manifest { return b.manifest }

// TimeZone is the zone that the days of offers are in.
func (b *Bundle) TimeZone() *time.Location { return b.zone }

// Categories are all categories in the spreadsheet's order.
func (b *Bundle) Categories() []Category { return b.categories }

// ClosingForm is the closing form by language, the default one under "".
func (b *Bundle) ClosingForm() Localized[FormField] { return b.closingForm }

// CustomerFields are the templates of the customer information by language, the default one under "".
func (b *Bundle) CustomerFields() Localized[CustomerField] { return b.customerFields }

// Synonyms is the content of synonyms.json, checked against its schema; nil where there is none.
func (b *Bundle) Synonyms() []byte { return b.synonyms }

// ProductFiles are the files of products in reading order.
func (b *Bundle) ProductFiles() []File {
	return slices.DeleteFunc(slices.Clone(b.manifest.Files), func(f File) bool {
		return !strings.HasPrefix(f.Path, productsDir+"/")
	})
}

// CatalogDigest is the SHA-256 of what the manifest says of ids, language, time zone, categories and
// products, in hexadecimal: the search index is built from these and from nothing else of the bundle.
func (b *Bundle) CatalogDigest() string {
	text := fmt.Appendf(nil, "%d %s %s\n", b.manifest.Format, b.manifest.IDs, b.manifest.Language)
	if zone := b.manifest.TimeZone; zone != "" {
		text = fmt.Appendf(text, "%s\n", zone)
	}
	for _, f := range b.manifest.Files {
		if f.Path == categoriesFile || strings.HasPrefix(f.Path, productsDir+"/") {
			text = fmt.Appendf(text, "%s %s %d %d\n", f.SHA256, f.Path, f.Bytes, f.Records)
		}
	}
	return digest(text)
}

// OpenFile opens a file of the bundle for reading; the caller closes it. Its content is not checked.
func (b *Bundle) OpenFile(path string) (*os.File, error) { return b.at.open(path) }

// Digest is the digest of the bundle in dir as it is now, without any check: what a server polls.
func Digest(dir string) (string, error) {
	at, err := settle(dir)
	if err != nil {
		return "", err
	}
	f, err := at.open(ManifestFile)
	if errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("%s: %w", dir, ErrNotBundle)
	}
	if err != nil {
		return "", fmt.Errorf("reading the manifest: %w", err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxManifest))
	if err != nil {
		return "", fmt.Errorf("reading the manifest: %w", err)
	}
	return digest(data), nil
}
