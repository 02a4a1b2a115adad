package index

import (
	"plugsheet/index/folder"
	"plugsheet/index/reader"
	"plugsheet/schemas/bundle"
)

// record and codesOf read one product in a session of its own.
func (x *Index) record(ordinal int) (r bundle.Record, err error) {
	err = x.Read("testing", func(s *reader.Session) (err error) {
		r, err = s.Record(ordinal)
		return err
	})
	return r, err
}

func (x *Index) codesOf(ordinal int) (codes string) {
	if err := x.Read("testing", func(s *reader.Session) error {
		codes = s.Text(folder.CodeTextTable, s.Number(folder.CodesTable, ordinal),
			s.Number(folder.CodesTable, ordinal+1))
		return nil
	}); err != nil {
		panic(err)
	}
	return codes
}
