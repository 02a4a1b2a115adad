package web

import (
	"fmt"
	"runtime"
	"strings"
)

// Panicked is the error of a panic, to be called by the function that recovered it. What a panic says may be
// made of the request, so of a text only its type is told; what the runtime says (an index, a nil pointer)
// holds nothing of it. Where it happened is what helps.
func Panicked(p any) error {
	what := fmt.Sprintf("%T", p)
	if err, ok := p.(runtime.Error); ok {
		what = err.Error()
	}
	return fmt.Errorf("panic: %s, at %s", what, panicPlace())
}

// panicPlace is the function and the line that panicked.
func panicPlace() string {
	callers := make([]uintptr, 64)
	frames := runtime.CallersFrames(callers[:runtime.Callers(2, callers)])
	for inPanic := false; ; {
		f, more := frames.Next()
		if inPanic && !strings.HasPrefix(f.Function, "runtime.") {
			return fmt.Sprintf("%s:%d", f.Function, f.Line)
		}
		inPanic = inPanic || f.Function == "runtime.gopanic"
		if !more {
			return "an unknown place"
		}
	}
}
