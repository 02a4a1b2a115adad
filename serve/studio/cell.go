package studio

import (
	"context"
	"net/http"
	"os"
	"path/filepath"

	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
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
	c, done := s.checked()
	defer done()
	if c == nil || v.Grid < 0 || v.Grid >= len(c.Grids) || v.Row < 1 || v.Column < 1 {
		refuse(w, r, http.StatusConflict, "nothing has been checked yet")
		return nil, at, false
	}
	g = c.Grids[v.Grid]
	return g, problem.Position{File: g.File, Sheet: g.Sheet, Row: v.Row, Column: v.Column}, true
}

// checked is the last check of the spreadsheet that is open, which stays open until it is done with; nil for
// none, also where the check was of another one.
func (s *Studio) checked() (c *lastCheck, done func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.checks.mu.Lock()
	defer s.checks.mu.Unlock()
	if c = s.checks.last; s.table == nil || c == nil || c.of != s.table {
		return nil, func() {}
	}
	c.of.busy.RLock()
	return c, c.of.busy.RUnlock
}

// withCheck does something with the last check of the spreadsheet that is open.
func (s *Studio) withCheck(w http.ResponseWriter, r *http.Request, do func(*lastCheck)) {
	c, done := s.checked()
	defer done()
	if c == nil {
		refuse(w, r, http.StatusConflict, "nothing has been checked yet")
		return
	}
	do(c)
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
		return map[string]string{"cell": at.Cell()}, t.Correct(ctx, at, v.Value, v.Undo)
	})
}

// marked answers GET /api/marked: a copy of the spreadsheet with the problems marked, as a workbook.
func (s *Studio) marked(w http.ResponseWriter, r *http.Request) {
	s.withCheck(w, r, func(c *lastCheck) {
		dir, err := os.MkdirTemp("", "plugsheet-studio-") // of this download alone
		defer os.RemoveAll(dir)
		to := filepath.Join(dir, "marked.xlsx")
		if err == nil {
			err = c.of.Mark(r.Context(), to, c.Problems, languageOf(r))
		}
		if err != nil {
			refuseFor(w, r, err)
			return
		}
		w.Header().Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
		w.Header().Set("Content-Disposition", `attachment; filename="marked.xlsx"`)
		http.ServeFile(w, r, to)
	})
}
