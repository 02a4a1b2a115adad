package bundle

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"plugsheet/schemas"
	"plugsheet/schemas/files"
)

// What fits without the validator fits with it, whatever is changed in it; and what is usual needs none.
func TestFits(t *testing.T) {
	set, err := schemas.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, ids := range []IDs{IntegerIDs, StringIDs} {
		a, _ := ids.Mint("A-1")
		b, _ := ids.Mint("9007199254740991")
		usual := product(1)
		usual.Product.ID, usual.Categories = a, []ID{a, b}
		promoted := usual
		promoted.Offer = &Offer{PricePromotion: "8 €", From: "2030-11-01", Until: "2030-11-30T10:00:00+01:00"}
		promoted.Listed = &Listing{Until: "2030-11-30T10:00:00Z"}
		category := Category{ID: a, IDParent: b, Label: "Tents", Products: []string{"1", "2"}, ProductsCount: 2}
		for schema, list := range map[schemas.Name][]fitting{
			recordSchema(ids):   {&usual, &promoted},
			categorySchema(ids): {&category, &Category{ID: a, Label: "All"}},
		} {
			for _, one := range list {
				if line, err := files.Encode(one); err != nil || !one.fits(ids) || !surely(one, ids, line) {
					t.Errorf("%s is left to the validator (%v)", line, err)
				}
				change(reflect.ValueOf(one).Elem(), func(as any) {
					line, err := files.Encode(one)
					if err != nil {
						t.Fatal(err)
					}
					if faults := set.Validate(schema, line); one.fits(ids) && len(faults) > 0 {
						t.Errorf("%s fits with %#v: %v", line, as, faults)
					}
				})
			}
		}
	}
}

// change sets each value of a record to others, one after the other, and lets each be looked at.
func change(v reflect.Value, look func(as any)) {
	was := reflect.New(v.Type()).Elem()
	was.Set(v)
	try := func(values ...any) {
		for _, one := range values {
			v.Set(reflect.ValueOf(one).Convert(v.Type()))
			look(one)
		}
		v.Set(was)
	}
	switch v.Interface().(type) {
	case ID:
		try(ID{}, ID{text: "0", number: true}, ID{text: "9007199254740992", number: true}, ID{text: "7"},
			ID{text: "7", number: true}, ID{text: strings.Repeat("é", 300)}, ID{text: strings.Repeat("x", 600)})
		return
	}
	switch v.Kind() {
	case reflect.String:
		try("", "x", "http://", "https://x", "http:///x", "ftp://x", "http://a b", "http://a\u00a0b",
			"http://\ufeff", "http://é", "xhttp://a", "http://?",
			"2030-11-01T9:00:00", "2030-11-01T09:00:00.5", "2030-11-01 ", "\xff")
	case reflect.Int:
		try(-1, 0)
	case reflect.Pointer:
		if !v.IsNil() {
			change(v.Elem(), look)
		}
		v.SetZero()
		look(nil)
		v.Set(was)
	case reflect.Struct:
		for i := range v.NumField() {
			change(v.Field(i), look)
		}
	case reflect.Slice:
		for i := range v.Len() {
			change(v.Index(i), look)
		}
		v.Set(reflect.AppendSlice(was, was))
		look("twice")
		long := reflect.MakeSlice(v.Type(), MaxListed+1, MaxListed+1)
		v.Set(long)
		look("long")
		v.Set(was)
	}
}

// What is not written as we write it is left to the validator.
func TestSurely(t *testing.T) {
	id, _ := IntegerIDs.Mint("1")
	c := &Category{ID: id, Label: "Tents"}
	line, err := files.Encode(c)
	if err != nil || !surely(c, IntegerIDs, line) {
		t.Errorf("%s is left to the validator (%v)", line, err)
	}
	more := bytes.Replace(line, []byte("{"), []byte(`{"more":1,`), 1)
	for _, text := range [][]byte{more, append(line, ' '), nil} {
		if surely(c, IntegerIDs, text) {
			t.Errorf("%s surely fits", text)
		}
	}
	if surely(&FormField{}, IntegerIDs, []byte(`{}`)) {
		t.Error("a form field surely fits")
	}
}
