package importer

import (
	"cmp"
	"context"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/problem"
)

// readSettings reads the Settings sheet: what the configuration leaves open comes from there, then from the defaults.
// The sheet needs no header row: keys stand in the first column and values in the second.
func (i *run) readSettings(ctx context.Context) error {
	found := map[string]string{}
	first := map[string]problem.Position{}
	for _, sheet := range i.sheets[kind.Settings] {
		s := i.settingsSource(sheet)
		r := newReader(kind.Settings, i.words, i.config)
		number, cells, err := r.findHeader(ctx, sheet)
		if err != nil {
			return err
		}
		if h, _ := r.resolve(sheet, number, cells); number > 0 && h.at[field.SettingKey] > 0 && h.at[field.SettingValue] > 0 {
			s.head, s.positions = h, h.positions()
		}
		s.clean = newCleaner(context.WithoutCancel(ctx), s)
		if err := i.each(ctx, s, func(r *row) error { i.setting(r, found, first); return nil }); err != nil {
			return err
		}
	}
	i.separated = i.config.Separator != "" || found["separator"] != ""
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
		if v, reason, _ := config.ParseSetting(s.key, *s.target); reason == "" {
			*s.target = v
		}
	}
	return nil
}

// settingsSource is a Settings sheet without header: column A is the key, column B the value.
func (i *run) settingsSource(sheet *table.Sheet) *source {
	s := &source{
		sheet: sheet, number: len(i.sources), reader: newReader(kind.Settings, i.words, i.config), missing: map[int][]int32{},
		headless: map[int]bool{}, positions: []int{0, 1, 2},
	}
	s.head = header{at: []int{field.SettingKey: 1, field.SettingValue: 2}, columns: []column{{number: 1, use: asField}, {number: 2, use: asField, field: field.SettingValue}}}
	i.sources = append(i.sources, s)
	return s
}

// setting reads one row.
func (i *run) setting(r *row, found map[string]string, first map[string]problem.Position) {
	typed, text := r.text[field.SettingKey], r.text[field.SettingValue]
	if typed == "" && text == "" {
		return
	}
	key, ok := i.words.Settings[value.Fold(typed)]
	if !ok {
		i.tell(problem.Errorf(r.at(field.SettingKey), "unknown-setting", "unknown setting").WithValue(typed).
			Hintf("%s", config.Meaning(typed, config.SettingNames())))
		return
	}
	if at, dup := first[key]; dup {
		i.tell(problem.Errorf(r.at(field.SettingKey), "duplicate-setting", "the setting %s a second time; the first is %s", key, i.cellName(at, r.at(field.SettingKey))).
			WithValue(typed))
		return
	}
	first[key] = r.at(field.SettingKey)
	if text == "" {
		return
	}
	v, reason, hint := config.ParseSetting(key, text)
	if reason != "" {
		i.tell(problem.Errorf(r.at(field.SettingValue), "bad-setting", "this cannot be the value of the setting %s", key).WithValue(text).Hintf("%s", hint))
		return
	}
	found[key] = v
}
