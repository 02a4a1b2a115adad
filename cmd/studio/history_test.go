package studio

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// needsGit finds git, and skips the test without it.
func needsGit(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("git")
	if err != nil {
		t.Skip("git is not installed (apt-get install git)")
	}
	return path
}

// gitIn runs git in a folder, as somebody with a name.
func gitIn(t *testing.T, dir string, args ...string) string {
	t.Helper()
	args = append([]string{"-C", dir, "-c", "user.name=Ann", "-c", "user.email=ann@shop.example"}, args...)
	out, err := exec.Command(needsGit(t), args...).CombinedOutput()
	if err != nil {
		t.Fatalf("git %v: %v\n%s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

// ownGit lets git read nothing of this machine's settings.
func ownGit(t *testing.T) {
	t.Helper()
	needsGit(t)
	for _, who := range []string{"AUTHOR", "COMMITTER"} {
		t.Setenv("GIT_"+who+"_NAME", "Ann")
		t.Setenv("GIT_"+who+"_EMAIL", "ann@shop.example")
	}
	t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
	t.Setenv("GIT_CONFIG_NOSYSTEM", "1")
}

// TestInit: a folder without a repository gets one, and what is committed into it is all but what is private
// or derived.
func TestInit(t *testing.T) {
	ownGit(t)
	dir := t.TempDir()
	for _, name := range []string{"bundle/manifest.json", "bundle/private/x", "bundle/index/x", "her.csv"} {
		must(t, os.MkdirAll(filepath.Join(dir, filepath.Dir(name)), 0o700))
		must(t, os.WriteFile(filepath.Join(dir, name), []byte(name), 0o600))
	}
	if state, err := (Git{}).State(t.Context(), dir); err != nil || state.Kept {
		t.Errorf("no repository: %+v, %v", state, err)
	}
	must(t, Git{}.Init(t.Context(), dir))
	id, err := Git{}.Commit(t.Context(), dir, []string{filepath.Join(dir, "bundle")}, "The first catalog")
	must(t, err)
	state, err := Git{}.State(t.Context(), dir)
	if err != nil || !state.Kept || state.Commit != id || state.Subject != "The first catalog" {
		t.Errorf("commit %q: %+v, %v", id, state, err)
	}
	if files := gitIn(t, dir, "ls-files"); files != "bundle/manifest.json" {
		t.Errorf("committed: %s", files)
	}
}

// TestPush pushes to bare repositories: to where the branch goes, or goes for the first time; where it cannot
// be told or is refused, git's reason is told.
func TestPush(t *testing.T) {
	ownGit(t)
	for _, c := range []struct {
		name    string
		remotes string // of the folder
		before  func(t *testing.T, dir string)
		to      string // the remote that has the commit then
		refusal string
	}{
		{name: "origin", remotes: "origin", to: "origin"},
		{name: "another name", remotes: "shop", to: "shop"},
		{name: "origin of several", remotes: "backup origin", to: "origin"},
		{name: "which of several", remotes: "backup shop", refusal: "No configured push destination"},
		{name: "the branch's own", remotes: "backup origin", to: "backup",
			before: func(t *testing.T, dir string) { gitIn(t, dir, "push", "-q", "-u", "backup", "HEAD") }},
		{name: "a remote that is gone", remotes: "origin", refusal: "does not appear to be a git repository",
			before: func(t *testing.T, dir string) { must(t, os.RemoveAll(filepath.Join(dir, "..", "origin"))) }},
		{name: "somebody pushed first", remotes: "origin", refusal: "[rejected]",
			before: func(t *testing.T, dir string) {
				gitIn(t, dir, "commit", "-q", "--allow-empty", "-m", "theirs")
				gitIn(t, dir, "push", "-q", "-u", "origin", "HEAD")
				gitIn(t, dir, "reset", "-q", "--hard", "HEAD~")
			}},
	} {
		t.Run(c.name, func(t *testing.T) {
			root := t.TempDir()
			dir := filepath.Join(root, "shop folder")
			gitIn(t, root, "init", "-q", dir)
			gitIn(t, dir, "commit", "-q", "--allow-empty", "-m", "first")
			for name := range strings.FieldsSeq(c.remotes) {
				gitIn(t, root, "init", "-q", "--bare", name)
				gitIn(t, dir, "remote", "add", name, filepath.Join(root, name))
			}
			if c.before != nil {
				c.before(t, dir)
			}
			gitIn(t, dir, "commit", "-q", "--allow-empty", "-m", "published")
			if !(Git{}).Remote(t.Context(), dir) {
				t.Error("there is no remote")
			}
			err := Git{}.Push(t.Context(), dir)
			if c.refusal != "" {
				if err == nil || !strings.Contains(err.Error(), c.refusal) ||
					strings.Contains(err.Error(), "hint:") {
					t.Errorf("refused: %v", err)
				}
				return
			}
			must(t, err)
			for name := range strings.FieldsSeq(c.remotes) {
				has := strings.Contains(gitIn(t, filepath.Join(root, name), "log", "--all", "--format=%s"),
					"published")
				if has != (name == c.to) {
					t.Errorf("%s has it: %t", name, has)
				}
			}
		})
	}
}
