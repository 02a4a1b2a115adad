package serve

import (
	"bufio"
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"time"

	"plugsheet/schemas/bundle"
	"plugsheet/serve/feed"
	"plugsheet/serve/web"
	"plugsheet/serve/web/failure"
	"plugsheet/serve/web/param"
)

// MinFeedKey is the length of the shortest key of the feed, in bytes.
const MinFeedKey = 16

const (
	maxFeeds = 2                // that are written at a time: a feed may be large, and is read once a day
	feedPart = 64 << 10         // bytes that are written at a time
	feedTime = 30 * time.Second // that a reader may take for them
)

// feedCSV answers GET /feed.csv (contract, 5.4): the catalog of a website as it is now. The platform reads it
// without a signature, so that the address has a key. What breaks off is not ended as if it were whole.
func (s *Server) feedCSV(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	if !s.isFeedKey(q.Get("key")) {
		return &failure.Error{Kind: failure.BadKeyInAddress}
	}
	n, _, err := s.sites.AcquireSite(w, r, s.sites.Of(q.Get(param.IDWebsite.String())))
	if err != nil {
		return err
	}
	defer n.Release()
	now := n.Edition(s.o.Clock)
	if web.NotModified(w, r, now.ETag, "") {
		return nil
	}
	select {
	case s.feeds <- struct{}{}:
		defer func() { <-s.feeds }()
	default:
		return &failure.Error{Kind: failure.TooBusy}
	}
	b, err := bundle.Open(r.Context(), n.Dir)
	if err == nil && b.Digest() != n.Digest {
		return &failure.Error{Kind: failure.NotReady} // it has just changed, and is loaded in a moment
	}
	if err != nil {
		return &failure.Error{Kind: failure.NotReady, Cause: err}
	}
	h := w.Header()
	h["Etag"], h["Content-Type"], h["Cache-Control"] = now.ETag, []string{"text/csv; charset=utf-8"},
		[]string{"private, no-cache"}
	if r.Method == http.MethodHead {
		w.WriteHeader(http.StatusOK)
		return nil
	}
	out := bufio.NewWriterSize(patient{w, http.NewResponseController(w)}, feedPart)
	if err := feed.Write(r.Context(), out, b, now.At); err != nil {
		s.log.Error("the feed broke off", "error", err)
		panic(http.ErrAbortHandler)
	}
	return nil
}

// SetFeedKeys takes these keys in the place of those before, from the next request on; see
// [Options.FeedKeys].
func (s *Server) SetFeedKeys(keys []string) { s.keys.Store(&keys) }

// isFeedKey compares with each key, in a time that tells nothing of them.
func (s *Server) isFeedKey(text string) bool {
	given, same := sha256.Sum256([]byte(text)), 0
	for _, key := range *s.keys.Load() {
		sum := sha256.Sum256([]byte(key))
		same |= subtle.ConstantTimeCompare(given[:], sum[:])
	}
	return same == 1
}

// patient gives a reader time for each part of an answer, not for the whole.
type patient struct {
	http.ResponseWriter
	control *http.ResponseController
}

func (p patient) Write(b []byte) (int, error) {
	// where there is none, as in tests, nothing has to be put off
	_ = p.control.SetWriteDeadline(time.Now().Add(feedTime))
	return p.ResponseWriter.Write(b)
}
