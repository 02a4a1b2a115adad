package cli

import (
	"context"
	"os/exec"
)

// Git runs git in a folder and gives what it writes.
func Git(ctx context.Context, dir string, args ...string) ([]byte, error) {
	c := exec.CommandContext(ctx, "git", append([]string{"-C", dir}, args...)...)
	out, err := c.Output()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return out, err
}
