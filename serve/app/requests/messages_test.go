package requests

import (
	"context"
	"errors"
	"net/http/httptest"
	"testing"
	"time"

	"plugsheet/serve/listen"
	"plugsheet/serve/web/failure"
)

// TestMessagesWait: while as many are read as may be, another request waits, and is refused when nobody waits
// for it.
func TestMessagesWait(t *testing.T) {
	s := New(Options{Gate: listen.NewGate(listen.Limits{}, time.Now), Clock: time.Now})
	for range cap(s.reading) {
		s.reading <- struct{}{}
	}
	gone, leave := context.WithCancel(context.Background())
	leave()
	r := httptest.NewRequestWithContext(gone, "POST", "/app/messages", nil)
	var f *failure.Error
	if err := s.messages(httptest.NewRecorder(), r, nil); !errors.As(err, &f) || f.Kind != failure.TooBusy {
		t.Errorf("%v", err)
	}
}
