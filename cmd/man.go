package cmd

import (
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

func newMan(p process) *cobra.Command {
	return &cobra.Command{
		Use:   "man DIR",
		Short: "Write the manual pages into a folder",
		Long:  "Write one manual page for each command into a folder, which is made when it is missing.",
		Example: `  plugsheet man man1
  man ./man1/plugsheet-import.1`,
		Args: arguments("DIR"),
		RunE: func(c *cobra.Command, args []string) error { return runMan(c.Root(), args[0]) },
	}
}

func runMan(root *cobra.Command, dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("making the folder for the manual pages: %w", err)
	}
	root.DisableAutoGenTag = true
	h := &doc.GenManHeader{Title: "PLUGSHEET", Section: "1", Source: "plugsheet", Manual: "plugsheet", Date: &time.Time{}}
	if err := doc.GenManTree(root, h, dir); err != nil {
		return fmt.Errorf("writing the manual pages: %w", err)
	}
	return nil
}
