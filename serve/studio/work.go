package studio

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"sync"
	"time"

	"plugsheet/schemas/problem"
	"plugsheet/serve/loopback"
)

// Bounds of the works in the background.
const (
	maxRunning = 4                      // at the same time
	maxKept    = 16                     // that have ended
	waitTime   = 200 * time.Millisecond // that an answer waits for the end of a work
)

// State is how a work stands.
type State string

// The states.
const (
	Running State = "running"
	Done    State = "done"
	Failed  State = "failed"
	Stopped State = "stopped"
)

// Work is something that may take long, as the page sees it.
type Work struct {
	ID      string `json:"id"`
	Stage   string `json:"stage"`
	Done    int64  `json:"done"`
	Total   int64  `json:"total"` // 0: not known
	State   State  `json:"state"`
	Result  any    `json:"result,omitempty"`  // of one that is done
	Problem string `json:"problem,omitempty"` // of one that has failed
	Hint    string `json:"hint,omitempty"`
}

// work is one that is under way or has ended.
type work struct {
	mu    sync.Mutex
	now   Work
	stop  context.CancelFunc
	ended chan struct{}
}

// progress notes how far it is.
func (w *work) progress(stage string, done, total int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now.Stage, w.now.Done, w.now.Total = stage, done, total
}

// look is how it stands.
func (w *work) look() Work {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

// end notes how it ended.
func (w *work) end(ctx context.Context, l problem.Language, result any, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case err == nil:
		w.now.State, w.now.Result = Done, result
	case ctx.Err() != nil:
		w.now.State = Stopped
	default:
		w.now.State = Failed
		w.now.Problem, w.now.Hint = say(l, err)
	}
	close(w.ended)
}

// say is an error in a language, and what to do about it.
func say(l problem.Language, err error) (message, hint string) {
	var spoken interface {
		In(problem.Language) (message, hint string)
	}
	if errors.As(err, &spoken) {
		return spoken.In(l)
	}
	return err.Error(), ""
}

// works are all works of a studio.
type works struct {
	mu    sync.Mutex
	all   []*work // the oldest first
	count int
	done  sync.WaitGroup
}

func newWorks() *works { return &works{} }

// routes are the requests about works.
func (ws *works) routes(mux *http.ServeMux) {
	mux.HandleFunc("GET /api/work/{id}", ws.show)
	mux.HandleFunc("POST /api/work/{id}/stop", ws.stop)
}

// begin begins a work and answers how it stands after a moment: many have ended by then.
func (ws *works) begin(w http.ResponseWriter, r *http.Request,
	do func(context.Context, Progress) (any, error)) {
	ctx, stop := context.WithCancel(context.WithoutCancel(r.Context()))
	one := &work{stop: stop, ended: make(chan struct{}), now: Work{State: Running}}
	l := languageOf(r)
	if !ws.add(one) {
		stop()
		loopback.Refuse(w, http.StatusTooManyRequests, l.Say("too much is under way: stop something first"))
		return
	}
	go func() {
		defer ws.done.Done()
		defer stop()
		result, err := do(ctx, one.progress)
		one.end(ctx, l, result, err)
	}()
	one.answer(w, r)
}

// add takes a work in, unless too many are under way, and lets go of the oldest that have ended.
func (ws *works) add(one *work) bool {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	var running, ended []*work
	for _, w := range ws.all {
		if w.look().State == Running {
			running = append(running, w)
		} else {
			ended = append(ended, w)
		}
	}
	if len(running) >= maxRunning {
		return false
	}
	ws.count++
	one.now.ID = strconv.Itoa(ws.count)
	ws.all = append(append(ended[max(0, len(ended)-maxKept):], running...), one)
	ws.done.Add(1)
	return true
}

// find gives the work that a request names; nil, and the request is refused, for none.
func (ws *works) find(w http.ResponseWriter, r *http.Request) *work {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	for _, one := range ws.all {
		if one.now.ID == r.PathValue("id") { // written before it was taken in
			return one
		}
	}
	loopback.Refuse(w, http.StatusNotFound, languageOf(r).Say("nothing of that name is under way"))
	return nil
}

// show answers GET /api/work/{id}: how a work stands, at its end or after a moment.
func (ws *works) show(w http.ResponseWriter, r *http.Request) {
	if one := ws.find(w, r); one != nil {
		one.answer(w, r)
	}
}

// stop answers POST /api/work/{id}/stop.
func (ws *works) stop(w http.ResponseWriter, r *http.Request) {
	if one := ws.find(w, r); one != nil {
		one.stop()
		one.answer(w, r)
	}
}

// answer answers how a work stands, at its end or after a moment.
func (w *work) answer(rw http.ResponseWriter, r *http.Request) {
	select {
	case <-w.ended:
	case <-time.After(waitTime):
	case <-r.Context().Done():
	}
	loopback.Write(rw, w.look())
}

// stopAll stops all works and waits for their ends.
func (ws *works) stopAll() {
	ws.mu.Lock()
	for _, one := range ws.all {
		one.stop()
	}
	ws.mu.Unlock()
	ws.done.Wait()
}
