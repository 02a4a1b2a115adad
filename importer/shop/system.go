// Package shop makes the profiles of shop systems ready for use: which system wrote a table, what its headers
// mean, which of its columns say something only together, and what it writes for nothing.
package shop

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/importer/profiles"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/each"
)

// System is a shop system's profile ready for use.
type System struct {
	profiles.Profile
	Kind    kind.Kind
	must    [][]string            // folded headers: one of each group must be there
	Words   map[string]field.Word // folded header → field
	ignore  patterns              // no keywords
	Typical patterns              // kept as keywords, and known all the same
	Keep    map[string][]string   // header → words for nothing that say something
	Strip   map[int]*regexp.Regexp
	Skip    map[string][]string // header, in which * stands for anything → values of rows that are left out
	group   config.Group        // which rows are one product, where the sheet has its columns
	Config  config.Config       // defaults, separator and the like, as in plugsheet.yaml
	Blank   map[int][]string    // field → values that say nothing, such as the root that every category has
	Escapes bool                // line breaks in texts are written \n
	money   *regexp.Regexp      // finds in a header the currency of all prices; nil for none
	Dates   value.Order         // of day and month in its dates; empty: they say it
	Propose map[string]string   // field → template that map proposes where nothing fills the field

	Discount Discount       // the columns that take something off the price
	Stock    stock          // the columns that together say what is to be had
	OnSale   config.Headers // the column that says whether the promotion is paid

	Surcharge string   // header of what a variant costs more than its product
	soldOut   patterns // columns like those of states that may say no more than that nothing is left
	States    map[string][]string

	Levels   []string         // headers of labels below the category, in which * stands for anything
	More     []string         // headers of further categories
	perPlace map[int]patterns // field → headers that come once for each place: the first counts
}

// systemText is how a shop system's profile is written.
type systemText struct {
	Title, Description, Source, Sheet string
	// alternatives of each header without which the profile does not fit
	Must    [][]string
	Columns map[string][]string // field → headers, best first
	// further headers that the system writes; * stands for anything
	Typical   []string
	Ignore    []string // those of them that say nothing to a shopper
	Skip      map[string][]string
	Blank     map[string][]string // field → values that say nothing
	Group     config.Group
	Separator string
	Lists     map[string]string // as in plugsheet.yaml
	BaseURL   string            `yaml:"baseUrl"`
	Defaults  map[string]string
	Propose   map[string]string
	Dates     value.Order // of day and month, where they do not say it
	Discount  Discount
	// header → words for nothing that say something there
	Keep map[string][]string
	// field → what is cut out of its values where no sheet explains it, as a regular expression
	Strip  map[string]string
	Stock  stock
	OnSale config.Headers `yaml:"onSale"`
	// header of what a variant costs more than its product
	Surcharge string
	// headers of columns that may say 1 where nothing is left and 0 elsewhere, whatever their headers promise
	SoldOut []string `yaml:"soldOut"`
	// shown, hidden, status or ended → headers that say what is published
	States  map[string][]string
	Escapes bool // texts hold line breaks as \n
	// finds in a header the currency of all prices, as a regular expression with a group
	Currency string
	// headers of the labels below the category, and of further categories, in which * stands for anything
	Levels, More []string
	// field → headers that come once for each place, in which * stands for anything
	PerPlace map[string][]string `yaml:"perPlace"`
}

// Discount is the headers of the columns that take something off the price: how, PERCENT or AMOUNT, and how
// much; or one column for each, of which that of the amount counts first.
type Discount struct{ Mode, Value, Amount, Percent string }

// Load reads the shop systems' profiles, once; nobody may change them.
var Load = sync.OnceValues(load)

func load() ([]*System, error) {
	all, err := profiles.All()
	if err != nil {
		return nil, err
	}
	var list []*System
	for _, p := range each.That(all, func(p profiles.Profile) bool { return p.Name != profiles.General }) {
		q, err := newSystem(p)
		if err != nil {
			return nil, fmt.Errorf("reading the profile %s: %w", p.Name, err)
		}
		list = append(list, q)
	}
	return list, nil
}

func newSystem(p profiles.Profile) (*System, error) {
	var t systemText
	if err := yaml.UnmarshalWithOptions([]byte(p.YAML), &t, yaml.Strict()); err != nil {
		return nil, err
	}
	q := &System{
		Profile: p, Kind: kind.Kind(t.Sheet), Words: map[string]field.Word{}, ignore: NewPatterns(t.Ignore),
		Typical: NewPatterns(t.Typical),
		Skip:    t.Skip, group: t.Group, Propose: t.Propose, Dates: t.Dates, Discount: t.Discount,
		Escapes: t.Escapes, Keep: t.Keep, Stock: t.Stock, OnSale: t.OnSale, States: t.States,
		Surcharge: t.Surcharge,
		soldOut:   NewPatterns(t.SoldOut), Levels: t.Levels, More: t.More, perPlace: map[int]patterns{},
	}
	if !kind.Known(t.Sheet) || len(t.Must) == 0 {
		return nil, fmt.Errorf("it names no kind of sheet, or no header by which it is found")
	}
	q.Config.Separator, q.Config.BaseURL, q.Config.Lists = t.Separator, t.BaseURL, t.Lists
	q.Config.Defaults = map[string]map[string]string{t.Sheet: t.Defaults}
	for _, group := range t.Must {
		folded := make([]string, len(group))
		for i, h := range group {
			folded[i] = value.Fold(h)
		}
		q.must = append(q.must, folded)
	}
	if err := q.readFields(t); err != nil {
		return nil, err
	}
	if t.Currency != "" {
		var err error
		if q.money, err = regexp.Compile(t.Currency); err != nil || q.money.NumSubexp() != 1 {
			return nil, fmt.Errorf("currency is no regular expression with one group: %q", t.Currency)
		}
	}
	for name := range t.States {
		if StateRoles[name] == value.NoRole {
			return nil, fmt.Errorf("unknown state %q", name)
		}
	}
	if wrong := q.Config.Check(); wrong != nil {
		return nil, fmt.Errorf("%s", wrong.Reason)
	}
	return q, nil
}

// readFields reads what a profile says of fields: their headers, the values that are none, and what is taken
// out.
func (q *System) readFields(t systemText) error {
	fs := field.Of(q.Kind)
	for name, headers := range t.Columns {
		i := field.Index(fs, name)
		if i < 0 {
			return fmt.Errorf("unknown field %q", name)
		}
		for rank, h := range headers {
			if w, ok := q.Words[value.Fold(h)]; ok && w.Field != i {
				return fmt.Errorf("%q is %s and %s", h, fs[w.Field].Name, name)
			}
			q.Words[value.Fold(h)] = field.Word{Field: i, Rank: rank}
		}
	}
	q.Blank = map[int][]string{}
	for name, values := range t.Blank {
		i := field.Index(fs, name)
		if i < 0 {
			return fmt.Errorf("unknown field %q", name)
		}
		q.Blank[i] = values
	}
	for name, headers := range t.PerPlace {
		i := field.Index(fs, name)
		if i < 0 {
			return fmt.Errorf("unknown field %q", name)
		}
		q.perPlace[i] = NewPatterns(headers)
	}
	q.Strip = map[int]*regexp.Regexp{}
	for name, text := range t.Strip {
		i := field.Index(fs, name)
		if i < 0 {
			return fmt.Errorf("unknown field %q", name)
		}
		var err error
		if q.Strip[i], err = regexp.Compile(text); err != nil {
			return err
		}
	}
	return nil
}

// Currency is the currency that a header of the system's names for all prices, such as that of eBay's first
// column:
// *Action(SiteID=Germany|Country=DE|Currency=EUR|Version=1193). It is empty where it names none.
func (p *System) Currency(title string) string {
	if p.money == nil {
		return ""
	}
	if found := p.money.FindStringSubmatch(title); found != nil {
		return found[1]
	}
	return ""
}

// OfPlace is the field of a header that comes once for each place; it is folded. It is -1 for others.
func (p *System) OfPlace(folded string) int {
	for f, headers := range p.perPlace {
		if headers.Match(folded) {
			return f
		}
	}
	return -1
}

// knows tells whether the system writes a header; it is folded.
func (p *System) knows(folded string) bool {
	_, isWord := p.Words[folded]
	return isWord || p.ignore.Match(folded) || p.Typical.Match(folded) || p.OfPlace(folded) >= 0 ||
		slices.ContainsFunc(p.must, func(group []string) bool { return slices.Contains(group, folded) })
}

// Ignores tells whether a header says nothing to a shopper. One that is listed as it stands beats a pattern:
// "Price / *" has nothing to do with "Price".
func (p *System) Ignores(folded string) bool {
	return p.ignore.exact[folded] || !p.Typical.exact[folded] && p.ignore.Match(folded)
}

// Count is how many different headers of a row the profile knows; 0 where it does not fit: where one of the
// headers that must be there is not, or where it knows less than a third of them.
func (p *System) Count(cells []table.Cell) int {
	seen := map[string]bool{}
	known := 0
	for _, c := range cells {
		f := value.Fold(c.Text)
		if f == "" || seen[f] {
			continue
		}
		seen[f] = true
		if p.knows(f) {
			known++
		}
	}
	for _, group := range p.must {
		if !slices.ContainsFunc(group, func(h string) bool { return seen[h] }) {
			return 0
		}
	}
	if known*3 < len(seen) {
		return 0
	}
	return known
}

// FlagsSoldOut tells whether a column may say 1 where nothing is left and 0 elsewhere, whatever its header
// promises.
func (p *System) FlagsSoldOut(title string) bool { return p.soldOut.Match(value.Fold(title)) }

// family is the system's name without what tells its tables apart: prestashop of prestashop-categories.
func (p *System) family() string {
	name, _, _ := strings.Cut(p.Name, "-")
	return name
}
