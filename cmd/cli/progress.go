package cli

import (
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// patience is how long work must take before a bar is shown for it.
const patience = 500 * time.Millisecond

// Progress shows one bar on a terminal for work that takes longer than [patience], and nothing anywhere
// else. Its methods are called from one goroutine.
type Progress struct {
	w       io.Writer // nil where there is no terminal
	what    string
	since   time.Time
	bar     *progressbar.ProgressBar
	ofTotal int64
}

// NewProgress prepares a bar on stderr, where that is a terminal.
func NewProgress(p Process) *Progress {
	f, ok := p.Stderr.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return &Progress{}
	}
	return &Progress{w: f, since: time.Now()}
}

// Step shows how far the work called what has come; a total of 0 is an unknown one.
func (g *Progress) Step(what string, done, total int64) {
	if g.w == nil || g.bar == nil && time.Since(g.since) < patience {
		return
	}
	if g.bar == nil || g.what != what || g.ofTotal != total {
		g.End()
		g.what, g.ofTotal, g.bar = what, total, newBar(g.w, what, total)
	}
	g.bar.Set64(done) // an error is a terminal that went away, which the work does not need
}

// End takes the bar away.
func (g *Progress) End() {
	if g.bar != nil {
		g.bar.Clear()
		g.bar = nil
	}
}

func newBar(w io.Writer, what string, total int64) *progressbar.ProgressBar {
	if total <= 0 {
		total = -1
	}
	return progressbar.NewOptions64(total,
		progressbar.OptionSetWriter(w),
		progressbar.OptionSetDescription(what),
		progressbar.OptionShowBytes(false),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionClearOnFinish(),
		progressbar.OptionSetWidth(30),
		progressbar.OptionSetPredictTime(true),
	)
}
