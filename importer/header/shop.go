package header

import (
	"maps"
	"strings"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/importer/person"
	"plugsheet/importer/shop"
	"plugsheet/importer/value"
)

// Use makes the reader read the headers of a shop system: its words come before the general ones.
func (r *Reader) Use(p *shop.System) {
	all := make(map[string]field.Word, len(r.Words)+len(p.Words))
	for folded, w := range r.Words {
		w.Rank += field.GeneralRank
		all[folded] = w
	}
	maps.Copy(all, p.Words)
	r.Words, r.Profile = all, p
}

// byProfile tells what a header is to the shop system where it is no field there; false where the system does
// not know it.
func (r *Reader) byProfile(folded string) (use, bool) {
	switch {
	case r.Profile == nil:
		return Extra, false
	case r.Profile.Ignores(folded):
		return Unused, true
	}
	return Extra, r.Profile.Typical.Match(folded)
}

// OwnWord tells whether a header is a field to the shop system.
func (r *Reader) OwnWord(folded string) bool {
	_, ok := r.Profile.Words[folded]
	return ok
}

// firstOf is the word that a folded header is without the number 1 behind it, where several images or
// categories have numbers.
func (r *Reader) firstOf(folded string) (w field.Word, ok bool) {
	name, one := strings.CutSuffix(folded, "1")
	if w, ok = r.Words[strings.TrimSuffix(name, "0")]; !one || !ok || r.Kind != kind.Products {
		return field.Word{}, false
	}
	return w, w.Field == field.ImageURL || w.Field == field.Categories
}

// placeRank is the rank of a field that the shop system writes once for each place: behind its own words.
const placeRank = field.GeneralRank - 1

// ofPlace is the field of a header that the shop system writes once for each place; -1 for others.
func (r *Reader) ofPlace(folded string) int {
	if r.Profile == nil || r.OwnWord(folded) {
		return -1
	}
	return r.Profile.OfPlace(folded)
}

// settled tells whether the profile itself says which of two columns a field is taken from.
func (r *Reader) settled(winner, loser Column) bool {
	return loser.first && !winner.first || r.Profile != nil && winner.Rank < field.GeneralRank &&
		winner.Rank != loser.Rank && winner.Rank >= 0
}

// profileRole is what the shop system's profile says of a column of states.
func (r *Reader) profileRole(title string) value.Role {
	if r.Profile == nil {
		return value.NoRole
	}
	for name, headers := range r.Profile.States {
		if shop.NewPatterns(headers).Match(value.Fold(title)) {
			return shop.StateRoles[name]
		}
	}
	return value.NoRole
}

// RoleOf tells what a column promises of the state of a product: nothing where it is a field, or where the
// configuration says that it is a keyword. Sure says that the configuration calls it a column of states.
func (r *Reader) RoleOf(c Column) (role value.Role, sure bool) {
	said := r.Columns[value.Fold(c.Title)]
	switch {
	case !r.Kind.SellsThings() || said == config.Keyword:
		return value.NoRole, false
	case said == config.State:
		if role = value.RoleOf(c.Title); role == value.NoRole {
			role = value.Status
		}
		return role, true
	case c.Use == AsField && value.RoleOf(c.Title) == value.Begun && c.Field == field.ListedFrom:
		return value.Begun, false
	case c.Use == AsField:
		return value.NoRole, false
	}
	if role = r.profileRole(c.Title); role != value.NoRole {
		return role, true
	}
	return value.RoleOf(c.Title), false
}

// SoldOut is the column of the stock where a column of states may say no more than that nothing is left; 0
// where it may not.
func (r *Reader) SoldOut(c Column, available int) int {
	if r.Profile == nil || r.Columns[value.Fold(c.Title)] != "" || !r.Profile.FlagsSoldOut(c.Title) {
		return 0
	}
	return available
}

// Strays tells whether a column of products is one of persons that is not kept. What the configuration wants
// for the search is kept where only the header speaks against it.
func (r *Reader) Strays(c Column, p person.Column) bool {
	open := c.Use == Extra || c.Use == Unused && c.LeftOut()
	if r.Kind != kind.Products && r.Kind != kind.Variants || !open || !p.Stray() {
		return false
	}
	return p.Proven || r.Columns[value.Fold(c.Title)] != config.Keyword
}
