package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"plugsheet/schemas/problem"
)

// The exit codes: one table for all commands.
const (
	exitDone        = 0
	exitFailed      = 1
	exitUsage       = 2
	exitProblems    = 3
	exitInterrupted = 130
)

// ErrProblems says that the work ran and found problems in the data, all of them printed already.
var ErrProblems = errors.New("problems in the data")

// UsageError says that the command line or a setting makes no sense.
type UsageError struct{ message, hint string }

// UsageErrorf makes a [UsageError] without a hint.
func UsageErrorf(format string, args ...any) *UsageError {
	return &UsageError{message: fmt.Sprintf(format, args...)}
}

// WithHint adds what to do about it.
func (e *UsageError) WithHint(format string, args ...any) *UsageError {
	e.hint = fmt.Sprintf(format, args...)
	return e
}

// Error is what is wrong, without the hint.
func (e *UsageError) Error() string { return e.message }

// hintedError is an error with the hint of the place that knows best what to do.
type hintedError struct {
	err  error
	hint string
}

// WithHint adds to an error what to do about it; nil stays nil.
func WithHint(err error, format string, args ...any) error {
	if err == nil {
		return nil
	}
	return &hintedError{err, fmt.Sprintf(format, args...)}
}

func (e *hintedError) Error() string { return e.err.Error() }
func (e *hintedError) Unwrap() error { return e.err }

// ExitCode is the one place that chooses it.
func ExitCode(err error) int {
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, context.Canceled):
		return exitInterrupted
	case errors.Is(err, ErrProblems):
		return exitProblems
	case IsUsage(err):
		return exitUsage
	}
	return exitFailed
}

// Execute runs a command line and gives its exit code. An error is told on stderr.
func Execute(ctx context.Context, root *cobra.Command, p Process) int {
	c, err := root.ExecuteContextC(ctx)
	if err != nil {
		l := problem.English // for a command that has no choice
		if f := c.Flags().Lookup("lang"); f != nil {
			l, _ = Language(p, f.Value.String()) // a wrong one has been told of
		}
		printError(p.Stderr, c.CommandPath(), l, err)
	}
	return ExitCode(err)
}

// inLanguages are errors about inputs, which whoever made the file should understand. The others are for
// whoever runs the program, and in English.
type inLanguages interface {
	In(l problem.Language) (message, hint string)
}

// printError is the one place that turns an error into text: what is wrong, and what to do. Errors that were
// joined are told one after the other, each with its own hint.
func printError(w io.Writer, command string, l problem.Language, err error) {
	if joined, ok := err.(interface{ Unwrap() []error }); ok && err.Error() == lines(joined.Unwrap()) {
		for _, e := range joined.Unwrap() {
			printError(w, command, l, e)
		}
		return
	}
	if errors.Is(err, ErrProblems) {
		return
	}
	if said, ok := err.(inLanguages); ok && l != problem.English {
		message, hint := said.In(l)
		PrintLines(w, l.Say("error"), message)
		if hint != "" {
			PrintLines(w, strings.TrimRight(l.Say("hint: "), ": "), hint)
		}
		return
	}
	text, hint := Describe(err, command)
	if errors.Is(err, context.Canceled) {
		text = "interrupted"
	}
	PrintLines(w, "error", text)
	if hint != "" {
		PrintLines(w, "hint", hint)
	}
}

// lines is the text of errors that were joined and nothing else.
func lines(errs []error) string { return errors.Join(errs...).Error() }

// PrintLines writes text with the same word before each of its lines.
func PrintLines(w io.Writer, word, text string) {
	for line := range strings.Lines(strings.TrimSpace(text)) {
		fmt.Fprintf(w, "plugsheet: %s: %s\n", word, strings.TrimSuffix(line, "\n"))
	}
}
