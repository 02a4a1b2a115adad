package studio

import (
	"context"
	"net/http"

	"plugsheet/serve/loopback"
)

// withTable does something with the spreadsheet that is open, while nobody else does.
func (s *Studio) withTable(w http.ResponseWriter, r *http.Request,
	do func(context.Context, *open) (any, error)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.table == nil {
		refuse(w, r, http.StatusConflict, "no spreadsheet is open")
		return
	}
	answer, err := do(r.Context(), s.table)
	if err != nil {
		refuseFor(w, r, err)
		return
	}
	loopback.Write(w, answer)
}

// mapping answers GET /api/mapping.
func (s *Studio) mapping(w http.ResponseWriter, r *http.Request) {
	s.withTable(w, r, func(ctx context.Context, t *open) (any, error) {
		return t.Mapping(ctx, languageOf(r))
	})
}

// choose answers POST /api/choose: what a column or a sheet is. The mapping with that comes back.
func (s *Studio) choose(w http.ResponseWriter, r *http.Request, c Choice) {
	s.withTable(w, r, func(ctx context.Context, t *open) (any, error) {
		if err := t.Choose(ctx, c); err != nil {
			return nil, err
		}
		return t.Mapping(ctx, languageOf(r))
	})
}

// settingsChange is how the plugsheet.yaml changes.
type settingsChange struct {
	File  string `json:"file"`
	Lines []line `json:"lines"`
}

// settings answers GET /api/settings: how the plugsheet.yaml would change.
func (s *Studio) settings(w http.ResponseWriter, r *http.Request) {
	s.withTable(w, r, func(_ context.Context, t *open) (any, error) { return t.change() })
}

// change is how the plugsheet.yaml would change.
func (o *open) change() (any, error) {
	c, err := o.Settings()
	return settingsChange{c.File, difference(c.Before, c.After)}, err
}

// keepSettings answers POST /api/settings: the plugsheet.yaml is written.
func (s *Studio) keepSettings(w http.ResponseWriter, r *http.Request) {
	s.withTable(w, r, func(_ context.Context, t *open) (any, error) {
		if err := t.Keep(); err != nil {
			return nil, err
		}
		return t.change()
	})
}
