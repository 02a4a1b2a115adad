// Package cmd is the command line of plugsheet: it reads settings and arguments, calls the packages that do the work,
// and is the only one that prints and that chooses an exit code.
package cmd

import (
	"context"
	"io"
	"log"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

// Main runs the program with the process's arguments and returns its exit code. An interrupt or a termination signal
// cancels the work, which then leaves nothing half done; a second one ends the process at once.
func Main() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	log.SetOutput(io.Discard) // bleve's only: what it says of damaged files is told by the error
	return run(ctx, os.Args[1:], process{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, lookupEnv: os.LookupEnv})
}

// process is what a command sees of the process around it.
type process struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	lookupEnv      func(name string) (string, bool)
}

// run runs one command line and returns its exit code.
func run(ctx context.Context, args []string, p process) int {
	root := newRoot(p)
	root.SetArgs(args)
	c, err := root.ExecuteContextC(ctx)
	if err != nil {
		printError(p.stderr, teller{c.CommandPath(), spoken(c, p)}, err)
	}
	return exitCode(err)
}

// newRoot builds the whole tree of commands.
func newRoot(p process) *cobra.Command {
	root := &cobra.Command{
		Use:   "plugsheet",
		Short: "A shop's spreadsheet becomes the answers of an iAdvize connector",
		Long: `plugsheet turns a shop's spreadsheet into a bundle of schema-valid answers, keeps it in git, and serves it to
iAdvize: product list, customer information with its action, closing form, custom app and bot.`,
		Example: `  plugsheet sample demo                  write the sample inputs
  plugsheet import demo/shop -o bundle   check everything, write the bundle
  plugsheet serve bundle                 answer on http://127.0.0.1:8080`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Version:       readVersion().Version,
		Args:          unknownCommand,
	}
	root.AddCommand(
		newSample(p), newTemplate(p), newMap(p), newProfiles(p), newImport(p), newValidate(p), newServe(p), newDesk(p), newActions(p), newForget(p), newScan(p), newDoctor(p), newConform(p), newSearch(p), newSearchTest(p), newBotTest(p), newExport(p), newDiff(p), newExplain(p),
		newGaps(p),
		newVersion(p), newMan(p),
	)
	root.SetOut(p.stdout)
	root.SetErr(p.stderr)
	root.SetVersionTemplate("plugsheet {{.Version}}\n")
	root.SetUsageFunc(printUsage)
	root.SuggestionsMinimumDistance = 2
	root.SetHelpTemplate("{{with (or .Long .Short)}}{{. | trimTrailingWhitespaces}}\n\n{{end}}{{.UsageString}}")
	root.SetFlagErrorFunc(wrongFlag)
	root.SetHelpCommand(newHelp())
	root.InitDefaultCompletionCmd()
	ownErrors(root)
	return root
}
