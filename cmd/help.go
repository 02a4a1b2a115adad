package cmd

import (
	"embed"
	"strings"

	"github.com/spf13/cobra"
)

// help holds a text for each command: what it does, and after a line "Examples:" its worked examples.
//
//go:embed help
var help embed.FS

// explain gives a command, and all below it, the texts of the files that are named after them: of
// "plugsheet actions list" help/actions-list.txt.
func explain(c *cobra.Command) {
	for _, sub := range c.Commands() {
		explain(sub)
	}
	text, err := help.ReadFile("help/" + helpFile(c))
	if err != nil {
		return // a test finds the command that has none
	}
	about, examples, _ := strings.Cut(string(text), "Examples:\n")
	c.Long, c.Example = strings.TrimSpace(about), strings.TrimSuffix(examples, "\n")
}

// helpFile is the name of the file with a command's text.
func helpFile(c *cobra.Command) string {
	words := strings.Fields(c.CommandPath())
	return strings.Join(words[min(1, len(words)-1):], "-") + ".txt"
}
