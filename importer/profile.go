package importer

import (
	"cmp"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"plugsheet/importer/table"
	"plugsheet/importer/value"
)

//go:embed profiles/*.yaml
var profileFiles embed.FS

// generalProfile is the name of the profile that holds the words of all languages; it is always in use, after the
// shop system's.
const generalProfile = "general"

// Profile is what is known of the tables that one shop system exports.
type Profile struct {
	Name        string `json:"name"`        // for --profile and for profile: in plugsheet.yaml, such as woocommerce
	Title       string `json:"title"`       // what people call the system
	Description string `json:"description"` // where the export comes from and what it holds
	Source      string `json:"source"`      // where the headers are documented
	Sheet       string `json:"sheet"`       // the kind of sheet: products or categories; empty for the general one
	YAML        string `json:"-"`           // the whole profile as it is kept
}

// Profiles lists the profiles by name, the general one first.
func Profiles() ([]Profile, error) {
	files, err := fs.Glob(profileFiles, "profiles/*.yaml")
	if err != nil {
		return nil, fmt.Errorf("listing the profiles: %w", err)
	}
	list := make([]Profile, 0, len(files))
	for _, file := range files {
		data, err := profileFiles.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("reading a profile: %w", err)
		}
		p := Profile{Name: strings.TrimSuffix(path.Base(file), ".yaml"), YAML: string(data)}
		var head struct{ Title, Description, Source, Sheet string }
		if err := yaml.Unmarshal(data, &head); err != nil {
			return nil, fmt.Errorf("reading the profile %s: %w", p.Name, err)
		}
		p.Title, p.Description, p.Source, p.Sheet = head.Title, head.Description, head.Source, head.Sheet
		list = append(list, p)
	}
	slices.SortStableFunc(list, func(a, b Profile) int {
		if (a.Name == generalProfile) != (b.Name == generalProfile) {
			if a.Name == generalProfile {
				return -1
			}
			return 1
		}
		return cmp.Compare(a.Name, b.Name)
	})
	return list, nil
}

// profile is a shop system's profile ready for use.
type profile struct {
	Profile
	kind    kind
	must    [][]string          // folded headers: one of each group must be there
	words   map[string]word     // folded header → field
	ignore  patterns            // no keywords
	typical patterns            // kept as keywords, and known all the same
	keep    map[string][]string // header → words for nothing that say something
	strip   map[int]*regexp.Regexp
	skip    map[string][]string // header → values of rows that are left out
	group   Group               // which rows are one product, where the sheet has its columns
	config  Config              // defaults, separator and the like, as in plugsheet.yaml
	blank   map[int][]string    // field → values that say nothing, such as the root that every category has
	escapes bool                // line breaks in texts are written \n
	dates   value.Order         // of day and month in its dates; empty: they say it
	propose map[string]string   // field → template that map proposes where nothing fills the field

	discount discount // the columns that take something off the price
	stock    stock    // the columns that together say what is to be had
	onSale   Headers  // the column that says whether the promotion is paid
	states   map[string][]string
}

// profileText is how a shop system's profile is written.
type profileText struct {
	Title, Description, Source, Sheet string
	Must                              [][]string          // alternatives of each header without which the profile does not fit
	Columns                           map[string][]string // field → headers, best first
	Typical                           []string            // further headers that the system writes; * stands for anything
	Ignore                            []string            // those of them that say nothing to a shopper
	Skip                              map[string][]string
	Blank                             map[string][]string // field → values that say nothing
	Group                             Group
	Separator                         string
	Lists                             map[string]string // as in plugsheet.yaml
	BaseURL                           string            `yaml:"baseUrl"`
	Defaults                          map[string]string
	Propose                           map[string]string
	Dates                             value.Order // of day and month, where they do not say it
	Discount                          discount
	Keep                              map[string][]string // header → words for nothing that say something there
	Strip                             map[string]string   // field → what is cut out of its values where no sheet explains it, as a regular expression
	Stock                             stock
	OnSale                            Headers             `yaml:"onSale"`
	States                            map[string][]string // shown, hidden, status or ended → headers that say what is published
	Escapes                           bool                // texts hold line breaks as \n
}

// discount is the headers of the columns that take something off the price: how, PERCENT or AMOUNT, and how much; or one
// column for each, of which that of the amount counts first.
type discount struct{ Mode, Value, Amount, Percent string }

// loadProfiles reads the shop systems' profiles.
func loadProfiles() ([]*profile, error) {
	all, err := Profiles()
	if err != nil {
		return nil, err
	}
	var list []*profile
	for _, p := range all {
		if p.Name == generalProfile {
			continue
		}
		q, err := newProfile(p)
		if err != nil {
			return nil, fmt.Errorf("reading the profile %s: %w", p.Name, err)
		}
		list = append(list, q)
	}
	return list, nil
}

func newProfile(p Profile) (*profile, error) {
	var t profileText
	if err := yaml.UnmarshalWithOptions([]byte(p.YAML), &t, yaml.Strict()); err != nil {
		return nil, err
	}
	q := &profile{
		Profile: p, kind: kind(t.Sheet), words: map[string]word{}, ignore: newPatterns(t.Ignore), typical: newPatterns(t.Typical),
		skip: t.Skip, group: t.Group, propose: t.Propose, dates: t.Dates, discount: t.Discount, escapes: t.Escapes,
		keep: t.Keep, stock: t.Stock, onSale: t.OnSale, states: t.States,
	}
	if !isKind(t.Sheet) || len(t.Must) == 0 {
		return nil, fmt.Errorf("it names no kind of sheet, or no header by which it is found")
	}
	q.config.Separator, q.config.BaseURL, q.config.Lists = t.Separator, t.BaseURL, t.Lists
	q.config.Defaults = map[string]map[string]string{t.Sheet: t.Defaults}
	for _, group := range t.Must {
		folded := make([]string, len(group))
		for i, h := range group {
			folded[i] = value.Fold(h)
		}
		q.must = append(q.must, folded)
	}
	fs := fieldsOf(q.kind)
	for name, headers := range t.Columns {
		i := fieldIndex(fs, name)
		if i < 0 {
			return nil, fmt.Errorf("unknown field %q", name)
		}
		for rank, h := range headers {
			if w, ok := q.words[value.Fold(h)]; ok && w.field != i {
				return nil, fmt.Errorf("%q is %s and %s", h, fs[w.field].name, name)
			}
			q.words[value.Fold(h)] = word{field: i, rank: rank}
		}
	}
	q.blank = map[int][]string{}
	for name, values := range t.Blank {
		i := fieldIndex(fs, name)
		if i < 0 {
			return nil, fmt.Errorf("unknown field %q", name)
		}
		q.blank[i] = values
	}
	q.strip = map[int]*regexp.Regexp{}
	for name, text := range t.Strip {
		i := fieldIndex(fs, name)
		if i < 0 {
			return nil, fmt.Errorf("unknown field %q", name)
		}
		var err error
		if q.strip[i], err = regexp.Compile(text); err != nil {
			return nil, err
		}
	}
	for name := range t.States {
		if stateRoles[name] == value.NoRole {
			return nil, fmt.Errorf("unknown state %q", name)
		}
	}
	if wrong := q.config.check(); wrong != nil {
		return nil, fmt.Errorf("%s", wrong.reason)
	}
	return q, nil
}

// knows tells whether the system writes a header; it is folded.
func (p *profile) knows(folded string) bool {
	_, isWord := p.words[folded]
	return isWord || p.ignore.match(folded) || p.typical.match(folded) ||
		slices.ContainsFunc(p.must, func(group []string) bool { return slices.Contains(group, folded) })
}

// ignores tells whether a header says nothing to a shopper. One that is listed as it stands beats a pattern: "Price / *" has
// nothing to do with "Price".
func (p *profile) ignores(folded string) bool {
	return p.ignore.exact[folded] || !p.typical.exact[folded] && p.ignore.match(folded)
}

// count is how many different headers of a row the profile knows; 0 where it does not fit: where one of the headers that
// must be there is not, or where it knows less than a third of them.
func (p *profile) count(cells []table.Cell) int {
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

// family is the system's name without what tells its tables apart: prestashop of prestashop-categories.
func (p *profile) family() string {
	name, _, _ := strings.Cut(p.Name, "-")
	return name
}

// patterns are folded headers in which * stands for anything.
type patterns struct {
	exact map[string]bool
	parts [][]string // what must come in this order, the first at the beginning and the last at the end
}

func newPatterns(headers []string) patterns {
	p := patterns{exact: map[string]bool{}}
	for _, h := range headers {
		if !strings.Contains(h, "*") {
			p.exact[value.Fold(h)] = true
			continue
		}
		parts := strings.Split(h, "*")
		for i := range parts {
			parts[i] = value.Fold(parts[i])
		}
		p.parts = append(p.parts, parts)
	}
	return p
}

func (p patterns) match(folded string) bool {
	return p.exact[folded] || slices.ContainsFunc(p.parts, func(parts []string) bool { return matchParts(folded, parts) })
}

func matchParts(s string, parts []string) bool {
	last := len(parts) - 1
	if !strings.HasPrefix(s, parts[0]) {
		return false
	}
	s = s[len(parts[0]):]
	for _, part := range parts[1:last] {
		i := strings.Index(s, part)
		if i < 0 {
			return false
		}
		s = s[i+len(part):]
	}
	return strings.HasSuffix(s, parts[last])
}
