package studio

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"plugsheet/cmd/cli"
	"plugsheet/schemas/bundle"
	"plugsheet/serve/studio"
)

// Bounds of what git may take.
const (
	gitTime    = 30 * time.Second
	pushTime   = 2 * time.Minute
	maxCommits = 50 // of a history
	maxSaid    = 8  // lines of why git refuses
)

// gitError is what git said when it refused.
type gitError struct {
	what string
	said string
}

func (e *gitError) Error() string { return "git " + e.what + ": " + e.said }

// git runs git in a folder within a time. It never asks a person: who cannot push without a password is
// told so.
func git(ctx context.Context, most time.Duration, dir string, args ...string) ([]byte, error) {
	ctx, stop := context.WithTimeout(ctx, most)
	defer stop()
	c := exec.CommandContext(ctx, "git", append([]string{"-C", dir}, args...)...)
	c.Env = append(os.Environ(), "GIT_TERMINAL_PROMPT=0", "GIT_ASKPASS=", "SSH_ASKPASS=", "GIT_EDITOR=:",
		"LC_ALL=C")
	if os.Getenv("GIT_SSH_COMMAND") == "" {
		c.Env = append(c.Env, "GIT_SSH_COMMAND=ssh -oBatchMode=yes")
	}
	c.WaitDelay = time.Second
	var out, said bytes.Buffer
	c.Stdout, c.Stderr = &out, &said
	err := c.Run()
	switch {
	case ctx.Err() != nil:
		return nil, fmt.Errorf("git %s: %w", args[0], ctx.Err())
	case err != nil && said.Len() > 0:
		return nil, &gitError{args[0], lastLines(said.String())}
	case err != nil:
		return nil, fmt.Errorf("git %s: %w", args[0], err)
	}
	return out.Bytes(), nil
}

// lastLines is the end of what git said, without its advice for whoever types the commands.
func lastLines(text string) string {
	isEmpty := func(line string) bool {
		return strings.TrimSpace(line) == "" || strings.HasPrefix(line, "hint:")
	}
	lines := slices.DeleteFunc(strings.Split(text, "\n"), isEmpty)
	return strings.Join(lines[max(0, len(lines)-maxSaid):], "\n")
}

// committed are the pathspecs of what a commit may hold of files and folders: nothing private or derived of
// a bundle, nor those of websites inside it, which are published by themselves.
func committed(files []string) ([]string, error) {
	specs := []string{"--"}
	for _, f := range files {
		full, err := filepath.Abs(f)
		if err != nil {
			return nil, err
		}
		specs = append(specs, ":(literal)"+full)
		for _, name := range []string{"private", "index", bundle.SitesDir} {
			escaped := strings.NewReplacer("*", `\*`, "?", `\?`, "[", `\[`).Replace(filepath.ToSlash(full))
			specs = append(specs, ":(exclude,glob)"+escaped+"/**/"+name+"/**")
		}
	}
	return specs, nil
}

// Init implements [studio.Git].
func (Git) Init(ctx context.Context, folder string) error {
	_, err := git(ctx, gitTime, folder, "init", "-q")
	return err
}

// Commit implements [studio.Git].
func (Git) Commit(ctx context.Context, folder string, files []string, message string) (string, error) {
	specs, err := committed(files)
	if err != nil {
		return "", err
	}
	if _, err := git(ctx, gitTime, folder, append([]string{"add", "-A"}, specs...)...); err != nil {
		return "", err
	}
	args := append([]string{"diff", "--cached", "--name-only", "-z"}, specs...)
	changed, err := git(ctx, gitTime, folder, args...)
	if err != nil || len(changed) == 0 {
		return "", err
	}
	args = append([]string{"commit", "-q", "--message=" + message}, specs...)
	if _, err := git(ctx, gitTime, folder, args...); err != nil {
		return "", err
	}
	id, err := git(ctx, gitTime, folder, "rev-parse", "--short", "HEAD")
	return string(bytes.TrimSpace(id)), err
}

// Commands implements [studio.Git].
func (Git) Commands(folder string, files []string, message string, push bool) []string {
	line := func(args ...string) string {
		if folder != "." {
			args = append([]string{"-C", folder}, args...)
		}
		return cli.ShellLine(append([]string{"git"}, args...)...)
	}
	add := []string{"add"}
	for _, f := range files {
		if rest, err := filepath.Rel(folder, f); err == nil {
			f = rest
		}
		add = append(add, f)
	}
	lines := []string{line(add...), line("commit", "-m", message)}
	if push {
		lines = append(lines, line("push"))
	}
	return lines
}

// Remote implements [studio.Git].
func (Git) Remote(ctx context.Context, folder string) bool {
	names, err := git(ctx, gitTime, folder, "remote")
	return err == nil && len(bytes.TrimSpace(names)) > 0
}

// Push implements [studio.Git]. A branch that goes nowhere yet goes to origin, or to the only remote;
// which one of several is meant, a person has to tell git.
func (Git) Push(ctx context.Context, folder string) error {
	_, err := git(ctx, pushTime, folder, "push", "-q")
	if err == nil || ctx.Err() != nil {
		return err
	}
	branch, failed := cli.Git(ctx, folder, "symbolic-ref", "--short", "-q", "HEAD")
	if failed != nil {
		return err // on no branch
	}
	key := "branch." + string(bytes.TrimSpace(branch)) + ".merge"
	if _, failed = cli.Git(ctx, folder, "config", "--get", key); failed == nil {
		return err
	}
	names, failed := cli.Git(ctx, folder, "remote")
	remotes := strings.Fields(string(names))
	to := "origin"
	if len(remotes) == 1 {
		to = remotes[0]
	}
	if failed != nil || !slices.Contains(remotes, to) {
		return err
	}
	_, err = git(ctx, pushTime, folder, "push", "-q", "--set-upstream", to, "HEAD")
	return err
}

// Log implements [studio.Git].
func (Git) Log(ctx context.Context, file string) ([]studio.Commit, error) {
	if _, err := cli.Git(ctx, filepath.Dir(file), "rev-parse", "-q", "--verify", "HEAD"); err != nil {
		return nil, ctx.Err() // nothing was committed yet
	}
	specs, err := committed([]string{file})
	if err != nil {
		return nil, err
	}
	args := []string{"log", fmt.Sprintf("-%d", maxCommits), "--format=%H%x1f%cI%x1f%an%x1f%s%x1e"}
	out, err := git(ctx, gitTime, filepath.Dir(file), append(args, specs...)...)
	if err != nil {
		return nil, err
	}
	var all []studio.Commit
	for record := range strings.SplitSeq(string(out), "\x1e") {
		if parts := strings.Split(strings.TrimSpace(record), "\x1f"); len(parts) == 4 {
			all = append(all,
				studio.Commit{ID: parts[0], When: parts[1], Author: parts[2], Subject: parts[3]})
		}
	}
	return all, nil
}

// Restore implements [studio.Git].
func (g Git) Restore(ctx context.Context, folder, commit, message string) error {
	specs, err := committed([]string{folder})
	if err != nil {
		return err
	}
	if _, err := g.Commit(ctx, folder, []string{folder}, "What was not committed yet"); err != nil {
		return err
	}
	args := append([]string{"restore", "--source=" + commit, "--staged", "--worktree"}, specs...)
	if _, err := git(ctx, gitTime, folder, args...); err != nil {
		return err
	}
	_, err = g.Commit(ctx, folder, []string{folder}, message)
	return err
}
