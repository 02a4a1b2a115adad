// Package cli is what all commands share: the process around them, errors with hints and exit codes,
// languages, settings from flags, variables and plugsheet.yaml, progress, and what is printed.
package cli

import (
	"context"
	"io"
	"os/exec"
)

// Process is what a command sees of the process around it.
type Process struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	LookupEnv      func(name string) (string, bool)
}

// Git runs git in a folder and gives what it writes.
func Git(ctx context.Context, dir string, args ...string) ([]byte, error) {
	c := exec.CommandContext(ctx, "git", append([]string{"-C", dir}, args...)...)
	out, err := c.Output()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return out, err
}
