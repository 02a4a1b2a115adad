package studio

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
	"plugsheet/serve/loopback"
)

// Bounds of the works in the background.
const (
	maxRunning = 4                      // at the same time
	maxKept    = 16                     // that have ended
	waitTime   = 200 * time.Millisecond // that an answer waits for the end of a work
)

// How a work stands.
const (
	running = "running"
	done    = "done"
	failed  = "failed"
	stopped = "stopped"
)

// workState is something that may take long, as the page sees it.
type workState struct {
	ID      string `json:"id"`
	Stage   string `json:"stage"`
	Done    int64  `json:"done"`
	Total   int64  `json:"total"` // 0: not known
	State   string `json:"state"`
	Result  any    `json:"result,omitempty"`  // of one that is done
	Problem string `json:"problem,omitempty"` // of one that has failed
	Hint    string `json:"hint,omitempty"`
}

// work is one that is under way or has ended.
type work struct {
	mu    sync.Mutex
	now   workState
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
func (w *work) look() workState {
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
		w.now.State, w.now.Result = done, result
	case ctx.Err() != nil:
		w.now.State = stopped
	default:
		w.now.State = failed
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

// begin begins a work and answers how it stands after a moment: many have ended by then.
func (ws *works) begin(w http.ResponseWriter, r *http.Request,
	do func(context.Context, Progress) (any, error)) {
	ctx, stop := context.WithCancel(context.WithoutCancel(r.Context()))
	one := &work{stop: stop, ended: make(chan struct{}), now: workState{State: running}}
	if !ws.add(one) {
		stop()
		refuse(w, r, http.StatusTooManyRequests, "too much is under way: stop something first")
		return
	}
	l := languageOf(r)
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
	runs := func(w *work) bool { return w.look().State == running }
	under := each.That(ws.all, runs)
	if len(under) >= maxRunning {
		return false
	}
	ws.count++
	one.now.ID = strconv.Itoa(ws.count)
	ended := slices.DeleteFunc(ws.all, runs)
	ws.all = append(append(ended[max(0, len(ended)-maxKept):], under...), one)
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
	refuse(w, r, http.StatusNotFound, "nothing of that name is under way")
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
