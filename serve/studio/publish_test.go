package studio_test

import (
	"context"
	"encoding/json"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"plugsheet/schemas/bundle"
	"plugsheet/serve/studio"
)

// lateConnector answers from an older bundle when it is first asked.
type lateConnector struct {
	connector
	asked *[]string // digests
}

func (c lateConnector) Ready(_ context.Context, _, digest string) bool {
	*c.asked = append(*c.asked, digest)
	return len(*c.asked) > 2
}

// fullImporter opens what can be published.
type fullImporter struct{ importer }

func (fullImporter) Open(_ context.Context, inputs []string, _ studio.Progress) (studio.Table, error) {
	return &fullTable{to: filepath.Join(filepath.Dir(inputs[0]), "bundle")}, nil
}

type fullTable struct {
	table
	to string // the bundle's folder
}

func (t *fullTable) Publish(string, bool) func(context.Context, studio.Progress) (
	*studio.Published, error) {
	return func(ctx context.Context, _ studio.Progress) (*studio.Published, error) {
		w, err := bundle.Create(t.to, bundle.WriteOptions{})
		if err != nil {
			return nil, err
		}
		defer w.Close()
		r, err := w.Commit(ctx)
		return &studio.Published{Digest: r.Digest}, err
	}
}

// lostRemote is a repository whose remote is away.
type lostRemote struct{ studio.Git }

func (lostRemote) State(context.Context, string) (studio.GitState, error) {
	return studio.GitState{Kept: true}, nil
}

func (lostRemote) Commit(context.Context, string, []string, string) (string, error) {
	return "abc", nil
}

func (lostRemote) Remote(context.Context, string) bool { return true }

func (lostRemote) Push(context.Context, string) error { return errors.New("git push: it is away") }

// TestPublish waits until the server answers from what was published and from nothing older, also when git
// could not push it.
func TestPublish(t *testing.T) {
	for _, c := range []struct {
		name  string
		git   studio.Git
		state string
	}{{"", nil, "done"}, {"git push: it is away", lostRemote{}, "failed"}} {
		var asked []string
		p := open(t, studio.Options{Importer: fullImporter{}, Git: c.git,
			Start: func(context.Context, string, bool) (studio.Connector, error) {
				return lateConnector{asked: &asked}, nil
			}})
		p.work("/api/samples", "{}")
		now := p.work("/api/publish", `{"message":"new","push":true}`)
		if now.State != c.state || now.Problem != c.name {
			t.Errorf("%q: %+v", c.name, now)
		}
		digest, err := bundle.Digest(filepath.Join(p.folder, "bundle"))
		if want := []string{digest, digest, digest}; err != nil || !slices.Equal(asked, want) {
			t.Errorf("%q: asked for %q, want %q, %v", c.name, asked, want, err)
		}
		said, err := json.Marshal(now.Result)
		if must(t, err); c.git == nil && !strings.Contains(string(said), `"ready":true`) {
			t.Errorf("%s", said)
		}
	}
}
