package cmd

import (
	"os"
	"testing"

	"github.com/spf13/cobra"

	"plugsheet/cmd/cli"
)

// TestHelpTexts: each command of ours has a text, and each text a command.
func TestHelpTexts(t *testing.T) {
	files, err := help.ReadDir("help")
	if err != nil {
		t.Fatal(err)
	}
	left := map[string]bool{}
	for _, f := range files {
		left[f.Name()] = true
	}
	var look func(c *cobra.Command)
	look = func(c *cobra.Command) {
		for _, sub := range c.Commands() {
			if sub.Name() != "completion" && sub.Name() != "help" { // cobra's own
				look(sub)
			}
		}
		name := helpFile(c)
		if !left[name] || c.Long == "" && c.HasParent() && c.Parent() == c.Root() || c.Example == "" {
			t.Errorf("%s: cmd/help/%s lacks, or is not whole", c.CommandPath(), name)
		}
		delete(left, name)
	}
	look(newRoot(cli.Process{LookupEnv: os.LookupEnv}))
	for name := range left {
		t.Errorf("cmd/help/%s belongs to no command", name)
	}
}
