package index

import (
	"context"
	"slices"
	"strings"
	"time"

	"plugsheet/index/analysis"
	"plugsheet/index/clause"
	"plugsheet/index/reader"
	"plugsheet/index/terms"
	"plugsheet/schemas/bundle"
)

// Place says where in a product a word stands; the larger, the more it says of what the product is.
type Place int

// The places.
const (
	Nowhere Place = iota
	InText        // its descriptions
	InTrait       // one of its other columns, such as its color
	InClass       // its brand, or a category
	InTitle       // a title of it, in any language
	InHead        // what a title is of, "tent" in "Ridgeline tent, 2 persons"; or its code
)

// Fit is a product with where in it the words of a text stand.
type Fit struct {
	Product int     // its ordinal
	Places  []Place // by word of the [Fits]
	Record  *bundle.Record
}

// Fits is what the words of a text have to do with the products that have most of them.
type Fits struct {
	Code  bool     // the text is the code of these products
	Words []string // of the text, as they were typed, but for those that say little
	Known []bool   // by word: the catalog has it, if only corrected or as a synonym
	// Corrected tells of each word whether the catalog does not have it as it is typed, and it was taken for
	// a misspelt other one, or for the beginning of one.
	Corrected []bool
	Meant     [][]string // by word: others of the catalog that were taken for it
	Products  []Fit      // the best first
}

// Fits looks for products as [Index.Search] does, and reads of the first ones, at most limit, what they
// have of the text and where. It is for texts that may be about something else altogether. Errors: as of a
// search.
func (x *Index) Fits(ctx context.Context, text string, limit int) (f Fits, err error) {
	return x.FitsAt(ctx, text, limit, time.Time{})
}

// FitsAt is [Index.Fits] among the products that are shown at a time.
func (x *Index) FitsAt(ctx context.Context, text string, limit int, at time.Time) (f Fits, err error) {
	if strings.TrimSpace(text) == "" {
		return f, ctx.Err()
	}
	leave, err := x.enter(ctx)
	if err != nil {
		return f, err
	}
	defer leave()
	err = x.Read("searching", func(s *reader.Session) error {
		f, err = x.fits(s, Query{Text: text, Limit: limit, At: at})
		return err
	})
	return f, err
}

// maxGuessed is of how many words a text may be of which the catalog has none, to be looked up all the same
// for what they may be misspelt for.
const maxGuessed = 3

func (x *Index) fits(s *reader.Session, q Query) (f Fits, err error) {
	limit, words := q.Limit, x.words(s, q.Text)
	if len(words) > maxGuessed &&
		!slices.ContainsFunc(words, func(w Word) bool { return w.Known && !w.Stop }) {
		return f, s.Err()
	}
	p := x.plan(s, q, x.within(s, -1, q.At))
	if err := s.Err(); err != nil {
		return f, err
	}
	f.Code = len(p.groups) > 0 && p.groups[0].why == whyCode
	var clauses []*clause.Clause
	for _, c := range p.clauses {
		if c.Welcome && !f.Code {
			continue
		}
		clauses = append(clauses, c)
		f.Words, f.Known = append(f.Words, c.Typed), append(f.Known, c.Hits.Count() > 0)
		f.Meant = append(f.Meant, c.Meant)
		f.Corrected = append(f.Corrected, c.How == clause.ByCorrection || c.How == clause.ByBeginning)
	}
	if f.Code {
		limit = min(limit, int(p.groups[0].docs.GetCardinality()))
	}
	a := terms.New(x.planner.Lang)
	for _, ordinal := range (&ranking{x, p}).page(0, limit) {
		record, err := s.Record(ordinal)
		if err != nil {
			return f, err
		}
		f.Products = append(f.Products, Fit{ordinal, x.placesOf(a, &record, clauses), &record})
	}
	return f, nil
}

// placing finds where in a product the words of clauses stand.
type placing struct {
	a      *terms.Analyzer
	looked [][][]string // by clause: what it may stand for, each by its stems
	best   []Place      // by clause
}

// placesOf says where in a product the words of the clauses stand.
func (x *Index) placesOf(a *terms.Analyzer, r *bundle.Record, clauses []*clause.Clause) []Place {
	p := placing{a, make([][][]string, len(clauses)), make([]Place, len(clauses))}
	for i, c := range clauses {
		p.looked[i] = c.Meanings(a)
	}
	brand, traits := text(r.Product.Brand), []string{}
	titles := map[string]string{x.planner.Lang.Base(): r.Product.Title} // by language
	for _, k := range r.Keywords {
		name, value, _ := strings.Cut(terms.Said(k), ": ")
		if tag, ok := strings.CutPrefix(name, titleIn); ok {
			titles[tag] = value
		} else if _, words := terms.KeywordCodes(k); words {
			traits = append(traits, value)
		}
	}
	class := []string{brand}
	for _, id := range r.Categories {
		if at, ok := x.Places[id]; ok {
			class = append(class, x.Labels[at])
		}
	}
	p.texts(InText, r.Product.Description, text(r.Product.ShortDescription))
	p.texts(InTrait, traits...)
	p.texts(InClass, class...)
	for tag, title := range titles {
		p.title(tag, title, brand)
	}
	codes := terms.ProductCodes(r)
	for i, c := range clauses {
		if canon, ok := terms.Canonical(c.Typed); ok && terms.Codelike(canon) &&
			slices.Contains(codes, canon) {
			p.best[i] = InHead
		}
	}
	return p.best
}

// titleIn begins the name of a column that has the titles of a language, before the language's tag.
const titleIn = "title:"

// texts notes the words that stand in one place of a product.
func (p *placing) texts(at Place, texts ...string) {
	p.a.Count(texts)
	p.note(at, p.counted)
}

// counted tells whether stems all stand in the texts that were counted last.
func (p *placing) counted(stems []string) bool {
	missing := func(stem string) bool { t := p.a.Tallies[stem]; return t == nil || t.Count == 0 }
	return len(stems) > 0 && !slices.ContainsFunc(stems, missing)
}

// title notes the words that stand in the title of a language.
func (p *placing) title(tag, title, brand string) {
	p.texts(InTitle, title)
	p.a.HeadFirst = analysis.HeadFirst[tag]
	head := p.a.HeadOf(title, brand, func(field, term string) {})
	p.note(InHead, func(stems []string) bool {
		return slices.Contains(stems, head) && p.counted(stems)
	})
}

func (p *placing) note(at Place, holds func(stems []string) bool) {
	for i, meanings := range p.looked {
		if p.best[i] < at && slices.ContainsFunc(meanings, holds) {
			p.best[i] = at
		}
	}
}

// TitleIn is the title of a product in a language, a tag of two letters, where the catalog has it; else its
// only one.
func TitleIn(r *bundle.Record, tag string) string {
	for _, k := range r.Keywords {
		if title, ok := strings.CutPrefix(k, titleIn+tag+": "); ok && title != "" {
			return title
		}
	}
	return r.Product.Title
}

func text(t *string) string {
	if t == nil {
		return ""
	}
	return *t
}

// Word is one word of a text as the search reads it, before typos are corrected and synonyms are added.
// Several that signs join (t-shirt) are one.
type Word struct {
	Typed string // as it stands in the text
	Stem  string // what is looked up; several stems are joined by blanks
	Known bool   // a product has it
	Stop  bool   // it says little, as "the"
}

// Words takes a text apart. Errors: of a damaged index, [folder.ErrDamaged], or the context's.
func (x *Index) Words(ctx context.Context, text string) (all []Word, err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	err = x.Read("reading words", func(s *reader.Session) error {
		all = x.words(s, text)
		return s.Err()
	})
	if err != nil {
		return nil, err
	}
	return all, nil
}

func (x *Index) words(s *reader.Session, text string) (all []Word) {
	a := terms.New(x.planner.Lang)
	text = clause.Shorten(text)
	pieces := clause.PiecesOf(a, text)
	for i := range pieces {
		pc, c := &pieces[i], &clause.Clause{}
		x.planner.Words(s, a, pc, c)
		w := Word{Typed: text[pc.From:max(pc.UnitTo, pc.To)], Stem: strings.Join(c.Stems, " "),
			Known: !c.Hits.Empty()}
		w.Stop = len(pc.Words) == 1 && x.planner.Lang.Stops(pc.Words[0].Text)
		all = append(all, w)
	}
	return all
}
