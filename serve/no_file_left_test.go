//go:build linux

package serve

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
)

// takeAllFiles opens files until the process may open no other one, and gives what closes some of them again.
func takeAllFiles(t *testing.T) (give func(count int)) {
	t.Helper()
	var before syscall.Rlimit
	must(t, syscall.Getrlimit(syscall.RLIMIT_NOFILE, &before))
	must(t, syscall.Setrlimit(syscall.RLIMIT_NOFILE, &syscall.Rlimit{Cur: 256, Max: before.Max}))
	var taken []*os.File
	f, err := os.Open(os.DevNull)
	for ; err == nil; f, err = os.Open(os.DevNull) {
		taken = append(taken, f)
	}
	give = func(count int) {
		for range min(count, len(taken)) {
			taken[0].Close()
			taken = taken[1:]
		}
	}
	t.Cleanup(func() {
		give(len(taken))
		must(t, syscall.Setrlimit(syscall.RLIMIT_NOFILE, &before))
	})
	if !errors.Is(err, syscall.EMFILE) {
		t.Fatal(err)
	}
	return give
}

// TestNoFileLeft: where no file can be opened any more, or one, or two …, the bundle and the journal that are
// open go on, and a new bundle that cannot be looked at to its end is not called refused; it is taken up once
// there are files enough.
func TestNoFileLeft(t *testing.T) {
	o := options(t, t.TempDir())
	shop := sample()
	shop.write(t, o.Bundle)
	s := start(t, o)
	act := func(conversation int) {
		t.Helper()
		w := post(s, "application/json",
			fmt.Sprintf(`{"action":"CALL","idConversation":"%d","idOperator":"o"}`, conversation))
		if w.Code != 200 {
			t.Errorf("%s", dump(w))
		}
	}
	act(0)
	want := firstProduct(s)
	shop.price = "11.00 €"
	shop.write(t, o.Bundle)
	give := takeAllFiles(t)
	tries := 1
	for ; tries < 50; tries++ {
		if err := lookAround(s); err != nil {
			t.Errorf("with %d files left: %v", tries-1, err)
		}
		act(tries)
		if r := readyOf(t, s); r.Status != statusReady || r.Refused != nil || r.Damage != "" {
			t.Errorf("with %d files left: %+v", tries-1, r)
		}
		got := firstProduct(forgetful(s))
		if strings.Contains(got, shop.price) {
			break
		}
		if got != want {
			t.Errorf("another answer than before: %s", got)
		}
		give(1)
	}
	if tries < 3 || tries == 50 {
		t.Errorf("the new bundle is served after %d tries", tries)
	}
	if got := lines(t, o.Bundle); len(got) != tries+1 {
		t.Errorf("the journal after %d actions: %q", tries+1, got)
	}
}
