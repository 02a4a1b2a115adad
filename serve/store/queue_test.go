package store

import (
	"errors"
	"io"
	"strings"
	"testing"
)

// queued are the conversations that a queue gives until it is empty; a line that is no action is -.
func queued(t *testing.T, q Queue) string {
	t.Helper()
	var got []string
	for {
		l, err := q.Next()
		switch {
		case errors.Is(err, io.EOF):
			return strings.Join(got, " ")
		case errors.Is(err, ErrNoAction):
			l.Action.Conversation = "-"
		default:
			must(t, err)
		}
		got = append(got, l.Action.Conversation)
		must(t, q.Done())
	}
}

// Only what is on the disk to stay is forwarded: not a line whose writing is under way, nor one that is no
// action.
func TestQueueOnlyWhatIsAcknowledged(t *testing.T) {
	j, _ := journalAt(t)
	j.Forwarded = true
	recorded(t, j, "o", "0")
	must(t, added(j, []byte("no action")))
	must(t, added(j, []byte(strings.Repeat("x", maxLine))))
	_, err := j.file.WriteString(
		`{"time":"2030-01-02T02:04:05Z","action":"CALL","idConversation":"unsynced"}` + "\n")
	must(t, err)
	q := j.Queues(1)[0]
	defer q.Close()
	if got := queued(t, q); got != "0 - -" {
		t.Errorf("%q", got)
	}
	must(t, j.file.Truncate(j.size)) // as after an error
	recorded(t, j, "o", "1")
	if got := queued(t, q); got != "1" {
		t.Errorf("%q", got)
	}
}

// What Next gave comes again until it is done, also after Close and in a queue of another process.
func TestQueueUntilDone(t *testing.T) {
	j, _ := journalAt(t)
	j.Forwarded = true
	for _, c := range []string{"0", "1"} {
		recorded(t, j, "o", c)
	}
	q := j.Queues(1)[0]
	first, err := q.Next()
	must(t, err)
	q.Close()
	again, err := q.Next()
	must(t, err)
	if first.ID != again.ID || first.Action.Conversation != "0" {
		t.Errorf("%+v, then %+v", first, again)
	}
	must(t, q.Done())
	q.Close()
	if got := queued(t, j.Queues(1)[0]); got != "1" {
		t.Errorf("afterwards %q", got)
	}
}
