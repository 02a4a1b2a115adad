package index

import (
	"context"
	"strings"

	"plugsheet/index/reader"
	"plugsheet/index/terms"
)

// Word is one word of a text as the search reads it, before typos are corrected and synonyms are added. Several that signs
// join (t-shirt) are one.
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
	a := terms.New(x.planner.lang)
	text = shorten(text)
	pieces := piecesOf(a, text)
	for i := range pieces {
		pc, c := &pieces[i], &clause{}
		x.planner.words(s, a, pc, c)
		w := Word{Typed: text[pc.From:max(pc.UnitTo, pc.To)], Stem: strings.Join(c.stems, " "), Known: !c.hits.Empty()}
		w.Stop = len(pc.Words) == 1 && x.planner.lang.Stops(pc.Words[0].Text)
		all = append(all, w)
	}
	return all
}
