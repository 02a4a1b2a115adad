package problem

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPositions(t *testing.T) {
	for _, tt := range []struct {
		at   Position
		want string
	}{
		{Position{"catalog.xlsx", "Products", 7, 3, 0}, "catalog.xlsx!Products!C7"},
		{Position{"products.csv", "", 7, 28, 0}, "products.csv!AB7"},
		{Position{"products.csv", "", 0, 3, 0}, "products.csv!C:C"},
		{Position{"products.csv", "", 7, 0, 0}, "products.csv!7:7"},
		{Position{File: "products.csv"}, "products.csv"},
		{Position{File: "products/1.json", Line: 12}, "products/1.json:12"},
		{Position{Sheet: "Products"}, "Products"},
		{Position{}, ""},
	} {
		if got := tt.at.String(); got != tt.want {
			t.Errorf("%+v: %q, want %q", tt.at, got, tt.want)
		}
	}
	for n, want := range map[int]string{0: "", -1: "", 1: "A", 26: "Z", 27: "AA", 702: "ZZ",
		703: "AAA", 16384: "XFD"} {
		if got := ColumnName(n); got != want {
			t.Errorf("column %d: %q, want %q", n, got, want)
		}
	}
}

func TestListSortsAndDropsRepetitions(t *testing.T) {
	var l List
	at := func(file, sheet string, row, column int) Position { return Position{file, sheet, row, column, 0} }
	l.Add(
		Errorf(at("b.csv", "", 5, 2), "x", "fifth row, second column"),
		Warnf(at("b.csv", "", 5, 1), "x", "fifth row, first column"),
		Errorf(at("a.csv", "", 1, 1), "x", "another file"),
		Errorf(at("b.csv", "", 0, 0), "x", "the whole file"),
		Errorf(at("b.csv", "", 5, 2), "x", "fifth row, %s column", "second"),
		Warnf(at("b.csv", "", 0, 2), "x", "a word of the column").WithValue("one"),
		Warnf(at("b.csv", "", 0, 2), "x", "a word of the column").WithValue("other"),
	)
	var got []string
	for _, p := range l.Sorted() {
		got = append(got, p.Message())
	}
	want := []string{"the whole file", "a word of the column", "a word of the column",
		"fifth row, first column", "fifth row, second column", "another file"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if l.Errors() != 3 || l.Warnings() != 3 || l.Dropped() != 0 {
		t.Errorf("%d errors, %d warnings, %d dropped", l.Errors(), l.Warnings(), l.Dropped())
	}
}

func TestListCountsBeyondItsLimit(t *testing.T) {
	var l List
	for i := range Limit + 7 {
		l.Add(Errorf(Position{"a.csv", "", i + 1, i + 1, 0}, "x", "no value"))
	}
	if l.Errors() != Limit+7 || l.Dropped() != 7 || len(l.Sorted()) != Limit {
		t.Errorf("%d errors, %d dropped, %d kept", l.Errors(), l.Dropped(), len(l.Sorted()))
	}
	var b strings.Builder
	if err := Print(&b, &l, English); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	if len(lines) != PerKind+2 {
		t.Fatalf("%d lines, want %d and two that count the rest", len(lines), PerKind)
	}
	for _, want := range []string{fmt.Sprint(Limit - PerKind), "7 more problems"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the output does not say %q", want)
		}
	}
}

func TestPrint(t *testing.T) {
	var l List
	l.Add(
		Errorf(Position{"shop.xlsx", "Products", 2, 4, 0}, "url", "%s is not absolute", "imageUrl").
			WithValue("i/1.jpg").
			Hintf("an absolute URL such as %s", "https://shop.example/i/1.jpg"),
		Warnf(Position{"shop.xlsx", "Products", 3, 1, 0}, "long", "a long value").
			WithValue(strings.Repeat("é", 200)).Hintf("first line\nsecond line"),
	)
	var b strings.Builder
	if err := Print(&b, &l, English); err != nil {
		t.Fatal(err)
	}
	want := `shop.xlsx!Products!D2: imageUrl is not absolute: "i/1.jpg"
  hint: an absolute URL such as https://shop.example/i/1.jpg
shop.xlsx!Products!A3: warning: a long value: "` + strings.Repeat("é", 79) + `…"
  hint: first line
        second line
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
}

func TestPrintFoldsOneCause(t *testing.T) {
	var l List
	for row, value := range []string{"a", "b", "b", "c", "d", "e", "f", "g"} {
		l.Add(Errorf(Position{"p.csv", "", row + 2, 3, 0}, "url", "%s is relative", "imageUrl").
			WithValue(value).Hintf("say the base"))
	}
	for row := range 3 {
		l.Add(Errorf(Position{"p.csv", "", row + 2, 4, 0}, "url", "%s is relative", "productUrl").
			Hintf("say the base"))
	}
	for row := range 4 {
		l.Add(Warnf(Position{"p.csv", "", row + 2, 5, 0}, "word", "unknown").Hintf("did you mean %d?", row))
	}
	var b strings.Builder
	if err := Print(&b, &l, English); err != nil {
		t.Fatal(err)
	}
	for want, n := range map[string]int{
		"p.csv!C2: imageUrl is relative: \"a\"\n  the same in 7 more cells: C3 \"b\", C4 \"b\", C5 \"c\", " +
			"C6 \"d\", C7 \"e\", …\n  hint: say the base\n": 1,
		"productUrl is relative\n": 3, "unknown\n": 4, "say the base": 4, "more cells": 1,
	} {
		if got := strings.Count(b.String(), want); got != n {
			t.Errorf("%q stands there %d times instead of %d:\n%s", want, got, n, b.String())
		}
	}
	if len(l.Sorted()) != 15 {
		t.Errorf("%d kept, want all 15", len(l.Sorted()))
	}
}

func TestJSON(t *testing.T) {
	p := Errorf(Position{"shop.xlsx", "Products", 2, 4, 0}, "url", "%s is not absolute", "imageUrl").
		WithValue("i/1.jpg").Hintf("100 % of it")
	data, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"severity":"error","code":"url","at":"shop.xlsx!Products!D2","position":{"file":"shop.xlsx",` +
		`"sheet":"Products","row":2,"column":4},` +
		`"message":"imageUrl is not absolute","value":"i/1.jpg","hint":"100 % of it"}`
	if diff := cmp.Diff(want, string(data)); diff != "" {
		t.Error(diff)
	}
}
