package studio

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"plugsheet/index"
	"plugsheet/index/gaps"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
)

// Bounds of what the step shows.
const (
	maxWhy      = 5   // products of which is said why they come first
	maxMessages = 50  // that the bot did not understand
	maxText     = 300 // bytes of a search or a message
)

// Improver teaches the search, as plugsheet gaps does.
type Improver interface {
	// Gaps are the searches in a bundle that found nothing for a word, with what may be meant.
	Gaps(ctx context.Context, bundle string) ([]gaps.Group, error)
	// Teach has the search take a word for another one, and proves it; without a meaning the searches are
	// forgotten.
	Teach(ctx context.Context, bundle, typed, meant string) (Taught, error)
	// Commands are those that do the same, and that say why a product comes first.
	Commands(bundle string) (improve, why Same)
}

// Taught is what a new synonym does.
type Taught struct {
	Answered []Answered `json:"answered"`
	Open     []string   `json:"open"`  // what still finds nothing
	Cases    int        `json:"cases"` // search tests that were added
}

// Answered is a search that found nothing and now finds something.
type Answered struct {
	Query    string   `json:"query"`
	Products int      `json:"products"`
	First    []string `json:"first"` // titles
}

// improvable is what may be improved in what is published.
type improvable struct {
	First    bool         `json:"first"` // nothing is published yet
	Groups   []gaps.Group `json:"groups"`
	Messages []gaps.Count `json:"messages"`
	Answers  []answer     `json:"answers"` // of the bot, that a message may have asked for
	Command  Same         `json:"command"`
	Why      Same         `json:"why"`
}

// answer is one of the bot's.
type answer struct {
	Scenario string `json:"scenario"`
	ID       string `json:"id"`
	Text     string `json:"text"` // its first message
}

// improve answers POST /api/improve, in the background: an index may have to be built.
func (s *Studio) improve(w http.ResponseWriter, r *http.Request) {
	s.work.begin(w, r, func(ctx context.Context, p Progress) (any, error) {
		p("looking", 0, 0)
		out := improvable{Groups: []gaps.Group{}, Messages: []gaps.Count{}, Answers: []answer{}}
		dir := s.published()
		b, err := bundle.Open(ctx, dir)
		if errors.Is(err, bundle.ErrNotBundle) {
			out.First = true
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		out.Command, out.Why = s.o.Improver.Commands(dir)
		groups, err := s.o.Improver.Gaps(ctx, dir)
		if err != nil {
			return nil, err
		}
		messages, err := gaps.Read(ctx, gaps.Messages(gaps.Folder(dir)))
		if err != nil {
			return nil, err
		}
		out.Groups = append(out.Groups, groups...)
		out.Messages = append(out.Messages, messages[:min(len(messages), maxMessages)]...)
		for _, a := range b.BotAnswers() {
			one := answer{Scenario: a.Scenario, ID: a.ID}
			if len(a.Messages) > 0 {
				one.Text = a.Messages[0]
			}
			out.Answers = append(out.Answers, one)
		}
		return out, nil
	})
}

// teach answers POST /api/teach: a synonym is accepted, or the searches are forgotten where nothing is meant.
func (s *Studio) teach(w http.ResponseWriter, r *http.Request, v struct{ Typed, Meant string }) {
	s.work.begin(w, r, func(ctx context.Context, p Progress) (any, error) {
		p("looking", 0, 0)
		return s.o.Improver.Teach(ctx, s.published(), v.Typed, v.Meant)
	})
}

// reason is why a product stands where it stands.
type reason struct {
	Reference string   `json:"reference"`
	Title     string   `json:"title"`
	Score     float64  `json:"score"`
	Absent    bool     `json:"absent"` // worth less, since it is not available
	Shares    []share  `json:"shares"`
	Bonuses   []string `json:"bonuses"` // words that make it worth more
}

// share is what a piece of the text adds to a product.
type share struct {
	Typed  string   `json:"typed"`
	Worth  float64  `json:"worth"`
	Fields []string `json:"fields"`
}

// reasons are why a search answers as it does.
type reasons struct {
	Total    int          `json:"total"`
	Terms    []index.Term `json:"terms"`
	Products []reason     `json:"products"`
}

// why answers POST /api/why: why these products come first for a search.
func (s *Studio) why(w http.ResponseWriter, r *http.Request, v struct{ Text string }) {
	s.work.begin(w, r, func(ctx context.Context, p Progress) (any, error) {
		p("looking", 0, 0)
		b, err := bundle.Open(ctx, s.published())
		if err != nil {
			return nil, err
		}
		x, err := index.Open(ctx, b)
		if err != nil {
			return nil, err
		}
		defer x.Close()
		text := v.Text[:min(len(v.Text), maxText)]
		q := index.Query{Text: text, Limit: maxWhy, Explain: true, At: time.Now()}
		page, err := x.Search(ctx, q)
		if err != nil {
			return nil, err
		}
		records, err := x.Records(page.Products)
		if err != nil {
			return nil, err
		}
		return reasonsOf(page, records), nil
	})
}

func reasonsOf(page index.Page, records []bundle.Record) reasons {
	out := reasons{Total: page.Total,
		Terms: append([]index.Term{}, page.Explain.Terms...), Products: []reason{}}
	for i, record := range records {
		one := reason{Reference: record.Product.Reference, Title: record.Product.Title, Shares: []share{},
			Bonuses: []string{}}
		if i < len(page.Explain.Products) {
			e := page.Explain.Products[i]
			one.Score, one.Absent = e.Score, e.Absent
			for t, worth := range e.Terms {
				if worth > 0 && t < len(e.Fields) {
					one.Shares = append(one.Shares, share{out.Terms[t].Typed, worth, e.Fields[t]})
				}
			}
			one.Bonuses = each.Of(e.Bonuses, func(n int) string { return page.Explain.Bonuses[n].Words })
		}
		out.Products = append(out.Products, one)
	}
	return out
}

// phrase answers POST /api/phrase: a message becomes a phrase of an answer, as a correction of the answer's
// cell, and is forgotten; without an answer it is only forgotten.
func (s *Studio) phrase(w http.ResponseWriter, r *http.Request,
	v struct{ Message, Scenario, Answer string }) {
	messages := gaps.Messages(gaps.Folder(s.published()))
	forget := func(ctx context.Context) error { return gaps.Forget(ctx, messages, v.Message) }
	l := languageOf(r)
	s.work.begin(w, r, func(ctx context.Context, p Progress) (any, error) {
		cell := ""
		if v.Answer != "" {
			c, err := s.checkNow(ctx, p, l, nil)
			if err != nil {
				return nil, err
			}
			s.mu.Lock()
			defer s.mu.Unlock()
			if s.table == nil {
				return nil, errors.New(l.Say("no spreadsheet is open"))
			}
			m, err := s.table.Mapping(ctx, l)
			if err != nil {
				return nil, err
			}
			at, now, found := phrasesCell(m, c, v.Scenario, v.Answer)
			if !found {
				return nil, errors.New(l.Say("the spreadsheet that is open has no answer %q", v.Answer))
			}
			text := strings.TrimPrefix(now+" | "+strings.ReplaceAll(v.Message, "|", " "), " | ")
			if err := s.table.Correct(ctx, at, text, false); err != nil {
				return nil, err
			}
			cell = at.Cell()
		}
		return struct {
			Cell string `json:"cell"`
		}{cell}, forget(ctx)
	})
}

// phrasesCell is the cell with the phrases of an answer of the bot, and what it is read as.
func phrasesCell(m Mapping, c *Check, scenario, id string) (at problem.Position, now string, found bool) {
	for _, sheet := range m.Sheets {
		column := func(use string) int {
			i := slices.IndexFunc(sheet.Columns, func(c Column) bool { return c.Use == use })
			if i < 0 {
				return 0
			}
			return problem.ColumnNumber(sheet.Columns[i].Letter)
		}
		phrases, ids, scenarios := column("phrases"), column("id"), column("scenario")
		for _, g := range c.Grids {
			if g.Kind != "botAnswers" || g.File != sheet.File || g.Title != sheet.Title || phrases == 0 ||
				ids == 0 {
				continue
			}
			for i := range g.Len() {
				number, _ := g.Row(i)
				if g.Cell(number, ids) != id || scenarios > 0 && g.Cell(number, scenarios) != scenario {
					continue
				}
				at := problem.Position{File: g.File, Sheet: g.Sheet, Row: number, Column: phrases}
				return at, c.reads(g, at), true
			}
		}
	}
	return at, "", false
}
