package segment

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/RoaringBitmap/roaring/v2"
	bleveindex "github.com/blevesearch/bleve_index_api"
	bleve "github.com/blevesearch/scorch_segment_api/v2"
	zapx "github.com/blevesearch/zapx/v17"

	"plugsheet/index/segment/zap"
)

// chunkProducts is how many products bleve's own writer gets at once.
const chunkProducts = 1 << 13

// byBleve writes a segment of the content with bleve's own writer: chunk by chunk, merged at the end.
func (w *write) byBleve(ctx context.Context, path string) (err error) {
	docs := make([]document, w.Products)
	for i := range docs {
		docs[i].id = zap.ID(w.FirstID + i)
	}
	err = mergeRuns(ctx, w, func(term []byte, products []uint32) error {
		text := string(term)
		for _, p := range products {
			docs[p].terms = append(docs[p].terms, text)
		}
		return nil
	})
	if err != nil {
		return err
	}
	var chunks []bleve.Segment
	defer func() {
		for i, s := range chunks {
			err = errors.Join(err, s.Close(), os.Remove(chunkPath(w.dir, i)))
		}
	}()
	for from := 0; from < len(docs); from += chunkProducts {
		s, err := newChunk(chunkPath(w.dir, len(chunks)), docs[from:min(from+chunkProducts, len(docs))])
		if err != nil {
			return err
		}
		chunks = append(chunks, s)
	}
	_, _, err = (&zapx.ZapPlugin{}).Merge(chunks, make([]*roaring.Bitmap, len(chunks)), path, nil, nil)
	return err
}

func chunkPath(dir string, i int) string { return filepath.Join(dir, fmt.Sprintf("chunk-%d.zap", i)) }

// newChunk writes and opens one segment.
func newChunk(path string, docs []document) (bleve.Segment, error) {
	plugin := &zapx.ZapPlugin{}
	all := make([]bleveindex.Document, len(docs))
	for i := range docs {
		all[i] = &docs[i]
	}
	s, _, err := plugin.New(all)
	if err != nil {
		return nil, err
	}
	unpersisted, ok := s.(bleve.UnpersistedSegment)
	if !ok {
		return nil, fmt.Errorf("bleve made a %T", s)
	}
	if err := errors.Join(unpersisted.Persist(path), s.Close()); err != nil {
		return nil, err
	}
	return plugin.Open(path)
}

// document is a product of ready terms, each with its field before it, in order.
type document struct {
	id    string
	terms []string
}

// ID is part of bleve's interface of documents, as are the methods below.
func (d *document) ID() string                                      { return d.id }
func (d *document) Size() int                                       { return 0 }
func (d *document) VisitComposite(bleveindex.CompositeFieldVisitor) {}
func (d *document) HasComposite() bool                              { return false }
func (d *document) NumPlainTextBytes() uint64                       { return 0 }
func (d *document) AddIDField()                                     {}
func (d *document) StoredFieldsBytes() uint64                       { return 0 }
func (d *document) Indexed() bool                                   { return true }

// VisitFields shows the fields with their terms.
func (d *document) VisitFields(visit bleveindex.FieldVisitor) {
	visit(documentField{d.id, zap.IDField, []string{"_" + d.id}})
	for from := 0; from < len(d.terms); {
		to := from
		for to < len(d.terms) && d.terms[to][0] == d.terms[from][0] {
			to++
		}
		visit(documentField{d.id, d.terms[from][:1], d.terms[from:to]})
		from = to
	}
}

// documentField is a field of a document.
type documentField struct {
	id, name string
	terms    []string // each behind one byte for the field
}

// Name is part of bleve's interface of fields, as are the methods below.
func (f documentField) Name() string              { return f.name }
func (f documentField) Value() []byte             { return []byte(f.id) }
func (f documentField) ArrayPositions() []uint64  { return nil }
func (f documentField) EncodedFieldType() byte    { return 't' }
func (f documentField) Analyze()                  {}
func (f documentField) AnalyzedLength() int       { return 1 }
func (f documentField) NumPlainTextBytes() uint64 { return 0 }

// Options stores the id and nothing else.
func (f documentField) Options() bleveindex.FieldIndexingOptions {
	if f.name == zap.IDField {
		return bleveindex.IndexField | bleveindex.StoreField
	}
	return bleveindex.IndexField
}

// AnalyzedTokenFrequencies gives the terms, without frequencies but for the id.
func (f documentField) AnalyzedTokenFrequencies() bleveindex.TokenFrequencies {
	all := make(bleveindex.TokenFrequencies, len(f.terms))
	for _, t := range f.terms {
		freq := &bleveindex.TokenFreq{}
		if f.name == zap.IDField {
			freq.SetFrequency(1)
		}
		all[t[1:]] = freq
	}
	return all
}
