package studio

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"plugsheet/schemas/problem"
)

// Bounds of what is shown of problems of one kind.
const (
	shownValues = 5
	maxSkipped  = 20 // different values that a rule to leave rows out may have
)

// cause is all problems of one kind in one column, or of one sheet.
type cause struct {
	ID       string           `json:"id"`
	Severity problem.Severity `json:"severity"`
	Grid     int              `json:"grid"` // -1: no place in a sheet
	Column   int              `json:"column"`
	Header   string           `json:"header"`
	Where    string           `json:"where"` // of the first
	Message  string           `json:"message"`
	Hint     string           `json:"hint"`
	Count    int              `json:"count"`
	Values   []string         `json:"values"` // the first different ones
	First    int              `json:"first"`  // row of the first; 0: none
	Remedies []remedy         `json:"remedies"`

	values map[string]bool
	pastes []string // the lines that its hint gives to paste
	rows   []int
}

// remedy is what may be chosen against a cause: a value for all, or a line of plugsheet.yaml.
type remedy struct {
	Kind   string `json:"kind"` // setting, default, hint, unpublished, skip or skipBad
	Line   string `json:"line"`
	Choice Choice `json:"choice"`         // of a setting or a default, which says the same as the line
	Rows   int    `json:"rows,omitempty"` // that it leaves out
}

var (
	settingLine = regexp.MustCompile(`^(\w+): (?:"([^"\\]+)"|([^\s"{\[]+))$`)
	defaultLine = regexp.MustCompile(`^defaults: \{ (\w+): \{ (\w+): "([^"\\]+)" \} \}$`)
)

// remedyOf is the remedy that a hint gives to paste.
func remedyOf(line string) remedy {
	if option, ok := strings.CutPrefix(line, "--"); ok {
		return remedy{Kind: "unpublished", Line: option + ": true"}
	}
	if m := settingLine.FindStringSubmatch(line); m != nil {
		return remedy{Kind: "setting", Line: line, Choice: Choice{Setting: m[1], Use: m[2] + m[3]}}
	}
	if m := defaultLine.FindStringSubmatch(line); m != nil {
		return remedy{Kind: "default", Line: line, Choice: Choice{Kind: m[1], Default: m[2], Use: m[3]}}
	}
	return remedy{Kind: "hint", Line: line}
}

// causes puts problems together by kind and cause: errors first, and of them the most.
func causes(c *Check, l problem.Language) []*cause {
	byID := map[string]*cause{}
	all := []*cause{} // the page gets a list, also of none
	for _, p := range append(c.Problems.Sorted(), c.Odd...) {
		id := causeID(p)
		one := byID[id]
		if one == nil {
			one = newCause(c, p, l)
			byID[id], all = one, append(all, one)
		}
		one.add(p)
	}
	slices.SortStableFunc(all, func(a, b *cause) int {
		if a.Severity != b.Severity {
			return strings.Compare(string(a.Severity), string(b.Severity)) // error, warning
		}
		return b.Count - a.Count
	})
	for _, one := range all {
		one.Remedies = one.remedies(c)
	}
	return all
}

// causeID names what problems have in common.
func causeID(p problem.Problem) string {
	at := p.Position
	return strings.Join([]string{p.Code, p.Format(), at.File, at.Sheet, strconv.Itoa(at.Column)}, "\x1f")
}

func newCause(c *Check, p problem.Problem, l problem.Language) *cause {
	said := p.In(l)
	one := &cause{
		ID: causeID(p), Severity: p.Severity,
		Grid:   slices.IndexFunc(c.Grids, func(g *Grid) bool { return g.holds(p.Position) }),
		Column: p.Position.Column, Where: p.Position.String(), Message: said.Message(), Hint: said.Hint(),
		Values: []string{}, values: map[string]bool{}, First: p.Position.Row,
	}
	for _, line := range p.Pastes {
		if !strings.Contains(string(line), "\n") {
			one.pastes, one.Hint = append(one.pastes, string(line)), p.Aside(l)
		}
	}
	if one.Grid >= 0 && one.Column > 0 {
		one.Header = c.Grids[one.Grid].Header(one.Column)
	}
	return one
}

func (one *cause) add(p problem.Problem) {
	one.Count++
	one.rows = append(one.rows, p.Position.Row)
	if len(one.values) > maxSkipped || one.values[p.Value] {
		return
	}
	one.values[p.Value] = true
	if p.Value != "" && len(one.Values) < shownValues {
		one.Values = append(one.Values, p.Value)
	}
}

// remedies are what can be done for all problems of the cause: the line that the hint names, and rules that
// leave the rows out.
func (one *cause) remedies(c *Check) []remedy {
	all := []remedy{}
	for _, line := range one.pastes {
		all = append(all, remedyOf(line))
	}
	if one.Severity != problem.Error || one.First == 0 || one.Grid < 0 {
		return all
	}
	if g := c.Grids[one.Grid]; g.Kind != "" && one.Header != "" {
		var texts []string
		for _, row := range one.rows {
			text := fmt.Sprintf("%q", g.Cell(row, one.Column))
			if !slices.Contains(texts, text) {
				texts = append(texts, text)
			}
			if len(texts) > maxSkipped {
				break
			}
		}
		if len(texts) <= maxSkipped {
			all = append(all, remedy{Kind: "skip", Rows: len(one.rows),
				Line: fmt.Sprintf("skip: { %s: { %q: [%s] } }", g.Kind, one.Header,
					strings.Join(texts, ", "))})
		}
	}
	return append(all, remedy{Kind: "skipBad", Line: "skip-bad-rows: true"})
}

// mark is a problem of a cell in a window of the grid.
type mark struct {
	Row      int              `json:"row"`
	Column   int              `json:"column"`
	Severity problem.Severity `json:"severity"`
	Message  string           `json:"message"`
	Value    string           `json:"value"`
	Hint     string           `json:"hint"`
	Cause    string           `json:"cause"`
}

func markOf(p problem.Problem, l problem.Language) mark {
	said := p.In(l)
	return mark{p.Position.Row, p.Position.Column, p.Severity, said.Message(), p.Value,
		said.Hint(), causeID(p)}
}
