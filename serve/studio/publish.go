package studio

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"plugsheet/schemas/bundle"
	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
	"plugsheet/serve/loopback"
)

// Bounds of a publication.
const (
	maxMessage = 4000            // bytes of what is said of it
	readyTime  = 2 * time.Minute // that the server has to answer from the new bundle
	readyPause = 50 * time.Millisecond
)

// Published is what came of an import into the published bundle.
type Published struct {
	Digest string
	Files  []string       // that belong to a commit of it: the bundle, and the settings
	Errors int            // of the spreadsheet: nothing was written
	Beyond []problem.Text // the changes are larger than may be without a yes: nothing was written
}

// Commit is one of a repository.
type Commit struct {
	ID      string `json:"id"`
	When    string `json:"when"` // RFC 3339
	Author  string `json:"author"`
	Subject string `json:"subject"`
}

// Git is a repository as the studio needs it, and commits to.
type Git interface {
	// State tells what git knows of a folder.
	State(ctx context.Context, folder string) (GitState, error)
	// Init makes a repository of a folder.
	Init(ctx context.Context, folder string) error
	// Commit commits files of a folder, and nothing else: never what is private in a bundle. It gives the new
	// commit; empty where nothing has changed.
	Commit(ctx context.Context, folder string, files []string, message string) (string, error)
	// Remote tells whether there is somewhere to push to.
	Remote(ctx context.Context, folder string) bool
	// Commands are those that commit the same, and push it.
	Commands(folder string, files []string, message string, push bool) []string
	// Push sends the branch to where it goes.
	Push(ctx context.Context, folder string) error
	// Log gives the last commits that changed a file or folder, the latest first.
	Log(ctx context.Context, file string) ([]Commit, error)
	// Restore puts a folder back to how a commit has it, as a new commit.
	Restore(ctx context.Context, folder, commit, message string) error
}

// history answers GET /api/history: how the published bundle came to be as it is.
func (s *Studio) history(w http.ResponseWriter, r *http.Request) {
	out := struct {
		Kept    bool     `json:"kept"`
		Remote  bool     `json:"remote"`
		Commits []Commit `json:"commits"`
		Problem string   `json:"problem"`
		Command Same     `json:"command"`
	}{Commits: []Commit{}}
	dir := s.published()
	if s.o.Git != nil {
		state, err := s.o.Git.State(r.Context(), s.o.Folder)
		if out.Kept = state.Kept; err == nil && out.Kept {
			out.Remote = s.o.Git.Remote(r.Context(), s.o.Folder)
			var all []Commit
			all, err = s.o.Git.Log(r.Context(), dir)
			out.Commits = append(out.Commits, all...)
		}
		if err != nil {
			out.Problem, _ = say(languageOf(r), err)
		}
	}
	s.mu.Lock()
	if s.table != nil {
		out.Command = s.table.Publication(s.website, false)
		if now, err := s.table.Settings(); err == nil && out.Kept {
			message := languageOf(r).Say("What changes")
			out.Command.Lines = append(out.Command.Lines,
				s.o.Git.Commands(s.o.Folder, []string{dir, now.File}, message, out.Remote)...)
		}
	}
	s.mu.Unlock()
	loopback.Write(w, out)
}

// publication is what she wants published, and how.
type publication struct {
	Message string `json:"message"`
	Accept  bool   `json:"accept"` // however much changes
	Push    bool   `json:"push"`
	Init    bool   `json:"init"` // a repository is made where there is none
}

// outcome is what came of a publication.
type outcome struct {
	Digest string   `json:"digest"`
	Commit string   `json:"commit"` // empty: nothing to commit, or no repository
	Pushed bool     `json:"pushed"`
	Ready  bool     `json:"ready"`
	URL    string   `json:"url"`
	Errors int      `json:"errors"`
	Beyond []string `json:"beyond"`

	website string // that was published to
}

// publish answers POST /api/publish: the spreadsheet becomes what is published, in the background.
func (s *Studio) publish(w http.ResponseWriter, r *http.Request, want publication) {
	l := languageOf(r)
	if want.Message = strings.TrimSpace(want.Message); want.Message == "" || len(want.Message) > maxMessage {
		refuse(w, r, http.StatusBadRequest, "say in a few words what changes")
		return
	}
	s.work.begin(w, r, func(ctx context.Context, p Progress) (any, error) {
		s.publishing.Lock()
		defer s.publishing.Unlock()
		out := outcome{Beyond: []string{}}
		var do func(context.Context, Progress) (*Published, error)
		free, err := s.use(l, func(t *open) {
			out.website = s.website
			do = t.Publish(s.website, want.Accept)
		})
		if err != nil {
			return nil, err
		}
		defer free()
		done, err := do(ctx, p)
		if err != nil {
			return nil, err
		}
		out.Digest, out.Errors, out.Beyond = done.Digest, done.Errors, each.Of(done.Beyond, l.Text)
		if done.Errors > 0 || len(done.Beyond) > 0 {
			return out, nil
		}
		failed := s.record(ctx, p, want, done.Files, &out)
		return &out, errors.Join(failed, s.answerAnew(ctx, p, l, &out)) // it is written, whatever git says
	})
}

// record commits what was published, and pushes it where that is wanted.
func (s *Studio) record(ctx context.Context, p Progress, want publication,
	files []string, out *outcome) error {
	if s.o.Git == nil {
		return nil
	}
	state, err := s.o.Git.State(ctx, s.o.Folder)
	if err == nil && !state.Kept && want.Init {
		err = s.o.Git.Init(ctx, s.o.Folder)
		state.Kept = true
	}
	if err != nil || !state.Kept {
		return err
	}
	p("committing", 0, 0)
	if out.Commit, err = s.o.Git.Commit(ctx, s.o.Folder, files, want.Message); err != nil {
		return err
	}
	if want.Push && s.o.Git.Remote(ctx, s.o.Folder) {
		p("pushing", 0, 0)
		err = s.o.Git.Push(ctx, s.o.Folder)
		out.Pushed = err == nil
	}
	return err
}

// answerAnew lets the server take the published bundle, and waits until it answers from it.
func (s *Studio) answerAnew(ctx context.Context, p Progress, l problem.Language, out *outcome) error {
	p("reloading", 0, 0)
	c, err := s.Begin(ctx)
	if err != nil || c == nil {
		return err
	}
	if err := c.Reload(ctx); err != nil {
		return err
	}
	late := time.After(readyTime)
	out.URL = c.URL()
	for !c.Ready(ctx, out.website, out.Digest) {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-late:
			return errors.New(l.Say("the server does not answer from what was published"))
		case <-time.After(readyPause):
		}
	}
	out.Ready = true
	return nil
}

// restore answers POST /api/restore: the published bundle goes back to how a commit has it, as a new commit.
func (s *Studio) restore(w http.ResponseWriter, r *http.Request, asked struct{ Commit string }) {
	l := languageOf(r)
	s.work.begin(w, r, func(ctx context.Context, p Progress) (any, error) {
		s.publishing.Lock()
		defer s.publishing.Unlock()
		out := outcome{Beyond: []string{}, website: s.chosen()}
		dir := s.published()
		all, err := s.o.Git.Log(ctx, dir)
		if err != nil {
			return nil, err
		}
		for _, c := range all {
			if c.ID != asked.Commit {
				continue
			}
			p("committing", 0, 0)
			if err := s.o.Git.Restore(ctx, dir, c.ID, l.Say("Back to: %s", c.Subject)); err != nil {
				return nil, err
			}
			if out.Digest, err = bundle.Digest(dir); err != nil {
				return nil, err
			}
			return &out, s.answerAnew(ctx, p, l, &out)
		}
		return nil, errors.New(l.Say("the history has no such state"))
	})
}
