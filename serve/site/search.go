package site

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"golang.org/x/text/language"

	"plugsheet/index"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/files"
	"plugsheet/serve/web/failure"
)

// SearchTime is how long one search may take before it is given up. No source says how long the platform
// waits (contract, 1.4: aim under 1 s, at most about 5 s).
const SearchTime = 5 * time.Second

// Search finds the products of one page of a category, which is a request's text; empty for all of them. A
// limit of 0 asks for the total alone.
func (n *Snapshot) Search(ctx context.Context, want index.Query, category string) (index.Page, error) {
	limit := want.Limit
	want.Limit = max(1, limit)
	if category != "" {
		id, ok := n.IDs.Find(category)
		if !ok {
			return index.Page{}, nil
		}
		want.Category = id
	}
	if want.Text != "" {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, SearchTime)
		defer cancel()
	}
	found, err := n.Index.Search(ctx, want)
	found.Products = found.Products[:min(limit, len(found.Products))]
	return found, err
}

// Suspect gives an error of damaged files its kind. What is damaged, and whether building the index anew
// mends it, is found out in the background, once for a snapshot; so is what made the engine panic.
func (s *Sites) Suspect(t *Site, n *Snapshot, err error) error {
	if (errors.Is(err, index.ErrDamaged) || errors.Is(err, index.ErrEngine)) && !n.suspected.Swap(true) {
		s.Check(t, n)
	}
	return Damage(err)
}

// Damage gives an error of damaged files its kind. A panic of the search engine stays an error of the server.
func Damage(err error) error {
	if errors.Is(err, index.ErrDamaged) {
		return &failure.Error{Kind: failure.Damaged, Cause: err}
	}
	return err
}

// HasActions tells whether a customer field lets operators ask for an action.
func (n *Snapshot) HasActions() bool {
	_, ok := n.action(func(string) bool { return true })
	return ok
}

// Action finds the field of an action's code. The body of an action names no locale, so the default
// language's message counts, and a code that only another language has is found all the same.
func (n *Snapshot) Action(code string) (bundle.CustomerField, bool) {
	return n.action(func(value string) bool { return value == code })
}

// FieldAction is the type of a customer field that lets operators ask for an action (contract, 1.6).
const FieldAction = "ACTION"

func (n *Snapshot) action(is func(code string) bool) (bundle.CustomerField, bool) {
	for _, fields := range n.Fields.Values {
		for _, f := range fields {
			if f.FieldType == FieldAction && is(f.Value) {
				return f, true
			}
		}
	}
	return bundle.CustomerField{}, false
}

// IsGap tells whether a page shows that the catalog has no word for what was searched: some word of the
// search found nothing, whatever its other words found. That a category has nothing of what the catalog has
// is none.
func IsGap(found index.Page, asked index.Query, category string) bool {
	return asked.Text != "" && asked.Offset == 0 &&
		(len(found.Missing) > 0 || found.Total == 0 && category == "")
}

// shown is an index in which the bot finds only the products that are shown at the moment.
type shown struct {
	*index.Index
	clock func() time.Time
}

// Fits is [index.Index.Fits] among the products of the moment.
func (s shown) Fits(ctx context.Context, text string, limit int) (index.Fits, error) {
	if !s.Scheduled() {
		return s.Index.Fits(ctx, text, limit)
	}
	return s.FitsAt(ctx, text, limit, s.clock())
}

// concealed are the ids of the products that are not shown at a turn. It is immutable.
type concealed struct {
	turn int
	ids  map[string]bool
}

// Recount gives the answer of some categories with the products that are shown at a time: their lists and
// counts are of all products in the bundle, which is the same on every day.
func (n *Snapshot) Recount(ctx context.Context, answer []byte, at time.Time) ([]byte, error) {
	gone, err := n.concealedAt(at)
	if err != nil || len(gone.ids) == 0 {
		return answer, err
	}
	var list []bundle.Category
	if err := json.Unmarshal(answer, &list); err != nil {
		return nil, err
	}
	for i := range list {
		c := &list[i]
		page, err := n.Index.Search(ctx, index.Query{Category: c.ID, At: at})
		if err != nil {
			return nil, err
		}
		c.ProductsCount = page.Total
		c.Products = slices.DeleteFunc(c.Products, func(id string) bool { return gone.ids[id] })
	}
	body, err := files.Encode(list)
	return append(answer[:0], body...), err
}

// concealedAt gives the products that are not shown at a time; they are read once for each turn.
func (n *Snapshot) concealedAt(at time.Time) (*concealed, error) {
	turn := n.Index.Turn(at)
	if c := n.concealed.Load(); c != nil && c.turn == turn {
		return c, nil
	}
	products, err := n.Index.Hidden(at)
	if err != nil {
		return nil, err
	}
	records, err := n.Index.Records(products)
	if err != nil {
		return nil, err
	}
	c := &concealed{turn, map[string]bool{}}
	for i := range records {
		c.ids[records[i].Product.ID.String()] = true
	}
	n.concealed.Store(c)
	return c, nil
}

// localized holds one value for each language that a bundle has.
type Localized[T any] struct {
	matcher language.Matcher
	tags    []language.Tag // the default language first
	Values  []T
}

// localize prepares the texts of a bundle whose default language is def. The locales are in a fixed order, so
// that a request always finds the same one.
func localize[T any](def string, texts bundle.Localized[T]) Localized[[]T] {
	l := Localized[[]T]{tags: []language.Tag{language.Make(def)}, Values: [][]T{texts[""]}}
	for _, locale := range slices.Sorted(maps.Keys(texts)) {
		if locale != "" {
			l.tags = append(l.tags, language.Make(locale))
			l.Values = append(l.Values, texts[locale])
		}
	}
	l.matcher = language.NewMatcher(l.tags)
	return l
}

// MaxLocale bounds what is parsed as a language tag, in bytes; nothing longer is one (RFC 5646, 4.4.1).
const MaxLocale = 35

// Find gives the value for an operator's locale and the language that it is in (contract, 7.10): fr-CA finds
// fr, fr_FR is read as fr-FR, and what is malformed or unknown finds the default.
func (l *Localized[T]) Find(locale string) (T, string) {
	at := 0
	if locale != "" && len(locale) <= MaxLocale && len(l.tags) > 1 {
		if tag, err := language.Parse(locale); err == nil {
			at = l.match(tag)
		}
	}
	return l.Values[at], l.tags[at].String()
}

// match finds a text in the same language. The matcher alone would give a Breton operator the French one:
// CLDR counts languages that most readers of another know, and the contract does not.
func (l *Localized[T]) match(tag language.Tag) int {
	if _, at, _ := l.matcher.Match(tag); SameLanguage(tag, l.tags[at]) {
		return at
	}
	return max(0, slices.IndexFunc(l.tags, func(have language.Tag) bool { return SameLanguage(tag, have) }))
}

// SameLanguage compares languages without script and region; codes for the same one, such as nb and no, are
// equal.
func SameLanguage(a, b language.Tag) bool {
	a, _ = language.All.Canonicalize(a)
	b, _ = language.All.Canonicalize(b)
	x, _ := a.Base()
	y, _ := b.Base()
	return x == y
}

// formAnswers encodes the closing form once for each language.
func formAnswers(def string, forms bundle.Localized[bundle.FormField]) (Localized[[]byte], error) {
	l := localize(def, forms)
	answers := Localized[[]byte]{matcher: l.matcher, tags: l.tags}
	for _, form := range l.Values {
		data, err := files.Encode(append([]bundle.FormField{}, form...)) // a list, also of none
		if err != nil {
			return answers, fmt.Errorf("encoding the closing form: %w", err)
		}
		answers.Values = append(answers.Values, data)
	}
	return answers, nil
}
