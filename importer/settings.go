package importer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/header"
	"plugsheet/importer/kind"
	"plugsheet/importer/sheet"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/problem"
)

// readSettings reads the Settings sheet: what the configuration leaves open comes from there, then from the
// defaults. The sheet needs no header row: keys stand in the first column and values in the second.
func (i *run) readSettings(ctx context.Context) error {
	found := map[string]string{}
	first := map[string]problem.Position{}
	for _, sh := range i.Sheets[kind.Settings] {
		i.TellCorrected(sh, kind.Settings)
		s := i.settingsSource(sh)
		r := header.NewReader(kind.Settings, i.Words, i.Config)
		number, cells, err := r.FindHeader(ctx, sh)
		if err != nil {
			return err
		}
		if h, _ := r.Resolve(sh, number, cells); number > 0 && h.At[field.SettingKey] > 0 &&
			h.At[field.SettingValue] > 0 {
			s.Head, s.Positions = h, h.Positions()
		}
		s.Clean = sheet.NewCleaner(context.WithoutCancel(ctx), s)
		if err := i.Each(ctx, s, func(r *sheet.Row) error {
			i.setting(r, found, first)
			return nil
		}); err != nil {
			return err
		}
	}
	i.Separated = i.Config.Separator != "" || found["separator"] != ""
	i.Unspoken = i.Config.Language == "" && found["language"] == ""
	none := map[string]string{"ids": string(bundle.IntegerIDs), "language": "en",
		"separator": cmp.Or(i.Separator, ">")}
	for n, target := range i.Config.Settings() {
		key := config.SettingNames()[n]
		*target = cmp.Or(*target, found[key], none[key])
		if v, reason, _ := config.ParseSetting(key, *target); reason.IsZero() {
			*target = v
		}
	}
	return nil
}

// settingsSource is a Settings sheet without header: column A is the key, column B the value.
func (i *run) settingsSource(sh *table.Sheet) *sheet.Source {
	s := &sheet.Source{
		Sheet: sh, Number: len(i.Sources), Reader: header.NewReader(kind.Settings, i.Words, i.Config),
		Missing:  map[int][]int32{},
		Headless: map[int]bool{}, Positions: []int{0, 1, 2},
	}
	s.Head = header.Header{At: []int{field.SettingKey: 1, field.SettingValue: 2},
		Columns: []header.Column{{Number: 1, Use: header.AsField},
			{Number: 2, Use: header.AsField, Field: field.SettingValue}}}
	i.Sources = append(i.Sources, s)
	return s
}

// setting reads one row.
func (i *run) setting(r *sheet.Row, found map[string]string, first map[string]problem.Position) {
	typed, text := r.Text[field.SettingKey], r.Text[field.SettingValue]
	if typed == "" && text == "" {
		return
	}
	key, ok := i.Words.Settings[value.Fold(typed)]
	if !ok {
		i.Tell(problem.Errorf(r.At(field.SettingKey), "unknown-setting", "unknown setting").WithValue(typed).
			Hintf("%s", config.Meaning(typed, config.SettingNames())))
		return
	}
	if at, dup := first[key]; dup {
		i.Tell(problem.Errorf(r.At(field.SettingKey), "duplicate-setting",
			"the setting %s a second time; the first is %s", key, i.CellName(at, r.At(field.SettingKey))).
			WithValue(typed))
		return
	}
	first[key] = r.At(field.SettingKey)
	if text == "" {
		return
	}
	v, reason, hint := config.ParseSetting(key, text)
	if !reason.IsZero() {
		i.Tell(problem.Errorf(r.At(field.SettingValue), "bad-setting",
			"this cannot be the value of the setting %s", key).WithValue(text).Hintf("%s", hint))
		return
	}
	found[key] = v
}

// LeftOut says how much is left out for one reason.
type LeftOut struct {
	Count  int          `json:"count"`
	What   string       `json:"what"` // products, variants, rows or sheets
	Reason problem.Text `json:"reason"`
	// Cells are those of rows that plugsheet.yaml leaves out since they cannot be read.
	Cells []problem.Position `json:"cells,omitempty"`
}

// leftSheets are the codes of the problems of sheets that are left out.
var leftSheets = []string{
	"hidden-sheet", "unknown-sheet", "side-sheet", "form-sheet", "repeated-sheet", "empty-sheet",
	"orders-sheet", "other-sheet", "persons-no-products", "persons-without-key",
}

// countLeft notes how much is left out, reason by reason.
func (i *run) countLeft() {
	add := func(n int, what string, why problem.Text) {
		if n > 0 {
			i.report.Left = append(i.report.Left, LeftOut{Count: n, What: what, Reason: why})
		}
	}
	for _, u := range i.Unpublished {
		why := problem.Textf("not published, since %q says %q", u.Header, u.Value)
		add(u.Products, "products", why)
		add(u.Variants, "variants", why)
	}
	if i.o.SkipBadRows {
		errors := problem.Textf("with errors")
		add(i.SkippedProducts, "products", errors)
		add(i.Skipped-i.SkippedProducts, "rows", errors)
	}
	for _, s := range i.Sources {
		for n, rule := range s.Skip {
			title := s.Head.Columns[s.Title(rule.Column)].Title
			add(s.Ruled[n], "rows", problem.Textf("by a rule of skip, for %q", title))
		}
	}
	sheets := map[string]bool{}
	var titles []string
	for _, p := range i.Problems.Sorted() {
		at := p.Position
		if name := at.String(); slices.Contains(leftSheets, p.Code) && !sheets[name] {
			sheets[name] = true
			titles = append(titles, config.Quoted(name))
		}
	}
	add(len(titles), "sheets", problem.Textf("told of above: %s", strings.Join(titles, ", ")))
}

// review shows the bundle that is replaced and the new one to whoever asked for it. What cannot be read is
// replaced all the same, since an import is how a damaged bundle is mended.
func (i *run) review(ctx context.Context, dir string) error {
	if i.o.Review == nil || dir == "" {
		return nil
	}
	before, err := bundle.Open(ctx, dir)
	switch {
	case errors.Is(err, bundle.ErrNotBundle):
		return nil
	case err != nil && ctx.Err() == nil:
		i.Tell(problem.Warnf(problem.Position{}, "old-bundle",
			"the bundle that is replaced cannot be read, so nobody knows what changes: %v", err))
		return nil
	case err != nil:
		return err
	}
	after, err := i.Writer.Preview(ctx)
	if err != nil {
		return fmt.Errorf("reading the new bundle: %w", err)
	}
	return i.o.Review(ctx, before, after)
}
