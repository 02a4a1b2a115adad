package develop

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"plugsheet/cmd/cli"
)

// NewMan is the command that writes the manual pages.
func NewMan(p cli.Process) *cobra.Command {
	return &cobra.Command{
		Use:   "man DIR",
		Short: "Write the manual pages into a folder",
		Args:  cli.Arguments("DIR"),
		RunE:  func(c *cobra.Command, args []string) error { return runMan(p, c.Root(), args[0]) },
	}
}

func runMan(p cli.Process, root *cobra.Command, dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("making the folder for the manual pages: %w", err)
	}
	root.DisableAutoGenTag = true
	h := &doc.GenManHeader{Title: "PLUGSHEET", Section: "1", Source: "plugsheet", Manual: "plugsheet",
		Date: &time.Time{}}
	if err := doc.GenManTree(root, h, dir); err != nil {
		return fmt.Errorf("writing the manual pages: %w", err)
	}
	_, err := fmt.Fprintf(p.Stdout, "%s written to %s\nnext: man %s\n", cli.Plural(pages(root), "file"), dir,
		cli.ShellLine(filepath.Join(dir, root.Name()+".1")))
	return err
}

// pages is the number of manual pages of a command and those below it.
func pages(c *cobra.Command) int {
	n := 1
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() && !sub.IsAdditionalHelpTopicCommand() {
			n += pages(sub)
		}
	}
	return n
}
