package serve

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"plugsheet/index/gaps"
	"plugsheet/schemas/bundle"
)

// TestSent demands that what agents send is counted for the search, once a conversation, of who has a
// session; that the app's searches learn from it when it is written, and those of the platform do not; and
// that nothing is where that is not wanted.
func TestSent(t *testing.T) {
	for _, off := range []bool{false, true} {
		dir := t.TempDir()
		shop{ids: bundle.IntegerIDs, products: 9, price: "1 €"}.write(t, dir)
		o := options(t, dir)
		o.NoLearning = off
		s, err := New(context.Background(), o)
		must(t, err)
		must(t, s.Reload(context.Background()))
		_, before, _ := searched(t, s, "searchQuery=hoodie")
		bearer, _ := session(s, "")
		send := func(form, bearer string) int {
			r := httptest.NewRequest("POST", "/app/api/sent", strings.NewReader(form))
			r.RemoteAddr, r.Host = "127.0.0.1:1", "127.0.0.1:8080"
			head := http.Header{"Authorization": {bearer},
				"Content-Type": {"application/x-www-form-urlencoded"}}
			return do(s, r, head).Code
		}
		lastTitle := before[len(before)-1]
		number, err := strconv.Atoi(lastTitle[strings.LastIndex(lastTitle, " ")+1:])
		must(t, err)
		last := shop{ids: bundle.IntegerIDs}.product(t, number).Product.ID.String()
		for _, c := range []struct {
			conversation, id, bearer string
			want                     int
		}{{"c1", last, bearer, 204}, {"c1", last, bearer, 204}, {"c2", last, bearer, 204}, {"c3", "nothing",
			bearer, 204}, {"c4", last, "", 401}} {
			form := url.Values{"searchQuery": {"hoodie"}, "idProduct": {c.id},
				"idConversation": {c.conversation}}.Encode()
			if code := send(form, c.bearer); code != c.want {
				t.Errorf("%s: %d, want %d", form, code, c.want)
			}
		}
		must(t, s.Close()) // writes
		sent, err := gaps.ReadSends(t.Context(), gaps.Folder(dir))
		must(t, err)
		if off {
			if _, err := os.Stat(filepath.Join(dir, bundle.PrivateDir)); err == nil {
				t.Error("something was written")
			}
			continue
		}
		if len(sent) != 1 || sent[0].Conversations != 2 || sent[0].Product != last {
			t.Errorf("%+v", sent)
		}
		s, err = New(context.Background(), o)
		must(t, err)
		if _, after, _ := searched(t, s, "searchQuery=hoodie"); after[0] != lastTitle ||
			len(after) != len(before) {
			t.Errorf("%v, want %s first", after, lastTitle)
		}
		must(t, s.Close())
		o.NoLearning = true
		s, err = New(context.Background(), o)
		must(t, err)
		if _, after, _ := searched(t, s, "searchQuery=hoodie"); !slices.Equal(after, before) {
			t.Errorf("what was learnt holds without learning: %v, want %v", after, before)
		}
		must(t, s.Close())
	}
}
