// Package cmd is the command line of plugsheet: the tree of its commands. They stand below it in groups
// (data, search, operate, develop) over one shared part (cli). They read settings and arguments and call the
// packages that do the work; nothing else prints or chooses an exit code.
package cmd

import (
	"context"
	"embed"
	"io"
	"log"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"plugsheet/cmd/cli"
	"plugsheet/cmd/data"
	"plugsheet/cmd/develop"
	"plugsheet/cmd/operate"
	"plugsheet/cmd/search"
)

// Main runs the program with the process's arguments and returns its exit code. An interrupt or a termination
// signal cancels the work, which then leaves nothing half done; a second one ends the process at once.
func Main() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	log.SetOutput(io.Discard) // bleve's only: what it says of damaged files is told by the error
	return run(ctx, os.Args[1:], cli.Process{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		LookupEnv: os.LookupEnv})
}

// run runs one command line and returns its exit code.
func run(ctx context.Context, args []string, p cli.Process) int {
	root := newRoot(p)
	root.SetArgs(args)
	return cli.Execute(ctx, root, p)
}

// newRoot builds the whole tree of commands.
func newRoot(p cli.Process) *cobra.Command {
	root := &cobra.Command{
		Use:           "plugsheet",
		Short:         "A shop's spreadsheet becomes the answers of an iAdvize connector",
		SilenceErrors: true,
		SilenceUsage:  true,
		Version:       develop.ReadVersion().Version,
	}
	root.AddCommand(data.NewSample(p), data.NewTemplate(p), data.NewMap(p),
		data.NewProfiles(p), data.NewCorrect(p), data.NewImport(p))
	root.AddCommand(data.NewValidate(p), data.NewExport(p), data.NewDiff(p), data.NewExplain(p))
	root.AddCommand(search.NewSearch(p), search.NewSearchTest(p), search.NewBotTest(p), search.NewGaps(p))
	root.AddCommand(operate.NewServe(p), operate.NewActions(p), operate.NewForget(p), operate.NewScan(p))
	root.AddCommand(operate.NewDoctor(p), operate.NewPublish(p))
	root.AddCommand(develop.NewStudio(p), develop.NewDesk(p), develop.NewConform(p),
		develop.NewVersion(p), develop.NewMan(p))
	explain(root)
	cli.Equip(root, p)
	return root
}

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
