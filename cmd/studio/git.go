package studio

import (
	"bytes"
	"context"
	"errors"
	"os/exec"
	"strings"

	"plugsheet/cmd/cli"
	"plugsheet/serve/studio"
)

// Git is git as the program of that name has it.
type Git struct{}

// State implements [studio.Git]. Without the program, or outside of a repository, nothing is kept.
func (Git) State(ctx context.Context, folder string) (studio.GitState, error) {
	var g studio.GitState
	if _, err := cli.Git(ctx, folder, "rev-parse", "--show-toplevel"); err != nil {
		var exit *exec.ExitError
		if errors.Is(err, exec.ErrNotFound) || errors.As(err, &exit) {
			return g, nil
		}
		return g, err
	}
	g.Kept = true
	if branch, err := cli.Git(ctx, folder, "symbolic-ref", "--short", "-q", "HEAD"); err == nil {
		g.Branch = string(bytes.TrimSpace(branch))
	}
	if last, err := cli.Git(ctx, folder, "log", "-1", "--format=%h%x09%cI%x09%s", "--", "."); err == nil {
		parts := strings.SplitN(string(bytes.TrimSpace(last)), "\t", 3)
		if len(parts) == 3 {
			g.Commit, g.When, g.Subject = parts[0], parts[1], parts[2]
		}
	}
	status, err := cli.Git(ctx, folder, "status", "--porcelain", "--untracked-files=no", "--", ".")
	g.Changed = bytes.Count(status, []byte("\n"))
	return g, err
}
