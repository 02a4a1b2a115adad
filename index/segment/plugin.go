package segment

import (
	"os"
	"slices"
	"sync"

	"github.com/blevesearch/bleve/v2/index/scorch"
	bleveindex "github.com/blevesearch/bleve_index_api"
	bleve "github.com/blevesearch/scorch_segment_api/v2"
	zapx "github.com/blevesearch/zapx/v17"

	"plugsheet/index/segment/zap"
)

// register tells bleve of the format that takes finished files. It is done once, before an index is written.
var register = sync.OnceFunc(func() {
	scorch.RegisterSegmentPlugin(finishedPlugin{&zapx.ZapPlugin{}}, true)
})

// pinned tells whether this program's own writer writes what bleve reads.
func pinned() bool {
	return zap.Linked() && slices.Contains(scorch.SupportedSegmentTypeVersions(zapx.Type), zap.Version)
}

// finishedPlugin is bleve's own format; but a batch of one [finished] document is the segment that stands in
// its file.
type finishedPlugin struct{ *zapx.ZapPlugin }

// New is part of bleve's interface of formats.
func (p finishedPlugin) New(docs []bleveindex.Document) (bleve.Segment, uint64, error) {
	return p.NewUsing(docs, nil)
}

// NewUsing is part of bleve's interface of formats.
func (p finishedPlugin) NewUsing(docs []bleveindex.Document,
	config map[string]any) (bleve.Segment, uint64, error) {
	if len(docs) == 1 {
		if d, ok := docs[0].(finished); ok {
			s, err := p.OpenUsing(d.path, config)
			return finishedSegment{s, d.path}, 0, err
		}
	}
	return p.ZapPlugin.NewUsing(docs, config)
}

// finished stands for all documents of a segment that stands in a file.
type finished struct {
	bleveindex.Document // nil: nothing of it is asked for but what follows
	path                string
}

// ID is no id of a product's document. It is part of bleve's interface of documents, as are the methods
// below.
func (d finished) ID() string                          { return "finished" }
func (d finished) Size() int                           { return 0 }
func (d finished) NumPlainTextBytes() uint64           { return 0 }
func (d finished) StoredFieldsBytes() uint64           { return 0 }
func (d finished) AddIDField()                         {}
func (d finished) VisitFields(bleveindex.FieldVisitor) {}
func (d finished) HasComposite() bool                  { return false }
func (d finished) Indexed() bool                       { return true }

// finishedSegment is the open segment of a file that is not yet in its place.
type finishedSegment struct {
	bleve.Segment
	path string
}

// Persist puts the file into its place, too: it goes on to be read where it is until bleve has opened it
// there.
func (s finishedSegment) Persist(path string) error { return os.Link(s.path, path) }
