package importer

import (
	"cmp"
	"context"

	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/problem"
)

// ids is the id setting; the configuration was completed before.
func (c Config) ids() bundle.IDs { return bundle.IDs(c.IDs) }

// readSettings reads the Settings sheet: what the configuration leaves open comes from there, then from the defaults.
// The sheet needs no header row: keys stand in the first column and values in the second.
func (i *run) readSettings(ctx context.Context) error {
	found := map[string]string{}
	first := map[string]problem.Position{}
	for _, sheet := range i.sheets[settings] {
		s := i.settingsSource(sheet)
		r := newReader(settings, i.words, i.config)
		number, cells, err := r.findHeader(ctx, sheet)
		if err != nil {
			return err
		}
		if h, _ := r.resolve(sheet, number, cells); number > 0 && h.at[sKey] > 0 && h.at[sValue] > 0 {
			s.head, s.positions = h, h.positions()
		}
		s.clean = newCleaner(context.WithoutCancel(ctx), s)
		if err := i.each(ctx, s, func(r *row) error { i.setting(r, found, first); return nil }); err != nil {
			return err
		}
	}
	i.unspoken = i.config.Language == "" && found["language"] == ""
	for _, s := range []struct {
		target    *string
		key, none string
	}{
		{&i.config.IDs, "ids", string(bundle.IntegerIDs)}, {&i.config.Language, "language", "en"},
		{&i.config.Currency, "currency", ""}, {&i.config.Separator, "separator", cmp.Or(i.separator, ">")},
		{&i.config.TimeZone, "timeZone", ""}, {&i.config.Dates, "dates", ""},
	} {
		if *s.target == "" {
			*s.target = found[s.key]
		}
		if *s.target == "" {
			*s.target = s.none
		}
		if v, reason, _ := parseSetting(s.key, *s.target); reason == "" {
			*s.target = v
		}
	}
	return nil
}

// settingsSource is a Settings sheet without header: column A is the key, column B the value.
func (i *run) settingsSource(sheet *table.Sheet) *source {
	s := &source{
		sheet: sheet, number: len(i.sources), reader: newReader(settings, i.words, i.config), missing: map[int][]int32{},
		headless: map[int]bool{}, positions: []int{0, 1, 2},
	}
	s.head = header{at: []int{sKey: 1, sValue: 2}, columns: []column{{number: 1, use: asField}, {number: 2, use: asField, field: sValue}}}
	i.sources = append(i.sources, s)
	return s
}

// setting reads one row.
func (i *run) setting(r *row, found map[string]string, first map[string]problem.Position) {
	typed, text := r.text[sKey], r.text[sValue]
	if typed == "" && text == "" {
		return
	}
	key, ok := i.words.settings[value.Fold(typed)]
	if !ok {
		i.tell(problem.Errorf(r.at(sKey), "unknown-setting", "unknown setting").WithValue(typed).
			Hintf("%s", meaning(typed, settingNames())))
		return
	}
	if at, dup := first[key]; dup {
		i.tell(problem.Errorf(r.at(sKey), "duplicate-setting", "the setting %s a second time; the first is %s", key, i.cellName(at, r.at(sKey))).
			WithValue(typed))
		return
	}
	first[key] = r.at(sKey)
	if text == "" {
		return
	}
	v, reason, hint := parseSetting(key, text)
	if reason != "" {
		i.tell(problem.Errorf(r.at(sValue), "bad-setting", "this cannot be the value of the setting %s", key).WithValue(text).Hintf("%s", hint))
		return
	}
	found[key] = v
}
