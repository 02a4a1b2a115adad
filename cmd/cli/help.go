package cli

import (
	"bytes"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

const exitCodes = "  0 done · 1 failed · 2 wrong usage · 3 ran, and found problems in the data · 130 " +
	"interrupted\n"

// PrintUsage writes how a command is used: commands and flags, the exit codes, and
// worked examples at the end.
func PrintUsage(c *cobra.Command) error {
	var b bytes.Buffer
	if c.HasAvailableSubCommands() {
		b.WriteString("Usage:\n")
		if strings.Contains(c.Use, " ") { // it does something itself
			fmt.Fprintf(&b, "  %s\n", c.UseLine())
		}
		fmt.Fprintf(&b, "  %s COMMAND\n\nCommands:\n", c.CommandPath())
		printCommands(&b, c)
	} else {
		fmt.Fprintf(&b, "Usage:\n  %s\n", c.UseLine())
	}
	b.WriteString("\nFlags:\n")
	printFlags(&b, c.LocalFlags())
	b.WriteString("\nExit codes:\n" + exitCodes)
	if c.HasExample() {
		fmt.Fprintf(&b, "\nExamples:\n%s\n", c.Example)
	}
	_, err := c.OutOrStdout().Write(b.Bytes())
	return err
}

func printCommands(b *bytes.Buffer, c *cobra.Command) {
	w := columns(b)
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() {
			fmt.Fprintf(w, "  %s\t%s\n", sub.Name(), sub.Short)
		}
	}
	w.Flush() // into memory
}

func printFlags(b *bytes.Buffer, flags *pflag.FlagSet) {
	w := columns(b)
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		short := "   "
		if f.Shorthand != "" {
			short = "-" + f.Shorthand + ","
		}
		value, usage := pflag.UnquoteUsage(f)
		switch f.DefValue {
		case "", "false", "0", "[]":
		default:
			usage += " (default " + f.DefValue + ")"
		}
		fmt.Fprintf(w, "  %s --%s\t%s\n", short, strings.TrimSpace(f.Name+" "+value), usage)
	})
	w.Flush() // into memory
}

func columns(b *bytes.Buffer) *tabwriter.Writer { return tabwriter.NewWriter(b, 0, 0, 3, ' ', 0) }

// NewHelp replaces cobra's help command, which answers 0 for a topic that is not there.
func NewHelp() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Show the help of a command",
		RunE: func(c *cobra.Command, args []string) error {
			about, rest, err := c.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return UsageErrorf("no help about %q", strings.Join(args, " ")).
					WithHint("plugsheet --help lists the commands")
			}
			about.InitDefaultHelpFlag()
			about.InitDefaultVersionFlag()
			return about.Help()
		},
	}
}
