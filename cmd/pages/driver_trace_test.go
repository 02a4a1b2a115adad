package pages

import (
	"encoding/json"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/tracing"
	"github.com/chromedp/chromedp"
)

// tracedTask is an event of a trace: a piece of work of a thread, or the thread's name.
type tracedTask struct {
	Name string
	PID  int
	TID  int
	TDur int64 // µs of the processor
	Args struct{ Name string }
}

// LongestTask does something and gives the longest piece of work that the page's thread did meanwhile, in
// time of the processor: what others do on the machine does not count.
func (b *Tab) LongestTask(do func()) (longest time.Duration) {
	b.t.Helper()
	events, done := make(chan tracedTask, 1<<20), make(chan struct{})
	must(b.t, chromedp.Listen(b.ctx, func(event any) {
		switch e := event.(type) {
		case *tracing.EventDataCollected:
			for _, value := range e.Value {
				var task tracedTask
				if json.Unmarshal(value, &task) == nil {
					events <- task
				}
			}
		case *tracing.EventTracingComplete:
			close(done)
		}
	}))
	call(b, tracing.Start, tracing.StartParams{TraceConfig: &tracing.TraceConfig{
		IncludedCategories: []string{"disabled-by-default-devtools.timeline", "toplevel", "__metadata"}}})
	do()
	call(b, tracing.End, cdp.Empty{})
	select {
	case <-done:
	case <-time.After(Patience):
		b.t.Fatal("the trace never ends")
	}
	close(events)
	type thread struct{ process, thread int }
	most := map[thread]int64{}
	pages := map[thread]bool{}
	for task := range events {
		at := thread{task.PID, task.TID}
		switch task.Name {
		case "thread_name":
			pages[at] = pages[at] || task.Args.Name == "CrRendererMain"
		case "RunTask", "ThreadControllerImpl::RunTask":
			most[at] = max(most[at], task.TDur)
		}
	}
	for at := range pages {
		if pages[at] {
			longest = max(longest, time.Duration(most[at])*time.Microsecond)
		}
	}
	return longest
}
