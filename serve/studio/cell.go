package studio

import (
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
	"plugsheet/serve/loopback"
)

// cellValue is what the page says of a cell.
type cellValue struct {
	Grid   int    `json:"grid"`
	Row    int    `json:"row"`
	Column int    `json:"column"`
	Value  string `json:"value"`
	Undo   bool   `json:"undo"`
}

// cellOf finds the cell that a page speaks of; it reports false where there is none, and has then refused
// the request.
func (s *Studio) cellOf(w http.ResponseWriter, r *http.Request, v cellValue) (g *Grid, at problem.Position,
	ok bool) {
	if g, at, ok = s.placeOf(v); !ok {
		loopback.Refuse(w, http.StatusConflict, languageOf(r).Say("nothing has been checked yet"))
	}
	return g, at, ok
}

// placeOf is the sheet and the place of a cell in what was checked last; false for none.
func (s *Studio) placeOf(v cellValue) (g *Grid, at problem.Position, ok bool) {
	c, _, done := s.checked()
	defer done()
	if c == nil || v.Grid < 0 || v.Grid >= len(c.Grids) || v.Row < 1 || v.Column < 1 {
		return nil, at, false
	}
	g = c.Grids[v.Grid]
	return g, problem.Position{File: g.File, Sheet: g.Sheet, Row: v.Row, Column: v.Column}, true
}

// checked is the last check of the spreadsheet that is open, which stays open until it is done with; nil for
// none, also where the check was of another one.
func (s *Studio) checked() (c *Check, t *open, done func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.checks.mu.Lock()
	defer s.checks.mu.Unlock()
	if s.table == nil || s.checks.of != s.table {
		return nil, nil, func() {}
	}
	t = s.table
	t.busy.RLock()
	return s.checks.last, t, t.busy.RUnlock
}

// typed answers POST /api/typed: what would be wrong in a row with another value in a cell.
func (s *Studio) typed(w http.ResponseWriter, r *http.Request, v cellValue) {
	g, at, ok := s.cellOf(w, r, v)
	if !ok {
		return
	}
	s.withTable(w, r, func(ctx context.Context, t *open) (any, error) {
		found, err := t.Try(ctx, g, at, v.Value)
		marks := each.Of(found, func(p problem.Problem) mark { return markOf(p, languageOf(r)) })
		return marks, err
	})
}

// correct answers POST /api/correct: a cell is read as another value from now on, or again as it stands.
func (s *Studio) correct(w http.ResponseWriter, r *http.Request, v cellValue) {
	_, at, ok := s.cellOf(w, r, v)
	if !ok {
		return
	}
	s.withTable(w, r, func(ctx context.Context, t *open) (any, error) {
		return struct {
			Cell string `json:"cell"`
		}{at.Cell()}, t.Correct(ctx, at, v.Value, v.Undo)
	})
}

// marked answers GET /api/marked: a copy of the spreadsheet with the problems marked, as a workbook.
func (s *Studio) marked(w http.ResponseWriter, r *http.Request) {
	l := languageOf(r)
	c, t, done := s.checked()
	defer done()
	if c == nil {
		loopback.Refuse(w, http.StatusConflict, l.Say("nothing has been checked yet"))
		return
	}
	dir, err := os.MkdirTemp("", "plugsheet-studio-") // of this download alone
	defer os.RemoveAll(dir)
	to := filepath.Join(dir, "marked.xlsx")
	if err == nil {
		err = t.Mark(r.Context(), to, c.Problems, l)
	}
	if err != nil {
		message, hint := say(l, err)
		loopback.Refuse(w, http.StatusUnprocessableEntity, strings.TrimRight(message+"\n"+hint, "\n"))
		return
	}
	f, err := os.Open(to)
	if err != nil {
		loopback.Refuse(w, http.StatusInternalServerError, err.Error())
		return
	}
	defer f.Close()
	w.Header().Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	w.Header().Set("Content-Disposition", `attachment; filename="marked.xlsx"`)
	io.Copy(w, f)
}
