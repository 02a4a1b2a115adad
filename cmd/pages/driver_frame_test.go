package pages

import (
	"context"
	"errors"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// InFrame runs an expression in the page's first frame, whose script has no part in it, until it is true.
func (b *Tab) InFrame(expression string) {
	b.t.Helper()
	b.inFrame(1, expression)
}

// InInnerFrame is InFrame for the first frame of the page in the first frame.
func (b *Tab) InInnerFrame(expression string) {
	b.t.Helper()
	b.inFrame(2, expression)
}

func (b *Tab) inFrame(depth int, expression string) {
	b.t.Helper()
	var world runtime.ExecutionContextID
	for end := time.Now().Add(Patience); ; b.Pause() {
		if world == 0 {
			world = b.frameWorld(depth)
		}
		value, err := b.inWorld(world, expression)
		if err == nil && value == "true" {
			return
		}
		if time.Now().After(end) {
			text, _ := b.inWorld(world, "document.body.innerText")
			b.t.Fatalf("never in the frame: %s (%v)\n%s", expression, err, text)
		}
		if err != nil {
			world = 0 // the frame has gone on to another page, or what is looked for is not there yet
		}
	}
}

// Pause lets the page go on for a moment: for those who look again and again at what the page cannot be asked
// for.
func (b *Tab) Pause() {
	b.t.Helper()
	Get[bool](b, "new Promise((resolve) => setTimeout(resolve, 20, true))")
}

// frameWorld gives a world of scripts in the first frame at a depth; 0 while there is none, or none that
// stays.
func (b *Tab) frameWorld(depth int) runtime.ExecutionContextID {
	b.t.Helper()
	tree := call(b, page.GetFrameTree, cdp.Empty{}).FrameTree
	for range depth {
		if len(tree.ChildFrames) == 0 {
			return 0
		}
		tree = tree.ChildFrames[0]
	}
	ctx, end := context.WithTimeout(b.ctx, Patience)
	defer end()
	made, err := chromedp.Call(ctx, page.CreateIsolatedWorld,
		page.CreateIsolatedWorldParams{FrameID: tree.Frame.ID})
	if err != nil {
		return 0
	}
	return made.ExecutionContextID
}

// inWorld evaluates an expression in a world and gives its value as JSON.
func (b *Tab) inWorld(world runtime.ExecutionContextID, expression string) (string, error) {
	if world == 0 {
		return "", errors.New("there is no frame")
	}
	ctx, end := context.WithTimeout(b.ctx, Patience)
	defer end()
	yes := true
	r, err := chromedp.Call(ctx, runtime.Evaluate,
		runtime.EvaluateParams{Expression: expression, ContextID: world, ReturnByValue: &yes})
	if err != nil {
		return "", err
	}
	if r.ExceptionDetails != nil {
		return "", errors.New(r.ExceptionDetails.Text)
	}
	return string(r.Result.Value), nil
}
