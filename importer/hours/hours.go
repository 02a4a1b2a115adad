// Package hours reads the days, the times of a day and the holidays of a bot as people write them, in eight
// languages: "Mon-Fri", "du lundi au vendredi", "werktags", "9am-5pm", "9 bis 17 Uhr", "24.12.-26.12.".
//
// A word counts only as a whole word, and first in the languages that the scenario speaks: "di" is Sunday in
// French and Tuesday in Italian. What is left over is an error, never skipped. The functions are pure and
// safe for use by several goroutines at once.
package hours

import (
	"errors"
	"fmt"
	"slices"
)

// Span is a stretch of a day, from a time to a time as 15:04; the end may be 24:00. One that ends before it
// begins goes on after midnight.
type Span struct{ From, To string }

// Times is what a cell of times says: spans, or all day long, or that there is no service. Days is true where
// it names all days of the week too, as 24/7 does.
type Times struct {
	Spans  []Span
	Around bool
	Closed bool
	Daily  bool
}

// ErrAmbiguous is for what can be read in two ways. Callers ask, they do not choose.
var ErrAmbiguous = errors.New("this can be read in two ways")

// unknownError is for a text with a part that nobody understands.
type unknownError struct{ rest string }

func (e *unknownError) Error() string { return fmt.Sprintf("%q is not understood", e.rest) }

// Days reads days of the week, 1 for Monday to 7 for Sunday, in order and each once. A span may pass Sunday.
// A blank text has none. The languages are two letters each; where none of them understands the text, the
// others are asked, for words of at least three letters, and must agree.
func Days(text string, languages ...string) ([]int, error) {
	return agreed(languages, slices.Equal[[]int], func(v *vocabulary, foreign bool) ([]int, error) {
		return v.days(plain(text), foreign)
	})
}

// OfDay reads the times of a day. A blank text has none. "9-5" is ambiguous: it may mean the evening or the
// morning after.
func OfDay(text string, languages ...string) (Times, error) {
	return agreed(languages, equalTimes, func(v *vocabulary, _ bool) (Times, error) {
		return v.times(plain(text))
	})
}

func equalTimes(a, b Times) bool {
	return slices.Equal(a.Spans, b.Spans) && a.Around == b.Around && a.Closed == b.Closed &&
		a.Daily == b.Daily
}

// agreed reads a text in each of the languages and gives what they say, if it is the same; in all other
// languages where none of them understands it.
func agreed[T any](languages []string, equal func(a, b T) bool,
	read func(v *vocabulary, foreign bool) (T, error)) (T, error) {
	value, err, tried := among(languages, equal, read, false)
	if tried && (err == nil || errors.Is(err, ErrAmbiguous)) {
		return value, err
	}
	others := slices.DeleteFunc(allLanguages(), func(l string) bool { return slices.Contains(languages, l) })
	foreign, foreignErr, _ := among(others, equal, read, true)
	if foreignErr == nil || !tried || errors.Is(foreignErr, ErrAmbiguous) {
		return foreign, foreignErr
	}
	return value, err
}

// among reads a text in some languages: the value that all of them give that understand it, or the first's
// error. Tried tells whether there was any.
func among[T any](
	languages []string, equal func(a, b T) bool, read func(*vocabulary, bool) (T, error), foreign bool,
) (value T, err error, tried bool) {
	found := false
	for _, l := range languages {
		v := vocabularies()[l]
		if v == nil {
			continue
		}
		got, wrong := read(v, foreign)
		switch {
		case wrong != nil && (!tried || errors.Is(wrong, ErrAmbiguous)):
			err = wrong
		case wrong == nil && !found:
			value, found = got, true
		case wrong == nil && !equal(value, got):
			return value, ErrAmbiguous, true
		}
		tried = true
	}
	if found {
		return value, nil, true
	}
	return value, err, tried
}
