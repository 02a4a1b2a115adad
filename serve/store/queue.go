package store

import (
	"encoding/json"
	"errors"
	"os"
)

// Forwardable tells whether the bundle has a journal or a part of one.
func (j *Journal) Forwardable() bool {
	last, err := lastPart(j.Dir)
	return err == nil && last > 0 || there(privateFile(j.Dir, journalName))
}

// Retries tells whether dead letters wait to be tried again.
func (j *Journal) Retries() bool {
	return there(privateFile(j.Dir, retryName)) || there(privateFile(j.Dir, retryingName))
}

// Queue gives the actions that are still to be forwarded, and the letters that are to be tried again before
// them.
func (j *Journal) Queue() Queue { return &queue{j: j, tail: &tail{j: j}} }

// queue keeps nothing in memory but the action that it is at.
type queue struct {
	j    *Journal
	tail *tail

	begun bool
	done  func() error // of the one that Next gave; nil: it gave none
}

// Next gives the next action.
func (q *queue) Next() (Letter, error) {
	if !q.begun {
		if err := q.begin(); err != nil {
			return Letter{}, err
		}
		q.begun = true
	}
	if l, ok, err := q.retried(); ok || err != nil {
		return l, err
	}
	line, end, err := q.tail.next()
	if err != nil {
		return Letter{}, err
	}
	q.done = func() error {
		q.tail.at = end // and goes on behind it, whatever the disk says
		return end.save(q.j.Dir)
	}
	var a Action
	if line == nil || json.Unmarshal(line, &a) != nil || a.Time == "" {
		return Letter{}, ErrNoAction
	}
	return Letter{ID: DeliveryID(line), Action: a}, nil
}

// Done notes that the one that Next gave came to its end.
func (q *queue) Done() error {
	done := q.done
	if q.done = nil; done == nil {
		return nil
	}
	return done()
}

// Bury adds a dead letter.
func (q *queue) Bury(d DeadLetter) error { return bury(q.j.Dir, d) }

// Close closes the journal's file; what was not done is read again.
func (q *queue) Close() { q.tail.close() }

// begin reads how far the journal has been forwarded. Where that is lost, everything is sent again: at least
// once.
func (q *queue) begin() error {
	if err := q.j.opened(); err != nil {
		return err
	}
	c, err := readCursor(q.j.Dir)
	if err != nil {
		var path *os.PathError
		if errors.As(err, &path) {
			return err
		}
		q.j.Logger.Error("how far actions were forwarded cannot be read; the journal is sent from its "+
			"beginning", "error", err)
		c = cursor{Part: 1}
	}
	q.tail.at = c
	return nil
}

// retried gives the next of the letters that are to be tried again; false where there is none.
func (q *queue) retried() (Letter, bool, error) {
	for {
		if ok, err := takeRetries(q.j.Dir); err != nil || !ok {
			return Letter{}, false, err
		}
		path := privateFile(q.j.Dir, retryingName)
		var letter DeadLetter
		size := int64(-1) // of its line
		err := eachLetter(path, q.tail.at.Retried, func(line []byte, d DeadLetter, err error) bool {
			letter, size = d, int64(len(line))+1
			return false
		})
		switch {
		case err != nil:
			return Letter{}, false, err
		case size < 0: // the last one is done
			if err := q.retriedTo(0); err != nil {
				return Letter{}, false, err // an old position must never meet a new queue
			}
			if err := os.Remove(path); err != nil {
				return Letter{}, false, err
			}
		case letter.ID == "": // a line that is none
			if err := q.retriedTo(q.tail.at.Retried + size); err != nil {
				return Letter{}, false, err
			}
		default:
			end := q.tail.at.Retried + size
			q.done = func() error { return q.retriedTo(end) }
			return Letter{ID: letter.ID, Action: letter.Action, Again: true}, true, nil
		}
	}
}

// retriedTo notes how much of the letters that are tried again is done.
func (q *queue) retriedTo(offset int64) error {
	q.tail.at.Retried = offset
	return q.tail.at.save(q.j.Dir)
}
