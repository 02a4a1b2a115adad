// Package cmd is the command line of plugsheet: it reads settings and arguments, calls the packages that do the work,
// and is the only one that prints and that chooses an exit code.
package cmd

import (
	"context"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
)

// Main runs the program with the process's arguments and returns its exit code. An interrupt or a termination signal
// cancels the work, which then leaves nothing half done; a second one ends the process at once.
func Main() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	return run(ctx, os.Args[1:], process{stdout: os.Stdout, stderr: os.Stderr, lookupEnv: os.LookupEnv})
}

// process is what a command sees of the process around it.
type process struct {
	stdout, stderr io.Writer
	lookupEnv      func(name string) (string, bool)
}

// run runs one command line and returns its exit code.
func run(ctx context.Context, args []string, p process) int {
	root := newRoot(p)
	root.SetArgs(args)
	c, err := root.ExecuteContextC(ctx)
	if err != nil {
		printError(p.stderr, c.CommandPath(), err)
	}
	return exitCode(err)
}

// newRoot builds the whole tree of commands.
func newRoot(p process) *cobra.Command {
	root := &cobra.Command{
		Use:   "plugsheet",
		Short: "A shop's spreadsheet becomes the answers of an iAdvize connector",
		Long: `plugsheet turns a shop's spreadsheet into a bundle of schema-valid answers, keeps it in git, and serves it to
iAdvize: product list, customer information with its action, and closing form.`,
		Example: `  plugsheet sample demo                  write the sample inputs
  plugsheet import demo/csv -o bundle    check everything, write the bundle
  plugsheet serve bundle                 answer on http://127.0.0.1:8080`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Version:       readVersion().Version,
		Args:          unknownCommand,
		RunE: func(*cobra.Command, []string) error {
			return usageErrorf("no command given").withHint("plugsheet --help lists the commands")
		},
	}
	root.AddCommand(
		newSample(p), newImport(p), newValidate(p), newServe(p), newSearch(p), newExport(p), newVersion(p), newMan(p),
	)
	root.SetOut(p.stdout)
	root.SetErr(p.stderr)
	root.SetVersionTemplate("plugsheet {{.Version}}\n")
	root.SetUsageTemplate(usageTemplate)
	root.SetHelpTemplate("{{with (or .Long .Short)}}{{. | trimTrailingWhitespaces}}\n\n{{end}}{{.UsageString}}")
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return usageErrorf("%s", err).withHint("%s --help lists the flags", c.CommandPath())
	})
	root.SetHelpCommand(newHelp())
	root.InitDefaultCompletionCmd()
	return root
}

// unknownCommand refuses what is no command and names the ones that look like it.
func unknownCommand(root *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	err := usageErrorf("unknown command %q", args[0])
	if near := root.SuggestionsFor(args[0]); len(near) > 0 {
		return err.withHint("did you mean: %s %s", root.Name(), strings.Join(near, ", "))
	}
	return err.withHint("%s --help lists the commands", root.Name())
}

// newHelp replaces cobra's help command, which answers 0 for a topic that is not there.
func newHelp() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Show the help of a command",
		RunE: func(c *cobra.Command, args []string) error {
			about, rest, err := c.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return usageErrorf("no help about %q", strings.Join(args, " ")).withHint("plugsheet --help lists the commands")
			}
			about.InitDefaultHelpFlag()
			return about.Help()
		},
	}
}

// arguments checks the number of arguments against the usage line, in which names in brackets may be left out and a
// name that ends in "..." takes one or more.
func arguments(names ...string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		for i, name := range names {
			if i >= len(args) && !strings.HasPrefix(name, "[") {
				return usageErrorf("missing %s", strings.TrimSuffix(name, "...")).withHint("usage: %s", c.UseLine())
			}
			if strings.HasSuffix(name, "...") {
				return nil
			}
		}
		if len(args) > len(names) {
			return usageErrorf("unexpected argument %q", args[len(names)]).withHint("usage: %s", c.UseLine())
		}
		return nil
	}
}

const usageTemplate = `Usage:{{if .HasAvailableSubCommands}}
  {{.CommandPath}} COMMAND{{else}}
  {{.UseLine}}{{end}}{{if .HasAvailableSubCommands}}

Commands:{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}{{end}}{{if .HasAvailableLocalFlags}}

Flags:
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}

Exit codes:
  0 done · 1 failed · 2 wrong usage · 3 ran, and found problems in the data · 130 interrupted{{if .HasExample}}

Examples:
{{.Example}}{{end}}
`
