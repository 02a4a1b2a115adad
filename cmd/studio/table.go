package studio

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"plugsheet/importer"
	"plugsheet/importer/config"
	"plugsheet/importer/fetch"
	"plugsheet/importer/propose"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/files"
	"plugsheet/schemas/problem"
	"plugsheet/serve/studio"
)

// spreadsheet is one that is open: its first rows are in memory, and what they are taken for is found anew
// with every choice, by what map and import use.
type spreadsheet struct {
	of      Importer
	inputs  []string // as the person named them
	set     *fetch.Set
	books   []*table.Book
	memory  propose.Memory
	file    string // the plugsheet.yaml
	before  []byte // it as it is
	after   []byte // it with the choices and what is proposed for the rest
	choices []studio.Choice

	reading sync.Mutex     // held while the grids are read
	grid    []*studio.Grid // the sheets as they stand; nil: not read yet

	config   config.Config // of after
	proposal propose.Proposal
	trial    importer.Report // of the first rows
}

// trialRows is how many rows of each sheet are imported to show what would come of them.
const trialRows = 200

// trialKey is the length of a key for customers that are not kept.
const trialKey = 32

// settle finds out what everything is, with some choices; the choices count where that works.
func (s *spreadsheet) settle(ctx context.Context, choices []studio.Choice) error {
	text, err := s.chosen(choices)
	if err != nil {
		return err
	}
	c, err := s.read(text)
	if err != nil {
		return err
	}
	proposal, err := propose.Propose(ctx, propose.Options{
		Books: s.books, Names: s.set.Names, Config: c, Memory: &s.memory,
	})
	if err != nil {
		return err
	}
	more, err := proposal.Additions(c)
	if err != nil {
		return err
	}
	if len(more) > 0 {
		if text, err = config.Join(text, more, s.file, s.of.Others...); err != nil {
			return err
		}
		if c, err = s.read(text); err != nil {
			return err
		}
	}
	trial, err := importer.Run(ctx, importer.Options{
		Books: s.books, Names: s.set.Names, Config: c, SkipBadRows: true, Rows: trialRows,
		CustomerKey: make([]byte, trialKey),
	})
	if err != nil {
		return err
	}
	s.choices, s.after, s.config, s.proposal, s.trial = choices, text, c, proposal, trial
	return nil
}

func (s *spreadsheet) read(text []byte) (config.Config, error) {
	return config.Read(bytes.NewReader(text), s.file, s.of.Others...)
}

// chosen is the plugsheet.yaml with the choices. A field has one column: the one that had it in the file
// before becomes a keyword.
func (s *spreadsheet) chosen(choices []studio.Choice) (text []byte, err error) {
	text = bytes.Clone(s.before)
	for _, c := range choices {
		if text, err = s.free(text, c); err != nil {
			return nil, err
		}
		if c.Line != "" {
			text, err = config.Add(text, s.file, c.Line, s.of.Others...)
		} else {
			text, err = config.Set(text, s.file, pathOf(c), c.Use, s.of.Others...)
		}
		if err != nil {
			return nil, err
		}
	}
	return text, nil
}

// free takes the field that a column is to be from the column that has it.
func (s *spreadsheet) free(text []byte, c studio.Choice) ([]byte, error) {
	before, err := s.read(text)
	if err != nil || !ofField(c) {
		return text, err
	}
	for header, use := range before.Columns[c.Kind] {
		if use == c.Use && value.Fold(header) != value.Fold(c.Header) {
			path := []string{"columns", c.Kind, header}
			if text, err = config.Set(text, s.file, path, config.Keyword, s.of.Others...); err != nil {
				return nil, err
			}
		}
	}
	return text, nil
}

// ofField tells whether a choice says that a column is a field.
func ofField(c studio.Choice) bool {
	return c.Header != "" && c.Use != config.Keyword && c.Use != config.Ignored
}

// pathOf is where a choice stands in a plugsheet.yaml.
func pathOf(c studio.Choice) []string {
	switch {
	case c.Setting != "":
		return []string{c.Setting}
	case c.Default != "":
		return []string{"defaults", c.Kind, c.Default}
	case c.Header != "":
		return []string{"columns", c.Kind, c.Header}
	}
	return []string{"sheets", c.Sheet}
}

// sameThing tells whether two choices are about the same column, sheet, field or setting.
func sameThing(a, b studio.Choice) bool {
	isSame := func(a, b string) bool { return value.Fold(a) == value.Fold(b) }
	return slices.EqualFunc(pathOf(a), pathOf(b), isSame)
}

// hasChosen tells whether the person has decided what something is.
func (s *spreadsheet) hasChosen(c studio.Choice) bool {
	return slices.ContainsFunc(s.choices, func(one studio.Choice) bool { return sameThing(one, c) })
}

// Choose implements [studio.Table]. What it takes the place of is a choice no more.
func (s *spreadsheet) Choose(ctx context.Context, c studio.Choice) error {
	if c.Line != "" {
		return s.settle(ctx, append(slices.Clone(s.choices), c))
	}
	if c.Setting+c.Default+c.Header+c.Sheet == "" {
		return errors.New("the choice says of nothing what it is")
	}
	choices := slices.DeleteFunc(slices.Clone(s.choices), func(one studio.Choice) bool {
		if one.Line != "" {
			return false
		}
		same := slices.EqualFunc(pathOf(one), pathOf(c),
			func(a, b string) bool { return value.Fold(a) == value.Fold(b) })
		return same || ofField(c) && ofField(one) && one.Kind == c.Kind && one.Use == c.Use
	})
	if c.Use != "" { // else it is as it was before
		choices = append(choices, c)
	}
	return s.settle(ctx, choices)
}

// Settings implements [studio.Table].
func (s *spreadsheet) Settings() (studio.Settings, error) {
	return studio.Settings{File: s.file, Before: string(s.before), After: string(s.after)}, nil
}

// Keep implements [studio.Table].
func (s *spreadsheet) Keep() error {
	now, err := s.readSettings()
	switch {
	case err != nil:
		return err
	case !bytes.Equal(now, s.before):
		return told{problem.Textf("%s has changed meanwhile: open the spreadsheet again", s.file)}
	case bytes.Equal(now, s.after):
		return nil
	}
	if err := files.WriteFile(s.file, s.after, 0o644); err != nil {
		return fmt.Errorf("writing the mapping: %w", err)
	}
	s.before, s.choices = s.after, nil
	return nil
}

// told is an error that is told in her language.
type told struct{ problem.Text }

func (t told) Error() string { return t.String() }

// In is what the page asks for.
func (t told) In(l problem.Language) (message, hint string) { return l.Text(t.Text), "" }

// Close implements [studio.Table].
func (s *spreadsheet) Close() error {
	var err error
	for _, b := range s.books {
		err = errors.Join(err, b.Close())
	}
	return errors.Join(err, s.set.Close())
}
