package cmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

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

// errProblems says that the work ran and found problems in the data, all of them printed already.
var errProblems = errors.New("problems in the data")

// usageError says that the command line or a setting makes no sense.
type usageError struct{ message, hint string }

func usageErrorf(format string, args ...any) *usageError {
	return &usageError{message: fmt.Sprintf(format, args...)}
}

func (e *usageError) withHint(format string, args ...any) *usageError {
	e.hint = fmt.Sprintf(format, args...)
	return e
}

func (e *usageError) Error() string { return e.message }

// hintedError is an error with the hint of the place that knows best what to do.
type hintedError struct {
	err  error
	hint string
}

func withHint(err error, format string, args ...any) error {
	if err == nil {
		return nil
	}
	return &hintedError{err, fmt.Sprintf(format, args...)}
}

func (e *hintedError) Error() string { return e.err.Error() }
func (e *hintedError) Unwrap() error { return e.err }

// exitCode is the one place that chooses it.
func exitCode(err error) int {
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, context.Canceled):
		return exitInterrupted
	case errors.Is(err, errProblems):
		return exitProblems
	case isUsage(err):
		return exitUsage
	}
	return exitFailed
}

// teller is who tells of an error: which command, in which language.
type teller struct {
	command  string
	language problem.Language
}

// inLanguages are errors about inputs, which whoever made the file should understand. The others are for whoever runs the
// program, and in English.
type inLanguages interface {
	In(l problem.Language) (message, hint string)
}

// printError is the one place that turns an error into text: what is wrong, and what to do. Errors that were joined
// are told one after the other, each with its own hint.
func printError(w io.Writer, t teller, err error) {
	if joined, ok := err.(interface{ Unwrap() []error }); ok && err.Error() == lines(joined.Unwrap()) {
		for _, e := range joined.Unwrap() {
			printError(w, t, e)
		}
		return
	}
	if errors.Is(err, errProblems) {
		return
	}
	if said, ok := err.(inLanguages); ok && t.language != problem.English {
		message, hint := said.In(t.language)
		printLines(w, t.language.Say("error"), message)
		if hint != "" {
			printLines(w, strings.TrimRight(t.language.Say("hint: "), ": "), hint)
		}
		return
	}
	text, hint := say(err, t.command)
	if errors.Is(err, context.Canceled) {
		text = "interrupted"
	}
	printLines(w, "error", text)
	if hint != "" {
		printLines(w, "hint", hint)
	}
}

// lines is the text of errors that were joined and nothing else.
func lines(errs []error) string { return errors.Join(errs...).Error() }

// printLines writes text with the same word before each of its lines.
func printLines(w io.Writer, word, text string) {
	for line := range strings.Lines(strings.TrimSpace(text)) {
		fmt.Fprintf(w, "plugsheet: %s: %s\n", word, strings.TrimSuffix(line, "\n"))
	}
}
