package index

import "plugsheet/schemas/bundle"

// record and codesOf read one product in a session of its own.
func (x *Index) record(ordinal int) (r bundle.Record, err error) {
	err = x.read("testing", func(s *session) (err error) {
		r, err = s.record(ordinal)
		return err
	})
	return r, err
}

func (x *Index) codesOf(ordinal int) (codes string) {
	if err := x.read("testing", func(s *session) error {
		codes = s.codesOf(ordinal)
		return nil
	}); err != nil {
		panic(err)
	}
	return codes
}
