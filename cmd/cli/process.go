// Package cli is what all commands share: the process around them, errors with hints and exit codes,
// languages, settings from flags, variables and plugsheet.yaml, progress, and what is printed.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime/debug"
	"slices"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"plugsheet/index"
	"plugsheet/index/build"
	"plugsheet/schemas/bundle"
)

// Process is what a command sees of the process around it.
type Process struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	LookupEnv      func(name string) (string, bool)
}

// Git runs git in a folder and gives what it writes.
func Git(ctx context.Context, dir string, args ...string) ([]byte, error) {
	c := exec.CommandContext(ctx, "git", append([]string{"-C", dir}, args...)...)
	out, err := c.Output()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return out, err
}

// BuildSetting is what the build of this program says under a key, such as vcs.revision; empty where it says
// nothing.
func BuildSetting(key string) string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	i := slices.IndexFunc(info.Settings, func(s debug.BuildSetting) bool { return s.Key == key })
	if i < 0 {
		return ""
	}
	return info.Settings[i].Value
}

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

// MaxLimit is the largest page, as the server's (contract, 7.3).
const MaxLimit = 100

// BuildIndex brings the index of the bundle in dir up to date.
func BuildIndex(ctx context.Context, p Process, dir string) error {
	const hint = "the bundle is written and whole, its index is not: plugsheet serve builds it when it starts"
	b, err := bundle.Open(ctx, dir)
	if err != nil {
		return WithHint(fmt.Errorf("reading the bundle back: %w", err), hint)
	}
	return WithHint(EnsureIndex(ctx, p, b), hint)
}

// EnsureIndex builds the index of b unless there is one that can be opened.
func EnsureIndex(ctx context.Context, p Process, b *bundle.Bundle) error {
	x, err := index.Open(ctx, b)
	if err == nil {
		return x.Close()
	}
	return rebuildIndex(ctx, p, b, err)
}

// rebuildIndex builds the index of b where it could not be opened and building mends that; otherwise
// it gives the cause back. Damage is told.
func rebuildIndex(ctx context.Context, p Process, b *bundle.Bundle, cause error) error {
	switch {
	case errors.Is(cause, index.ErrIndexDamaged):
		PrintLines(p.Stderr, "warning", fmt.Sprintf("%v; it is built anew", cause))
	case !errors.Is(cause, index.ErrMissing):
		return cause
	}
	bar := NewProgress(p)
	defer bar.End()
	return build.Build(ctx, b,
		build.Options{Progress: func(done, total int64) { bar.Step("indexing", done, total) }})
}

// OpenIndex opens the index of b, which it builds first where it is missing or damaged.
func OpenIndex(ctx context.Context, p Process, b *bundle.Bundle) (*index.Index, error) {
	x, err := index.Open(ctx, b)
	if err == nil {
		return x, nil
	}
	if err := rebuildIndex(ctx, p, b, err); err != nil {
		return nil, err
	}
	return index.Open(ctx, b)
}
